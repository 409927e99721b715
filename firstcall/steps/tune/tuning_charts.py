"""Pictures of "Tune the output": replies under ceilings, models compared.

What temperature does is in `temperature_charts`.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Any

from firstcall.calls import Record
from firstcall.ledger.prices import money
from firstcall.steps.tune import WORDS
from firstcall.ui.charts.chart import ROWS, Chart, beside, chart, heading, legend
from firstcall.ui.charts.palette import INPUT_COLOUR, NEUTRAL, OUTPUT_COLOUR, distinct

_MILLION = 1_000_000

Ceilings = Sequence[tuple[int, Record]]
"""Pairs of a token limit and the call that was made with it."""


def ceilings(calls: Ceilings, guess: int | None = None) -> Chart:
    """Tokens written under each ceiling as lying bars: the reply, and hatched the thinking before it.
    A short line marks the ceiling where it is near, a star the one from which on the learner expected a whole
    reply; beside each bar stands its stop reason."""
    counted = [(limit, record) for limit, record in sorted(calls, key=lambda call: call[0]) if record.usage]
    names = [f"at {limit:,}" for limit, _ in counted]
    thought = [record.usage.reasoning_tokens if record.usage else 0 for _, record in counted]
    wrote = [record.usage.output_tokens if record.usage else 0 for _, record in counted]
    text = [all_of - part for all_of, part in zip(wrote, thought, strict=True)]
    # A ceiling far above the longest reply would press the bars flat: the axis leaves it out.
    far = max([*wrote, 8]) * 1.25
    near = [(name, limit) for name, (limit, _) in zip(names, counted, strict=True) if limit <= far]
    traces = [
        _bar(names, thought, "Thinking", "x") if any(thought) else None,
        _bar(names, text, WORDS.line("alt/text")),
        _ceiling_marks(near) if near else None,
        _guess_mark(f"at {guess:,}") if guess in [limit for limit, _ in counted] else None,
    ]
    layout = {
        "barmode": "stack",
        "xaxis": {"title": {"text": "Tokens written"}, "range": [0, far * 1.3], "tickformat": ","},
        "yaxis": ROWS,
        "annotations": [
            beside(name, max(tokens, limit if limit <= far else 0), escape(_ended(record)))
            for name, tokens, (limit, record) in zip(names, wrote, counted, strict=True)
        ],
    }
    shown = [trace for trace in traces if trace is not None] if counted else []
    alt = _ceilings_alt(counted) + (f" {WORDS.line('alt/guess', guess=guess)}" if guess else "")
    return chart(shown, legend() | layout, 130 + 40 * len(counted), alt=alt)


def _ceiling_marks(near: Sequence[tuple[str, int]]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Token limit",
        "x": [limit for _, limit in near],
        "y": [name for name, _ in near],
        "marker": {"symbol": "line-ns", "size": 26, "color": NEUTRAL, "line": {"width": 3, "color": NEUTRAL}},
        "hovertemplate": "Token limit: %{x} tokens<extra></extra>",
    }


def _guess_mark(row: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "Your guess",
        "x": [0],
        "y": [row],
        "cliponaxis": False,
        "marker": {"symbol": "star", "size": 16, "color": NEUTRAL, "line": {"width": 1}},
        "hovertemplate": "Your guess<extra></extra>",
    }


def _ended(record: Record) -> str:
    return WORDS.line("alt/stopped") if record.stopped else record.stop_reason or "no reason"


def _ceilings_alt(counted: Ceilings) -> str:
    if not counted:
        return WORDS.line("alt")
    said = [
        WORDS.line(
            "alt/ceiling",
            limit=f"{limit:,}",
            written=f"{record.usage.output_tokens:,}",
            thinking=f"{record.usage.reasoning_tokens:,}",
            ended=_ended(record),
        )
        for limit, record in counted
        if record.usage
    ]
    return " ".join(said)


def compared(calls: Sequence[tuple[str, Record]]) -> Chart:
    """Calls to several models: above, what each cost; below, the time to its first token and to its last."""
    names = distinct([label for label, _ in calls])
    usd = [float((record.usd or 0) * _MILLION) for _, record in calls]
    first = [record.first_token_seconds or record.seconds for _, record in calls]
    rest = [record.seconds - start for (_, record), start in zip(calls, first, strict=True)]
    price = _lying(names, usd, OUTPUT_COLOUR, "Price") | {
        "text": [money(record.usd) for _, record in calls],
        "textposition": "outside",
        "cliponaxis": False,
        "showlegend": False,
        "yaxis": "y2",
        "xaxis": "x2",
    }
    wait = _lying(names, first, NEUTRAL, WORDS.line("alt/waiting"))
    arriving = _lying(names, rest, INPUT_COLOUR, "Text arriving") | {
        "text": [f"{record.seconds:.1f} s" for _, record in calls],
        "textposition": "outside",
        "cliponaxis": False,
    }
    layout = {
        "barmode": "stack",
        "xaxis2": {"anchor": "y2", "showticklabels": False, "title": None}
        | {"range": [0, max([*usd, 0]) * 1.3 or 1]},
        "yaxis2": ROWS | {"anchor": "x2", "domain": [0.6, 0.93]},
        "xaxis": {"anchor": "y", "title": None, "ticksuffix": " s"}
        | {"range": [0, max([record.seconds for _, record in calls], default=0) * 1.2 or 1]},
        "yaxis": ROWS | {"anchor": "x", "domain": [0.0, 0.38]},
        "annotations": [heading(WORDS.line("alt/price"), 0.94), heading("Time", 0.39)],
    }
    said = [
        WORDS.line("alt/compared", label=label, price=money(record.usd), seconds=f"{record.seconds:.1f}")
        for label, record in calls
    ]
    traces = [price, wait, arriving] if calls else []
    alt = " ".join(said) or WORDS.line("alt")
    return chart(traces, legend(-0.12, "top") | layout, 200 + 62 * len(calls), alt=alt)


def _lying(names: list[str], values: Sequence[float], colour: str, name: str) -> dict[str, Any]:
    bar = {"type": "bar", "orientation": "h", "x": list(values), "y": names, "name": name, "width": 0.6}
    return bar | {"marker": {"color": colour}, "hovertemplate": f"{name}: %{{x:.3g}}<extra></extra>"}


def _bar(names: list[str], tokens: Sequence[int], name: str, hatch: str = "") -> dict[str, Any]:
    fill = {"color": OUTPUT_COLOUR, "pattern": {"shape": hatch, "fgopacity": 1, "size": 6}}
    bar = {"type": "bar", "orientation": "h", "x": list(tokens), "y": names, "name": name, "marker": fill}
    return bar | {"hovertemplate": f"{name}: %{{x}} tokens<extra></extra>"}
