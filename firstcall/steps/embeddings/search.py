"""A search by meaning beside one by words: the query gets a vector, and the sentences are put in order."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from firstcall import programs
from firstcall.calls import Call
from firstcall.providers._embedding import SHAPE
from firstcall.running.runs import Run
from firstcall.steps.embeddings import WORDS, embedding_charts, lesson, space
from firstcall.ui import bench, chart_view, results, session, watch, wire

RANKED = "Scores"


def key(name: str) -> str:
    return f"embeddings_search_{name}"


def draw(step: str) -> None:
    """The bench: the query and its program on one side, the scores on the other."""
    run = watch.run(key("run"))
    works = [run] if run else []
    asks, came = bench.panes(key)
    with asks:
        _ask(step, watch.going(works))
    with came:
        tabs: bench.Tabs = {
            RANKED: lambda: _scores(step, run),
            "What travelled": lambda: _travelled(run),
        }
        bench.draw_tabs(key, lambda: works, WORDS.say("search_idea"), tabs)


def newest(step: str) -> tuple[Run, Run] | None:
    """The newest search of this session: its sentences' call and its query's."""
    found = lesson.queries(session.evidence(step, "", {}).replies)
    return found[-1] if found else None


def sentences(step: str) -> Run | None:
    """The newest call that brought vectors of several sentences."""
    found = lesson.made(session.evidence(step, "", {}).replies)
    return found[-1][0] if found else None


def _ask(step: str, running: bool) -> None:
    there = sentences(step)
    st.session_state.setdefault(key("query"), lesson.QUESTION)
    st.text_input(WORDS.title("label query"), key=key("query"), persist_state="session")
    st.button(
        "Search",
        key=key("go"),
        type="primary",
        icon=":material/search:",
        disabled=running or there is None,
        on_click=_search,
        args=(step,),
    )
    if there is None:
        st.caption(WORDS.line("vectors_first"))
        return
    asked, call = space.asked(there), query_call(there, st.session_state[key("query")])
    assert asked is not None
    st.caption(WORDS.line("in_space", texts=len(asked.texts), model=wire.code(asked.model)))
    st.code(programs.render(call, there.provider.making(call), shape=SHAPE), language="python")


def query_call(sentences: Run, query: str) -> Call:
    """The call for the vector of a query that is to be compared with these sentences: all but text and purpose as there."""
    embedding, asked = sentences.provider.embedding, space.asked(sentences)
    assert embedding is not None and asked is not None
    wanted = replace(asked, texts=(query,), purpose="query" if asked.purpose else "")
    return embedding.compose(wanted, sentences.call)


def _search(step: str) -> None:
    there, query = sentences(step), str(st.session_state[key("query")]).strip()
    if there is None or not query:
        return
    st.session_state[key("run")] = session.start(query_call(there, query), step=step)
    st.session_state[key("tab")] = RANKED


def _scores(step: str, run: Run | None) -> None:
    if run is None or not run.finished:
        st.caption(WORDS.line("nothing_searched" if run is None else "on_its_way"))
        return
    if run.failure is not None:
        results.failed(run.failure)
        return
    found = newest(step)
    if found is None or found[1] is not run:
        st.caption(WORDS.line("other_space"))
        return
    ranked = lesson.of_search(*found)
    chart_view.draw(embedding_charts.scores(ranked), key("chart"))
    st.caption(WORDS.line("scores"))
    best = ranked[0]
    if best.similarity < embedding_charts.LIKE:
        st.caption(WORDS.line("always_a_first", score=f"{best.similarity:.2f}"))


def _travelled(run: Run | None) -> None:
    if run is None or not run.finished:
        st.caption(WORDS.line("nothing_searched" if run is None else "on_its_way"))
    else:
        wire.exchanges(run, key=key("wire"))
