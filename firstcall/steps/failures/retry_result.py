"""How a retry went: its timeline, the ends of its lanes, the verdict."""

from __future__ import annotations

import streamlit as st

from firstcall.running.fault_scripts import Entry
from firstcall.steps.failures import WORDS, retry_chart, retry_verdict
from firstcall.steps.failures.retry_run import Retrying
from firstcall.steps.failures.retry_verdict import Finding
from firstcall.ui import chart_view, wire

_ICONS = {"wise": ":material/check_circle:", "unwise": ":material/warning:", "note": ":material/info:"}
_COLOURS = {"wise": "green", "unwise": "orange", "note": "blue"}


def timeline(lanes: list[Retrying], key: str) -> None:
    """Each request and each wait on a time axis, and how each program ended. `key` is the chart's."""
    chart_view.draw(retry_chart.timeline(lanes), key)
    st.markdown("  \n".join(_lane(lane) for lane in lanes))
    if lanes[0].lapse > 1:
        st.caption(WORDS.line("went/faster", lapse=f"{lanes[0].lapse:g}"))


def _lane(lane: Retrying) -> str:
    requests = WORDS.line("went/requests", requests=lane.requests)
    return WORDS.line(
        "went/lane", name=lane.name, requests=requests, ended=_ended(lane), seconds=f"{lane.seconds:.1f}"
    )


def _ended(lane: Retrying) -> str:
    if lane.state == "failed":
        failure = lane.last.failure if lane.last else None
        return wire.as_text(f"{failure.error if failure else 'Failed'}.")
    return WORDS.line(f"went/{lane.state.replace(' ', '_')}")


def verdict(lanes: list[Retrying], played: list[Entry]) -> None:
    """What was wise and unwise in a run under the script that was `played`."""
    found = retry_verdict.of_run(lanes[0], played)
    found += retry_verdict.of_both(lanes[0], lanes[2]) if len(lanes) > 2 else []
    if found:
        st.markdown(f"**{WORDS.line('went/verdict')}**")
        findings(found)


def findings(found: list[Finding]) -> None:
    """One line each, what is unwise first."""
    order = ("unwise", "wise", "note")
    lines = [
        f":{_COLOURS[one.kind]}[{_ICONS[one.kind]}] **{one.title}.** {one.why}"
        for one in sorted(found, key=lambda one: order.index(one.kind))
    ]
    st.markdown("  \n".join(lines))
