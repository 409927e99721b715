"""The protocols: a folder each, which says what it serves for a vendor that speaks it.

A wire offers `routes(vendor, learners)`, the `READABLE_HEADERS` of its answers, and the `VARIABLES` from
which its SDK takes base URL and key. Which vendor speaks which is in the catalogue.
"""

from __future__ import annotations

import importlib
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Protocol

from starlette.routing import BaseRoute, Route

from firstcall.practice.exchange import Endpoint, Exchange, Refuse
from firstcall.practice.learners import Learners

Perform = Callable[[str, Learners, Exchange], Awaitable[None]]
"""What answers one request: for which vendor, from which learners, and the exchange."""


class Wire(Protocol):
    READABLE_HEADERS: tuple[str, ...]
    VARIABLES: tuple[str, str]

    def routes(self, vendor: str, learners: Learners) -> list[BaseRoute]: ...


def endpoint(
    vendor: str, learners: Learners, refuse: Refuse, path: str, method: str, perform: Perform
) -> Route:
    """One route of a vendor; what is refused is said by `refuse`, in the words of the wire."""
    return Route(path, Endpoint(partial(perform, vendor, learners), refuse), methods=[method])


def find(name: str) -> Wire:
    """The wire that a vendor names."""
    wire: Wire = importlib.import_module(f"{__name__}.{name}")
    return wire
