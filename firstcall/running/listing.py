"""The models that the providers list themselves, asked through their SDKs, all at once and in the background."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from firstcall.calls import MOST_TOKENS, Failure, Mode
from firstcall.providers import Access, Listed, Provider
from firstcall.running import asking

MOST = 2_000
"""Models of one list that are read: the longest of today has some hundreds."""
_LONGEST_ID = 200
_SECONDS = 15.0


@dataclass(frozen=True)
class Question:
    """Whom to ask, with what."""

    provider: Provider
    access: Access
    mode: Mode

    @property
    def server(self) -> str:
        """The server that is asked where that is not the provider's own; else empty."""
        live = self.mode == "live"
        return self.provider.address.elsewhere(self.access.base_url) if live else ""


class Listings:
    """The providers' lists on their way. `found` has, by provider, what came: the models by id, or a failure."""

    def __init__(self, questions: list[Question]) -> None:
        self.questions = questions
        self.at = datetime.now(UTC)
        self.found: dict[str, Mapping[str, Listed] | Failure] = {}
        self._begun = [
            threading.Thread(target=self._ask, args=(one,), name=f"list-{one.provider.id}", daemon=True)
            for one in questions
        ]

    @property
    def finished(self) -> bool:
        return len(self.found) == len(self.questions)

    def wait(self, seconds: float) -> bool:
        for thread in self._begun:
            thread.join(seconds)
        return self.finished

    def _ask(self, question: Question) -> None:
        self.found[question.provider.id] = ask(question.provider, question.access, question.mode)


def start(questions: list[Question]) -> Listings:
    """Ask those that can be asked."""
    listings = Listings([one for one in questions if one.provider.calling.listed is not None])
    for thread in listings._begun:
        thread.start()
    return listings


def ask(provider: Provider, access: Access, mode: Mode) -> Mapping[str, Listed] | Failure:
    """The models of one provider, by id, in its own order."""
    listed = provider.calling.listed
    assert listed is not None

    def question(client: Any) -> dict[str, Listed]:
        said = map(_readable, islice(listed(client), MOST))
        return {model.id: model for model in said if model is not None}

    return asking.ask(provider, access, mode, question, _SECONDS)


def _readable(model: Listed) -> Listed | None:
    """What a list says of a model as far as it can be: an SDK takes from a server whatever stands in its JSON."""
    if not isinstance(model.id, str) or not 0 < len(model.id) <= _LONGEST_ID:
        return None
    return replace(
        model, context_tokens=_size(model.context_tokens), output_tokens=_size(model.output_tokens)
    )


def _size(said: object) -> int | None:
    return said if isinstance(said, int) and 0 < said < MOST_TOKENS else None
