"""When it fails: the page."""

import streamlit as st

from firstcall.steps.failures import WORDS, fault_injection, retry_bench, retrying
from firstcall.ui import costs, exercises, link

ICON = ":material/bolt:"
STEP = fault_injection.STEP
HALVES = {
    WORDS.title("header happen"): fault_injection.draw,
    WORDS.title("header retry"): retry_bench.draw,
}

exercises.forget(STEP)
link.open_tab("failures_half", HALVES)
for tab, half in zip(
    st.tabs(list(HALVES), key="failures_half", on_change="rerun"), HALVES.values(), strict=True
):
    if tab.open:
        with tab:
            half()

costs.draw(STEP)
exercises.draw(STEP, code=retrying.source)
