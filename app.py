"""First Call. Start it with `streamlit run app.py`."""

import os

import streamlit as st

from firstcall.course import steps
from firstcall.server import server
from firstcall.ui import apart

setting = st.config.get_option
app = st.App(
    "firstcall/ui/router.py",
    routes=server.routes(setting("server.baseUrlPath")),
    middleware=server.middleware(
        os.environ,
        setting("server.corsAllowedOrigins") if setting("server.enableCORS") else None,
        [step.slug for step in steps.every()],
    ),
    lifespan=server.lifespan,
    on_script_error=apart.tell,
)
