"""The parts of "Finish": how far the learner is, their numbers, a page to keep, the way on."""

from __future__ import annotations

import streamlit as st

from firstcall.course import steps
from firstcall.steps.finish import WORDS, lesson
from firstcall.ui import formats, languages, provider_choice, session, standing, taken_home


def summary(step: str) -> None:
    """How far the learner is, and a small moment of joy when nothing is left."""
    found = standing.every(step)
    st.markdown(lesson.summary(found))
    done, total = sum(one.done for one in found), sum(one.exercises for one in found)
    st.progress(done / total if total else 0.0)
    if done == total and not st.session_state.get(f"{step}_joy"):
        st.session_state[f"{step}_joy"] = True
        st.balloons()


def can(step: str) -> None:
    """What each step enables, ticked where its tasks are solved, with the way to it where they are not."""
    st.header(WORDS.title("header can"), anchor="can")
    for one in standing.every(step):
        if one.exercises:
            sign = ":green[:material/check_circle:]" if one.complete else ":material/radio_button_unchecked:"
            with st.container(horizontal=True, vertical_alignment="center", gap="small"):
                st.markdown(f"{sign} {lesson.can(one)}", width="content")
                if not one.complete:
                    st.page_link(one.step.path, label=one.step.title, icon=one.step.icon)


def numbers() -> None:
    """What this learner's calls came to."""
    st.header(WORDS.title("header numbers"), anchor="numbers")
    totals = session.statement().totals
    if not totals.calls:
        st.caption(WORDS.line("numbers/none"))
        return
    for place, (label, value) in zip(st.columns(4), lesson.numbers(totals), strict=True):
        place.metric(label, value, border=True)
    st.caption(WORDS.line("numbers/practice", live=formats.markdown(session.live_spending().usd)))


def ideas() -> None:
    st.header(WORDS.title("header ideas"), anchor="ideas")
    st.markdown(WORDS.say("ideas"))


def take_home(step: str) -> None:
    """The programs of the pages, one at a time."""
    st.header(WORDS.title("header home"), anchor="home")
    st.caption(WORDS.line("home"))
    offered = taken_home.offered()
    chosen = st.segmented_control(
        "Program", list(offered), format_func=offered.__getitem__, key=f"{step}_program", required=True,
        default=next(iter(offered)), label_visibility="collapsed",
    )  # fmt: skip
    assert chosen is not None  # one is always chosen: it is required
    provider = provider_choice.choose(f"{step}_provider")
    languages.programs(step, provider, taken_home.sources(chosen, provider))


def keep(step: str) -> None:
    """The page as a file."""
    with st.container(horizontal=True, vertical_alignment="center"):
        provider = provider_choice.chosen(f"{step}_provider")
        text = lesson.sheet(standing.every(step), session.statement().totals, provider)
        st.download_button(
            "Download", text, "first-call.md", "text/markdown", key=f"{step}_keep",
            icon=":material/download:", on_click="ignore", type="primary",
        )  # fmt: skip
        st.caption(WORDS.line("keep"), width="content")


def way_on(step: str) -> None:
    """The pages on what comes after the first call, and those to keep at hand."""
    st.header(WORDS.title("header way"), anchor="way")
    for section in ("deeper", "appendix"):
        if found := [one for one in steps.every() if one.section == section]:
            st.markdown(WORDS.say(f"way/{section}"))
            for one in found:
                st.page_link(one.path, label=one.title, icon=one.icon, help=one.promise)
