"""The colours of all pictures, and how they write counts, amounts and tokens."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from firstcall import providers

# The colours of Okabe and Ito, told apart by colour-blind eyes: https://jfly.uni-koeln.de/color/
# A provider that can be called says its own, out of the same palette.
_NOT_CALLED_HERE = {"google": "#0072B2", "ollama": "#CC79A7"}
INPUT_COLOUR, OUTPUT_COLOUR = "#56B4E9", "#E69F00"
NEUTRAL = "#808890"


def provider_colour(id: str | None) -> str:
    """A provider's colour, the same in every picture. Grey for one that is not known."""
    provider = providers.every().get(id or "")
    return provider.colour if provider else _NOT_CALLED_HERE.get(id or "", NEUTRAL)


def count(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def unit_for(largest_usd: Decimal) -> tuple[int, str]:
    """The unit that gives amounts up to this one as small whole numbers: how many are a dollar, and its name."""
    if largest_usd < Decimal("0.001"):
        return 1_000_000, "millionths of a dollar"
    return (100, "cents") if largest_usd < 1 else (1, "dollars")


def distinct(tokens: Sequence[str]) -> list[str]:
    """Tokens as a chart's axis can name them: blanks made visible, no name twice."""
    names: list[str] = []
    for token in tokens:
        name = escape(token.replace(" ", "␣").replace("\n", "↵").replace("\t", "⇥")) or "(nothing)"
        while name in names:
            name += " "
        names.append(name)
    return names
