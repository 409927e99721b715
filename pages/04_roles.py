"""Roles: say what the model is, what the human asked and what was answered before, each in its place."""

import streamlit as st

from firstcall.lessons import first_call, roles
from firstcall.ui import costs, desk, exercises, old_lines, results, same_list, token_steps

ICON = ":material/groups:"
STEP = "roles"

st.markdown(roles.IDEA)
here = desk.Desk(
    STEP,
    roles.OPENING,
    controls=("messages", "model", "max_tokens", "stream"),
    notes=first_call.notes,
    under=same_list.draw,
)
desk.draw(here)

st.header("What came back", anchor="result")
results.draw(here)

st.header("One token at a time", anchor="tokens")
token_steps.draw(here)

st.header("Lines from old tutorials", anchor="old")
old_lines.draw(here)

costs.draw(STEP)

exercises.draw(STEP, roles.EXERCISES, code=here.source)
