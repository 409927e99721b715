"""Reads the folder of a provider that is only told of: words and no code."""

from __future__ import annotations

from pathlib import Path

from firstcall import text
from firstcall.providers import Cell, Told
from firstcall.providers._own_words import OwnWords


def read(folder: Path) -> Told:
    """What its `en.md` says: in front what every provider has, then a section for each step that tells of it."""
    front, words = text.Words(folder).front, OwnWords(folder)
    return Told(
        id=folder.name,
        name=front["name"],
        short_name=front.get("short_name", front["name"]),
        colour=front["colour"],
        key_page=front["key_page"],
        key_variable=front.get("key_variable"),
        key_prefixes=tuple(front.get("key_prefixes", ())),
        package=front["package"],
        javascript_package=front["javascript_package"],
        python=str(front["python"]),
        source=front["source"],
        table={row: Cell(code) for row, code in words.listed("table").items()},
        words=words,
        families=tuple(front.get("families", ())),
        methods=tuple(front.get("methods", ())),
        old_packages=tuple(front.get("old_packages", ())),
    )
