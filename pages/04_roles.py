"""Roles: the page."""

import streamlit as st

from firstcall.steps.roles import WORDS, each_provider, lesson, message_list, old_roles, token_steps
from firstcall.ui import controls, costs, desk, desk_view, exercises, line_notes, results

STEP = "roles"

st.markdown(WORDS.say("idea"))
here = desk.Desk(
    STEP,
    lesson.OPENING,
    controls=(message_list.draw, controls.model, controls.max_tokens, controls.stream),
    notes=line_notes.notes,
    under=each_provider.draw,
)
desk_view.draw(here)

st.header(WORDS.title("header result"), anchor="result")
results.draw(here)

st.header(WORDS.title("header tokens"), anchor="tokens")
token_steps.draw(here)

st.header(WORDS.title("header old"), anchor="old")
old_roles.draw(here)

costs.draw(STEP)

exercises.draw(STEP, code=here.source)
