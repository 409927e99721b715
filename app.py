"""First Call. Start it with `streamlit run app.py`."""

import streamlit as st

from firstcall.server import server, warmup

app = st.App(
    "firstcall/ui/router.py",
    routes=server.routes(st.config.get_option("server.baseUrlPath")),
    middleware=server.middleware(),
    lifespan=warmup.lifespan,
)
