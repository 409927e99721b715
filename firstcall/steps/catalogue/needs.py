"""What a program needs of a model, and which models have it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from firstcall import models
from firstcall.running.catalogue import STEERED, Row


def _temperature(row: Row) -> bool | None:
    value = row.value("temperature")
    return None if value is None else value in STEERED


def _quiet(row: Row) -> bool | None:
    """Whether it can answer without thinking first."""
    model = models.find(row.id)
    return None if model is None else not model.thinks or bool(model.thinking_off)


def _vectors(row: Row) -> bool | None:
    return None if row.new else bool(row.value("dimensions"))


def _of(fact: str) -> Callable[[Row], bool | None]:
    return lambda row: row.value(fact)


NEEDS: Mapping[str, Callable[[Row], bool | None]] = {
    "temperature": _temperature,
    "seed": _of("seed"),
    "stop": _of("stop"),
    "tools": _of("tools"),
    "structured": _of("structured"),
    "images": _of("images"),
    "quiet": _quiet,
    "vectors": _vectors,
}
"""By id, whether a model has it; `None` where nobody has said."""

WINDOWS = (0, 32_000, 128_000, 200_000, 400_000, 1_000_000)
"""Tokens that a prompt may want; 0 for any."""
PRICES = ("", "0.5", "1", "2", "5", "10", "20")
"""Dollars for a million tokens of the reply, at most; empty for any."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What is looked for: `words` anywhere in a model's names and note, needs, a window, what a million tokens of
    the reply may cost."""

    words: str = ""
    needs: tuple[str, ...] = ()
    window: int = 0
    most_usd: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """The models that have it all, and those of which that is not known."""

    fitting: tuple[Row, ...]
    perhaps: tuple[Row, ...]


def find(rows: Iterable[Row], asked: Asked) -> Found:
    """The models that fit, in their order."""
    judged = [(row, fits(row, asked)) for row in rows if _named(row, asked.words)]
    return Found(tuple(row for row, fit in judged if fit), tuple(row for row, fit in judged if fit is None))


def fits(row: Row, asked: Asked) -> bool | None:
    """Whether a model has what is needed; `None` where something of it is not known, and nothing is missing."""
    said = [NEEDS[need](row) for need in asked.needs]
    if asked.window:
        tokens = row.value("context_tokens")
        said.append(None if tokens is None else tokens >= asked.window)
    if asked.most_usd is not None and not row.at_home:
        usd = row.value("output_usd")
        said.append(None if usd is None else Decimal(usd) <= asked.most_usd)
    if False in said:
        return False
    return None if None in said else True


def _named(row: Row, words: str) -> bool:
    where = f"{row.id} {row.vendor} {row.note}".casefold()
    return all(word in where for word in words.casefold().split())
