"""The page's address: it holds the desk's settings, one click copies it, and who opens it gets them back."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from firstcall.calls import Settings
from firstcall.course import steps
from firstcall.ui import WORDS, link_settings, session, wire
from firstcall.ui.component import component

_TOLD = 50
"""Addresses that a session remembers to have shown: a click may bring one that was replaced meanwhile."""


_COPY = component(
    "copy_link",
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
)


def address(step: str, settings: Settings, provider: str, opening: Settings, tab: str = "") -> None:
    """Show these settings in the address bar, and “Copy link”: one click, and that address is in the clipboard.

    `opening` is what the page says by itself. `tab` is the one on which these settings stand. What the address
    does not carry is said beside it.
    """
    written = query(provider, settings, opening)
    told = link_settings.encoded({**written.query, **({link_settings.TAB: tab} if tab else {})})
    st.session_state[f"{step}_link_remarks"] = written.remarks
    _told(step).append(told)
    data = {
        "query": told,
        "names": link_settings.IN_AN_ADDRESS,
        "others": [one.slug for one in steps.every() if one.slug != step],
        "label": WORDS.line("link/copy"),
        "copied": WORDS.line("link/copied"),
        "title": f"{WORDS.line('link/copy')}. {WORDS.line('link')} {WORDS.line('link/no_key')}",
    }
    _COPY(key=f"{step}_link", data=data, width="content")


def remarks(step: str) -> None:
    """What the link of this step does not carry."""
    for remark in st.session_state.get(f"{step}_link_remarks", ()):
        st.caption(f":material/info: {remark}")


def query(provider: str, settings: Settings, opening: Settings) -> link_settings.Written:
    """What an address holds of a desk's settings: little where they are the page's own."""
    written = link_settings.write(provider, settings, opening)
    return written.beside(link_settings.write(provider, opening, opening)).bounded()


def _told(step: str) -> deque[str]:
    """The addresses that this page has shown, the newest last."""
    told: deque[str] = st.session_state.setdefault(f"{step}_link_told", deque(maxlen=_TOLD))
    return told


def take_in(step: str, *, from_outside: bool) -> None:
    """Lay by what the page's address asks for, for the step's desk; nothing where it is the page's own.

    A link `from_outside` may be a stranger's, and so may the program that it brings: calls are practice then,
    until the learner has looked and switches keys on.
    """
    names = [name for name in link_settings.IN_AN_ADDRESS if name in st.query_params]
    asked = {name: st.query_params.get_all(name) for name in names}
    anew = _asks_anew(step, link_settings.encoded(asked))
    st.session_state.link_was_live = False
    st.session_state.link_asks_anew = anew
    opened = link_settings.read(asked) if anew else None
    if opened is not None:
        live = session.wants_live()
        st.session_state[f"{step}_link_asks"] = opened
        if from_outside:
            session.practise()
            st.session_state.link_was_live = live


def _asks_anew(step: str, here: str) -> bool:
    """Whether an address asks for something, and is not what the page itself put there.

    A rerun may bring an address that the page has replaced since: the browser had not heard of it yet. Coming
    from another page, and going back and forward, the learner asks for what the address says.
    """
    before, st.session_state.link_at = st.session_state.get("link_at"), (step, here)
    context = get_script_run_ctx(suppress_warning=True)
    went = context is not None and context.is_history_navigation
    if before is None or before[0] != step or went:
        return True
    return here != before[1] and here not in _told(step)


def leave_out_unclaimed(step: str) -> None:
    """Take out of the address what no desk of the page has taken."""
    if taken(step) is not None:
        for name in link_settings.NAMES:
            st.query_params.pop(name, None)


def open_tab(key: str, labels: Collection[str]) -> None:
    """Open the tab that the page's address names, such as `?tab=Temperature`, once."""
    if (
        st.session_state.get("link_asks_anew")
        and (wanted := st.query_params.get(link_settings.TAB)) in labels
    ):
        st.session_state.link_asks_anew = False
        del st.query_params[link_settings.TAB]
        st.session_state[key] = wanted


def taken(step: str) -> link_settings.Opened | None:
    """What a link asks of this step's desk, once."""
    opened: link_settings.Opened | None = st.session_state.pop(f"{step}_link_asks", None)
    return opened


def provider(step: str) -> str | None:
    """The provider that an address asks for on a page without a desk, where nothing else of it is taken."""
    opened: link_settings.Opened | None = st.session_state.get(f"{step}_link_asks")
    return opened.provider if opened else None


def is_own() -> None:
    """The address that opened the page says what the learner's browser has kept anyway: nothing of it is a
    stranger's, and calls go where they went."""
    if st.session_state.pop("link_was_live", False) and not session.wants_live():
        st.session_state.wants_live = True
        if session.has_key():
            st.rerun()


def keep(step: str, opened: link_settings.Opened, source: str) -> None:
    """Remember that this program came from a link, until somebody changes it."""
    st.session_state[f"{step}_link_opened"] = (opened, source)


def notice(step: str, source: str, back: str = "Start over") -> None:
    """Say that the program in the box came from a link, and what of it was not understood. `back` is the button
    that brings the page's own back."""
    opened, restored = st.session_state.get(f"{step}_link_opened", (None, ""))
    if opened is None or restored != source:
        return
    if session.has_key() and not session.wants_live():
        st.info(WORDS.say("link/not_live"), icon=":material/school:")
    if not opened.problems:
        st.caption(f":material/link: {WORDS.line('link/opened', back=back)}")
        return
    ignored = " ".join(wire.as_text(problem) for problem in opened.problems)
    st.warning(
        WORDS.say("link/ignored", problems=ignored),
        title=WORDS.title("title ignored"),
        icon=":material/link:",
    )
