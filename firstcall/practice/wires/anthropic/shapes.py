"""The shapes of Anthropic's requests: fields, kinds, and the sentence for a body that has another.

Fields are those of anthropic 2.14.0 `types/message_create_params.py` and
`types/message_count_tokens_params.py`. The real API checks them with pydantic too, so the sentences
are pydantic's own; that of the version header is reported in PipedreamHQ/pipedream 9697 and
decolua/9router 2357.

Accepted and without effect: `citations`, `container`,
`inference_geo`, `metadata`, `service_tier`, `speed`, Anthropic's own tools, `top_p`, `top_k`,
`user_profile_id`, `workspace_id`; in messages documents and what Anthropic's own tools brought (counted, not looked
at).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag, ValidationError

from firstcall.practice.model.pictures import Picture
from firstcall.practice.parsing import parsed
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.anthropic.images import NOWHERE, WHOLE, Source

VERSIONS = ("2023-06-01", "2026-10-21")
"""Under the second, `temperature`, `top_p` and `top_k` do not exist for any model."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


class CacheControl(_Strict):
    type: Literal["ephemeral"]
    ttl: Literal["5m", "1h"] = "5m"


class TextBlock(_Strict):
    type: Literal["text"]
    text: str
    cache_control: CacheControl | None = None
    citations: list[Any] | None = None


class ThinkingBlock(_Strict):
    type: Literal["thinking"]
    thinking: str
    signature: str


class ImageBlock(_Strict):
    type: Literal["image"]
    source: Source
    cache_control: CacheControl | None = None


class OtherBlock(BaseModel):
    """A block that the practice model cannot use; its fields are not checked."""

    model_config = ConfigDict(extra="allow")
    type: Literal[
        "document",
        "search_result",
        "redacted_thinking",
        "tool_use",
        "server_tool_use",
        "web_search_tool_result",
        "web_fetch_tool_result",
        "code_execution_tool_result",
        "bash_code_execution_tool_result",
        "text_editor_code_execution_tool_result",
        "tool_search_tool_result",
        "container_upload",
    ]
    cache_control: CacheControl | None = None


class ResultOther(BaseModel):
    """What else a tool may bring; its fields are not checked."""

    model_config = ConfigDict(extra="allow")
    type: Literal["document", "search_result", "tool_reference"]


Brought = Annotated[TextBlock | ImageBlock | ResultOther, Field(discriminator="type")]


def _string_or_list(value: Any) -> str:
    return "#list" if isinstance(value, list) else "#string"


_FIRST = Field(fail_fast=True)
"""Only the first complaint is told: a list of a million wrong items stops at its first."""


class ToolResultBlock(BaseModel):
    """What a tool brought; other fields than its content are not checked here."""

    model_config = ConfigDict(extra="allow")
    type: Literal["tool_result"]
    content: (
        Annotated[
            Annotated[str, Tag("#string")] | Annotated[list[Brought], _FIRST, Tag("#list")],
            Discriminator(_string_or_list),
        ]
        | None
    ) = None
    cache_control: CacheControl | None = None


Block = Annotated[
    TextBlock | ThinkingBlock | ImageBlock | ToolResultBlock | OtherBlock, Field(discriminator="type")
]
Content = Annotated[
    Annotated[str, Tag("#string")] | Annotated[list[Block], _FIRST, Tag("#list")],
    Discriminator(_string_or_list),
]
System = Annotated[
    Annotated[str, Tag("#string")] | Annotated[list[TextBlock], _FIRST, Tag("#list")],
    Discriminator(_string_or_list),
]


class Message(_Strict):
    role: str
    content: Content


class Adaptive(_Strict):
    type: Literal["adaptive"]
    display: Literal["summarized", "omitted"] | None = None


class Enabled(_Strict):
    type: Literal["enabled"]
    budget_tokens: Annotated[int, Field(ge=1024)]
    display: Literal["summarized", "omitted"] | None = None


class Off(_Strict):
    type: Literal["disabled", "between_tools"]


class JsonFormat(_Strict):
    type: Literal["json_schema"]
    schema_: dict[str, Any] = Field(alias="schema")


class OutputConfig(_Strict):
    effort: Literal["low", "medium", "high", "xhigh", "max"] | None = None
    format: JsonFormat | None = None


class CountRequest(_Strict):
    """The body of `count_tokens`: what `create` takes, without what only concerns the answer."""

    model: Annotated[str, Field(min_length=1)]
    messages: Annotated[list[Message], Field(max_length=100_000), _FIRST]
    system: System = ""
    thinking: Annotated[Adaptive | Enabled | Off, Field(discriminator="type")] | None = None
    output_config: OutputConfig = OutputConfig()
    tools: Annotated[list[dict[str, Any]], _FIRST] = []
    tool_choice: dict[str, Any] | None = None
    cache_control: CacheControl | None = None
    speed: Literal["standard", "fast"] | None = None
    user_profile_id: str | None = None
    workspace_id: str | None = None


class Diagnostics(_Strict):
    previous_message_id: str | None = None


class Metadata(_Strict):
    user_id: str | None = None


class Request(CountRequest):
    """The body of `create` under API version 2026-10-21. `max_tokens` 0 is allowed: it warms the cache."""

    max_tokens: Annotated[int, Field(ge=0)]
    stop_sequences: Annotated[list[str], Field(max_length=256), _FIRST] = []
    stream: bool = False
    metadata: Metadata | None = None
    service_tier: Literal["auto", "standard_only"] | None = None
    container: str | dict[str, Any] | None = None
    diagnostics: Diagnostics | None = None
    inference_geo: str | None = None
    thread: Any = None


class Request2023(Request):
    """The body of `create` under API version 2023-06-01."""

    temperature: float | None = None
    top_p: float | None = None
    top_k: Annotated[int, Field(ge=0)] | None = None


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


def read_count(body: bytes) -> CountRequest:
    return _parse(CountRequest, body)


def _parse(shape: type[Shape], body: bytes) -> Shape:
    try:
        return shape.model_validate(parsed(body))
    except ValidationError as error:
        raise Refusal(400, _complaint(error)) from error
    except ValueError as error:
        raise Refusal(400, f"The request body is not valid JSON: {error}") from error


def _complaint(error: ValidationError, *where: str) -> str:
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    parts = [*where, *(str(part) for part in first["loc"] if not str(part).startswith("#"))]
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
        raise Refusal(400, _complaint(error, place, "cache_control")) from error


def all_of(block: Block) -> str:
    """A block as text; one that is no text as its JSON, for it counts too. Pictures count by themselves."""
    if isinstance(block, TextBlock):
        return block.text
    if isinstance(block, ImageBlock):
        return ""
    if isinstance(block, ToolResultBlock) and isinstance(block.content, list):
        seen = [inner for inner in block.content if not isinstance(inner, ImageBlock)]
        without: dict[str, Any] = {"cache_control": True, "content": {"__all__": {"cache_control"}}}
        return block.model_copy(update={"content": seen}).model_dump_json(exclude=without)
    return block.model_dump_json(exclude={"cache_control"})


def pictures_in(content: str | Sequence[Block]) -> list[Picture]:
    """The pictures of a message, those that its tools brought among them."""
    found: list[Picture] = []
    for block in content if not isinstance(content, str) else ():
        if isinstance(block, ImageBlock):
            found.append(block.source.picture)
        elif isinstance(block, ToolResultBlock) and isinstance(block.content, list):
            found += [inner.source.picture for inner in block.content if isinstance(inner, ImageBlock)]
    return found


def text_of(content: str | list[Block]) -> str:
    """The text of a message: its text blocks, and what its tool results say."""
    if isinstance(content, str):
        return content
    return "\n".join(filter(None, (_block_text(block) for block in content)))


def _block_text(block: Block) -> str:
    if isinstance(block, TextBlock):
        return block.text
    return result_text(block) if isinstance(block, ToolResultBlock) else ""


def result_text(result: ToolResultBlock) -> str:
    if isinstance(result.content, list):
        return "\n".join(each.text for each in result.content if isinstance(each, TextBlock))
    return result.content or ""
