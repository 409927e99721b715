"""Model ids with an end in a text that is no program that Python reads: settings, JSON, another language."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from firstcall.programs.read.model_id import ModelId, read, successor
from firstcall.programs.read.text_kind import TextKind

_QUOTED = re.compile(r"(?P<quote>[\"'`])(?P<id>[A-Za-z][\w./:-]{2,80})(?P=quote)")
_VALUE = re.compile(r"=[ \t]*[\"']?(?P<id>[A-Za-z][\w./:-]{2,80})[\"']?[ \t]*(?:#.*)?$", re.MULTILINE)


@dataclass(frozen=True)
class LooseId:
    """An id in a text: its model, its first character and the one after its last, what to take instead."""

    model: ModelId
    start: int
    end: int
    better: str

    def replaced(self, source: str) -> str:
        return source[: self.start] + self.model.before + self.better + source[self.end :]

    def place(self, source: str) -> tuple[int, int, int]:
        """Its line, counted from 1, and the columns of its ends."""
        begin = source.rfind("\n", 0, self.start) + 1
        return source.count("\n", 0, self.start) + 1, self.start - begin, self.end - begin


def loose_ids(source: str, kind: TextKind, today: date) -> Iterator[LooseId]:
    """The ids of models that have ended, where they stand alone between quotes, or as the value of a setting."""
    for found in (_VALUE if kind == "settings" else _QUOTED).finditer(source):
        model = read(found["id"])
        if model is not None and model.gone(today) and not model.plain:
            yield LooseId(model, *found.span("id"), successor(model.vendor.id, model.id, today))
