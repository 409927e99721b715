"""The SDK's exceptions in plain words."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.calls import Failure
from firstcall.providers import _explain

_SEEN = ("status_code", "type", "api_message", "error_code", "request_id", "body")

_ADVICE: Mapping[str, str] = {
    "OverloadedError": "<name> is overloaded (529). Wait a little and try again.",
    "BadRequestError": "The request itself is wrong: the message names the field. Mend it; the same again cannot help.",
    "AuthenticationError": "The key was not accepted. Check <key_variable>, paste another key, or switch to practice.",
    "PaymentRequiredError": "Add credit in the <name> console, or switch to practice.",
    "PermissionDeniedError": "This key is not allowed to do that. Use another key or model, or switch to practice.",
    "NotFoundError": "There is no such model or path. Check the model id: it may be misspelt or retired.",
    "ContentTooLargeError": "The request is too big. Shorten what you send.",
    "RateLimitError": "Too many requests for now. Wait as long as `retry-after` says, then try again.",
}


def explain(name: str, key_variable: str, error: Exception) -> Failure:
    """The SDK's exception for a provider called `name`. Classes: `anthropic/_error_classes.py` of the SDK."""
    advice = _explain.by_class(error, _ADVICE)
    if "credit balance" in str(error):
        advice = "This account has no credit. Add some in the <name> console, or switch to practice."
    advice = _explain.told(advice, name, key_variable)
    said = getattr(error, "api_message", None)
    return _explain.failure(error, said=said, advice=advice, seen=_SEEN, name=name)
