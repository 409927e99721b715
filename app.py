"""First Call. Start it with `streamlit run app.py`."""

import os
import sys
from pathlib import Path

import streamlit as st

from firstcall.course import steps
from firstcall.server import server
from firstcall.ui import apart

ROUTER = Path(__file__).absolute().parent / "firstcall/ui/router.py"
# For each run of a script Streamlit puts its folder in front of this list and takes it out again, unless it is there.
# A thread that imports something meanwhile would skip an entry, and now and then not find an SDK.
if str(ROUTER.parent) not in sys.path:
    sys.path.append(str(ROUTER.parent))

setting = st.config.get_option
app = st.App(
    ROUTER,
    routes=server.routes(setting("server.baseUrlPath")),
    middleware=server.middleware(
        os.environ,
        setting("server.corsAllowedOrigins") if setting("server.enableCORS") else None,
        [step.slug for step in steps.every()],
    ),
    lifespan=server.lifespan,
    on_script_error=apart.tell,
)
