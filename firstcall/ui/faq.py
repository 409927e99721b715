"""The questions people ask, drawn: those of one step under its page, all of them with a search."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from firstcall import providers
from firstcall.course import faq, lessons, steps
from firstcall.course.faq import Question, Try
from firstcall.course.steps import Step
from firstcall.ui import results, session, wire


def draw(step: str) -> None:
    """“Questions people ask” for one step; nothing where there are none."""
    found, further, mistakes = faq.of(step), lessons.asides(step), lessons.mistakes(step)
    if not found and not further and not mistakes:
        return
    st.header("Questions people ask", anchor="questions")
    for question in found:
        with st.expander(question.question, icon=":material/help:", key=f"{step}_faq_{question.id}"):
            _answer(question, place=step)
    for asked, answer in further:
        st.expander(asked, icon=":material/help:").markdown(answer)
    if mistakes:
        listed = "\n".join(f"- {mistake}" for mistake in mistakes)
        st.expander("Mistakes people make", icon=":material/warning:").markdown(listed)


def search() -> None:
    """All questions, narrowed down while the learner types."""
    words = st.text_input(
        "Search the questions",
        key="faq_words",
        type="search",
        icon=":material/search:",
        placeholder="such as 429, JavaScript, cut off",
        live=True,
        max_chars=100,
    )
    found, further = faq.search(words or ""), _asides(words or "")
    many = len(found) + len(further)
    count = "1 question" if many == 1 else f"{many} questions"
    st.caption(count if many else "No question has these words. Try fewer, or another one.")
    _all(found)
    if further:
        st.header("Asked along the way", anchor="along")
    for step, asked, answer in further:
        with st.expander(asked, icon=":material/help:"):
            st.markdown(answer)
            st.page_link(step.path, label=f"It arises in: {step.title}", icon=step.icon)


def _asides(words: str) -> list[tuple[Step, str, str]]:
    """The further questions of the steps that have these words, and the step of each."""
    return [
        (step, asked, answer)
        for step in steps.every()
        for asked, answer in lessons.asides(step.slug)
        if all(word in f"{asked} {answer}".lower() for word in words.lower().split())
    ]


def _all(found: Sequence[Question]) -> None:
    known = {step.slug: step for step in steps.every()}
    for question in found:
        with st.expander(question.question, icon=":material/help:", key=f"faq_all_{question.id}"):
            _answer(question, place="faq")
            if step := known.get(question.step):
                st.page_link(step.path, label=f"It arises in: {step.title}", icon=step.icon)


def _answer(question: Question, place: str) -> None:
    st.markdown(question.answer)
    if question.rows:
        _in_code(question.rows)
    if question.javascript:
        _javascript(place)
    known = {step.slug: step for step in steps.every()}
    for one in question.tries:
        if one.step in known and (one.step != place or one.settings):
            _try(one)


def _in_code(rows: Sequence[str]) -> None:
    """How each provider writes it, and what that gave in the learner's last call."""
    table = []
    for name in rows:
        for provider in providers.every().values():
            cell, run = provider.table.get(name), session.last_run(provider)
            line = {
                "": f"**{name}**",
                "Provider": provider.name,
                "In code": wire.code(cell.code) if cell else "—",
            }
            if cell and run is not None and run.reply is not None and cell.path:
                line["In your last call"] = results.value_at(run, cell.path_in(run.call))
            table.append(line)
    st.table(table, border="horizontal", hide_index=True, alt="How each provider writes it")


def _try(one: Try) -> None:
    st.page_link(
        steps.find(one.step).path,
        label=f"Try it: {one.label}",
        icon=":material/play_circle:",
        query_params=dict(one.settings) or None,
    )


def _javascript(place: str) -> None:
    found = providers.every()
    for tab, provider in zip(
        st.tabs([provider.name for provider in found.values()], key=f"{place}_faq_languages"),
        found.values(),
        strict=True,
    ):
        with tab:
            st.code(faq.javascript(provider), language="javascript", wrap_lines=True)
