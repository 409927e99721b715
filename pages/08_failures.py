"""When it fails: the page."""

import streamlit as st

from firstcall.steps.failures import WORDS, fault_injection, retrying
from firstcall.ui import bench, costs, exercises

ICON = ":material/bolt:"
STEP = fault_injection.STEP

happen, came = bench.panes(fault_injection.bench_key)
with happen:
    fault_injection.draw()
with came:
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
