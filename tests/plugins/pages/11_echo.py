"""Echo: the page."""

import streamlit as st
from firstcall.steps.echo import WORDS, lesson

from firstcall.ui import controls, desk, desk_view, exercises, results

STEP = "echo"

st.markdown(WORDS.say("idea"))
here = desk.Desk(STEP, lesson.OPENING, controls.ALL)
desk_view.draw(here)
results.draw(here)
exercises.draw(STEP, code=here.source)
