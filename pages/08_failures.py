"""When it fails: the page."""

import streamlit as st

from firstcall.steps.failures import WORDS, fault_injection, retrying
from firstcall.ui import costs, exercises

ICON = ":material/bolt:"
STEP = fault_injection.STEP

st.markdown(WORDS.say("idea"))
st.caption(WORDS.say("where"))
fault_injection.choose_provider()

st.header(WORDS.title("header table"), anchor="table")
fault_injection.table()

st.header(WORDS.title("header happen"), anchor="happen")
fault_injection.draw()
fault_injection.draw_result()

st.header(WORDS.title("header retry"), anchor="retry")
st.markdown(WORDS.say("retry"))
retrying.draw()
st.header(WORDS.title("header went"), anchor="went")
retrying.draw_result()
with st.expander(WORDS.title("box sdk"), icon=":material/autorenew:"):
    retrying.sdk_defaults()

costs.draw(STEP)
exercises.draw(STEP, code=retrying.source())
