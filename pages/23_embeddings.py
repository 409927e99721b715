"""Embeddings: the page."""

import streamlit as st

from firstcall.steps.embeddings import answer, search, vectors_lab
from firstcall.ui import costs, exercises, link

STEP = "embeddings"
LABS = {
    "Vectors": vectors_lab.draw,
    "Search": search.draw,
    "Into the prompt": answer.draw,
}

link.open_tab("embeddings_lab", LABS)
for tab, lab in zip(st.tabs(list(LABS), key="embeddings_lab", on_change="rerun"), LABS.values(), strict=True):
    if tab.open:
        with tab:
            lab(STEP)

costs.draw(STEP)
exercises.draw(STEP)
