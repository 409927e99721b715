"""Whose words the practice server speaks for this learner: those written for the lessons, or a real small model's."""

from __future__ import annotations

import streamlit as st

from firstcall.course.steps import Step
from firstcall.practice import recordings
from firstcall.practice.learners import Learners, Words
from firstcall.practice.small_model import host
from firstcall.practice.small_model.host import Unavailable
from firstcall.running.runs import Run
from firstcall.server import server
from firstcall.ui import WORDS, looked_up

_NAME = "practice_words"


def choose(step: Step) -> None:
    """The choice, where a small model is installed. A step whose tasks judge words (`words: lessons` in its front
    matter) keeps to the written replies, and says so."""
    if not looked_up.once("small_model", _is_installed):
        return
    chosen: Words = st.segmented_control(
        WORDS.title("label practice_words"),
        ["lessons", "model"],
        format_func=lambda words: WORDS.title(f"label words_{words}"),
        default="lessons",
        required=True,
        key=_NAME,
        persist_state="session",
        help=WORDS.say("practice_words"),
        width="stretch",
    )
    kept = chosen == "model" and step.words.front.get("words") == "lessons"
    if kept:
        st.caption(WORDS.line("practice_words/on_lessons"))
    _tell("lessons" if kept else chosen)


def _is_installed() -> bool:
    try:
        return bool(_learners().host.check())
    except Unavailable:
        return False


def _learners() -> Learners:
    learners: Learners = server.local().practice.state.learners
    return learners


def _tell(words: Words) -> None:
    """Let the practice server know, where it knows otherwise."""
    key: str = st.session_state.practice_key
    if _learners().words_of(key) != words:
        _learners().set_words(key, words)


def are_a_models() -> bool:
    """Whether the small model speaks for this learner on this page."""
    return (
        looked_up.once("small_model", _is_installed)
        and _learners().words_of(st.session_state.practice_key) == "model"
    )


def spoken_by(run: Run) -> str | None:
    """The small model that answered a run, by the name of its file; `None` where it was not one."""
    return _told(run).get(host.HEADER)


def _told(run: Run) -> dict[str, str]:
    """The headers of a practice answer, by their names in small letters."""
    exchanges = run.recorder.exchanges
    if run.mode != "practice" or not exchanges:
        return {}
    return {name.lower(): value for name, value in exchanges[-1].response_headers}


def remark(run: Run) -> None:
    """Say of a practice reply where its words come from, if they are not those written for the lessons."""
    told = _told(run)
    for header, said in ((host.HEADER, "spoken_by"), (recordings.HEADER, "told_again")):
        if header in told:
            st.caption(WORDS.line(f"practice_words/{said}", value=told[header]))
