"""Prompt caching: the page."""

import streamlit as st

from firstcall import providers
from firstcall.steps.caching import WORDS, lab, paying
from firstcall.ui import bench, costs, table_view

STEP = "caching"

here = lab.desk()
bench.draw(here, WORDS.say("idea"), lab.tabs(here))

st.header(WORDS.title("header rules"), anchor="rules")
st.markdown(WORDS.say("rules"))
table_view.draw(
    [{"": name, **row} for name, row in providers.said("caching rules")], alt=WORDS.title("table rules")
)
with st.expander(WORDS.title("box models", provider=here.provider.name), icon=":material/table_rows:"):
    paying.rules(here.provider)

st.header(WORDS.title("header order"), anchor="order")
st.markdown(WORDS.say("order"))

costs.draw(STEP)
