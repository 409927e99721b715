"""Tools in a Messages request: which are refused, what is offered to the model, what came of its calls.

Shapes: anthropic 2.14.0 `types/tool_param.py`, `tool_choice_param.py`, `tool_use_block_param.py`,
`tool_result_block_param.py`. Sentences: pairs of calls and results (anthropics/claude-code 12526, 18947; trycua/cua
524, vectorize-io/hindsight 4250), top-level `anyOf` (Hmbown/Codewhale 4329); their neighbours are worded after them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from firstcall.practice.model.tools import Choice, Offer, Result, Tool
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.anthropic import own_tools, structured
from firstcall.practice.wires.anthropic.blocks import Block, ToolResultBlock, result_text
from firstcall.practice.wires.anthropic.shapes import CountRequest, Enabled, Message, Request

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,128}")
_TAGS = ", ".join(f"'{type}'" for type in own_tools.TYPES)
_CHOICES: Mapping[str, Choice] = {"auto": "auto", "any": "required", "tool": "required", "none": "none"}
_MEMBERS = {"type", "name", "disable_parallel_tool_use"}


def check(request: CountRequest) -> None:
    """Raises `Refusal` for tools or a choice among them that the API does not take."""
    names: set[str] = set()
    for place, tool in enumerate(request.tools):
        kind = tool.get("type") or "custom"
        if kind not in own_tools.TYPES:
            said = f"Input tag '{str(kind)[:80]}' found using 'type' does not match any of the expected tags: {_TAGS}"
            raise Refusal(400, f"tools.{place}: {said}")
        if kind == "custom":
            _check_tool(tool, f"tools.{place}.custom")
        else:
            own_tools.check(tool, kind, f"tools.{place}")
        if tool["name"] in names:
            raise Refusal(400, "tools: Tool names must be unique.")
        names.add(tool["name"])
    if request.tool_choice is not None:
        _check_choice(request.tool_choice, request, names)
    check_pairs(request.messages)


def _check_tool(tool: Mapping[str, Any], where: str) -> None:
    for name in ("name", "input_schema"):
        if name not in tool:
            raise Refusal(400, f"{where}.{name}: Field required")
    if not isinstance(tool["name"], str):
        raise Refusal(400, f"{where}.name: Input should be a valid string")
    if not _NAME.fullmatch(tool["name"]):
        raise Refusal(400, f"{where}.name: String should match pattern '^[a-zA-Z0-9_-]{{1,128}}$'")
    schema = tool["input_schema"]
    if not isinstance(schema, dict):
        raise Refusal(400, f"{where}.input_schema: Input should be a valid dictionary")
    if "type" not in schema:
        raise Refusal(400, f"{where}.input_schema.type: Field required")
    if schema["type"] != "object":
        raise Refusal(400, f"{where}.input_schema.type: Input should be 'object'")
    if {"oneOf", "allOf", "anyOf"} & set(schema):
        said = "input_schema does not support oneOf, allOf, or anyOf at the top level"
        raise Refusal(400, f"{where}.input_schema: {said}")
    if tool.get("strict") is True:
        structured.check(schema, where)


def _check_choice(choice: Mapping[str, Any], request: CountRequest, names: set[str]) -> None:
    kind = choice.get("type")
    if "type" not in choice:
        raise Refusal(400, "tool_choice.type: Field required")
    if kind not in _CHOICES:
        tags = ", ".join(f"'{each}'" for each in sorted(_CHOICES))
        raise Refusal(
            400,
            f"tool_choice: Input tag '{str(kind)[:80]}' found using 'type' does not match any of the expected tags: {tags}",
        )
    for member in choice:
        if member not in _MEMBERS or (member == "name" and kind != "tool"):
            raise Refusal(400, f"tool_choice.{kind}.{member[:80]}: Extra inputs are not permitted")
    if not request.tools and kind != "none":
        raise Refusal(400, "tool_choice may only be specified while providing tools.")
    if kind == "tool":
        if "name" not in choice:
            raise Refusal(400, "tool_choice.tool.name: Field required")
        if choice["name"] not in names:
            raise Refusal(400, f"Tool '{str(choice['name'])[:128]}' not found in provided tools")
    if kind in ("any", "tool") and isinstance(request.thinking, Enabled):
        raise Refusal(400, "Thinking may not be enabled when tool_choice forces tool use.")


def check_pairs(messages: Sequence[Message]) -> None:
    """Raises `Refusal` where a call has no result in the next message or two of them, a result no call in the one
    before, or a call the id of another."""
    asked: list[str] = []
    _check_ids(messages)
    for place, message in enumerate(messages):
        results = [_of(block, "tool_use_id") for block in _blocks(message, "tool_result")]
        for at, block in enumerate(message.content if isinstance(message.content, list) else ()):
            if block.type == "tool_result" and _of(block, "tool_use_id") not in asked:
                raise Refusal(
                    400,
                    f"messages.{place}.content.{at}: unexpected `tool_use_id` found in `tool_result` blocks: "
                    f"{_of(block, 'tool_use_id')[:80]}. Each `tool_result` block must have a corresponding `tool_use` "
                    "block in the previous message.",
                )
        if left := [id for id in asked if id not in results]:
            raise _unanswered(place - 1, left)
        asked = [_of(block, "id") for block in _blocks(message, "tool_use")]
    if asked:
        raise _unanswered(len(messages) - 1, asked)


def _check_ids(messages: Sequence[Message]) -> None:
    called: set[str] = set()
    for place, message in enumerate(messages):
        answered: set[str] = set()
        for at, block in enumerate(message.content if isinstance(message.content, list) else ()):
            where = f"messages.{place}.content.{at}"
            if block.type == "tool_use":
                if (id := _of(block, "id")) in called:
                    raise Refusal(400, f"{where}: `tool_use` ids must be unique")
                called.add(id)
            elif block.type == "tool_result":
                if (id := _of(block, "tool_use_id")) in answered:
                    said = f"each tool_use must have a single result. Found multiple `tool_result` blocks with id: {id[:80]}"
                    raise Refusal(400, f"{where}: {said}")
                answered.add(id)


def _unanswered(place: int, ids: Sequence[str]) -> Refusal:
    return Refusal(
        400,
        f"messages.{place}: `tool_use` ids were found without `tool_result` blocks immediately after: "
        f"{', '.join(id[:80] for id in ids[:20])}. Each `tool_use` block must have a corresponding `tool_result` block "
        "in the next message.",
    )


def _blocks(message: Message, kind: str) -> list[Block]:
    content = message.content if isinstance(message.content, list) else []
    return [block for block in content if block.type == kind]


def _of(block: Block, name: str) -> str:
    return str((block.model_extra or {}).get(name, ""))


def only_results(message: Message) -> bool:
    """Whether a message of the user brings results of calls and nothing else."""
    content = message.content
    return (
        isinstance(content, list) and bool(content) and all(block.type == "tool_result" for block in content)
    )


def calls_tools(message: Message) -> bool:
    return bool(_blocks(message, "tool_use"))


def offer_of(request: Request) -> Offer:
    """What the model is offered: the tools that may be called, whether one must be, and what has come of calls."""
    tools = [
        own_tools.of(tool) or Tool(tool["name"], str(tool.get("description") or ""), tool["input_schema"])
        for tool in request.tools
    ]
    choice = request.tool_choice or {"type": "auto"}
    if choice["type"] == "tool":
        tools = [tool for tool in tools if tool.name == choice["name"]]
    parallel = choice.get("disable_parallel_tool_use") is not True
    return Offer(tuple(tools), _CHOICES[choice["type"]], parallel, tuple(_results(request.messages)))


def _results(messages: Sequence[Message]) -> Iterator[Result]:
    """What came of the calls since the user last said something."""
    last = max((at for at, message in enumerate(messages)
                if message.role == "user" and not only_results(message)), default=-1)  # fmt: skip
    calls: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for message in messages[max(last - 1, 0) :]:
        for block in _blocks(message, "tool_use"):
            given = (block.model_extra or {}).get("input")
            calls[_of(block, "id")] = (_of(block, "name"), given if isinstance(given, dict) else {})
    for message in messages[max(last, 0) :]:
        for block in message.content if isinstance(message.content, list) else ():
            if isinstance(block, ToolResultBlock):
                name, arguments = calls.get(_of(block, "tool_use_id"), ("the tool", {}))
                failed = (block.model_extra or {}).get("is_error") is True
                yield Result(name, result_text(block), arguments, failed)
