"""Anthropic's tools: blocks `tool_use` in the model's turn, blocks `tool_result` in one turn of the user's.

https://platform.claude.com/docs/en/agents-and-tools/tool-use/overview, `anthropic/types/tool_param.py`,
`anthropic/types/tool_result_block_param.py`, `anthropic/types/tool_choice_param.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from firstcall.calls import Call
from firstcall.providers._arrange import changed
from firstcall.providers._tools import Asked, Result, Told, Tool, Tools, dumped, mapping, mappings


def declared(tool: Tool) -> dict[str, Any]:
    return {"name": tool.name, "description": tool.description, "input_schema": tool.schema()}


def offered(call: Call) -> tuple[str, ...]:
    return tuple(str(tool.get("name")) for tool in mappings(call.arguments.get("tools")))


def asked(names: Mapping[str, Any]) -> tuple[Asked, ...]:
    blocks = (block for block in names["message"].content if block.type == "tool_use")
    return tuple(Asked(block.name, block.input, block.id) for block in blocks)


def said(names: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [{"role": "assistant", "content": [dumped(block) for block in names["message"].content]}]


def given(results: Sequence[Result]) -> list[dict[str, Any]]:
    return [{"role": "user", "content": [_result(one) for one in results]}] if results else []


def _result(result: Result) -> dict[str, Any]:
    block = {"type": "tool_result", "tool_use_id": result.asked.id, "content": result.text}
    return block | {"is_error": True} if result.failed else block


def _blocks(entry: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    return [block for block in mappings(entry.get("content")) if block.get("type") == kind]


def calls_in(entry: Mapping[str, Any]) -> tuple[Asked, ...]:
    blocks = _blocks(entry, "tool_use")
    return tuple(Asked(str(one.get("name")), one.get("input"), str(one.get("id"))) for one in blocks)


def results_in(entry: Mapping[str, Any]) -> tuple[Told, ...]:
    blocks = _blocks(entry, "tool_result")
    return tuple(
        Told(str(one.get("tool_use_id")), str(one.get("content") or ""), one.get("is_error") is True)
        for one in blocks
    )


def _chosen(call: Call, type: str, **more: Any) -> Call:
    before = mapping(call.arguments.get("tool_choice"))
    kept = {name: value for name, value in before.items() if name == "disable_parallel_tool_use"}
    if type == "none":
        kept = {}
    return changed(call, tool_choice={"type": type, **more, **kept})


def _single(call: Call) -> Call:
    choice = mapping(call.arguments.get("tool_choice")) or {"type": "auto"}
    return changed(call, tool_choice={**choice, "disable_parallel_tool_use": True})


def arrives(event: Mapping[str, Any]) -> str:
    return str((event.get("delta") or {}).get("partial_json") or "")


TOOLS = Tools(
    declared=declared,
    add=lambda call, tools: changed(call, tools=tools),
    offered=offered,
    asked=asked,
    said=said,
    given=given,
    calls_in=calls_in,
    results_in=results_in,
    arrives=arrives,
    reply="message",
    choices={
        "auto": lambda call, name: _chosen(call, "auto"),
        "must": lambda call, name: _chosen(call, "any"),
        "one": lambda call, name: _chosen(call, "tool", name=name),
        "never": lambda call, name: _chosen(call, "none"),
    },
    single=_single,
)
