"""What is behind a loop: its diagram, what it cost, the program that runs it, its arguments as they stream in."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from itertools import accumulate
from typing import Any

import streamlit as st

from firstcall import programs
from firstcall.calls import Call
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.tools import WORDS, lesson, loop_program, pictures
from firstcall.steps.tools.loop import Loop
from firstcall.ui import chart_view, formats, results, session, table_view, wire
from firstcall.ui.desk import Desk

Current = Callable[[], Loop | None]
_MOST_PIECES = 60


def _call(desk: Desk) -> Call | None:
    """The call of the box, `None` where it is not understood, which the box says."""
    try:
        return desk.parse().call
    except programs.NotUnderstood:
        return None


def _nothing(desk: Desk) -> None:
    st.caption(WORDS.line("loop/nothing_sent", button=desk.go))


def diagram(desk: Desk, current: Current) -> None:
    """The loop of the newest question, drawn."""
    found = current()
    if found is None:
        _nothing(desk)
        return
    st.mermaid_chart(pictures.sequence(found), alt=pictures.in_words(found))
    st.caption(pictures.in_words(found))


def cost(desk: Desk, current: Current) -> None:
    """What each call of the loop read and wrote, and how much of it is the text of the tools."""
    found = current()
    if found is None:
        _nothing(desk)
        return
    weight = _weight(desk, found)
    chart_view.draw(pictures.tokens(found.rounds, weight), desk.key("tokens"))
    records = [one.run.record for one in found.rounds if one.run.record is not None]
    usd = sum((record.usd for record in records if record.usd is not None), Decimal(0))
    if records and not records[-1].server and any(record.usd is not None for record in records):
        st.markdown(WORDS.line("cost/together", calls=len(records), price=formats.markdown(usd)))
    if weight is not None:
        told = WORDS.line(
            "cost/tools", tokens=f"{weight:,}", calls=len(found.rounds), all=f"{weight * len(found.rounds):,}"
        )
        st.markdown(told)
    elif (weighed := _alone(desk, found)) and weighed.failure:
        results.failed(weighed.failure)
    st.button(
        WORDS.title("label weigh"),
        key=desk.key(f"weigh_{found.id}"),
        icon=":material/scale:",
        on_click=_weigh,
        args=(desk, found),
        disabled=desk.running,
        help=WORDS.line("label weigh"),
    )


def _without_key(desk: Desk, found: Loop) -> str:
    return desk.key(f"without_{found.id}")


def _weigh(desk: Desk, found: Loop) -> None:
    """The question alone, without any tool, to see what they weigh."""
    call = _bare(desk.provider, found.rounds[0].run.call)
    run = session.start(call, step=desk.step)
    run.program = programs.render(call, desk.provider, shape=desk.shape)
    st.session_state[_without_key(desk, found)] = run
    st.session_state[desk.key("works")] = [run]
    st.rerun()


def _bare(provider: Provider, call: Call) -> Call:
    """The same question to the same model, composed anew, so without tools."""
    made = provider.compose(provider.read(call), None)
    return replace(made, client=call.client)


def _alone(desk: Desk, found: Loop) -> Run | None:
    """The question without any tool, if it was asked."""
    run: Run | None = st.session_state.get(_without_key(desk, found))
    return run


def _weight(desk: Desk, found: Loop) -> int | None:
    """The tokens of the tools: those of the first call with them, less those without."""
    run = _alone(desk, found)
    first = found.rounds[0].run.reply
    if run is None or run.reply is None or run.reply.usage is None or first is None or first.usage is None:
        return None
    return max(0, first.usage.input_tokens - run.reply.usage.input_tokens)


def program(desk: Desk, bound: Callable[[], int]) -> None:
    """The whole loop as a program, with its bound."""
    call = _call(desk)
    if call is None or desk.provider.tools is None:
        return
    st.markdown(WORDS.say("program"))
    names = {"python": "Python", "javascript": "JavaScript"}
    language = st.segmented_control(
        WORDS.line("language"),
        list(names),
        default="python",
        format_func=names.__getitem__,
        key=desk.key("loop_language"),
        required=True,
        label_visibility="collapsed",
    )
    source = loop_program.written(
        desk.provider, lesson.at_once(desk.provider, call), language or "python", most=bound()
    )
    st.code(wire.plain(source), language=language, wrap_lines=True)


def stream(desk: Desk) -> None:
    """The same question streamed: how the arguments of a call arrive."""
    st.markdown(desk.provider.words.say("tools streaming"))
    call, key = _call(desk), desk.key(f"{desk.provider.handle}_streamed")
    if call is None:
        return
    st.button(
        WORDS.title("label stream"),
        key=desk.key("stream_it"),
        icon=":material/stream:",
        on_click=_stream,
        args=(desk, call, key),
        disabled=desk.running,
    )
    run: Run | None = st.session_state.get(key)
    if run is None or not run.finished:
        return
    if run.failure is not None:
        results.failed(run.failure)
        return
    found = arrived(run)
    if not found:
        st.caption(WORDS.line("stream/none"))
        return
    whole = accumulate(piece for _, piece in found)
    rows = [
        {
            "ms": round(seconds * 1000),
            WORDS.line("stream/piece"): wire.code(piece),
            WORDS.line("stream/so_far"): wire.code(so_far),
        }
        for (seconds, piece), so_far in zip(found[:_MOST_PIECES], whole, strict=False)
    ]
    table_view.draw(rows, alt=WORDS.title("table stream"))
    st.caption(WORDS.line("stream/pieces", pieces=len(found)))


def _stream(desk: Desk, call: Call, key: str) -> None:
    streamed = desk.provider.compose(replace(desk.provider.read(call), stream=True), call)
    run = session.start(streamed, step=desk.step)
    st.session_state[key] = run
    st.session_state[desk.key("works")] = [run]
    st.rerun()


def arrived(run: Run) -> list[tuple[float, str]]:
    """The parts of the arguments in a streamed reply, each with the seconds after which it came."""
    tools, exchanges = run.provider.tools, run.recorder.exchanges
    if tools is None or not exchanges:
        return []
    events = ((seconds, _data(wire.event_data(block))) for seconds, block in exchanges[-1].events())
    return [(seconds, piece) for seconds, event in events if (piece := tools.arrives(event))]


def _data(text: str) -> dict[str, Any]:
    try:
        value = json.loads(text)
    except ValueError:  # `[DONE]`
        return {}
    return value if isinstance(value, dict) else {}
