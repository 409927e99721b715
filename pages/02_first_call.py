"""Your first call: send one message to a model and read everything that comes back."""

import streamlit as st

from firstcall.lessons import first_call
from firstcall.ui import costs, desk, exercises, results

ICON = ":material/send:"
STEP = "first_call"

st.markdown(first_call.IDEA)
here = desk.Desk(STEP, first_call.OPENING, notes=first_call.notes)
desk.draw(here)

st.header("What came back", anchor="result")
results.draw(here)

costs.draw(STEP)
exercises.draw(STEP, first_call.EXERCISES, code=here.source)
