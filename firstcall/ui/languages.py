"""The same call in Python, JavaScript and curl, side by side, ready to be copied and run."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from firstcall.calls import Call
from firstcall.programs import render
from firstcall.providers import Provider
from firstcall.ui import WORDS, arrival, chosen_once, session

NAME = "language"
"""Where the session keeps the choice."""
NAMES = {"python": "Python", "javascript": "JavaScript", "curl": "curl"}
_HIGHLIGHT = {"python": "python", "javascript": "javascript", "curl": "bash"}
_FILE = {"python": "first_call.py", "javascript": "first_call.mjs", "curl": "first_call.sh"}


def expander(step: str, provider: Provider, call: Call) -> None:
    """The call of a desk in the other languages, drawn only when somebody opens it."""
    arrival.opens(f"{step}_languages")
    box = st.expander(
        WORDS.title("box languages"),
        icon=":material/code:",
        key=f"{step}_languages",
        on_change="rerun",
    )
    if box.open:
        with box:
            programs(step, provider, {name: render(call, provider, name) for name in NAMES})


def programs(step: str, provider: Provider, sources: Mapping[str, str]) -> None:
    """Three programs for one thing, one at a time, and what each needs to run."""
    language = st.segmented_control(
        "Language",
        list(NAMES),
        format_func=NAMES.__getitem__,
        key=chosen_once.shown(NAME, f"{step}_language", list(NAMES)),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
    )
    assert language is not None  # one is always chosen: it is required
    st.code(sources[language], language=_HIGHLIGHT[language])
    st.caption(needs(language, provider))
    with st.expander(WORDS.title("box own_machine")):
        st.caption(WORDS.line("languages/own_machine"))
        st.code(environment(provider), language="bash")


def needs(language: str, provider: Provider) -> str:
    """What to install and how to start a program of this language."""
    file, sdk = _FILE[language], provider.sdk
    if language == "curl":
        return WORDS.line("languages/shell", file=file)
    install, start = {
        "python": (f"pip install {sdk.package} python-dotenv", f"python {file}"),
        "javascript": (f"npm install {sdk.javascript_package}", f"node {file}"),
    }[language]
    return WORDS.line("languages/install", install=install, file=file, start=start)


def environment(provider: Provider) -> str:
    """Shell lines that point a program at this app's practice server, with a key of this session."""
    base_url = session.practice_origin_for_visitor() + provider.address.practice_path
    return (
        f"export {provider.address.base_url_variable}={base_url}\n"
        f"export {provider.address.key_variable}=sk-practice-{st.session_state.session_id}\n"
    )
