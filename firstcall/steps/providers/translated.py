"""The call in the box as two providers' programs, what changes between them marked."""

from __future__ import annotations

import streamlit as st

from firstcall import programs
from firstcall.calls import Settings
from firstcall.steps.providers import WORDS
from firstcall.ui import diff, session, translate
from firstcall.ui.desk import Desk


def draw(desk: Desk, settings: Settings) -> None:
    """The call in the box as two providers' programs, what changes between them marked, either way."""
    with st.expander(WORDS.title("box translated"), icon=":material/difference:", expanded=True):
        _programs(desk, settings)


def _programs(desk: Desk, settings: Settings) -> None:
    there = [handle for handle in session.all_ways() if handle != desk.provider.handle]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        other = st.segmented_control(
            "The same call for",
            there,
            format_func=lambda handle: session.provider(handle).title,
            default=there[0],
            key=desk.key(f"translated_{desk.provider.handle}"),
            required=True,
        )
        back = st.toggle("The other way round", key=desk.key("back"))
    target = session.provider(other or there[0])
    sources = {
        desk.provider.title: desk.source,
        target.title: programs.render(translate.into(target, settings, desk.provider), target),
    }
    left, right = reversed(sources) if back else sources
    rows = diff.lines(sources[left], sources[right])
    changed = len(diff.differing(rows))
    same = len(rows) - changed
    st.caption(WORDS.line("translated/change", left=left, right=right, same=same, changed=changed))
    st.code(diff.diff(sources[left], sources[right]), language="diff", wrap_lines=True, height=440)
    st.caption(WORDS.line("translated/signs", left=left, right=right))
