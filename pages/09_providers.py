"""Providers side by side: move a call from one provider to another without guessing."""

import streamlit as st

from firstcall.lessons import first_call, providers
from firstcall.ui import compared, costs, desk, exercises, provider_table, race

ICON = ":material/compare_arrows:"
STEP = "providers"

st.markdown(providers.IDEA)
here = race.Race(
    STEP,
    providers.OPENING,
    controls=("model", "system", "prompt", "max_tokens", "effort", "stops", "stream"),
    notes=first_call.notes,
    under=compared.programs,
)
desk.draw(here)

st.header("What came back", anchor="result")
race.draw(here)

st.header("What is where", anchor="table")
provider_table.draw(STEP)

st.header("The wrong path", anchor="wrong")
provider_table.wrong_path(STEP)

costs.draw(STEP)

exercises.draw(STEP, providers.EXERCISES, code=here.source)
