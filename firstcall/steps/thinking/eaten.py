"""Thinking under a small token limit: the same call with ever more room, and what filled it."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from firstcall import programs
from firstcall.calls import Call
from firstcall.providers import Provider
from firstcall.running.batch import Batch, Part
from firstcall.running.runs import Run
from firstcall.steps.thinking import WORDS, lesson, thinking_charts
from firstcall.steps.thinking.thinking_charts import Filled
from firstcall.ui import chart_view, results, session, table_view, watch, wire
from firstcall.ui.desk import Desk

LIMITS = (20, 60, 140, 400)


def draw(desk: Desk) -> None:
    """The button, and what came of it."""
    batch: Batch | None = st.session_state.get(desk.key("eaten"))
    st.button(
        WORDS.title("label eat"), key=desk.key("eat"), disabled=watch.going([batch]), icon=":material/hourglass:",
        on_click=_ask, args=(desk,),
    )  # fmt: skip
    if said := st.session_state.pop(desk.key("eaten_refused"), ""):
        st.warning(wire.as_text(said), icon=":material/edit_off:")
    watch.part(desk.key("eaten_part"), [batch], lambda: _shown(desk, batch))


def _ask(desk: Desk) -> None:
    try:
        call = desk.parse().call
    except programs.NotUnderstood as refused:
        st.session_state[desk.key("eaten_refused")] = refused.message
        return
    start = session.starter(desk.provider, step=desk.step)
    st.session_state[desk.key("eaten")] = Batch(parts(desk.provider, call), start)


def parts(provider: Provider, call: Call) -> list[Part]:
    """The call under each limit, with as much thinking as the first lab has at most."""
    level = lesson.compared(provider, call)[-1:]
    most = lesson.at(provider, call, level[0]) if level else call
    settings = provider.read(most)
    return [Part(str(limit), provider.compose(replace(settings, max_tokens=limit), most)) for limit in LIMITS]


def filled(limit: int, run: Run) -> Filled | None:
    """What filled the limit of a call; where a reply does not tell thinking apart, by the length of both texts."""
    usage, reply, thoughts = lesson.usage_of(run), run.reply, run.provider.thoughts
    if usage is None or reply is None or thoughts is None:
        return None
    thought = usage.reasoning_tokens
    if not thoughts.tokens:
        words = len(lesson.thought_in(run))
        thought = round(usage.output_tokens * words / max(1, words + len(run.text)))
    return Filled(limit, thought, usage.output_tokens - thought, reply.stop_reason or "")


def _shown(desk: Desk, batch: Batch | None) -> None:
    if batch is None:
        st.caption(WORDS.line("limit/nothing_yet"))
        return
    answered = [
        (int(part.label), run) for part, run in batch.made if run is not None and run.finished and run.reply
    ]
    found = [one for limit, run in answered if (one := filled(limit, run)) is not None]
    if found:
        chart_view.draw(thinking_charts.limits(found), desk.key("limits"))
        rows = [
            {
                WORDS.title("label limit"): str(limit),
                WORDS.title("label reason"): wire.code(run.reply.stop_reason if run.reply else ""),
                WORDS.title("label reply"): wire.code(run.text) if run.text else WORDS.line("limit/empty"),
            }
            for limit, run in answered
        ]
        table_view.draw(rows, alt=WORDS.title("table limits"))
    if batch.failure is not None and batch.failure.failure is not None:
        results.failed(batch.failure.failure)
