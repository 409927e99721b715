"""The SDK's exceptions in plain words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from firstcall.calls import Failure, Travelled
from firstcall.providers import _explain
from firstcall.providers._own_words import OwnWords
from firstcall.providers.google.errors import ASKED_WAIT

_OWN = OwnWords(Path(__file__).parent)
_SEEN = ("code", "status", "message", "details")
_MODULE = "google.genai.errors"


def explain(name: str, key_variable: str, error: Exception, travelled: Travelled | None = None) -> Failure:
    """The SDK's exception for a provider called `name`. Classes: `google/genai/errors.py` of the SDK."""
    own = type(error).__module__ == _MODULE
    status = getattr(error, "code", None) if own else None
    details = _details(error) if hasattr(error, "details") else []
    if travelled is not None and (wait := ASKED_WAIT.among(details)) is not None:
        travelled = replace(travelled, retry_after=wait)
    found = _explain.explain(
        error,
        _OWN,
        name=name,
        key_variable=key_variable,
        seen=_SEEN,
        travelled=travelled,
        said=getattr(error, "message", None) if own else None,
        codes=_codes(error, details) if hasattr(error, "details") else (),
        status=status if isinstance(status, int) else None,
    )
    # As it is written after `from google.genai import errors`.
    return replace(found, error=f"errors.{type(error).__name__}") if own else found


def _codes(error: Any, details: Sequence[Mapping[str, Any]]) -> tuple[object, ...]:
    """Google's words for what went wrong, the sharpest first: a reason in the details, the quota, the status's name."""
    reasons = [one.get("reason") for one in details]
    per_day = any("PerDay" in str(one.get("violations")) for one in details)
    return (*(reason for reason in reasons if reason), *(("PerDay",) if per_day else ()), error.status)


def _details(error: Any) -> list[Mapping[str, Any]]:
    """The list of details. `error.details` is the whole body: `google/genai/errors.py`."""
    body = error.details if isinstance(error.details, Mapping) else {}
    inner = body.get("error")
    listed = inner.get("details") if isinstance(inner, Mapping) else None
    return [one for one in listed if isinstance(one, Mapping)] if isinstance(listed, list) else []
