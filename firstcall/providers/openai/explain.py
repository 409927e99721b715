"""The SDK's exceptions in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.calls import Failure
from firstcall.providers import _explain

_SEEN = ("status_code", "type", "code", "param", "request_id", "body")

_ADVICE: Mapping[str, str] = {
    "BadRequestError": "The request itself is wrong: the message names the field. Mend it; the same again cannot help.",
    "AuthenticationError": "The key was not accepted. Check <key_variable>, paste another key, or switch to practice.",
    "PermissionDeniedError": "This key is not allowed to do that. Use another key or model, or switch to practice.",
    "NotFoundError": "There is no such model or path. Check the model id: it may be misspelt or retired.",
    "RateLimitError": "Too many requests for now. Wait as long as `retry-after` says, then try again.",
    "OpenAIError": "The client could not be made: there is no usable key. Paste one, or switch to practice.",
}


def explain(name: str, key_variable: str, error: Exception) -> Failure:
    """The SDK's exception for a provider called `name`. Classes: `openai/_exceptions.py` of the SDK."""
    advice = _explain.by_class(error, _ADVICE)
    body = getattr(error, "body", None)
    said = body.get("message") if isinstance(body, Mapping) else None
    if getattr(error, "status_code", None) == 413:
        advice = "The request is too big. Shorten what you send."
    if getattr(error, "code", None) == "insufficient_quota":
        advice = "This account has no credit; waiting does not help. Add some on <name>'s billing page, or switch to practice."
    advice = _explain.told(advice, name, key_variable)
    return _explain.failure(error, said=said, advice=advice, seen=_SEEN, name=name)
