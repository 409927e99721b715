"""Structured output: the page."""

from functools import partial

import streamlit as st

from firstcall.steps.structured import WORDS, fields_table, helpers, lesson, replied
from firstcall.ui import bench, controls, costs, desk, results

STEP = lesson.STEP

here = desk.Desk(
    STEP,
    lesson.OPENING,
    controls=(controls.model, controls.prompt, controls.max_tokens),
    adds=lesson.adds,
    shape=lesson.SHAPE,
    leads=True,
    around=desk.usual(STEP),
)
usual = results.tabs(here)
shown = {
    desk.REPLY: usual[desk.REPLY],
    "Object": partial(replied.draw, here),
    "Fields": partial(fields_table.draw, here),
    "Printed": usual["Printed"],
    "Added": partial(results.added, here),
    "Response": usual["Response"],
    "What travelled": usual["What travelled"],
}
bench.draw(here, WORDS.say("idea"), shown)

st.header(WORDS.title("header helpers"), anchor="helpers")
st.markdown(WORDS.say("helpers"))
helpers.draw(here)

with st.expander(WORDS.title("box refusal"), icon=":material/block:"):
    st.markdown(WORDS.say("refusal"))

costs.draw(STEP)
