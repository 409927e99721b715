"""Thinking: the page."""

import streamlit as st

from firstcall import providers
from firstcall.steps.thinking import WORDS, lab
from firstcall.ui import bench, costs, table_view

STEP = "thinking"

here = lab.desk()
bench.draw(here, WORDS.say("idea"), lab.tabs(here))

st.header(WORDS.title("header rules"), anchor="rules")
st.markdown(WORDS.say("rules"))
table_view.draw(
    [{"": name, **row} for name, row in providers.said("thinking rules")], alt=WORDS.title("table rules")
)

costs.draw(STEP)
