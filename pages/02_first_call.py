"""Your first call: the page."""

import streamlit as st

from firstcall.steps.first_call import WORDS, lesson
from firstcall.ui import controls, costs, desk, desk_view, exercises, line_notes, results

STEP = "first_call"

st.markdown(WORDS.say("idea"))
here = desk.Desk(STEP, lesson.OPENING, controls.ALL, notes=line_notes.notes)
desk_view.draw(here)

st.header(WORDS.title("header result"), anchor="result")
results.draw(here)

costs.draw(STEP)
exercises.draw(STEP, code=here.source)
