"""Thoughts that go back: a call that ends with a wish for a tool, then its answer with the thoughts as they came, without
them, and with others in their place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

import streamlit as st

from firstcall import programs
from firstcall.calls import Call, Message
from firstcall.providers import Provider
from firstcall.providers._thoughts import Entries
from firstcall.providers._tools import TOOLS, Result
from firstcall.running.batch import Batch, Part
from firstcall.running.runs import Run
from firstcall.steps.thinking import WORDS, lesson
from firstcall.ui import results, session, table_view, watch, wire
from firstcall.ui.desk import Desk


def draw(desk: Desk) -> None:
    """A press for the wish, a press for the answers, and what became of these."""
    provider = desk.provider
    if provider.thoughts is None or provider.thoughts.left_out is None or provider.tools is None:
        st.info(WORDS.line("back/nothing", provider=provider.title), icon=":material/block:")
        return
    wish = watch.run(desk.key("wish"))
    mine = wish if wish is not None and wish.provider.handle == provider.handle else None
    batch: Batch | None = st.session_state.get(desk.key("sent_back")) if mine else None
    going = watch.going([mine, batch])
    with st.container(horizontal=True):
        st.button(
            WORDS.title("label wish"), key=desk.key("wish_go"), disabled=going, icon=":material/build:",
            on_click=_wish, args=(desk,),
        )  # fmt: skip
        st.button(
            WORDS.title("label back"), key=desk.key("back_go"), icon=":material/reply:", on_click=_send, args=(desk,),
            disabled=going or mine is None or mine.reply is None,
        )  # fmt: skip
    if said := st.session_state.pop(desk.key("back_refused"), ""):
        st.warning(wire.as_text(said), icon=":material/edit_off:")
    watch.part(desk.key("back_part"), [mine, batch], lambda: _shown(mine, batch))


def _wish(desk: Desk) -> None:
    try:
        call = desk.parse().call
    except programs.NotUnderstood as refused:
        st.session_state[desk.key("back_refused")] = refused.message
        return
    st.session_state[desk.key("wish")] = session.start(first(desk.provider, call), step=desk.step)
    st.session_state[desk.key("sent_back")] = None


def _send(desk: Desk) -> None:
    wish = watch.run(desk.key("wish"))
    if wish is None or wish.reply is None:
        return
    start = session.starter(wish.provider, step=desk.step)
    st.session_state[desk.key("sent_back")] = Batch(parts(wish), start, gives_up=False)


def first(provider: Provider, call: Call) -> Call:
    """The call of the box with a question that wants a tool, thinking a little."""
    thoughts, tools = provider.thoughts, provider.tools
    assert thoughts is not None and tools is not None
    settings = provider.read(call)
    asked = replace(settings, messages=(Message("user", WORDS.line("back/question")),), stream=False)
    level = next((level for level in lesson.levels(provider, call) if level not in _TOO_LITTLE), None)
    asks = provider.compose(asked, call)
    return thoughts.carried(tools.with_tools(lesson.at(provider, asks, level) if level else asks, TOOLS))


_TOO_LITTLE = (lesson.OFF, "none", "minimal")
"""Levels at which a model may think nothing at all."""


def parts(wish: Run) -> list[Part]:
    """The next call three times: with the model's turn whole, without its thoughts, with others."""
    thoughts = wish.provider.thoughts
    assert thoughts is not None and thoughts.left_out is not None and thoughts.altered is not None
    ways: Mapping[str, Callable[[Entries], Entries]] = {
        "whole": list,
        "left_out": thoughts.left_out,
        "altered": thoughts.altered,
    }
    return [Part(id, _answered(wish, change)) for id, change in ways.items()]


def _answered(wish: Run, change: Callable[[Entries], Entries]) -> Call:
    """The call that gives the model what it asked for, its own turn changed."""
    tools, name = wish.provider.tools, wish.provider.messages
    assert tools is not None and wish.reply is not None
    names = wish.reply.names
    given = tools.given([Result(asked, asked.run()) for asked in tools.asked(names)])
    said = [*tools.begun(wish.call.arguments[name]), *change(tools.said(names)), *given]
    return replace(wish.call, arguments={**wish.call.arguments, name: said})


def _shown(wish: Run | None, batch: Batch | None) -> None:
    if wish is None:
        st.caption(WORDS.line("back/nothing_yet"))
        return
    if wish.failure is not None:
        results.failed(wish.failure)
        return
    if not wish.finished or wish.reply is None or wish.provider.tools is None:
        return
    st.markdown(WORDS.line("back/came"))
    st.json(wish.provider.tools.said(wish.reply.names), expanded=3)
    if batch is not None:
        rows = [
            {
                WORDS.title("label sent"): WORDS.title(f"back {part.label}"),
                WORDS.title("label answer"): _outcome(run),
            }
            for part, run in batch.made
        ]
        table_view.draw(rows, alt=WORDS.title("table back"))


def _outcome(run: Run | None) -> str:
    if run is None or not run.finished:
        return "…"
    if run.failure is not None:
        return f":red[{wire.code(run.failure.error)}] {wire.as_text(run.failure.said)}"
    return wire.as_text(run.text)
