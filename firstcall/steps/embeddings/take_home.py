"""The program that a learner takes home: the vectors of the sentences in the box."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall import programs
from firstcall.programs.take_home.language import LANGUAGES
from firstcall.providers._embedding import SHAPE
from firstcall.steps.embeddings import vectors_lab


def sources() -> Mapping[str, str]:
    """By language, for the provider that makes them."""
    provider = vectors_lab.maker()
    program = vectors_lab.understood(provider)
    if program is None:
        return {"python": vectors_lab.source(provider)}
    way = provider.making(program.call)
    other = {
        name: programs.render(program.call, way, name, shape=SHAPE) for name in LANGUAGES if name != "python"
    }
    return {"python": program.source, **other}
