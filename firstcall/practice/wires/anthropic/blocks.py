"""The blocks that a message to Anthropic is made of: their fields, what they say and what they show.

Fields are those of anthropic 2.14.0 `types/*_block_param.py`. Images are in `images`, documents in `documents`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from firstcall.practice.model.pictures import Picture
from firstcall.practice.model.request import Shown
from firstcall.practice.wires.anthropic.documents import FileSource, PdfSource, TextSource, UrlSource
from firstcall.practice.wires.anthropic.images import Source


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, allow_inf_nan=False)


def string_or_list(value: Any) -> str:
    return "#list" if isinstance(value, list) else "#string"


FIRST = Field(fail_fast=True)
"""Only the first complaint is told: a list of a million wrong items stops at its first."""


class CacheControl(Strict):
    type: Literal["ephemeral"]
    ttl: Literal["5m", "1h"] = "5m"


class TextBlock(Strict):
    type: Literal["text"]
    text: str
    cache_control: CacheControl | None = None
    citations: list[Any] | None = None


class ThinkingBlock(Strict):
    type: Literal["thinking"]
    thinking: str
    signature: str


class ImageBlock(Strict):
    type: Literal["image"]
    source: Source
    cache_control: CacheControl | None = None


class ContentSource(Strict):
    """A document in blocks of text and images."""

    type: Literal["content"]
    content: Annotated[
        Annotated[str, Tag("#string")]
        | Annotated[
            list[Annotated[TextBlock | ImageBlock, Field(discriminator="type")]], FIRST, Tag("#list")
        ],
        Discriminator(string_or_list),
    ]

    @property
    def text(self) -> str:
        if isinstance(self.content, str):
            return self.content
        return "\n".join(block.text for block in self.content if isinstance(block, TextBlock))

    @property
    def shown(self) -> tuple[Picture, ...]:
        blocks = () if isinstance(self.content, str) else self.content
        return tuple(block.source.picture for block in blocks if isinstance(block, ImageBlock))


class DocumentBlock(Strict):
    """A document, with what is said about it."""

    type: Literal["document"]
    source: Annotated[
        PdfSource | TextSource | ContentSource | UrlSource | FileSource, Field(discriminator="type")
    ]
    title: str | None = None
    context: str | None = None
    citations: dict[str, Any] | None = None
    cache_control: CacheControl | None = None

    @property
    def text(self) -> str:
        return "\n".join(filter(None, (self.title, self.context, self.source.text)))


class SearchResultBlock(Strict):
    """What the caller's own search has found."""

    type: Literal["search_result"]
    source: str
    title: str
    content: Annotated[list[TextBlock], FIRST]
    citations: dict[str, Any] | None = None
    cache_control: CacheControl | None = None

    @property
    def text(self) -> str:
        return "\n".join([self.title, *(block.text for block in self.content)])


class OtherBlock(BaseModel):
    """A block that the practice model cannot use; its fields are not checked."""

    model_config = ConfigDict(extra="allow")
    type: Literal[
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
    type: Literal["tool_reference"]


Brought = Annotated[
    TextBlock | ImageBlock | DocumentBlock | SearchResultBlock | ResultOther, Field(discriminator="type")
]


class ToolResultBlock(BaseModel):
    """What a tool brought; other fields than its content are not checked here."""

    model_config = ConfigDict(extra="allow")
    type: Literal["tool_result"]
    content: (
        Annotated[
            Annotated[str, Tag("#string")] | Annotated[list[Brought], FIRST, Tag("#list")],
            Discriminator(string_or_list),
        ]
        | None
    ) = None
    cache_control: CacheControl | None = None


Block = Annotated[
    TextBlock | ThinkingBlock | ImageBlock | DocumentBlock | SearchResultBlock | ToolResultBlock | OtherBlock,
    Field(discriminator="type"),
]
Content = Annotated[
    Annotated[str, Tag("#string")] | Annotated[list[Block], FIRST, Tag("#list")],
    Discriminator(string_or_list),
]
System = Annotated[
    Annotated[str, Tag("#string")] | Annotated[list[TextBlock], FIRST, Tag("#list")],
    Discriminator(string_or_list),
]


def all_of(block: Block) -> str:
    """A block as text; one that is no text as its JSON, for it counts too. What is shown counts by itself."""
    if isinstance(block, TextBlock | DocumentBlock | SearchResultBlock):
        return block.text
    if isinstance(block, ImageBlock):
        return ""
    if isinstance(block, ToolResultBlock) and isinstance(block.content, list):
        said = [inner for inner in block.content if not isinstance(inner, ImageBlock | DocumentBlock)]
        without: dict[str, Any] = {"cache_control": True, "content": {"__all__": {"cache_control"}}}
        texts = [inner.text for inner in block.content if isinstance(inner, DocumentBlock)]
        dumped = block.model_copy(update={"content": said}).model_dump_json(exclude=without)
        return "\n".join([dumped, *texts])
    return block.model_dump_json(exclude={"cache_control"})


def shown_in(content: str | Sequence[Block | Brought]) -> list[Shown]:
    """The pictures and documents of a message, those that its tools brought among them."""
    return [each for _, each in placed(content, "")]


def placed(content: str | Sequence[Block | Brought], where: str) -> Iterator[tuple[str, Shown]]:
    """The same with the place at which the API complains of each; `where` is that of the message's content."""
    for at, block in enumerate(content if not isinstance(content, str) else ()):
        place = f"{where}.{at}"
        if isinstance(block, ImageBlock):
            yield f"{place}.image.source.base64.data", block.source.picture
        elif isinstance(block, DocumentBlock):
            yield from ((f"{place}.pdf.source.base64.data", each) for each in block.source.shown)
        elif isinstance(block, ToolResultBlock) and isinstance(block.content, list):
            yield from placed(block.content, f"{place}.tool_result.content")


def text_of(content: str | list[Block]) -> str:
    """The text of a message: its text blocks, its documents in text, and what its tool results say."""
    if isinstance(content, str):
        return content
    return "\n".join(filter(None, (_block_text(block) for block in content)))


def _block_text(block: Block) -> str:
    if isinstance(block, TextBlock | DocumentBlock | SearchResultBlock):
        return block.text
    return result_text(block) if isinstance(block, ToolResultBlock) else ""


def result_text(result: ToolResultBlock) -> str:
    if isinstance(result.content, list):
        said = (
            each.text
            for each in result.content
            if isinstance(each, TextBlock | DocumentBlock | SearchResultBlock)
        )
        return "\n".join(filter(None, said))
    return result.content or ""
