"""Set up: the page."""

import streamlit as st

from firstcall.steps.setup import WORDS, outcomes
from firstcall.steps.setup import setup_parts as setup_ui
from firstcall.ui import arrival, costs, exercises

STEP = "setup"

st.markdown(WORDS.say("idea"))
st.info(WORDS.say("no_key_needed"), icon=":material/school:")

st.header(WORDS.title("header key"), anchor="key")
source = setup_ui.choose()
setup_ui.checklist(source)

st.header(WORDS.title("header environment"), anchor="environment")
setup_ui.lines(source)

st.header(WORDS.title("header package"), anchor="package")
setup_ui.packages(source)

st.header(WORDS.title("header check"), anchor="check")
setup_ui.check()

arrival.opens("setup_outcomes_box")
with st.expander(
    WORDS.title("box outcomes"), icon=":material/rule:", key="setup_outcomes_box", on_change="rerun"
):
    outcomes.draw()
with st.expander(WORDS.title("trouble"), icon=":material/help:"):
    st.markdown(WORDS.say("trouble"))

costs.draw(STEP)
exercises.draw(STEP)
