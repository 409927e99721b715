"""The models that the providers list themselves, asked through their SDKs, all at once and in the background."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Any

from firstcall.calls import Failure, Mode
from firstcall.providers import Access, Listed, Provider
from firstcall.running import asking

MOST = 2_000
"""Models of one list that are read: the longest of today has some hundreds."""
_CLIENT = {"max_retries": 0, "timeout": 15.0}


@dataclass(frozen=True)
class Question:
    """Whom to ask, with what."""

    provider: Provider
    access: Access
    mode: Mode


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
        return {model.id: model for model in islice(listed(client), MOST)}

    return asking.ask(provider, access, mode, question, _CLIENT)
