"""The program of "Thinking" that a learner takes home: as it stands in the box."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall import programs
from firstcall.steps.thinking import lab
from firstcall.ui import languages


def sources() -> Mapping[str, str]:
    """The program by language; Python alone where it is not understood."""
    desk = lab.desk()
    try:
        return languages.sources(desk.provider, desk.parse().call, desk.source, desk.shape)
    except programs.NotUnderstood:
        return {"python": desk.source}
