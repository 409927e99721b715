"""Asking a provider how many tokens it makes of a text: free of charge, nothing is written."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from firstcall.calls import Failure, Mode
from firstcall.providers import Access, Provider
from firstcall.running import asking
from firstcall.steps.tokens_cost import WORDS

_SECONDS = 30.0


class Count:
    """The question on its way, one request per model, in a thread of its own.

    `answers` holds, by model, the number of tokens, or the failure that came instead.
    """

    def __init__(self, provider: Provider, models: Sequence[str], text: str) -> None:
        self.provider, self.models, self.text = provider, tuple(models), text
        self.answers: dict[str, int | Failure] = {}
        self._done = threading.Event()

    @property
    def finished(self) -> bool:
        return self._done.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        return self._done.wait(seconds)

    def _work(self, access: Access, mode: Mode) -> None:
        try:
            for model in self.models:
                self.answers[model] = ask(self.provider, access, model, self.text, mode)
        finally:
            self._done.set()


def start(provider: Provider, access: Access, models: Sequence[str], text: str, mode: Mode) -> Count:
    """Ask in the background."""
    count = Count(provider, models, text)
    threading.Thread(target=count._work, args=(access, mode), name="token-count", daemon=True).start()
    return count


def ask(provider: Provider, access: Access, model: str, text: str, mode: Mode) -> int | Failure:
    """Tokens of one user message with this text, as the provider counts it for this model."""
    count = provider.calling.count_tokens
    if count is None:
        said, advice = WORDS.line("no_count", provider=provider.name), WORDS.line("no_count/do")
        return Failure("NoSuchEndpoint", said, advice, kind="no_such_call", stage="before")
    return asking.ask(provider, access, mode, lambda client: count(client, model, text), _SECONDS)
