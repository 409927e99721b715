"""A question to a provider that is no call of the learner's and costs nothing: how many tokens, which models."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Any, TypeVar

from firstcall.calls import Call, Failure, Mode
from firstcall.providers import Access, Provider, headers_from
from firstcall.running import logs
from firstcall.running.wire import Recorder

_log = logging.getLogger(__name__)
_Answer = TypeVar("_Answer")


def ask(
    provider: Provider,
    access: Access,
    mode: Mode,
    question: Callable[[Any], _Answer],
    seconds: float,
) -> _Answer | Failure:
    """What `question` finds out with the SDK's client, which tries once and waits so long; the failure where it does not.

    No key is in what comes back. Nothing is written down.
    """
    added = headers_from(os.environ, provider)
    recorder = Recorder(
        secrets=(access.key, *added.values()),
        withheld=() if access.owners else added,
        private=added,
        ours=mode == "practice",
    )
    call = Call(provider.id, "", {}, client=provider.sdk.patience.written({}, 0, seconds))
    try:
        http_client = recorder.around(provider.calling.http_client)
        with (
            provider.calling.connect(access, call, http_client) as made,
            logs.without(recorder.secrets, provider.sdk.package),
        ):
            return recorder.secrets.without(question(made))
    except Exception as error:  # whatever the SDK raises is an answer for the page
        failure = recorder.told(provider.calling.explain(error, recorder.travelled))
        _log.debug("%s was not answered: %s: %s", provider.id, failure.error, failure.said)
        return failure
