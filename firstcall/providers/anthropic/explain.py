"""The SDK's exceptions in plain words."""

from __future__ import annotations

from pathlib import Path

from firstcall.calls import Failure, Travelled
from firstcall.providers import _explain
from firstcall.providers._own_words import OwnWords

_OWN = OwnWords(Path(__file__).parent)
_SEEN = ("status_code", "type", "api_message", "error_code", "request_id", "body")


def explain(name: str, key_variable: str, error: Exception, travelled: Travelled | None = None) -> Failure:
    """The SDK's exception for a provider called `name`. Classes: `anthropic/_error_classes.py` of the SDK."""
    return _explain.explain(
        error,
        _OWN,
        name=name,
        key_variable=key_variable,
        seen=_SEEN,
        travelled=travelled,
        said=getattr(error, "api_message", None),
        codes=(getattr(error, "error_code", None), getattr(error, "type", None)),
    )
