"""Asking a provider how many tokens it makes of a text: free of charge, nothing is written."""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Sequence

from firstcall.calls import Call, Failure, Mode
from firstcall.providers import Access, Provider, headers_from
from firstcall.running import logs
from firstcall.running.wire import Recorder
from firstcall.steps.tokens_cost import WORDS

_log = logging.getLogger(__name__)

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
    if provider.calling.count_tokens is None:
        said, advice = WORDS.line("no_count", provider=provider.name), WORDS.line("no_count/do")
        return Failure("NoSuchEndpoint", said, advice, kind="no_such_call", stage="before")
    added = headers_from(os.environ, provider)
    recorder = Recorder(
        secrets=(access.key, *added.values()),
        withheld=() if access.owners else added,
        private=added,
        ours=mode == "practice",
    )
    call = Call(provider.id, "count_tokens", {}, client=provider.sdk.patience.written({}, 0, _SECONDS))
    try:
        http_client = recorder.around(provider.calling.http_client)
        with (
            provider.calling.connect(access, call, http_client) as client,
            logs.without(recorder.secrets, provider.sdk.package),
        ):
            return provider.calling.count_tokens(client, model, text)
    except Exception as error:  # whatever the SDK raises is an answer for the page
        failure = recorder.told(provider.calling.explain(error, recorder.travelled))
        _log.debug("token count failed: %s: %s", failure.error, failure.said)
        return failure
