"""A link that restores a page: made in a popover beside Run, taken in before the desk is drawn."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from firstcall.calls import Settings
from firstcall.ui import WORDS, link_settings, session, wire

TAB = "tab"
"""What an address calls the tab to open."""


def popover(step: str, provider: str, settings: Settings, opening: Settings) -> None:
    """“Copy link”, with the address that brings these settings back."""
    with st.popover("Copy link", icon=":material/link:", type="tertiary", key=f"{step}_link"):
        written = link_settings.write(provider, settings, opening)
        st.markdown(WORDS.say("link"))
        st.code(written.url(_address(step)), language=None, wrap_lines=True)
        for remark in written.remarks:
            st.caption(f":material/info: {remark}")
        st.caption(WORDS.line("link/no_key"))


def _address(step: str) -> str:
    """The page's own address as the browser sees it."""
    return st.context.url or f"/{step}"


def take_in(step: str, *, from_outside: bool) -> None:
    """Take what the page's address asks for out of it, so that a reload does not undo later edits, and lay it
    by for the step's desk.

    A link `from_outside` may be a stranger's, and so may the program that it brings: calls are practice then,
    until the learner has looked and switches keys on.
    """
    asked = {name: st.query_params.get_all(name) for name in link_settings.NAMES if name in st.query_params}
    for name in asked:
        del st.query_params[name]
    opened = link_settings.read(asked)
    if opened is not None:
        st.session_state[f"{step}_link_asks"] = opened
        if from_outside:
            session.practise()


def open_tab(key: str, labels: Collection[str]) -> None:
    """Open the tab that the page's address names, such as `?tab=Temperature`, once."""
    if (wanted := st.query_params.get(TAB)) in labels:
        del st.query_params[TAB]
        st.session_state[key] = wanted


def taken(step: str) -> link_settings.Opened | None:
    """What a link asks of this step's desk, once."""
    opened: link_settings.Opened | None = st.session_state.pop(f"{step}_link_asks", None)
    return opened


def keep(step: str, opened: link_settings.Opened, source: str) -> None:
    """Remember that this program came from a link, until somebody changes it."""
    st.session_state[f"{step}_link_opened"] = (opened, source)


def notice(step: str, source: str) -> None:
    """Say that the program in the box came from a link, and what of it was not understood."""
    opened, restored = st.session_state.get(f"{step}_link_opened", (None, ""))
    if opened is None or restored != source:
        return
    if session.has_key() and not session.wants_live():
        st.info(WORDS.say("link/not_live"), icon=":material/school:")
    if not opened.problems:
        st.caption(f":material/link: {WORDS.line('link/opened')}")
        return
    ignored = " ".join(wire.as_text(problem) for problem in opened.problems)
    st.warning(
        WORDS.say("link/ignored", problems=ignored),
        title=WORDS.title("title ignored"),
        icon=":material/link:",
    )
