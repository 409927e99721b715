"""The timeline of a retry: requests as marks, waits as bars, one lane for each program."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from firstcall.charts import INPUT_COLOUR, NEUTRAL, OUTPUT_COLOUR
from firstcall.retries import Retrying, Span

if TYPE_CHECKING:
    from plotly.graph_objects import Figure  # type: ignore[import-untyped]

_BAR = 0.34
_LANE_HEIGHT = 92
_CROWDED = 9


def timeline(lanes: Sequence[Retrying]) -> Figure:
    """Requests and waits over the seconds of the program, the first program on top.

    A filled circle is a reply, a cross a failure with its status above; blue bars are waits of the
    program's own, orange ones waits inside the SDK.
    """
    from plotly.graph_objects import Figure

    names = [lane.name for lane in lanes]
    everything = [(lane.name, span) for lane in lanes for span in lane.spans]
    traces = [
        _waits("The program waits", INPUT_COLOUR, [(n, s) for n, s in everything if s.kind == "wait"]),
        _waits("The SDK waits", OUTPUT_COLOUR, [(n, s) for n, s in everything if s.kind == "sdk wait"]),
        _waits(
            "A request under way", NEUTRAL, [(n, s) for n, s in everything if s.kind == "request"], thin=True
        ),
    ]
    for good, name, symbol in ((False, "Failed", "x"), (True, "Reply", "circle")):
        marks = [(n, s) for n, s in everything if s.kind == "request" and s.good is good]
        traces.append(_requests(name, symbol, marks, [n for n, _ in everything if _]))
    longest = max([span.start + span.seconds for _, span in everything], default=1.0)
    layout: dict[str, Any] = {
        "height": 96 + _LANE_HEIGHT * max(len(names), 1),
        "margin": {"l": 8, "r": 24, "t": 8, "b": 8},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "barmode": "overlay",
        "hovermode": "closest",
        "xaxis": {"title": {"text": "Seconds, as the program meant them"}, "range": [-longest * 0.03, longest * 1.05]},
        "yaxis": {
            "categoryorder": "array", "categoryarray": names[::-1], "title": None, "automargin": True,
            "range": [-0.6, max(len(names), 1) - 0.4], "ticklabelposition": "outside",
            "tickvals": names, "ticktext": [name.replace(" ", "<br>", 1) for name in names],
        },
        "legend": {"orientation": "h", "x": 0, "y": 1.02, "xanchor": "left", "yanchor": "bottom", "title": None},
    }  # fmt: skip
    return Figure([trace for trace in traces if trace["x"]], layout)


def _waits(name: str, colour: str, spans: list[tuple[str, Span]], thin: bool = False) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "name": name,
        "y": [lane for lane, _ in spans],
        "base": [span.start for _, span in spans],
        "x": [span.seconds for _, span in spans],
        "width": _BAR / 4 if thin else _BAR,
        "marker": {"color": colour, "pattern": {"shape": "" if colour != OUTPUT_COLOUR else "/", "size": 6}},
        "hovertext": [f"{name}: {span.seconds:.2f} s" for _, span in spans],
        "hoverinfo": "text",
        "text": ["" if thin or span.seconds < 0.05 else f"{span.seconds:.1f} s" for _, span in spans],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textfont": {"color": "#111111"},
        "showlegend": not thin,
    }


def _requests(name: str, symbol: str, spans: list[tuple[str, Span]], lanes: list[str]) -> dict[str, Any]:
    crowded = {lane for lane in lanes if lanes.count(lane) > 2 * _CROWDED}
    return {
        "type": "scatter",
        "mode": "markers+text",
        "name": name,
        "y": [lane for lane, _ in spans],
        "x": [span.start for _, span in spans],
        "text": ["" if lane in crowded and not span.good else span.text for lane, span in spans],
        "textposition": "top center",
        "marker": {"symbol": symbol, "size": 11, "color": NEUTRAL, "line": {"width": 1, "color": NEUTRAL}},
        "hovertext": [
            f"Attempt {span.attempt}: {span.text} after {span.seconds:.2f} s, at {span.start:.2f} s"
            for _, span in spans
        ],
        "hoverinfo": "text",
        "cliponaxis": False,
    }


def timeline_alt(lanes: Sequence[Retrying]) -> str:
    """What the picture says, in words."""
    said = []
    for lane in lanes:
        requests = [span for span in lane.spans if span.kind == "request"]
        waited = sum(span.seconds for span in lane.spans if span.kind != "request")
        ends = {"done": "a reply", "failed": "a failure", "running": "nothing yet"}.get(
            lane.state, lane.state
        )
        came = ", ".join(span.text for span in requests)
        count = f"{len(requests)} request{'' if len(requests) == 1 else 's'}"
        said.append(f"{lane.name}: {count} ({came}), {waited:.1f} s of waiting, then {ends}.")
    return " ".join(said) or "Nothing has run yet."
