"""The questions people ask, drawn: those of one step under its page, all of them with a search."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from firstcall import providers
from firstcall.course import questions, steps
from firstcall.course.questions import Question, Try
from firstcall.course.steps import Step
from firstcall.ui import WORDS, apart, arrival, results, session, table_view, wire

_ALL = "faq"
"""The page with all of them."""


def draw(step: Step) -> None:
    """“Questions people ask” for one step; nothing where there are none."""
    found, mistakes = questions.of(step), questions.mistakes(step)
    if not found and not mistakes:
        return
    st.header(WORDS.title("header questions"), anchor="questions")
    if found:
        apart.fragment(questions.part(step.slug), _of_a_step, step.slug, found)
    if mistakes:
        listed = "\n".join(f"- {mistake}" for mistake in mistakes)
        st.expander(WORDS.title("box mistakes"), icon=":material/warning:").markdown(listed)


def _of_a_step(slug: str, found: Sequence[Question]) -> None:
    for question in found:
        _asked(question, f"{slug}_faq_{question.id}", place=slug)


def _asked(question: Question, key: str, *, place: str, alone: bool = False) -> None:
    """A question, with its answer while it is open: most stay closed, and each page has some."""
    box = st.expander(question.question, icon=":material/help:", key=key, expanded=alone, on_change="rerun")
    if not box.open:
        return
    with box:
        _answer(question, place)
        if place == _ALL:
            step = steps.find(question.step)
            st.page_link(step.path, label=WORDS.line("questions/belongs_to", step=step.title), icon=step.icon)


def search() -> None:
    """All questions, narrowed down while the learner types."""
    apart.fragment(questions.part(_ALL), _search)


def _search() -> None:
    words = st.text_input(
        "Search the questions",
        key="faq_words",
        type="search",
        icon=":material/search:",
        placeholder=WORDS.title("label such_as"),
        live=True,
        max_chars=100,
    )
    found = questions.search(words or "")
    st.caption(WORDS.line("questions/count" if found else "questions/none", count=len(found)))
    further = [question for question in found if question.aside]
    for question in found:
        if question in further[:1]:
            st.header(WORDS.title("header along"), anchor="along")
        alone = len(found) == 1  # then it is open at once
        key = f"{_ALL}_{'one' if alone else 'all'}_{question.step}_{question.id}"
        _asked(question, key, place=_ALL, alone=alone)


def _answer(question: Question, place: str) -> None:
    st.markdown(question.answer)
    if question.rows:
        _in_code(question.rows)
    if question.program:
        _program(question.program, place)
    known = {step.slug: step for step in steps.every()}
    for one in question.tries:
        if one.step in known and (one.step != place or one.settings or one.place):
            _try(one)


def _in_code(rows: Sequence[str]) -> None:
    """How each provider writes it, and what that gave in the learner's last call."""
    table = []
    for name in rows:
        for provider in providers.ways().values():
            cell, run = provider.table.get(name), session.last_run(provider)
            line = {
                "": f"**{name}**",
                "Provider": provider.title,
                "In code": wire.code(cell.code_in(run.call if run else None)) if cell else "—",
            }
            if cell and run is not None and run.reply is not None and cell.path:
                line["In your last call"] = results.value_at(run, cell.path_in(run.call))
            table.append(line)
    table_view.draw(table, alt=WORDS.title("table question"))


def _try(one: Try) -> None:
    st.page_link(
        steps.find(one.step).path,
        label=f"Try it: {one.label}",
        icon=":material/play_circle:",
        query_params={**one.settings, **({arrival.PLACE: one.place} if one.place else {})} or None,
    )


def _program(language: str, place: str) -> None:
    found = providers.every()
    for tab, provider in zip(
        st.tabs([provider.name for provider in found.values()], key=f"{place}_faq_languages"),
        found.values(),
        strict=True,
    ):
        with tab:
            st.code(questions.program(provider, language), language=language, wrap_lines=True)
