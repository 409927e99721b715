"""Pictures of jobs: when each request left and what became of it; time, failures and price of each way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from firstcall.ledger.prices import money
from firstcall.steps.many import WORDS, lesson
from firstcall.steps.many.job import Job, Span, counted
from firstcall.ui.charts.chart import ROWS, Chart, chart, heading, legend
from firstcall.ui.charts.palette import INPUT_COLOUR, NEUTRAL, OUTPUT_COLOUR, unit_for

_ROW = 16
_REFUSED = 0.05
"""Seconds that the bar of a refused request is wide at least: it is answered at once."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One way of doing the job, as it is compared with the others. `usd` is `None` where no price is known."""

    label: str
    seconds: float
    refused: int
    lost: int
    usd: Decimal | None


def bar_of(job: Job) -> Bar:
    return Bar(job.label, job.seconds, job.refused, job.lost, job.usd)


def timeline(job: Job, limited: bool = True) -> Chart:
    """The calls as rows, their requests as bars where they were on their way; a cross where one was refused. Below what was
    left of the rate limit as each request came: as the answers tell it, else counted here, where the account is `limited`."""
    spans = job.spans
    told: Sequence[tuple[float, int | None]] = sorted(
        (span.start, span.left) for span in spans if span.left is not None
    )
    left = "timeline/left"
    if not told and limited:
        told, left = counted(spans, lesson.REQUESTS_A_MINUTE, lesson.TOGETHER), "timeline/counted"
    rows = len(job.batch.parts)
    bottom = 0.3 if told else 0.0
    traces = [
        _requests(WORDS.line("timeline/answered"), INPUT_COLOUR, "", [s for s in spans if not s.refused]),
        _requests(WORDS.line("timeline/refused"), OUTPUT_COLOUR, "/", [s for s in spans if s.refused]),
        _crosses([s for s in spans if s.refused]),
        _budget(told, WORDS.line(left)),
    ]
    longest = max([span.start + span.seconds for span in spans], default=1.0)
    layout: dict[str, Any] = {
        "barmode": "overlay",
        "xaxis": {
            "title": {"text": WORDS.line("timeline/axis")},
            "range": [0, longest * 1.04],
            "anchor": "y2",
        },
        "yaxis": {
            "domain": [bottom, 1],
            "range": [rows + 0.6, 0.4],
            "dtick": 1,
            "title": None,
            "showgrid": False,
        },
    }
    if told:
        layout["yaxis2"] = {"domain": [0, 0.18], "rangemode": "tozero", "title": None, "dtick": 1}
        layout["annotations"] = [heading(WORDS.line(left), 0.18, yshift=4)]
    else:
        layout["xaxis"].pop("anchor")
    shown = [trace for trace in traces if trace["x"]]
    height = 120 + _ROW * rows + (90 if told else 0)
    return chart(shown, legend() | layout, height, alt=_timeline_alt(job))


def _requests(name: str, colour: str, hatch: str, spans: Sequence[Span]) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [span.call + 1 for span in spans],
        "base": [span.start for span in spans],
        "x": [max(span.seconds, _REFUSED) for span in spans],
        "width": 0.7,
        "marker": {
            "color": colour,
            "line": {"width": 0},
            "pattern": {"shape": hatch, "fillmode": "overlay", "fgcolor": "rgba(0,0,0,0.3)", "size": 5},
        },
        "hovertext": [
            WORDS.line(
                "timeline/request",
                call=span.call + 1,
                status=span.status or WORDS.line("timeline/no_answer"),
                start=f"{span.start:.2f}",
                seconds=f"{span.seconds:.2f}",
            )
            for span in spans
        ],
        "hoverinfo": "text",
    }


def _crosses(spans: Sequence[Span]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "y": [span.call + 1 for span in spans],
        "x": [span.start + max(span.seconds, _REFUSED) for span in spans],
        "marker": {"symbol": "x", "size": 8, "color": NEUTRAL},
        "hoverinfo": "skip",
        "showlegend": False,
        "cliponaxis": False,
    }


def _budget(told: Sequence[tuple[float, int | None]], name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": name,
        "x": [at for at, _ in told],
        "y": [left for _, left in told],
        "yaxis": "y2",
        "line": {"shape": "hv", "color": NEUTRAL, "width": 2},
        "marker": {"size": 5, "color": NEUTRAL},
        "showlegend": False,
        "cliponaxis": False,
        "hovertext": [WORDS.line("timeline/told", left=left, at=f"{at:.2f}") for at, left in told],
        "hoverinfo": "text",
    }


def _timeline_alt(job: Job) -> str:
    if not job.spans:
        return WORDS.line("timeline")
    values = {"calls": len(job.batch.runs), "seconds": f"{job.seconds:.1f}"}
    return WORDS.line("timeline/alt", label=job.label, refused=job.refused, lost=job.lost, **values)


def compared(bars: Sequence[Bar]) -> Chart:
    """Three groups of lying bars with the ways as rows: time, failures, price."""
    largest = max([bar.usd for bar in bars if bar.usd is not None], default=Decimal(0))
    scale, unit = unit_for(largest)
    prices = [float((bar.usd or 0) * scale) for bar in bars]
    names = [escape(bar.label) for bar in bars]
    groups: list[tuple[str, str, str, list[float], list[str]]] = [
        (
            "",
            "seconds",
            INPUT_COLOUR,
            [bar.seconds for bar in bars],
            [f"{bar.seconds:.1f} s" for bar in bars],
        ),
        ("2", "failures", OUTPUT_COLOUR, [bar.refused + bar.lost for bar in bars], list(map(_failed, bars))),
        ("3", "price", NEUTRAL, prices, [money(bar.usd) for bar in bars]),
    ]
    layout: dict[str, Any] = {"annotations": []}
    traces = []
    for place, (axis, name, colour, values, said) in enumerate(groups):
        top = 0.94 - place * 0.345
        traces.append(_group(names, values, said, colour, axis))
        layout[f"yaxis{axis}"] = ROWS | {"domain": [top - 0.235, top], "anchor": f"x{axis}"}
        layout[f"xaxis{axis}"] = {
            "anchor": f"y{axis}", "range": [0, max([*values, 0]) * 1.45 or 1], "visible": False,
        }  # fmt: skip
        layout["annotations"].append(heading(WORDS.line(f"compared/{name}", unit=unit), top, yshift=2))
    height = 130 + 3 * 26 * max(2, len(bars))
    return chart(traces if bars else [], layout, height, alt=_compared_alt(bars))


def _group(
    names: Sequence[str], values: Sequence[float], said: Sequence[str], colour: str, axis: str
) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": list(values),
        "y": list(names),
        "xaxis": f"x{axis}",
        "yaxis": f"y{axis}",
        "width": 0.65,
        "marker": {"color": colour},
        "text": list(said),
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _failed(bar: Bar) -> str:
    return WORDS.line("compared/failed", refused=bar.refused, lost=bar.lost)


def _compared_alt(bars: Sequence[Bar]) -> str:
    said = [
        WORDS.line("compared/alt", label=bar.label, seconds=f"{bar.seconds:.1f}", failed=_failed(bar), price=money(bar.usd))
        for bar in bars
    ]  # fmt: skip
    return " ".join(said) or WORDS.line("timeline")
