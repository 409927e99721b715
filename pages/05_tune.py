"""Tune the output: the page."""

import streamlit as st

from firstcall.steps.tune import ceiling_lab, model_lab, stop_lab, temperature_lab
from firstcall.ui import costs, exercises, link

STEP = "tune"
LABS = {
    "Model": model_lab.draw,
    "Token limit": ceiling_lab.draw,
    "Temperature": temperature_lab.draw,
    "Stop sequence": stop_lab.draw,
}

link.open_tab("tune_lab", LABS)
for tab, lab in zip(st.tabs(list(LABS), key="tune_lab", on_change="rerun"), LABS.values(), strict=True):
    if tab.open:
        with tab:
            lab(STEP)

costs.draw(STEP)
exercises.draw(STEP)
