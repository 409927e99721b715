"""Tune the output: choose the model, the length, the part of chance and the end of a reply, and say what each changes."""

import streamlit as st

from firstcall.lessons import tune
from firstcall.ui import costs, exercises, tuning

ICON = ":material/tune:"
STEP = "tune"
LABS = {
    "Model": tuning.model_lab,
    "Token limit": tuning.ceiling_lab,
    "Temperature": tuning.temperature_lab,
    "Stop sequence": tuning.stop_lab,
}

st.markdown(tune.IDEA)
for tab, lab in zip(st.tabs(list(LABS), key="tune_lab", on_change="rerun"), LABS.values(), strict=True):
    if tab.open:
        with tab:
            lab(STEP)

costs.draw(STEP)
exercises.draw(STEP, tune.EXERCISES)
