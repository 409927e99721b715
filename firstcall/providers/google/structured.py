"""JSON by a schema: `response_json_schema` takes it as it is; `response_schema` takes the class, and writes it in Google's
own names.

https://ai.google.dev/gemini-api/docs/structured-output, `google/genai/_transformers.py` (`t_schema`).
"""

from __future__ import annotations

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


STRUCTURED = Structured(
    add=add,
    helped=helped,
    helper='client.models.generate_content(…, config={{"response_mime_type": "application/json", "response_schema": {name}}})',
    parsed="response.parsed",
    travels=("generationConfig", "responseSchema"),
)
