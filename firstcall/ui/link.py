"""A link that restores a page: made in a popover beside Run, taken in before the desk is drawn."""

from __future__ import annotations

import streamlit as st

from firstcall.calls import Settings
from firstcall.ui import WORDS, link_settings, wire


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


def taken() -> link_settings.Opened | None:
    """What the page's address asks for, taken out of it, so that a reload does not undo later edits."""
    opened = link_settings.read(
        {name: st.query_params.get_all(name) for name in link_settings.NAMES if name in st.query_params}
    )
    for name in link_settings.NAMES:
        if name in st.query_params:
            del st.query_params[name]
    return opened


def keep(step: str, opened: link_settings.Opened, source: str) -> None:
    """Remember that this program came from a link, until somebody changes it."""
    st.session_state[f"{step}_link_opened"] = (opened, source)


def notice(step: str, source: str) -> None:
    """Say that the program in the box came from a link, and what of it was not understood."""
    opened, restored = st.session_state.get(f"{step}_link_opened", (None, ""))
    if opened is None or restored != source:
        return
    if not opened.problems:
        st.caption(f":material/link: {WORDS.line('link/opened')}")
        return
    ignored = " ".join(wire.as_text(problem) for problem in opened.problems)
    st.warning(
        WORDS.say("link/ignored", problems=ignored),
        title=WORDS.title("title ignored"),
        icon=":material/link:",
    )
