"""A link that restores a page: copied with one click in the bar of Run, taken in before the desk is drawn."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

import streamlit as st

from firstcall.calls import Settings
from firstcall.ui import WORDS, link_settings, session, wire

TAB = "tab"
"""What an address calls the tab to open."""


_COPY = st.components.v2.component(
    "first_call_copy_link",
    html="""<button type="button"><svg viewBox="0 0 24 24" width="18" height="18" fill="none" stroke="currentColor"
    stroke-width="2" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true">
    <path class="link" d="M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 0 6 6l1-1"/>
    <path class="done" d="M5 13l5 5L20 7"/></svg><span aria-live="polite"></span></button>""",
    css="""
    button { color: inherit; background: none; border: 1px solid var(--st-border-color); border-radius: 0.5rem;
             width: 2.5rem; height: 2.5rem; display: grid; place-items: center; cursor: pointer; }
    button:hover, button[data-copied] { color: var(--st-primary-color); border-color: var(--st-primary-color); }
    button:focus-visible { outline: 2px solid var(--st-primary-color); }
    .done, [data-copied] .link { display: none; }
    [data-copied] .done { display: inline; }
    span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    """,
    js=(Path(__file__).parent / "frontend" / "src" / "copy_link.js").read_text(encoding="utf-8"),
)


def copy(step: str, provider: str, settings: Settings, opening: Settings) -> None:
    """“Copy link”: one click, and the address that brings these settings back is in the clipboard."""
    written = link_settings.write(provider, settings, opening)
    st.session_state[f"{step}_link_remarks"] = written.remarks
    data = {
        "url": written.url(_address(step)),
        "label": WORDS.line("link/copy"),
        "copied": WORDS.line("link/copied"),
        "title": f"{WORDS.line('link/copy')}. {WORDS.line('link')} {WORDS.line('link/no_key')}",
    }
    _COPY(key=f"{step}_link", data=data, width="content")


def remarks(step: str) -> None:
    """What the link of this step does not carry."""
    for remark in st.session_state.get(f"{step}_link_remarks", ()):
        st.caption(f":material/info: {remark}")


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
