"""The SDK's exceptions in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from firstcall.calls import Failure, Travelled
from firstcall.providers import _explain
from firstcall.providers._own_words import OwnWords

_OWN = OwnWords(Path(__file__).parent)
_SEEN = ("status_code", "type", "code", "param", "request_id", "body")


def explain(name: str, key_variable: str, error: Exception, travelled: Travelled | None = None) -> Failure:
    """The SDK's exception for a provider called `name`. Classes: `openai/_exceptions.py` of the SDK."""
    body = getattr(error, "body", None)
    return _explain.explain(
        error,
        _OWN,
        name=name,
        key_variable=key_variable,
        seen=_SEEN,
        travelled=travelled,
        said=body.get("message") if isinstance(body, Mapping) else None,
        codes=(getattr(error, "code", None), getattr(error, "type", None)),
    )
