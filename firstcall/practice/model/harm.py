"""How harmful a text is, by the words in it: a score from 0 to 1 for each of OpenAI's categories of moderation.

A real moderation model reads for meaning; this one knows the words in `harm.toml`. The same text has the same scores,
and each thing that is found brings its category nearer to 1.
"""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from zlib import crc32

FLAGGED_FROM = 0.5
_OF_ONE = 0.72
"""What one thing found gains of the way to 1."""
MOST_CHARACTERS = 4_000
"""So much of a text is looked at."""


def _read() -> dict[str, list[re.Pattern[str]]]:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))

    def whole(pattern: str) -> str:
        while found := re.search(r"<([a-z]+)>", pattern):
            pattern = pattern.replace(found[0], data["parts"][found[1]])
        return pattern

    return {
        category: [re.compile(whole(each), re.IGNORECASE) for each in patterns]
        for category, patterns in data["words"].items()
    }


_WORDS = _read()
CATEGORIES = tuple(_WORDS)


def scores(text: str) -> dict[str, float]:
    """How surely a text belongs to each category."""
    text = text[:MOST_CHARACTERS].replace("’", "'")
    return {category: _score(text, category) for category in CATEGORIES}


def _score(text: str, category: str) -> float:
    """Never quite 0 and never quite 1, as a network's are."""
    found = sum(pattern.search(text) is not None for pattern in _WORDS[category])
    noise = 1e-6 * (1 + crc32(f"{category} {text}".encode("utf-8", "replace")) % 400)
    return 1 - (1 - _OF_ONE) ** found - noise if found else noise
