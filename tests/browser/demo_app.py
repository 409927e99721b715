"""The demo's launcher: `streamlit run tests/browser/demo_app.py`."""

import streamlit as st

from firstcall.server.assets import asset_routes, base_path, set_base_path
from tests.browser.demo_streams import STREAMS

set_base_path(st.config.get_option("server.baseUrlPath"))
app = st.App("demo_components.py", routes=[*asset_routes(), *STREAMS.routes(f"{base_path()}/streams")])
