"""Pictures of "Prompt caching": what was new and what was kept in each call, and when keeping pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape
from typing import Any

from firstcall.calls import Usage
from firstcall.ledger.prices import money
from firstcall.steps.caching import WORDS, pay
from firstcall.steps.caching.pay import Curve
from firstcall.ui.charts.bars import Cost, bar, costs
from firstcall.ui.charts.chart import Chart, chart, legend
from firstcall.ui.charts.palette import INPUT_COLOUR, NEUTRAL, OUTPUT_COLOUR, unit_for

_LINES = {
    pay.PLAIN: (NEUTRAL, "solid"),
    pay.MINUTES: (INPUT_COLOUR, "solid"),
    pay.HOUR: (INPUT_COLOUR, "dash"),
    pay.MISSED: (OUTPUT_COLOUR, "dot"),
}


@dataclass(frozen=True, slots=True)
class Made:
    """One call of the picture: its name, what was counted, its price, its time in seconds."""

    name: str
    usage: Usage
    usd: Decimal | None
    seconds: float

    @property
    def cost(self) -> Cost:
        return Cost(self.usage.input_tokens, self.usd, self.seconds)


def calls(made: Sequence[Made], time: str, *, told: bool = True) -> Chart:
    """For each call, one below the other: the tokens of its prompt by what became of them, its price, its time.
    `time` says which time that is, `told` whether the provider tells what became of them."""
    names = [escape(one.name) for one in made]
    kinds = {
        "read": ("/", [one.usage.cached_tokens for one in made]),
        "written": ("x", [one.usage.cache_write_tokens for one in made]),
        "fresh" if told else "input": ("", [_fresh(one.usage) for one in made]),
    }
    tokens = [
        bar(names, values, WORDS.title(f"counter {kind}"), INPUT_COLOUR, "3", hatch)
        for kind, (hatch, values) in kinds.items()
        if any(values)
    ]
    said = (WORDS.line("picture/tokens"), WORDS.line("picture/price"), time)
    alt = " ".join(_said(one) for one in made) or WORDS.line("picture/nothing")
    return costs(names, [one.cost for one in made], tokens, OUTPUT_COLOUR, said, alt)


def _fresh(usage: Usage) -> int:
    return usage.input_tokens - usage.cached_tokens - usage.cache_write_tokens


def _said(one: Made) -> str:
    return WORDS.line(
        "picture/call",
        name=one.name,
        fresh=f"{_fresh(one.usage):,}",
        written=f"{one.usage.cache_write_tokens:,}",
        read=f"{one.usage.cached_tokens:,}",
        price=money(one.usd),
        seconds=one.cost.time,
    )


def when_it_pays(curves: Sequence[Curve]) -> Chart:
    """What so many calls cost together, a line for each way; a mark where keeping becomes cheaper than not."""
    plain = pay.named(curves, pay.PLAIN)
    if plain is None:
        return chart([], {}, 0, alt=WORDS.line("pay/no_price"))
    top = max(curve.usd[-1] for curve in curves)
    scale, unit = unit_for(top)
    lines = [_line(curve, scale) for curve in curves]
    marks = [_mark(curve, plain, scale) for curve in curves if curve.id in {pay.MINUTES, pay.HOUR}]
    layout = {
        "xaxis": {"title": {"text": WORDS.line("pay/calls")}, "tickformat": "d", "nticks": 10},
        "yaxis": {"title": {"text": WORDS.line("pay/together", unit=unit)}, "rangemode": "tozero"},
    }
    alt = " ".join(_curve_said(curve, plain) for curve in curves)
    return chart([*lines, *filter(None, marks)], legend() | layout, 320, alt=alt)


def _line(curve: Curve, scale: int) -> dict[str, Any]:
    colour, dash = _LINES[curve.id]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": list(range(1, len(curve.usd) + 1)),
        "y": [float(usd * scale) for usd in curve.usd],
        "name": WORDS.title(f"curve {curve.id}"),
        "line": {"color": colour, "width": 3, "dash": dash},
        "hovertext": [money(usd) for usd in curve.usd],
        "hovertemplate": "%{x}: %{hovertext}<extra></extra>",
    }


def _mark(curve: Curve, plain: Curve, scale: int) -> dict[str, Any] | None:
    number = pay.pays_from(curve, plain)
    if number is None:
        return None
    said = WORDS.line("pay/from", number=number)
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [number],
        "y": [float(curve.usd[number - 1] * scale)],
        "marker": {"color": INPUT_COLOUR, "size": 12, "symbol": "diamond", "line": {"width": 1}},
        "hovertext": [said],
        "hovertemplate": "%{hovertext}<extra></extra>",
        "showlegend": False,
    }


def _curve_said(curve: Curve, plain: Curve) -> str:
    name, total = WORDS.title(f"curve {curve.id}"), money(curve.usd[-1])
    said = WORDS.line("pay/curve", name=name, calls=len(curve.usd), total=total)
    number = pay.pays_from(curve, plain)
    return said if number is None else f"{said} {WORDS.line('pay/from', number=number)}"
