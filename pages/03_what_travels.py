"""What travels: the page."""

import streamlit as st

from firstcall.steps.what_travels import WORDS, both_providers, lesson, path_of_call
from firstcall.ui import controls, costs, desk, desk_view, exercises, line_notes, side_by_side

STEP = "what_travels"

st.markdown(WORDS.say("idea"))
here = desk.Desk(
    STEP,
    lesson.OPENING,
    controls=(controls.model, controls.prompt, controls.max_tokens, controls.stream),
    notes=line_notes.notes,
)
desk_view.draw(here)

st.header(WORDS.title("header result"), anchor="result")
if here.run is None:
    st.caption(WORDS.line("press_run"))
else:
    side_by_side.draw([side_by_side.Column(here.run.call.model, here.run)], key=f"{STEP}_reply", height=240)

st.header(WORDS.title("header path"), anchor="path")
path_of_call.draw(STEP)

st.header(WORDS.title("header both"), anchor="both")
both_providers.draw(here)

costs.draw(STEP)

exercises.draw(STEP, code=here.source)
