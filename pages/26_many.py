"""From one call to many: the page."""

from functools import partial

import streamlit as st

from firstcall.steps.many import WORDS, box, jobs, lesson, parts
from firstcall.ui import bench, controls, costs, desk, line_notes

STEP = "many"

here = desk.Desk(
    STEP,
    lesson.OPENING,
    controls=(controls.model, controls.system, controls.max_tokens),
    notes=line_notes.notes,
    go="Run the job",
    begin=jobs.begin,
    leads=True,
    more=(jobs.LIMIT, jobs.REVIEWS),
)
shown = {
    desk.REPLY: partial(parts.labels, here),
    "Compared": partial(parts.compared, here),
    "Program": partial(box.draw, here),
    jobs.TAB: partial(parts.as_batch, here),
    "What travelled": partial(parts.travelled, here),
}
bench.draw(here, WORDS.say("idea"), shown)

st.header(WORDS.title("header limit"), anchor="limit")
st.markdown(WORDS.say("header limit"))

st.header(WORDS.title("header charged"), anchor="charged")
st.markdown(WORDS.say("header charged"))
parts.charged()

costs.draw(STEP)
