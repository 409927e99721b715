"""Providers side by side: move a call from one provider to another without guessing."""

import streamlit as st

from firstcall.steps.providers import lesson, provider_table, race
from firstcall.ui import costs, desk, desk_view, exercises, line_notes, two_calls

ICON = ":material/compare_arrows:"
STEP = "providers"

st.markdown(lesson.IDEA)
here = desk.Desk(
    STEP,
    lesson.OPENING,
    controls=("model", "system", "prompt", "max_tokens", "effort", "stops", "stream"),
    notes=line_notes.notes,
    under=two_calls.programs,
    go="Send to all",
    begin=race.begin,
    more=race.also,
)
desk_view.draw(here)

st.header("What came back", anchor="result")
race.draw(here)

st.header("What is where", anchor="table")
provider_table.draw(STEP)

st.header("The wrong path", anchor="wrong")
provider_table.wrong_path(STEP)

costs.draw(STEP)

exercises.draw(STEP, lesson.EXERCISES, code=here.source)
