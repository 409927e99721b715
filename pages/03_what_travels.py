"""What travels: the page."""

import streamlit as st

from firstcall.steps.what_travels import WORDS, both_providers, lesson, path_of_call
from firstcall.ui import bench, controls, costs, desk, line_notes, results

STEP = "what_travels"

here = desk.Desk(
    STEP,
    lesson.OPENING,
    controls=(controls.model, controls.prompt, controls.max_tokens, controls.stream),
    notes=line_notes.notes,
)
bench.draw(here, WORDS.say("idea"), results.tabs(here))

st.header(WORDS.title("header path"), anchor="path")
path_of_call.draw(STEP)

st.header(WORDS.title("header both"), anchor="both")
both_providers.draw(here)

costs.draw(STEP)
