"""What is asked of the model, and what it says: in words that all protocols share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from firstcall.practice.model import tools
from firstcall.practice.model.request import Shown
from firstcall.practice.model.sampler import Alternatives
from firstcall.practice.model.tools import Offer


@dataclass(frozen=True, slots=True)
class Asked:
    """One request, in words that all protocols share.

    `messages` are (role, text) with the roles `user` and `assistant`; system text is in `system`.
    `temperature` runs from 0 to 2. The same `seed` and request give the same reply. `alternatives`
    says whether the tokens are to tell what else could have stood in their place. `offer` is what the request
    says about tools. `shown` are the pictures and documents that the question is sent with.
    `thinking` is how many tokens of thinking stand before the reply.
    With a `schema` a reply in words is JSON that fits it, whatever the temperature.
    """

    system: str
    messages: tuple[tuple[str, str], ...]
    temperature: float = 1.0
    seed: int | None = None
    model: str = ""
    alternatives: bool = True
    offer: Offer = tools.NOTHING
    schema: Mapping[str, Any] | None = None
    shown: tuple[Shown, ...] = ()
    thinking: int = 0


class Token(NamedTuple):
    """One word-piece of the reply; `alternatives` are likeliest first, this one among them.

    Log-probabilities are natural and those of temperature 1, whatever the request's temperature;
    0 where the request wants no alternatives. Of the arguments of a tool, `call` says which of the reply's
    calls they are of; each call begins with a token without text.
    """

    text: str
    logprob: float
    alternatives: Alternatives
    call: int | None = None
