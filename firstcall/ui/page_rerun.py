"""The whole page once more when something has ended: its buttons, totals and charts stand outside the
fragment that saw the end, and the fragment need not renew itself any longer."""

from __future__ import annotations

import streamlit as st


def once(seen: str, ended: object) -> None:
    """Draw the whole page again, unless that was done for this end. `seen` is the key that remembers it."""
    if st.session_state.get(seen) != ended:
        st.session_state[seen] = ended
        st.rerun()
