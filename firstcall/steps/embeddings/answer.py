"""Retrieval: the best of the newest search in the prompt of the first call, beside the call without them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import partial

import streamlit as st

from firstcall.calls import Call, Message
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.embeddings import WORDS, lesson, search, space
from firstcall.ui import bench, controls, line_notes, reply, results, session, watch
from firstcall.ui.desk import REPLY, Desk


def draw(step: str) -> None:
    """The desk of the first call, with what the newest search found in its prompt."""
    found = search.newest(step)
    sentences, question = _best(found)
    here = Desk(
        step,
        replace(lesson.OPENING, messages=(Message("user", question),)),
        (controls.model, controls.prompt, controls.max_tokens),
        notes=line_notes.notes,
        name="answer",
        go=WORDS.title("label both"),
        begin=partial(_both, question),
        adds=partial(with_notes, sentences),
        tab=WORDS.title("label into"),
    )
    _renew(here, found)
    if not sentences:
        st.info(WORDS.line("search_first"), icon=":material/search:")
    tabs: bench.Tabs = {
        **results.tabs(here),
        REPLY: partial(_replies, here),
        "Added": partial(results.added, here),
    }
    bench.draw(here, WORDS.say("answer_idea"), tabs, tasks=False)


def _best(found: tuple[Run, Run] | None) -> tuple[tuple[str, ...], str]:
    """The best sentences of a search and its query; none and our own question without a search."""
    if found is None:
        return (), lesson.QUESTION
    asked = space.asked(found[1])
    assert asked is not None
    best = lesson.of_search(*found)[: lesson.BEST]
    return tuple(one.text for one in best), asked.texts[0]


def with_notes(sentences: tuple[str, ...], provider: Provider, call: Call) -> Call:
    """The call with the sentences before its question; as it is without any."""
    if not sentences:
        return call
    settings = provider.read(call)
    *before, last = settings.messages
    asked = replace(last, content=lesson.prompt(sentences, last.content))
    return provider.compose(replace(settings, messages=(*before, asked)), call)


def _renew(desk: Desk, found: tuple[Run, Run] | None) -> None:
    """A new search writes its sentences into the program."""
    newest = found[1].at if found else None
    if st.session_state.get(desk.key("search")) != newest:
        st.session_state[desk.key("search")] = newest
        for provider in session.all_ways().values():
            if desk.key(f"{provider.handle}_code") in st.session_state or provider == desk.provider:
                desk.write(desk.fresh(provider), provider)


def _both(question: str, desk: Desk, call: Call) -> Sequence[Run]:
    """The call as the code says it, and the same with the question alone."""
    settings = desk.provider.read(call)
    *before, last = settings.messages or (Message("user", question),)
    bare = replace(settings, messages=(*before, replace(last, content=question)))
    whole = session.start(call, step=desk.step)
    whole.program = desk.source
    alone = session.start(desk.provider.compose(bare, call), step=desk.step)
    st.session_state[desk.key("run")], st.session_state[desk.key("alone")] = whole, alone
    return [alone, whole]


def _replies(desk: Desk) -> None:
    """The reply to the question alone above that with the sentences."""
    for name, title in (("alone", "without"), ("run", "with")):
        run = watch.run(desk.key(name))
        st.markdown(f"**{WORDS.title(f'label {title}')}**")
        if run is None:
            st.caption(WORDS.line("nothing_asked"))
        elif run.failure is not None:
            results.failed(run.failure)
        else:
            reply.draw(run, desk.key(f"reply_{name}"))
