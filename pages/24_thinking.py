"""Thinking: the page."""

import streamlit as st

from firstcall import providers
from firstcall.steps.thinking import WORDS, back, eaten, lab
from firstcall.ui import bench, costs, table_view

STEP = "thinking"

here = lab.desk()
bench.draw(here, WORDS.say("idea"), lab.tabs(here))

if here.provider.thoughts:
    st.header(WORDS.title("header limit"), anchor="limit")
    st.markdown(WORDS.say("limit"))
    eaten.draw(here)
    st.markdown(WORDS.say("limit/then"))

    st.header(WORDS.title("header back"), anchor="back")
    st.markdown(WORDS.say("back"))
    back.draw(here)
    st.markdown(WORDS.say("back/then"))

st.header(WORDS.title("header rules"), anchor="rules")
st.markdown(WORDS.say("rules"))
table_view.draw(
    [{"": name, **row} for name, row in providers.said("thinking rules")], alt=WORDS.title("table rules")
)

costs.draw(STEP)
