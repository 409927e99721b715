"""What this run of the script has looked up already: keys, files and rows that many parts of a page ask for; and what
was made of them."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

Found = TypeVar("Found")


def once(what: Hashable, look_up: Callable[[], Found]) -> Found:
    """What `look_up` gave to the first who asked for this in this run, of the page or of a fragment alone.

    A value lives no longer than its run: the next one looks again.
    """
    context = get_script_run_ctx(suppress_warning=True)
    if context is None:
        return look_up()
    run, found = st.session_state.get("looked_up", (None, {}))
    # Streamlit says nowhere in public which run this is; but each run, its callbacks included, places its
    # elements with cursors of its own. Being kept here, they cannot be mistaken for those of a later run.
    if run is not context.cursors:
        found = {}
        st.session_state.looked_up = (context.cursors, found)
    if what not in found:
        found[what] = look_up()
    value: Found = found[what]
    return value


def made_of(of: object, what: str, make: Callable[[], Found]) -> Found:
    """What `make` gave in this session the last time, as long as it is made of the very same as then."""
    kept = st.session_state.setdefault("made_of", {})
    if what not in kept or kept[what][0] is not of:
        kept[what] = (of, make())
    made: Found = kept[what][1]
    return made


def forget(what: Hashable) -> None:
    """What changed within this run is looked up anew by the next who asks."""
    st.session_state.get("looked_up", (None, {}))[1].pop(what, None)
