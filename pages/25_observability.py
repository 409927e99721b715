"""Observability: the page."""

from functools import partial

import streamlit as st

from firstcall.steps.observability import WORDS, lesson, sending, traces
from firstcall.ui import bench, controls, costs, desk, results

STEP = lesson.STEP

here = desk.Desk(
    STEP,
    lesson.OPENING,
    controls=(controls.model, controls.prompt, controls.max_tokens),
    shape=lesson.SHAPE,
    leads=True,
    around=desk.usual(STEP, *traces.PARTS),
)
usual = results.tabs(here)
shown = {
    desk.REPLY: usual[desk.REPLY],
    "Trace": partial(traces.of_desk, here),
    "Added": partial(results.added, here),
    "Response": usual["Response"],
    "What travelled": usual["What travelled"],
}
bench.draw(here, WORDS.say("idea"), shown)

st.header(WORDS.title("header session"), anchor="session")
st.markdown(WORDS.say("session"))
traces.all_of_them(STEP)

st.header(WORDS.title("header metrics"), anchor="metrics")
st.markdown(WORDS.say("metrics"))
traces.metrics()

with st.expander(WORDS.title("box packages"), icon=":material/inventory_2:"):
    st.markdown(WORDS.say("packages"))

st.header(WORDS.title("header send"), anchor="send")
sending.draw(STEP)

costs.draw(STEP)
