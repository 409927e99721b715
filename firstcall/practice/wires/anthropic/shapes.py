"""The shapes of Anthropic's requests: fields, kinds, and the sentence for a body that has another. Blocks are in `blocks`.

Fields are those of anthropic 2.14.0 `types/message_create_params.py` and
`types/message_count_tokens_params.py`. The real API checks them with pydantic too, so the sentences
are pydantic's own; that of the version header is reported in PipedreamHQ/pipedream 9697 and
decolua/9router 2357.

Accepted and without effect: `citations`, `container`,
`inference_geo`, `metadata`, `service_tier`, `speed` (but that the reply names it), `top_p`, `top_k`,
`user_profile_id`, `workspace_id`; in messages what Anthropic's own tools brought (counted, not looked at).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError

from firstcall.practice.parsing import parsed
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.anthropic.blocks import (
    FIRST,
    CacheControl,
    Content,
    Strict,
    System,
    string_or_list,
)
from firstcall.practice.wires.anthropic.documents import PDF
from firstcall.practice.wires.anthropic.images import NOWHERE, WHOLE

VERSIONS = ("2023-06-01", "2026-10-21")
"""Under the second, `temperature`, `top_p` and `top_k` do not exist for any model."""


class Message(Strict):
    role: str
    content: Content


class Adaptive(Strict):
    type: Literal["adaptive"]
    display: Literal["summarized", "omitted"] | None = None


class Enabled(Strict):
    type: Literal["enabled"]
    budget_tokens: Annotated[int, Field(ge=1024)]
    display: Literal["summarized", "omitted"] | None = None


class Off(Strict):
    type: Literal["disabled", "between_tools"]


class JsonFormat(Strict):
    type: Literal["json_schema"]
    schema_: dict[str, Any] = Field(alias="schema")


class OutputConfig(Strict):
    effort: Literal["low", "medium", "high", "xhigh", "max"] | None = None
    format: JsonFormat | None = None
    task_budget: dict[str, Any] | None = None


class Edit(BaseModel):
    """An edit of the context; its fields are not checked."""

    model_config = ConfigDict(extra="allow")
    type: Literal["clear_tool_uses_20250919", "clear_thinking_20251015", "compact_20260112"]


class ContextManagement(Strict):
    edits: Annotated[list[Edit], FIRST] = Field(default_factory=list)


class McpServer(Strict):
    type: Literal["url"]
    name: str
    url: str
    authorization_token: str | None = None
    tool_configuration: dict[str, Any] | None = None


class Fallback(BaseModel):
    """A model to go on with; what else is said of it is not checked."""

    model_config = ConfigDict(extra="allow")
    model: str


Fallbacks = Annotated[
    Annotated[Literal["default"], Tag("#string")] | Annotated[list[Fallback], FIRST, Tag("#list")],
    Discriminator(string_or_list),
]


class CountRequest(Strict):
    """The body of `count_tokens`: what `create` takes, without what only concerns the answer."""

    model: Annotated[str, Field(min_length=1)]
    messages: Annotated[list[Message], Field(max_length=100_000), FIRST]
    system: System = ""
    thinking: Annotated[Adaptive | Enabled | Off, Field(discriminator="type")] | None = None
    output_config: OutputConfig = OutputConfig()
    tools: Annotated[list[dict[str, Any]], FIRST] = Field(default_factory=list)
    tool_choice: dict[str, Any] | None = None
    cache_control: CacheControl | None = None
    speed: Literal["standard", "fast"] | None = None
    user_profile_id: str | None = None
    workspace_id: str | None = None
    billing_policy: dict[str, Any] | None = None
    compaction: dict[str, Any] | None = None
    context_management: ContextManagement | None = None
    mcp_servers: Annotated[list[McpServer], FIRST] = Field(default_factory=list)


class Diagnostics(Strict):
    previous_message_id: str | None = None


class Metadata(Strict):
    user_id: str | None = None


class Request(CountRequest):
    """The body of `create` under API version 2026-10-21. `max_tokens` 0 is allowed: it warms the cache."""

    max_tokens: Annotated[int, Field(ge=0)]
    stop_sequences: Annotated[list[str], Field(max_length=256), FIRST] = Field(default_factory=list)
    stream: bool = False
    metadata: Metadata | None = None
    service_tier: Literal["auto", "standard_only"] | None = None
    container: str | dict[str, Any] | None = None
    diagnostics: Diagnostics | None = None
    inference_geo: str | None = None
    thread: Any = None
    fallback_credit_token: str | dict[str, Any] | None = None
    fallbacks: Fallbacks | None = None
    output_format: JsonFormat | None = None


class Request2023(Request):
    """The body of `create` under API version 2023-06-01."""

    temperature: float | None = None
    top_p: float | None = None
    top_k: Annotated[int, Field(ge=0)] | None = None


class BatchedRequest(Strict):
    custom_id: Annotated[str, Field(pattern=r"^[a-zA-Z0-9_-]{1,64}$")]
    params: dict[str, Any]


class BatchRequest(Strict):
    """`types/messages/batch_create_params.py`."""

    requests: Annotated[list[BatchedRequest], Field(min_length=1), FIRST]


Shape = TypeVar("Shape", bound=BaseModel)
_NO_OBJECT = "Input should be a valid dictionary or object to extract fields from"
"""Pydantic's sentence for what is no object; its other one names the class that is read into."""


def version_of(headers: Mapping[str, str]) -> str:
    version = headers.get("anthropic-version", "")
    if not version:
        raise Refusal(400, "anthropic-version: header is required")
    if version not in VERSIONS:
        raise Refusal(400, f'anthropic-version: "{version[:80]}" is not a valid version')
    return version


def read(body: bytes, version: str) -> Request:
    """The `create` request in a body. Raises `Refusal` for whatever the API version does not take."""
    return _parse(Request2023 if version == "2023-06-01" else Request, body)


def read_batch(body: bytes) -> tuple[BatchedRequest, ...]:
    """The requests of a batch in a body; what each asks is looked at when it is its turn."""
    return tuple(_parse(BatchRequest, body).requests)


def read_count(body: bytes) -> CountRequest:
    return _parse(CountRequest, body)


def _parse(shape: type[Shape], body: bytes) -> Shape:
    try:
        return shape.model_validate(parsed(body))
    except ValidationError as error:
        raise Refusal(400, complaint(error)) from error
    except ValueError as error:
        raise Refusal(400, f"The request body is not valid JSON: {error}") from error


def complaint(error: ValidationError, *where: str) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    parts = [*where, *(str(part) for part in first["loc"] if not str(part).startswith("#"))]
    if first["type"] == PDF:
        parts = ["pdf" if part == "document" else part for part in parts]
    place = ".".join(parts[:-1] if first["type"] == WHOLE else parts if first["type"] != NOWHERE else ())
    if first["type"] == "union_tag_not_found":
        return f"{place}.type: Field required"
    said = _NO_OBJECT if first["type"] == "model_type" else first["msg"]
    return f"{place}: {said}" if place else said


def breakpoint_in(tool: dict[str, Any], place: str) -> CacheControl | None:
    """The `cache_control` of a tool, of which nothing else is checked."""
    if tool.get("cache_control") is None:
        return None
    try:
        return CacheControl.model_validate(tool["cache_control"])
    except ValidationError as error:
        raise Refusal(400, complaint(error, place, "cache_control")) from error
