"""Pictures of "Thinking": what each effort cost and whether it was right, and what filled the token limit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from html import escape

from firstcall.ledger.prices import money
from firstcall.steps.thinking import WORDS
from firstcall.ui.charts.bars import Cost, across, bar, costs
from firstcall.ui.charts.chart import ROWS, Chart, beside, chart, legend
from firstcall.ui.charts.palette import INPUT_COLOUR, NEUTRAL, OUTPUT_COLOUR


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

    @property
    def cost(self) -> Cost:
        return Cost(self.written, self.usd, self.seconds)


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
    said = (WORDS.line("picture/tokens"), WORDS.line("picture/price"), WORDS.line("picture/time"))
    alt = " ".join(_said(one) for one in made) or WORDS.line("picture/nothing")
    return costs(names, [one.cost for one in made], tokens, INPUT_COLOUR, said, alt)


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
        seconds=one.cost.time,
        verdict=WORDS.line(f"picture/{verdict}"),
    )


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
