"""Pictures of "Thinking": what each effort cost and whether it was right, and what filled the token limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from firstcall.ledger.prices import money
from firstcall.steps.thinking import WORDS
from firstcall.ui.charts.bars import across, bar, texts
from firstcall.ui.charts.chart import ROWS, Chart, beside, chart, heading, legend
from firstcall.ui.charts.palette import INPUT_COLOUR, NEUTRAL, OUTPUT_COLOUR

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True)
class Made:
    """One call of the picture: how much it was to think, tokens written and those of them that were thought (`None`
    where they are not told apart), its price, its time in seconds, whether it was right."""

    level: str
    written: int
    thought: int | None
    usd: Decimal | None
    seconds: float
    right: bool | None


def efforts(made: Sequence[Made]) -> Chart:
    """For each call, one below the other: its tokens by what they were for, its price, its time; right or wrong stands
    beside its name."""
    names = [escape(_name(one)) for one in made]
    written = [one.written for one in made]
    kinds = [("answer", "", [one.written - (one.thought or 0) for one in made])]
    if any(one.thought is not None for one in made):
        kinds.insert(0, ("thought", "/", [one.thought or 0 for one in made]))
    else:
        kinds = [("both", "", written)]
    tokens = [
        bar(names, values, WORDS.title(f"counter {kind}"), OUTPUT_COLOUR, "3", hatch)
        for kind, hatch, values in kinds
    ]
    price = bar(names, [float((one.usd or 0) * _MILLION) for one in made], "", INPUT_COLOUR, "2")
    price |= texts([money(one.usd) for one in made])
    seconds = bar(names, [one.seconds for one in made], "", NEUTRAL, "")
    seconds |= texts([_time(one.seconds) for one in made])
    layout = {
        "barmode": "stack",
        "xaxis3": across("y3", written, 1.25),
        "yaxis3": ROWS | {"anchor": "x3", "domain": [0.68, 0.94]},
        "xaxis2": across("y2", price["x"], 1.35),
        "yaxis2": ROWS | {"anchor": "x2", "domain": [0.34, 0.56]},
        "xaxis": across("y", seconds["x"], 1.25),
        "yaxis": ROWS | {"anchor": "x", "domain": [0.0, 0.24]},
        "annotations": [
            heading(WORDS.line("picture/tokens"), 0.945),
            heading(WORDS.line("picture/price"), 0.57),
            heading(WORDS.line("picture/time"), 0.25),
            *(
                beside(name, total, f"{total:,}", xref="x3", yref="y3")
                for name, total in zip(names, written, strict=True)
            ),
        ],
    }
    alt = " ".join(_said(one) for one in made) or WORDS.line("picture/nothing")
    traces = [*tokens, price, seconds] if made else []
    return chart(traces, legend(1.0) | layout, 190 + 66 * len(made), alt=alt)


def _name(one: Made) -> str:
    return f"{one.level} {'' if one.right is None else '✓' if one.right else '✗'}".strip()


def _said(one: Made) -> str:
    verdict = "unjudged" if one.right is None else "right" if one.right else "wrong"
    return WORDS.line(
        "picture/call",
        level=one.level,
        written=f"{one.written:,}",
        thought="—" if one.thought is None else f"{one.thought:,}",
        price=money(one.usd),
        seconds=_time(one.seconds),
        verdict=WORDS.line(f"picture/{verdict}"),
    )


def _time(seconds: float) -> str:
    return f"{seconds:.2f} s"


@dataclass(frozen=True, slots=True)
class Filled:
    """A token limit, and what filled it: tokens of thinking and of the answer."""

    limit: int
    thought: int
    answer: int
    stop_reason: str


def limits(made: Sequence[Filled]) -> Chart:
    """For each limit what filled it: thinking first, then the answer, then what was left."""
    names = [WORDS.line("limit/tokens", limit=one.limit) for one in made]
    kinds = {
        "thought": ("/", OUTPUT_COLOUR, [one.thought for one in made]),
        "answer": ("", OUTPUT_COLOUR, [one.answer for one in made]),
        "left": (".", NEUTRAL, [max(0, one.limit - one.thought - one.answer) for one in made]),
    }
    traces = [
        bar(names, values, WORDS.title(f"counter {kind}"), colour, "", hatch)
        for kind, (hatch, colour, values) in kinds.items()
    ]
    layout = {
        "barmode": "stack",
        "xaxis": across("y", [one.limit for one in made], 1.3) | {"domain": [0, 1]},
        "yaxis": ROWS,
        "annotations": [
            beside(name, max(one.limit, one.thought + one.answer), escape(one.stop_reason))
            for name, one in zip(names, made, strict=True)
        ],
    }
    alt = " ".join(
        WORDS.line(
            "limit/said", limit=one.limit, thought=one.thought, answer=one.answer, reason=one.stop_reason
        )
        for one in made
    )
    return chart(
        traces if made else [],
        legend() | layout,
        90 + 44 * len(made),
        alt=alt or WORDS.line("picture/nothing"),
    )
