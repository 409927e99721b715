"""Your first call: send one message to a model and read everything that comes back."""

import streamlit as st

from firstcall.steps.first_call import lesson
from firstcall.ui import costs, desk, desk_view, exercises, line_notes, results

ICON = ":material/send:"
STEP = "first_call"

st.markdown(lesson.IDEA)
here = desk.Desk(STEP, lesson.OPENING, notes=line_notes.notes)
desk_view.draw(here)

st.header("What came back", anchor="result")
results.draw(here)

costs.draw(STEP)
exercises.draw(STEP, lesson.EXERCISES, code=here.source)
