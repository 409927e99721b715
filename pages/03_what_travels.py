"""What travels: the page."""

import streamlit as st

from firstcall.steps.what_travels import WORDS, both_providers, lesson, path_of_call
from firstcall.ui import apart, bench, controls, costs, desk, line_notes, results

STEP, PATH = "what_travels", "what_travels_path"

here = desk.Desk(
    STEP,
    lesson.OPENING,
    controls=(controls.model, controls.prompt, controls.max_tokens, controls.stream),
    notes=line_notes.notes,
    leads=True,
    around=desk.usual(STEP, PATH),
)
bench.draw(here, WORDS.say("idea"), results.tabs(here))

st.header(WORDS.title("header path"), anchor="path")
apart.fragment(PATH, path_of_call.draw, STEP)

st.header(WORDS.title("header both"), anchor="both")
both_providers.draw(here)

costs.draw(STEP)
