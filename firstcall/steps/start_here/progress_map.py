"""The map of the steps with the learner's own progress, and the way back to where they left off."""

from __future__ import annotations

import streamlit as st

from firstcall.course import steps
from firstcall.ledger.progress import COOKIE
from firstcall.steps.start_here import WORDS, lesson
from firstcall.ui import apart, browser_memory, formats, frame, session, standing, wire
from firstcall.ui.standing import Standing


def ways_in(home: str, first: str) -> None:
    """The way to the first call, and the way back to the step where the learner was last."""
    known = {step.slug for step in steps.every()}
    before = [slug for slug in standing.opened() if slug in known and slug != home]
    if first in known:
        with st.container(border=True):
            st.page_link(
                steps.find(first).path,
                label=f":primary-background[**{WORDS.line('ways_in/first')}**]",
                icon=":material/play_circle:",
                width="stretch",
            )
            st.caption(WORDS.line("ways_in"))
    if before:
        step = steps.find(before[-1])
        st.page_link(step.path, label=WORDS.line("ways_in/back", title=step.title), icon=":material/resume:")
    if "own_code" in known:
        own = steps.find("own_code")
        st.page_link(own.path, label=WORDS.line("ways_in/own"), icon=own.icon)


def hurdles() -> None:
    """Where beginners get stuck, each with the step that deals with it."""
    known = {step.slug for step in steps.every()}
    for hurdle in lesson.HURDLES:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{hurdle.name}**: {hurdle.about}", width="content")
            if hurdle.step in known:
                step = steps.find(hurdle.step)
                st.page_link(step.path, label=step.title, icon=step.icon)


def draw(home: str) -> None:
    """The map: one card for each step."""
    found = standing.every(home)
    solved, exercises = sum(one.done for one in found), sum(one.exercises for one in found)
    st.progress(
        solved / exercises if exercises else 0.0, text=WORDS.line("map", done=solved, exercises=exercises)
    )
    cards = st.grid(3, min_column_width=200, border=True)
    for one in found:
        with cards.cell():
            _card(one)


def _card(one: Standing) -> None:
    st.page_link(one.step.path, label=f"**{wire.as_text(one.step.counted)}{one.step.title}**")
    done = [WORDS.line("map/exercises", done=one.done, exercises=one.exercises)] if one.exercises else []
    if one.complete:
        sign, said = ":green[:material/check_circle:]", "Done"
    elif one.opened:
        sign, said = ":material/clock_loader_40:", "Opened"
    else:
        sign, said = ":material/radio_button_unchecked:", "Not opened"
    st.caption(f"{sign} {' · '.join([said, *done])}")


def calls() -> None:
    """Where calls go right now, with the key that was found, and what the session spent so far."""
    for provider in session.all_providers().values():
        with st.container(horizontal=True, vertical_alignment="center"):
            frame.mode_badge(provider)
            key = session.key_of(provider)
            where = WORDS.line("calls/no_key" if provider.address.asks_for_key else "calls/none_needed")
            if key:
                where = WORDS.line("calls/key", key=key.masked, where=key.where)
            st.caption(where, width="content")
    statement = session.statement()
    totals = statement.totals
    if not totals.calls:
        st.caption(WORDS.line("calls/none"))
        return
    live, usd = formats.markdown(statement.of_mode("live").usd), formats.markdown(totals.usd)
    st.markdown(WORDS.line("calls", live=live, calls=totals.calls, usd=usd))


def kept() -> None:
    """How progress is kept, and the button that forgets it."""
    with st.expander(WORDS.title("box kept"), icon=":material/cookie:"):
        st.markdown(WORDS.say("kept", cookie=COOKIE))
        if problem := session.the_progress().problem:
            st.caption(f":material/warning: {wire.as_text(problem)}")
        with st.popover("Forget everything", icon=":material/delete:", key="start_here_forget"):
            st.markdown(WORDS.line("forget"))
            st.button("Yes, forget it", key="start_here_forget_yes", type="primary", on_click=_forget)


def _forget() -> None:
    session.forget()
    browser_memory.forget()
    apart.say(WORDS.line("forget/done"), ":material/delete:")
