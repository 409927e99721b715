"""The colours of all pictures, and how they write amounts and tokens."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from html import escape

from firstcall import providers
from firstcall.ui.charts import WORDS

# The colours of Okabe and Ito, told apart by colour-blind eyes: https://jfly.uni-koeln.de/color/
# A provider says its own, out of the same palette.
INPUT_COLOUR, OUTPUT_COLOUR = "#56B4E9", "#E69F00"
NEUTRAL = "#808890"


_NAMED = {
    "#D55E00": "orange",
    "#009E73": "green",
    "#0072B2": "blue",
    "#CC79A7": "violet",
    "#F0E442": "yellow",
}
"""What Streamlit calls a colour of this palette in Markdown; it has none for sky blue and for grey."""


def named(colour: str) -> str:
    """A colour as Markdown writes it."""
    return _NAMED.get(colour, "gray")


def provider_colour(id: str | None) -> str:
    """A provider's colour, the same in every picture. Grey for one that is not known."""
    known = providers.every().get(id or "")
    return known.colour if known else NEUTRAL


def unit_for(largest_usd: Decimal) -> tuple[int, str]:
    """The unit in which people say amounts up to this one: how many are a dollar, and its name."""
    return (100, WORDS.line("cents")) if largest_usd < 1 else (1, WORDS.line("dollars"))


def distinct(tokens: Sequence[str]) -> list[str]:
    """Tokens as a chart's axis can name them: blanks made visible, no name twice."""
    names: list[str] = []
    for token in tokens:
        name = escape(token.replace(" ", "␣").replace("\n", "↵").replace("\t", "⇥")) or "(nothing)"
        while name in names:
            name += " "
        names.append(name)
    return names
