"""The SDK's exceptions in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from firstcall.calls import Failure
from firstcall.providers import _explain
from firstcall.providers._own_words import OwnWords

_OWN = OwnWords(Path(__file__).parent)
_SEEN = ("status_code", "type", "code", "param", "request_id", "body")


def explain(name: str, key_variable: str, error: Exception) -> Failure:
    """The SDK's exception for a provider called `name`. Classes: `openai/_exceptions.py` of the SDK."""
    body = getattr(error, "body", None)
    said = body.get("message") if isinstance(body, Mapping) else None
    advice = _explain.advice(error, _OWN, name=name, key_variable=key_variable, about=_about(error))
    return _explain.failure(error, said=said, advice=advice, seen=_SEEN)


def _about(error: Exception) -> str | None:
    """What the class does not tell: 413 has none of its own, and no credit comes as a rate limit."""
    if getattr(error, "status_code", None) == 413:
        return "too_large"
    return "no_credit" if getattr(error, "code", None) == "insufficient_quota" else None
