"""The path of one call, drawn: which call, its sequence diagram, its headers explained, its stream in time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from firstcall import programs
from firstcall.course import steps
from firstcall.running.runs import Run
from firstcall.running.wire import Exchange
from firstcall.steps.what_travels import WORDS, header_names, sequence_diagram
from firstcall.steps.what_travels.sequence_diagram import Told
from firstcall.ui import WORDS as UI_WORDS
from firstcall.ui import apart, chart_view, formats, languages, session, stream_events, table_view, wire
from firstcall.ui.charts import stream_charts

_MOST_EVENTS = 2_000


def draw(step: str) -> None:
    """The newest call from any page: its diagram, then what travelled for it, one view at a time."""
    run = choose(step)
    if run is None:
        st.caption(WORDS.line("path/no_call"))
        return
    diagram(run)
    apart.fragment(f"{step}_views_fragment", _views, run, step)


def _views(run: Run, step: str) -> None:
    wanted = st.tabs(
        ["Request and response", "Headers explained", "The stream in time", "Without the SDK"],
        key=f"{step}_views",
        on_change="rerun",
    )
    drawn: tuple[Callable[[], None], ...] = (
        partial(wire.exchanges, run, key=f"{step}_wire"),
        partial(headers, run),
        partial(stream, run, key=step),
        partial(without_sdk, run),
    )
    for tab, view in zip(wanted, drawn, strict=True):
        if tab.open:
            with tab:
                view()


def choose(step: str) -> Run | None:
    """The learner's newest finished call to a provider, from any page; with several providers, a choice.

    A call that is on its way does not take the last one off the page.
    """
    kept: dict[str, Run] = st.session_state.setdefault(f"{step}_kept", {})
    for handle, provider in session.all_ways().items():
        if run := session.last_run(provider):
            kept[handle] = run
    if not kept:
        return None
    newest = max(kept.values(), key=lambda run: run.at)
    if st.session_state.get(f"{step}_newest") is not newest:
        st.session_state[f"{step}_newest"] = newest
        st.session_state[f"{step}_shown"] = newest.provider.handle
    chosen: str = st.session_state[f"{step}_shown"]
    if len(kept) > 1:
        chosen = (
            st.segmented_control(
                "Which call",
                [handle for handle in session.all_ways() if handle in kept],
                format_func=lambda handle: f"Last call to {session.provider(handle).title}",
                key=f"{step}_shown",
                required=True,
            )
            or chosen
        )
    run = kept[chosen]
    st.caption(_which(run))
    return run


def _which(run: Run) -> str:
    return WORDS.line(
        "path/which",
        model=wire.as_text(run.call.model[:80]),
        how="streamed" if run.call.streamed else "whole",
        mode=run.mode,
        time=f"{run.at.astimezone():%H\\:%M\\:%S}",
        page=wire.as_text(steps.title(run.step)),
    )


def told_of(run: Run) -> Told:
    """What the diagram wants to know of a run."""
    practice = " (practice)" if run.mode == "practice" else ""
    return Told(
        method=run.call.method,
        package=run.provider.sdk.package,
        provider=run.provider.name + practice,
        started=run.started,
        seconds=run.seconds or 0.0,
        first_text_seconds=run.first_token_seconds if run.call.streamed else None,
        error=run.failure.error if run.failure else None,
        stopped=run.state == "stopped",
    )


def diagram(run: Run) -> None:
    """The sequence diagram with its measured times, and the same in words."""
    told = told_of(run)
    path = sequence_diagram.path_of(run.recorder.exchanges, told)
    st.mermaid_chart(sequence_diagram.mermaid(path, told), alt=sequence_diagram.alt(path, told))
    exchanges = run.recorder.exchanges
    if exchanges:
        wire.where_it_goes(run, exchanges[-1])
    if exchanges and exchanges[0].started - run.started > 0.2:
        st.caption(WORDS.line("path/loading"))
    if not exchanges:
        st.caption(WORDS.line("path/nothing_left"))
    with st.expander(WORDS.title("box words")):
        table_view.draw(
            [row | {"what": wire.as_text(row["what"])} for row in sequence_diagram.in_words(path, told)],
            alt=WORDS.title("table steps"),
        )


def headers(run: Run) -> None:
    """Every header of the last attempt, with what it is for."""
    if not run.recorder.exchanges:
        st.caption(WORDS.line("path/no_headers"))
        return
    shown = run.recorder.exchanges[-1]
    sent, came = st.columns(2, gap="medium")
    with sent:
        _explained("Request headers", shown.request_headers)
    with came:
        _explained("Response headers", shown.response_headers)


def _explained(title: str, found: Sequence[tuple[str, str]]) -> None:
    st.markdown(f"**{title}**")
    table_view.draw(
        [
            {"header": wire.code(f"{name}: {value}"), "what it is": header_names.meaning(name)}
            for name, value in found
        ],
        alt=WORDS.title("table headers", title=title),
    )


def stream(run: Run, *, key: str) -> None:
    """The raw stream where its events arrived, and each event beside what the SDK made of it."""
    shown = next((e for e in reversed(run.recorder.exchanges) if e.is_stream and e.chunks), None)
    if shown is None:
        st.caption(WORDS.line("path/came_whole"))
        return
    events = shown.events()[:_MOST_EVENTS]
    read = [stream_events.read(block) for _, block in events]
    chunks = [
        (seconds, event.label, len(block.encode()))
        for (seconds, block), event in zip(events, read, strict=True)
    ]
    chart_view.draw(stream_charts.event_timeline(chunks), f"{key}_timeline")
    st.caption(WORDS.line("path/marks"))
    apart.fragment(f"{key}_walk", _walk, shown, events, read, key)


def _walk(
    shown: Exchange, events: list[tuple[float, str]], read: list[stream_events.Event], key: str
) -> None:
    """One event at a time. Another stream starts at its first event."""
    at = st.pagination(len(events), key=f"{key}_event_{shown.started}") - 1
    (seconds, block), event = events[at], read[at]
    raw, made = st.columns(2, gap="medium")
    with raw:
        st.markdown(WORDS.line("path/event", at=at + 1, events=len(events), seconds=formats.seconds(seconds)))
        st.code(block[:4_000], language=None, wrap_lines=True)
    with made:
        st.markdown(f"**{wire.as_text(event.label)}**: {event.means}")
        st.markdown(event.sdk)
        st.caption(WORDS.line("path/so_far"))
        so_far = "".join(earlier.piece for earlier in read[: at + 1])
        st.code(wire.plain(so_far[-1_500:]) or " ", language=None, wrap_lines=True)


def without_sdk(run: Run) -> None:
    """The same call as the bare request that was sent, and as a curl command that makes it."""
    st.markdown(WORDS.say("no_sdk"))
    bare, curl = st.columns(2, gap="medium")
    with bare:
        st.markdown(WORDS.line("path/bare"))
        if run.recorder.exchanges:
            sent = run.recorder.exchanges[-1]
            wire.where_it_goes(run, sent)
            text, _ = wire.body_text(sent.request_body[:20_000])
            st.code(f"{wire.request_text(sent)}\n\n{text}", language="http", wrap_lines=True)
        else:
            st.caption(WORDS.line("path/nothing_sent"))
    with curl:
        st.markdown(WORDS.line("path/curl"))
        st.code(programs.render(run.call, run.provider, "curl"), language="bash", wrap_lines=True)
        with st.expander(UI_WORDS.title("box own_machine")):
            st.caption(WORDS.line("path/own_machine"))
            st.code(languages.environment(run.provider), language="bash")
