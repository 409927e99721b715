"""Anthropic's prompt caching: `cache_control` marks the end of a beginning that is worth keeping.

Rules: platform.claude.com/docs/en/build-with-claude/prompt-caching. A prompt is read in the order
tools, system, messages; a beginning below the model's minimum is passed over without a word. The
sentences of the refusals are those of public reports (tghamm/Anthropic.SDK 50,
cnighswonger/claude-code-cache-fix 44).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate, pairwise

from firstcall.models import Model
from firstcall.practice.model import pictures, tokens
from firstcall.practice.model.documents import Document
from firstcall.practice.model.limits import Weight
from firstcall.practice.model.request import Shown
from firstcall.practice.prompt_cache import Prefix, fingerprints
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.anthropic import documents
from firstcall.practice.wires.anthropic.blocks import (
    Block,
    Brought,
    CacheControl,
    TextBlock,
    ToolResultBlock,
    all_of,
    shown_in,
)
from firstcall.practice.wires.anthropic.shapes import CountRequest, breakpoint_in

MOST_BREAKPOINTS = 4
MESSAGE_TOKENS = 4
"""What frames a message, and the system prompt."""
_LOOKS_BACK = 20
"""So many blocks before a breakpoint, the marked one included, may end a beginning that was kept earlier."""

SECONDS = {"5m": 300, "1h": 3600}
"""How long a beginning lives after its last use, by `ttl`."""


@dataclass(frozen=True, slots=True)
class Part:
    """One block of a prompt: where it stands, what it says and shows, its tokens of frame, the breakpoints in it and
    after it, of which the last ends a prefix."""

    place: str
    text: str
    frame: int = 0
    shown: tuple[Shown, ...] = ()
    breakpoints: tuple[CacheControl, ...] = ()


def check(request: CountRequest) -> None:
    """Raises `Refusal` for too many breakpoints, or for one that lives longer than one before it."""
    marks = [(part.place, SECONDS[mark.ttl]) for part in parts_of(request) for mark in part.breakpoints]
    if len(marks) > MOST_BREAKPOINTS:
        said = (
            f"A maximum of {MOST_BREAKPOINTS} blocks with cache_control may be provided. Found {len(marks)}."
        )
        raise Refusal(400, said)
    for (_, before), (place, after) in pairwise(marks):
        if after > before:
            raise Refusal(
                400,
                f"{place}.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' "
                "cache_control block. Note that blocks are processed in the following order: `tools`, `system`, "
                "`messages`.",
            )


def prefixes(request: CountRequest, model: Model, weight: Weight, prompt_tokens: int) -> list[Prefix]:
    """The beginnings of a prompt that the cache is asked for, shortest first; none without a breakpoint."""
    parts = parts_of(request)
    marked = [place for place, part in enumerate(parts) if part.breakpoints]
    if not marked or model.cache_minimum_tokens is None or prompt_tokens < model.cache_minimum_tokens:
        return []
    words = accumulate(tokens.count(part.text) for part in parts)
    frames = accumulate(part.frame + shown_tokens(part.shown, model) for part in parts)
    said = fingerprints(
        f"{_scope(part, request, model)} {part.frame} {part.text}{_seals(part.shown)}" for part in parts
    )
    found = []
    for place, (part, counted, frame, fingerprint) in enumerate(zip(parts, words, frames, said, strict=True)):
        length = min(weight.counted(counted) + frame, prompt_tokens)
        if length >= model.cache_minimum_tokens and any(0 <= at - place < _LOOKS_BACK for at in marked):
            seconds = SECONDS[part.breakpoints[-1].ttl] if part.breakpoints else None
            found.append(Prefix(fingerprint, length, seconds))
    return found


def shown_tokens(shown: Iterable[Shown], model: Model) -> int:
    """What pictures and documents count for this model."""
    found = 0
    for each in shown:
        if isinstance(each, Document):
            found += documents.tokens(each)
        elif model.images is not None:
            found += pictures.tokens(each, model.images)
    return found


def _seals(shown: Iterable[Shown]) -> str:
    return "".join(f" {each.seal}" for each in shown)


def _scope(part: Part, request: CountRequest, model: Model) -> str:
    """What has to be the same beside a block's text: for messages also how the model is to think and to use tools."""
    kind = part.place.partition(".")[0]
    more = f" {request.thinking!r} {request.tool_choice!r}" if kind == "messages" else ""
    return f"{model.id} {request.speed or 'standard'} {kind}{more}"


def parts_of(request: CountRequest) -> Sequence[Part]:
    """All blocks of a prompt. A `cache_control` beside the messages marks the last of them."""
    parts = [*_tools(request), *_system(request), *_messages(request)]
    if request.cache_control is not None and parts:
        parts[-1] = replace(parts[-1], breakpoints=(*parts[-1].breakpoints[:-1], request.cache_control))
    return parts


def _tools(request: CountRequest) -> Iterator[Part]:
    for at, tool in enumerate(request.tools):
        text = json.dumps({name: tool[name] for name in tool if name != "cache_control"}, ensure_ascii=False)
        yield Part(f"tools.{at}", text, breakpoints=_some(breakpoint_in(tool, f"tools.{at}")))


def _system(request: CountRequest) -> Iterator[Part]:
    blocks = (
        [TextBlock(type="text", text=request.system)] if isinstance(request.system, str) else request.system
    )
    for at, block in enumerate(blocks):
        if block.text:
            frame = 0 if at else MESSAGE_TOKENS
            yield Part(f"system.{at}", block.text, frame, breakpoints=_some(block.cache_control))


def _messages(request: CountRequest) -> Iterator[Part]:
    for at, message in enumerate(request.messages):
        content: Sequence[Block] = (
            [TextBlock(type="text", text=message.content)]
            if isinstance(message.content, str)
            else message.content
        )
        for number, block in enumerate(content):
            place = f"messages.{at}.content.{number}"
            frame = 0 if number else MESSAGE_TOKENS
            shown = tuple(shown_in([block]))
            yield Part(place, f"{message.role}\n{all_of(block)}", frame, shown, tuple(_marks(block)))


def _marks(block: Block | Brought) -> Iterator[CacheControl]:
    """The breakpoints in what a tool brought, then that of the block itself."""
    for inner in (
        block.content if isinstance(block, ToolResultBlock) and isinstance(block.content, list) else ()
    ):
        yield from _marks(inner)
    yield from _some(getattr(block, "cache_control", None))


def _some(mark: CacheControl | None) -> tuple[CacheControl, ...]:
    return () if mark is None else (mark,)
