"""Keeps a call's secrets out of what its SDK logs (`ANTHROPIC_LOG=debug`): the options of a request, with all
that the learner wrote into it, come before anything that a transport could look through."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from firstcall.running.redaction import Secrets

_secrets: ContextVar[Secrets | None] = ContextVar("secrets", default=None)


@contextmanager
def without(secrets: Secrets, package: str) -> Iterator[None]:
    """While this lasts, the loggers of an SDK and of its HTTP library write none of these, in this thread."""
    own = package.replace("-", "_")  # as `google_genai` of google-genai
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in {own, "httpx", "httpx2"}:
            logging.getLogger(name).addFilter(_redacted)  # one and the same is added once
    before = _secrets.set(secrets)
    try:
        yield
    finally:
        _secrets.reset(before)


def _redacted(record: logging.LogRecord) -> bool:
    secrets = _secrets.get()
    if secrets is not None and secrets.forms:
        record.msg, record.args = secrets.without(record.getMessage()), None
    return True
