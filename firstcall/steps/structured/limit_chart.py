"""Where a token limit cuts an object: each field as a bar along the tokens in which it was written."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

from firstcall.providers import of
from firstcall.running.runs import Run
from firstcall.steps.structured import WORDS
from firstcall.ui.charts.chart import ROWS, Chart, chart
from firstcall.ui.charts.palette import INPUT_COLOUR, NEUTRAL, OUTPUT_COLOUR

_KEY = re.compile(r'"((?:[^"\\]|\\.)*)"\s*:\s*')
Span = tuple[str, int, int]


def fields_in(text: str) -> list[Span]:
    """The fields of an object's text on its first level: each name with where it begins and ends, in characters. The
    last of an object that is cut off ends where the text does."""
    found: list[Span] = []
    at, decoder = text.find("{") + 1, json.JSONDecoder()
    while match := _KEY.search(text, at):
        try:
            _, at = decoder.raw_decode(text, match.end())
        except ValueError:
            at = len(text)
        found.append((match[1], match.start(), at))
    return found


def draw(run: Run) -> Chart:
    """The fields of a reply over tokens, with the thinking before them, and the limit as a line."""
    assert run.reply is not None
    usage, text = run.reply.usage, run.text
    written = usage.output_tokens if usage else len(text) // 4
    thought = usage.reasoning_tokens if usage else 0
    per_character = max(written - thought, 1) / max(len(text), 1)
    limit = of(run.call).read(run.call).max_tokens
    spans = [
        (name, thought + start * per_character, thought + end * per_character)
        for name, start, end in fields_in(text)
    ]
    if thought:
        spans.insert(0, (WORDS.line("limit/thinking"), 0.0, float(thought)))
    bars = [_bar(name, start, end, bool(thought) and at == 0) for at, (name, start, end) in enumerate(spans)]
    end = max((stop for *_, stop in spans), default=1.0)
    layout: dict[str, Any] = {
        "barmode": "overlay",
        "xaxis": {"title": {"text": WORDS.line("limit/axis")}, "range": [0, end * 1.2]},
        "yaxis": ROWS,
    }
    if limit is not None and limit <= end * 1.2:
        layout["shapes"] = [
            {"type": "line", "x0": limit, "x1": limit, "y0": 0, "y1": 1, "yref": "paper",
             "line": {"color": "#D55E00", "width": 2, "dash": "dash"}}
        ]  # fmt: skip
    said = " ".join(
        WORDS.line("limit/field", name=name, start=f"{start:.0f}", end=f"{stop:.0f}")
        for name, start, stop in spans
    )
    alt = f"{said} {WORDS.line('limit/line', limit=limit or '—')}"
    return chart(bars, layout, 70 + 34 * max(1, len(bars)), alt=alt, nothing=WORDS.line("limit/nothing"))


def _bar(name: str, start: float, end: float, thinking: bool) -> dict[str, Any]:
    return {
        "type": "bar",
        "orientation": "h",
        "y": [escape(name)],
        "base": [start],
        "x": [end - start],
        "width": 0.6,
        "marker": {
            "color": INPUT_COLOUR if thinking else OUTPUT_COLOUR,
            "line": {"color": NEUTRAL, "width": 0},
        },
        "hovertemplate": f"{escape(name)}: %{{base:.0f}} + %{{x:.0f}}<extra></extra>",
    }
