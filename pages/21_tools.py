"""Tool calling: the page."""

import streamlit as st

from firstcall.steps.tools import WORDS, lab, told
from firstcall.ui import bench, costs

STEP = "tools"

here = lab.desk()
bench.draw(here, WORDS.say("idea"), lab.tabs(here))

for id in ("shapes", "choosing", "errors", "runners"):
    st.header(WORDS.title(f"header {id}"), anchor=id)
    st.markdown(WORDS.say(id))
    told.table(id)

costs.draw(STEP)
