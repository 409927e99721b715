"""How a provider's models are made to think before they answer, and what a program reads of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstcall.calls import Call

SHAPE = "thinking"
"""What the programs that print the thoughts are called, in a wire's folder."""

OTHER_THOUGHTS = "It is always sunny."
"""What stands in the place of a thought that was altered."""
Entries = Sequence[Mapping[str, Any]]
"""Entries of a conversation, as a request has them."""


def _as_it_is(call: Call) -> Call:
    return call


def _never(call: Call) -> Call | None:
    return None


@dataclass(frozen=True, slots=True)
class Thoughts:
    """What a program says and reads of it. How much a model thinks is the effort in the settings of a call, where it has
    one.

    `on` gives the call with what asks the model to think and to show what it thought; the same call where nothing is to
    be said. `off` gives the call that keeps it from thinking where no effort does that, `None` where it cannot be kept
    from it so. `words` is the path in a reply to what was thought, or a summary of it; empty where that never leaves the
    provider. `tokens` is the path to how many tokens were thought; empty where they are not told apart. `model` is the
    one to begin with where the provider's default does not think.

    What was thought can go back with the model's turn where `left_out` and `altered` are given: both make of the entries
    of that turn such as a careless program would send, without the thoughts or with others. `carried` gives the call
    whose reply has all that is to go back.
    """

    on: Callable[[Call], Call] = _as_it_is
    off: Callable[[Call], Call | None] = _never
    words: str = ""
    tokens: str = ""
    model: str = ""
    carried: Callable[[Call], Call] = _as_it_is
    left_out: Callable[[Entries], Entries] | None = None
    altered: Callable[[Entries], Entries] | None = None
