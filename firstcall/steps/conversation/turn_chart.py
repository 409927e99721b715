"""The picture of a conversation: tokens and price of each turn, and where its list was made shorter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from firstcall.calls import Record
from firstcall.ledger.prices import money
from firstcall.steps.conversation import WORDS
from firstcall.ui.charts.chart import Chart, chart, heading, legend
from firstcall.ui.charts.palette import INPUT_COLOUR, NEUTRAL, OUTPUT_COLOUR, unit_for

_FEWEST_PLACES = 6


@dataclass(frozen=True, slots=True)
class Turn:
    """One call of a conversation: its record, how many messages it sent, and what was done to the list
    since the turn before (`dropped`, `trimmed`), empty for nothing."""

    record: Record
    messages: int
    note: str = ""


def running_usd(turns: Sequence[Turn]) -> list[Decimal | None]:
    """The known prices added up, turn by turn; `None` until the first known one."""
    sums: list[Decimal | None] = []
    for turn in turns:
        before = sums[-1] if sums else None
        usd = turn.record.usd
        sums.append(before if usd is None else (before or Decimal(0)) + usd)
    return sums


def tokens_and_cost(turns: Sequence[Turn]) -> Chart:
    """Input and output tokens of each turn as stacked bars; below, each turn's price and the running cost."""
    scale, unit = unit_for(max((usd for usd in running_usd(turns) if usd is not None), default=Decimal(0)))
    layout = _layout(turns) | {
        "annotations": [
            heading(WORDS.line("alt/tokens"), 1.0, align="left", yshift=4),
            heading(WORDS.line("alt/prices", unit=unit), 0.33, align="left", yshift=4),
            *(_note(number, turn.note) for number, turn in enumerate(turns, 1) if turn.note),
        ]
    }
    traces = [
        _bars(turns, WORDS.line("alt/input"), INPUT_COLOUR, "y", [_tokens(turn)[0] for turn in turns]),
        _bars(turns, WORDS.line("alt/output"), OUTPUT_COLOUR, "y", [_tokens(turn)[1] for turn in turns]),
        _bars(turns, "Price", NEUTRAL, "y2", [float((turn.record.usd or 0) * scale) for turn in turns]),
        _running(turns, scale),
    ]
    return chart(traces if turns else [], layout, 400, alt=_alt(turns))


def _alt(turns: Sequence[Turn]) -> str:
    counted = [turn for turn in turns if turn.record.usage is not None]
    if not counted:
        return WORDS.line("alt/none")
    first, last = _tokens(counted[0])[0], _tokens(counted[-1])[0]
    change = "grew" if last > first else "shrank" if last < first else "stayed"
    values = {"first": f"{first:,}", "last": f"{last:,}", "total": money(running_usd(turns)[-1])}
    said = WORDS.line(f"alt/{change}", turns=len(turns), **values)
    notes = [
        WORDS.line("alt/note", turn=number, note=turn.note)
        for number, turn in enumerate(turns, 1)
        if turn.note
    ]
    return f"{said} {WORDS.line('alt/notes', notes=', '.join(notes))}" if notes else said


def _tokens(turn: Turn) -> tuple[int, int]:
    usage = turn.record.usage
    return (usage.input_tokens, usage.output_tokens) if usage else (0, 0)


def _details(number: int, turn: Turn) -> str:
    """The hover text of a turn. Plotly reads it as HTML, and a model id is whatever a learner typed."""
    tokens_in, tokens_out = _tokens(turn)
    sent = WORDS.line("alt/sent", messages=turn.messages)
    return "<br>".join(
        [
            WORDS.line("alt/turn", turn=number),
            escape(turn.record.model),
            sent,
            WORDS.line("alt/counts", input=f"{tokens_in:,}", output=f"{tokens_out:,}"),
            money(turn.record.usd),
        ]
    )


def _bars(
    turns: Sequence[Turn], name: str, colour: str, axis: str, heights: Sequence[float]
) -> dict[str, Any]:
    return {
        "type": "bar",
        "name": name,
        "x": list(range(1, len(turns) + 1)),
        "y": list(heights),
        "yaxis": axis,
        "width": 0.7,
        "marker": {"color": colour},
        "hovertext": [_details(number, turn) for number, turn in enumerate(turns, 1)],
        "hoverinfo": "text",
    }


def _running(turns: Sequence[Turn], scale: int) -> dict[str, Any]:
    sums = running_usd(turns)
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": "Running cost",
        "x": list(range(1, len(turns) + 1)),
        "y": [None if usd is None else float(usd * scale) for usd in sums],
        "yaxis": "y2",
        "line": {"color": NEUTRAL, "width": 2, "dash": "dot"},
        "cliponaxis": False,
        "hovertext": [
            WORDS.line("alt/so_far", usd=money(usd), turn=number) for number, usd in enumerate(sums, 1)
        ],
        "hoverinfo": "text",
    }


def _note(number: int, note: str) -> dict[str, Any]:
    """A word at the foot of the turn before which the list was changed."""
    place = {"x": number, "y": 0, "xref": "x", "yref": "paper", "xanchor": "center", "yanchor": "top"}
    return place | {"text": f"<i>{escape(note)}</i>", "showarrow": False, "yshift": -18, "font": {"size": 12}}


def _layout(turns: Sequence[Turn]) -> dict[str, Any]:
    axis = {"rangemode": "tozero", "tickformat": ",", "title": None}
    return legend(1.1) | {
        "margin": {"l": 8, "r": 8, "t": 60, "b": 56},
        "barmode": "stack",
        "xaxis": {
            "title": {"text": "Turn", "standoff": 24},
            "range": [0.5, max(len(turns), _FEWEST_PLACES) + 0.5],
            "dtick": 1 if len(turns) <= 2 * _FEWEST_PLACES else None,
            "tickformat": "d",
            "showgrid": False,
            "anchor": "y2",
        },
        "yaxis": axis | {"domain": [0.52, 1.0]},
        "yaxis2": axis | {"domain": [0.0, 0.33]},
    }
