"""Calls of this session as spans: one as a picture beside the ledger's row, all of them, what they add up to."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from typing import Any

import streamlit as st

from firstcall import programs
from firstcall.course import steps
from firstcall.ledger import entries
from firstcall.providers import Access
from firstcall.running import fault_scripts, telemetry
from firstcall.running.runs import Run
from firstcall.steps.observability import WORDS, lesson, waterfall
from firstcall.ui import apart, chart_view, fault_script, formats, session, table_view, watch, wire
from firstcall.ui.desk import Desk

_ALL, _METRICS = "observability_calls", "observability_metrics"
PARTS = (_ALL, _METRICS)
"""The parts of the page that say something of every call of the session."""

_SHOWN = 25
"""Calls in the table: the newest."""


def of_desk(desk: Desk) -> None:
    """The trace of the newest call of this page, and a call that is made to fail first."""
    st.button(
        WORDS.title("label fail_first"),
        key=desk.key("fail_first"),
        icon=":material/replay:",
        help=WORDS.line("fail_first"),
        disabled=watch.going([watch.run(desk.key("run"))]),
        on_click=_fail_first,
        args=(desk,),
    )
    made = [run for run in session.ended_runs() if run.step == desk.step]
    if not made:
        st.caption(WORDS.line("nothing_yet"))
        return
    _picture(made[-1], desk.key("trace"))


def _fail_first(desk: Desk) -> None:
    """Send the program to the practice server, which refuses it twice; under a key of its own, so that no other call is."""
    provider = desk.provider
    try:
        call = desk.parse().call
    except programs.NotUnderstood:
        return
    own = Access(
        f"sk-practice-{secrets.token_urlsafe(12)}", session.practice_origin() + provider.address.practice_path
    )
    fault_script.play(fault_scripts.read(lesson.FAULTS), own)
    run = session.start(call, step=desk.step, mode="practice", access=own)
    run.program = desk.source
    st.session_state[desk.key("run")] = run
    st.session_state[desk.key("works")] = [run]
    st.rerun()


def _picture(run: Run, key: str) -> None:
    """A call's trace, and its span as it would be sent."""
    assert run.record is not None
    found = telemetry.spans([(run.record, run)])
    if not found:  # OTEL_SDK_DISABLED
        st.caption(WORDS.line("switched_off"))
        return
    chart_view.draw(waterfall.draw(found), f"{key}_waterfall")
    tools = sum(map(telemetry.is_tool, found))
    requests = len(found) - 1 - tools
    st.caption(WORDS.line("below/again" if requests > 1 else "below", requests=requests))
    if tools:
        st.caption(WORDS.line("below/tools", tools=tools))
    st.code(found[-1].to_json(), language="json", wrap_lines=True, height=320)


def all_of_them(step: str) -> None:
    """The session's calls: each ledger row beside the span that says the same."""
    apart.fragment(_ALL, _all_of_them, step)


def _all_of_them(step: str) -> None:
    made = session.ended_runs()[-_SHOWN:]
    if not made:
        st.caption(WORDS.line("nothing_yet"))
        return
    rows = [_row(number, run) for number, run in enumerate(made, 1)]
    table_view.draw(rows, alt=WORDS.title("table calls"))
    chosen = st.selectbox(
        WORDS.title("label call"),
        range(len(made)),
        index=len(made) - 1,
        format_func=lambda at: f"{at + 1}. {made[at].call.model}",
        key=f"{step}_call_{len(made)}",
    )
    run = made[chosen]
    assert run.record is not None
    if found := telemetry.spans([(run.record, run)]):
        chart_view.draw(waterfall.draw(found), f"{step}_call_{len(made)}_{chosen}_waterfall")
    left, right = st.columns(2)
    with left:
        st.markdown(WORDS.line("row"))
        row = json.dumps(entries.row_of(run.record), indent=2, ensure_ascii=False)
        st.code(row[:20_000], language="json", height=320, wrap_lines=True)
    with right:
        st.markdown(WORDS.line("span"))
        attributes = json.dumps(telemetry.attributes(run.record, run), indent=2)
        st.code(attributes, language="json", height=320, wrap_lines=True)


def _row(number: int, run: Run) -> dict[str, object]:
    record = run.record
    assert record is not None
    said = telemetry.attributes(record, run)
    usage = record.usage
    return {
        "": str(number),
        "Page": steps.title(record.step),
        "Span": wire.code(f"{said['gen_ai.operation.name']} {record.model}"),
        "Requests": str(record.attempts),
        "Seconds": formats.seconds(record.seconds),
        "In / out": f"{usage.input_tokens:,} / {usage.output_tokens:,}" if usage else "—",
        "Ended": wire.code(record.error or record.stop_reason or "stopped"),
    }


def metrics() -> None:
    """The two histograms of the conventions over the session's calls."""
    apart.fragment(_METRICS, _metrics)


def _metrics() -> None:
    records = [run.record for run in session.ended_runs() if run.record]
    found = telemetry.metrics(records) if records else None
    if found is None:
        st.caption(WORDS.line("nothing_yet"))
        return
    data = json.loads(found.to_json())
    table_view.draw(_points(data), alt=WORDS.title("table metrics"))
    st.caption(WORDS.say("buckets"))


def _points(data: dict[str, Any]) -> Sequence[dict[str, object]]:
    """A row for each histogram and what it is told apart by."""
    every = [
        (metric, point)
        for resource in data["resource_metrics"]
        for scope in resource["scope_metrics"]
        for metric in scope["metrics"]
        for point in metric["data"]["data_points"]
    ]
    return [
        {
            "Metric": wire.code(metric["name"]),
            "Model": wire.code(point["attributes"]["gen_ai.request.model"]),
            "Told apart by": wire.code(_apart(point["attributes"])),
            "Count": str(point["count"]),
            "Sum": _measured(point["sum"], metric["unit"]),
            "Smallest": _measured(point["min"], metric["unit"]),
            "Largest": _measured(point["max"], metric["unit"]),
        }
        for metric, point in every
    ]


def _measured(value: float, unit: str) -> str:
    return f"{value:,.2f} s" if unit == "s" else f"{value:,.0f}"


def _apart(attributes: dict[str, Any]) -> str:
    return str(attributes.get("gen_ai.token.type") or attributes.get("error.type") or "—")
