"""JSON by a schema: `response_json_schema` takes it as it is; `response_schema` takes the class, and writes it in Google's
own names.

https://ai.google.dev/gemini-api/docs/structured-output, `google/genai/_transformers.py` (`t_schema`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from firstcall.calls.written import Written
from firstcall.providers._arrange import changed
from firstcall.providers._structured import Structured

if TYPE_CHECKING:
    from pydantic import BaseModel

    from firstcall.calls import Call

_JSON = "application/json"


def add(call: Call, name: str, schema: Written) -> Call:
    return changed(call, config=_config(call) | {"response_mime_type": _JSON, "response_json_schema": schema})


def helped(call: Call, model: type[BaseModel]) -> Call:
    config = {name: value for name, value in _config(call).items() if name != "response_json_schema"}
    return changed(call, config=config | {"response_mime_type": _JSON, "response_schema": model})


def _config(call: Call) -> dict[str, Any]:
    return dict(call.arguments.get("config") or {})


_BLOCKED = frozenset({"SAFETY", "PROHIBITED_CONTENT", "BLOCKLIST", "SPII"})
_SETTING = {"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "threshold": "BLOCK_LOW_AND_ABOVE"}


def declines(call: Call) -> Call:
    """The newer models block nothing that no setting names: https://ai.google.dev/gemini-api/docs/safety-settings."""
    return changed(call, config=_config(call) | {"safety_settings": [_SETTING]})


def declined(names: Mapping[str, Any]) -> str:
    """Why a prompt was blocked, or a reply (`BlockedReason` and `FinishReason` in `google/genai/types.py`)."""
    response = names.get("response")
    feedback = getattr(response, "prompt_feedback", None)
    if reason := getattr(feedback, "block_reason", None):
        return str(reason.value)
    ended = [getattr(one.finish_reason, "value", "") for one in getattr(response, "candidates", None) or ()]
    return next((reason for reason in ended if reason in _BLOCKED), "")


STRUCTURED = Structured(
    add=add,
    helped=helped,
    helper='client.models.generate_content(…, config={{"response_mime_type": "application/json", "response_schema": {name}}})',
    declined=declined,
    declines=declines,
    parsed="response.parsed",
    travels=("generationConfig", "responseSchema"),
)
