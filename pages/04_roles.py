"""Roles: the page."""

import streamlit as st

from firstcall.steps.roles import WORDS, each_provider, lesson, message_list, old_roles, token_steps
from firstcall.ui import apart, bench, controls, costs, desk, line_notes, results

STEP, PIECES = "roles", "roles_pieces"

here = desk.Desk(
    STEP,
    lesson.OPENING,
    controls=(message_list.CONTROL, controls.model, controls.max_tokens, controls.stream),
    notes=line_notes.notes,
    leads=True,
    around=desk.usual(STEP, PIECES),
    under=each_provider.draw,
)
bench.draw(here, WORDS.say("idea"), results.tabs(here))

st.header(WORDS.title("header tokens"), anchor="tokens")
apart.fragment(PIECES, token_steps.draw, here)

st.header(WORDS.title("header old"), anchor="old")
old_roles.draw(here)

costs.draw(STEP)
