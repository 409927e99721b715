"""The protocols: a folder each, which says what it serves for a vendor that speaks it.

A wire offers `routes(vendor, learners)`, the `READABLE_HEADERS` of its answers, and the `VARIABLES` from
which its SDK takes base URL and key. Which vendor speaks which is in the catalogue.
"""

from __future__ import annotations

import importlib
from typing import Protocol

from starlette.routing import BaseRoute

from firstcall.practice.learners import Learners


class Wire(Protocol):
    READABLE_HEADERS: tuple[str, ...]
    VARIABLES: tuple[str, str]

    def routes(self, vendor: str, learners: Learners) -> list[BaseRoute]: ...


def find(name: str) -> Wire:
    """The wire that a vendor names."""
    wire: Wire = importlib.import_module(f"{__name__}.{name}")
    return wire
