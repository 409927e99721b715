"""The way from page to page: a link that leads to a place on one, a heading or a box that opens as its reader comes;
and a click on a link, which waits for what was typed."""

from __future__ import annotations

import streamlit as st

from firstcall.ui.component import component

PLACE = "at"
"""What an address calls the place: the anchor of a heading, or the key of what stands there."""
_ARRIVAL = component("arrival")


def opens(key: str) -> None:
    """Open the box of this key, whose state Streamlit keeps, where the page's address leads there."""
    if st.query_params.get(PLACE) == key:
        st.session_state[key] = True


def draw(step: str) -> None:
    """Bring the place into sight, once; let the clicks on this page wait."""
    if (place := st.query_params.get(PLACE)) is not None:
        del st.query_params[PLACE]
        count = st.session_state.get("arrivals", 0) + 1
        st.session_state.update(arrivals=count, arrival={"step": step, "place": place, "count": count})
    # Drawn again with every run, or one that comes right after would take the way there back.
    arrival = st.session_state.get("arrival", {})
    _ARRIVAL(key="arrival", data=arrival if arrival.get("step") == step else {})
