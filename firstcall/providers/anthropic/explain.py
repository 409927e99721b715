"""The SDK's exceptions in plain words."""

from __future__ import annotations

from pathlib import Path

from firstcall.calls import Failure
from firstcall.providers import _explain
from firstcall.providers._own_words import OwnWords

_OWN = OwnWords(Path(__file__).parent)
_SEEN = ("status_code", "type", "api_message", "error_code", "request_id", "body")


def explain(name: str, key_variable: str, error: Exception) -> Failure:
    """The SDK's exception for a provider called `name`. Classes: `anthropic/_error_classes.py` of the SDK."""
    about = "no_credit" if "credit balance" in str(error) else None
    advice = _explain.advice(error, _OWN, name=name, key_variable=key_variable, about=about)
    return _explain.failure(error, said=getattr(error, "api_message", None), advice=advice, seen=_SEEN)
