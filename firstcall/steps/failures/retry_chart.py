"""The timeline of a retry: requests as marks, waits as bars, one lane for each program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from firstcall.steps.failures import WORDS
from firstcall.steps.failures.retry_run import Retrying, Span
from firstcall.ui.charts.chart import Chart, chart, legend
from firstcall.ui.charts.palette import INPUT_COLOUR, NEUTRAL, OUTPUT_COLOUR

_BAR = 0.34
_LANE_HEIGHT = 76
_CROWDED = 9

Placed = list[tuple[int, Span]]
"""Spans with the height of their lane, 0 at the bottom."""


def timeline(lanes: Sequence[Retrying]) -> Chart:
    """Requests and waits over the seconds of the program, the first program on top.

    A filled circle is a reply, a cross a failure with its status above; blue bars are waits of the
    program's own, orange ones waits inside the SDK.
    """
    top = len(lanes) - 1
    everything = [(top - place, span) for place, lane in enumerate(lanes) for span in lane.spans]
    kinds: dict[str, Placed] = {"wait": [], "sdk wait": [], "request": []}
    for at, span in everything:
        kinds[span.kind].append((at, span))
    traces = [
        _waits(WORDS.line("timeline/program_waits"), INPUT_COLOUR, "", kinds["wait"]),
        _waits(WORDS.line("timeline/sdk_waits"), OUTPUT_COLOUR, "/", kinds["sdk wait"]),
        _under_way(kinds["request"]),
        _requests("Failed", "x", [pair for pair in kinds["request"] if not pair[1].good]),
        _requests("Reply", "circle", [pair for pair in kinds["request"] if pair[1].good]),
    ]
    longest = max([span.start + span.seconds for _, span in everything], default=1.0)
    layout: dict[str, Any] = {
        "margin": {"l": 8, "r": 24, "t": 8, "b": 8},
        "barmode": "overlay",
        "xaxis": {
            "title": {"text": WORDS.line("timeline/axis")},
            "range": [-longest * 0.03, longest * 1.05],
        },
        "yaxis": {
            "range": [-0.5, top + 0.7],
            "tickvals": [top - place for place in range(len(lanes))],
            "ticktext": [lane.name.replace(" ", "<br>", 1) for lane in lanes],
            "title": None,
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
        },
    }
    shown = [trace for trace in traces if trace["x"]]
    height = 96 + _LANE_HEIGHT * max(len(lanes), 1)
    return chart(shown, legend() | layout, height, alt=_alt(lanes))


def _waits(name: str, colour: str, hatch: str, spans: Placed) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [at for at, _ in spans],
        "base": [span.start for _, span in spans],
        "x": [span.seconds for _, span in spans],
        "width": _BAR,
        "marker": {
            "color": colour,
            "line": {"width": 0},
            "pattern": {"shape": hatch, "fillmode": "overlay", "fgcolor": "rgba(0,0,0,0.25)", "size": 6},
        },
        "hovertext": [f"{name}: {span.seconds:.2f} s" for _, span in spans],
        "hoverinfo": "text",
        "text": [f"{span.seconds:.1f} s" for _, span in spans],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": "#111111"},
        "constraintext": "none" if len(spans) < _CROWDED else "both",
    }


def _under_way(spans: Placed) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": "Under way",
        "y": [at for at, _ in spans],
        "base": [span.start for _, span in spans],
        "x": [span.seconds for _, span in spans],
        "width": _BAR / 4,
        "marker": {"color": NEUTRAL, "line": {"width": 0}},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _requests(name: str, symbol: str, spans: Placed) -> dict[str, Any]:
    """Marks above the bars; in a crowd only the replies keep their labels."""
    shows = symbol == "circle" or len(spans) <= 3 * _CROWDED
    return {
        "type": "scatter",
        "mode": "markers+text" if shows else "markers",
        "name": name,
        "y": [at + _BAR / 2 + 0.12 for at, _ in spans],
        "x": [span.start for _, span in spans],
        "text": [span.text for _, span in spans],
        "textposition": "top center",
        "marker": {"symbol": symbol, "size": 10, "color": NEUTRAL},
        "hovertext": [
            WORDS.line(
                "timeline/mark",
                attempt=span.attempt,
                text=span.text,
                seconds=f"{span.seconds:.2f}",
                start=f"{span.start:.2f}",
            )
            for _, span in spans
        ],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def _alt(lanes: Sequence[Retrying]) -> str:
    said = []
    for lane in lanes:
        requests = [span for span in lane.spans if span.kind == "request"]
        waited = sum(span.seconds for span in lane.spans if span.kind != "request")
        came = ", ".join(span.text for span in requests)
        said.append(
            WORDS.line(
                "timeline/lane",
                name=lane.name,
                requests=len(requests),
                came=came,
                waited=f"{waited:.1f}",
                end=WORDS.line(f"timeline/{lane.state}"),
            )
        )
    return " ".join(said) or WORDS.line("timeline")
