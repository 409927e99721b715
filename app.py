"""First Call. Start it with `streamlit run app.py`."""

import streamlit as st

from firstcall import server, warm

app = st.App(
    "firstcall/router.py", routes=server.routes(), middleware=server.middleware(), lifespan=warm.lifespan
)
