"""The parts of "Streaming": the same call both ways, its events, its counts, streams that end badly."""

from __future__ import annotations

import secrets
from dataclasses import replace

import streamlit as st

from firstcall import models, programs, providers
from firstcall.calls import Call
from firstcall.providers import Access, Provider
from firstcall.running.runs import Run
from firstcall.steps.streaming import WORDS, lesson
from firstcall.steps.streaming.lesson import Ending
from firstcall.ui import (
    chart_view,
    fault_script,
    results,
    session,
    side_by_side,
    stream_events,
    table_view,
    watch,
    wire,
)
from firstcall.ui.charts import stream_charts
from firstcall.ui.charts.stream_charts import Wait
from firstcall.ui.desk import Desk
from firstcall.ui.side_by_side import Column

_LAST_EVENTS = 3


def begin(desk: Desk, call: Call) -> tuple[Run, Run]:
    """The call twice at the same moment: buffered and streamed."""
    buffered, streamed = lesson.both_ways(desk.provider, call)
    start = session.starter(desk.provider, step=desk.step)
    pair = start(buffered), start(streamed)
    st.session_state[desk.key("pair")] = pair
    return pair


def _pair(desk: Desk) -> tuple[Run, Run] | None:
    """The buffered and the streamed run of the last press of Run."""
    found: tuple[Run, Run] | None = st.session_state.get(desk.key("pair"))
    return found


def race(desk: Desk) -> None:
    """Both runs side by side, and the picture of who had something to read when."""
    pair = _pair(desk)
    if pair is None:
        st.caption(WORDS.line("race/nothing_sent", button=desk.go))
        return
    buffered, streamed = pair
    columns = [
        Column("Buffered", buffered, WORDS.line("race/buffered")),
        Column("Streamed", streamed, WORDS.line("race/streamed")),
    ]
    side_by_side.show(columns, key=desk.key("race"))
    _waits(desk, columns)


def _waits(desk: Desk, columns: list[Column]) -> None:
    shown = [
        Wait(column.label, run.first_token_seconds if run.call.streamed else None, run.seconds or run.elapsed)
        for column in columns
        if (run := column.run) is not None and run.finished and run.failure is None
    ]
    if shown:
        chart_view.draw(stream_charts.waits(shown), desk.key("waits"))
    with st.expander(WORDS.title("box buffered"), icon=":material/code:"):
        assert columns[0].run is not None
        st.code(programs.render(columns[0].run.call, columns[0].run.provider), wrap_lines=True)


def last_stream(desk: Desk) -> Run | None:
    """The streamed run of the last pair, when it is finished and at least one event came."""
    pair = _pair(desk)
    if pair is None or not pair[1].finished:
        return None
    exchanges = pair[1].recorder.exchanges
    came = exchanges and exchanges[-1].is_stream and exchanges[-1].events()
    return pair[1] if came else None


def events(desk: Desk) -> None:
    """The events of the last stream on a time axis, and their raw text."""
    st.markdown(WORDS.say("sse"))
    run = last_stream(desk)
    if run is None:
        st.caption(WORDS.line("run_both"))
        return
    found = run.recorder.exchanges[-1].events()
    marks = [(at, stream_events.read(block).label, len(block.encode())) for at, block in found]
    chart_view.draw(stream_charts.event_timeline(marks), desk.key("timeline"))
    with st.expander(WORDS.title("box events"), icon=":material/data_object:"):
        wire.exchanges(run, key=desk.key("wire"))


def usage(desk: Desk) -> None:
    """How the counts arrive: the rule, the learner's own last events, the paths that read them."""
    st.markdown(desk.provider.words.say("streaming usage"))
    run = last_stream(desk)
    if run is None or run.provider is not desk.provider:
        st.caption(WORDS.line("run_both/with", provider=desk.provider.name))
        return
    blocks = [block for _, block in run.recorder.exchanges[-1].events()]
    opening = blocks[:1] if "input_tokens" in blocks[0] else []
    st.caption(WORDS.line("last_events/and_first" if opening else "last_events"))
    st.code("\n\n".join([*opening, *blocks[-_LAST_EVENTS:]]), language=None, wrap_lines=True)
    if run.reply is None:
        st.caption(WORDS.line("last_events/broken_off"))
        return
    paths = [
        field.path_in(run.call) for field in run.provider.fields if field.id in {"tokens_in", "tokens_out"}
    ]
    table_view.draw(
        [{"Read it with": wire.code(path), "Gave": results.value_at(run, path)} for path in paths],
        alt=WORDS.title("table usage"),
    )


def no_choices(desk: Desk) -> None:
    """The classic line on the last chunk of a real stream: the error, and the smallest fix."""
    st.markdown(WORDS.say("no_choices"))
    run = _last_chunked(desk.step)
    if run is None:
        st.button(
            WORDS.title("label stream_short", provider=_counting_last(desk).name),
            key=desk.key("chunked_go"),
            icon=":material/play_arrow:",
            on_click=_start_chunked,
            args=(desk,),
        )
        waiting = watch.run(desk.key("chunked"))
        if waiting is not None:
            side_by_side.draw([Column(waiting.provider.name, waiting)], key=desk.key("chunked_column"))
        return
    for id, path in (
        ("tutorials", "chunk.choices[0].delta.content"),
        ("chunk", "chunk.choices"),
        ("fix", '(chunk.choices[0].delta.content or "") if chunk.choices else ""'),
        ("instead", "chunk.usage.total_tokens"),
    ):
        said, gave = st.columns([2, 3])
        said.markdown(WORDS.line(f"no_choices/{id}", path=wire.code(path)))
        gave.markdown(results.value_at(run, path))


def _last_chunked(step: str) -> Run | None:
    """The learner's newest stream on this page that ended with the usage chunk."""
    made: list[Run] = st.session_state.made.get(step, [])
    return next(
        (
            run
            for run in reversed(made)
            if run.reply is not None and getattr(run.reply.names.get("chunk"), "choices", None) == []
        ),
        None,
    )


def _counting_last(desk: Desk) -> Provider:
    """Who is asked for a stream that ends with a chunk of counts."""
    return providers.with_trait("usage_on_request", rather=desk.provider)


def _start_chunked(desk: Desk) -> None:
    provider = _counting_last(desk)
    model = provider.default
    found = models.find(model)
    effort = found.quiet_effort if found else None
    short = replace(lesson.OPENING, model=model, max_tokens=40, effort=effort)
    call = provider.compose(short, None)
    st.session_state[desk.key("chunked")] = session.start(call, step=desk.step)
    st.rerun()


def endings(desk: Desk) -> None:
    """Streams that end badly, made so by the practice server, in live mode too."""
    if session.mode_of(desk.provider) == "live":
        st.caption(WORDS.line("endings"))
    for ending in lesson.ENDINGS:
        with st.container(border=True):
            _ending(desk, ending)


def _ending(desk: Desk, ending: Ending) -> None:
    provider = desk.provider
    st.markdown(ending.text)
    key = desk.key(f"{provider.id}_{ending.id}")
    run = watch.run(key)
    st.button(
        ending.button,
        key=f"{key}_go",
        icon=":material/link_off:",
        disabled=watch.going([run]),
        on_click=_start_ending,
        args=(desk, ending, key),
    )
    if run is not None:
        side_by_side.draw(
            [Column(f"{provider.name}, {run.call.model}", run)], key=f"{key}_column", height=160
        )
        if run.finished and run.reply is not None:
            _missing_reason(run)
    if advice := ending.advice(provider):
        st.code(advice, wrap_lines=True)


def _missing_reason(run: Run) -> None:
    field = next(field for field in run.provider.fields if field.id == "stop_reason")
    path = field.path_in(run.call)
    value = results.value_at(run, path)
    st.markdown(WORDS.say("endings/no_exception", path=wire.code(path), value=value))
    st.caption(WORDS.line("endings/count"))


def _start_ending(desk: Desk, ending: Ending, key: str) -> None:
    """The call goes out under a key of its own, so that the failure meets no other call."""
    provider: Provider = desk.provider
    own = f"sk-practice-{secrets.token_urlsafe(12)}"
    access = Access(own, session.practice_origin() + provider.address.practice_path)
    fault_script.play([dict(ending.fault)], access)
    _, streamed = lesson.both_ways(provider, _opening(desk))
    st.session_state[key] = session.start(streamed, step=desk.step, mode="practice", access=access)
    st.rerun()


def _opening(desk: Desk) -> Call:
    """The program as it stood at first: what the learner made of it since may not stream at all."""
    return programs.parse(desk.fresh(desk.provider), desk.provider.id, desk.provider.methods).call
