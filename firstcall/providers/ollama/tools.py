"""Ollama's tools: `tool_calls` in the model's message, one message of the role `tool` for each result, in their order.

https://docs.ollama.com/capabilities/tool-calling, `ollama/_types.py` (`Tool`, `Message.ToolCall`, `Message.tool_name`).
It has no `tool_choice`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from firstcall.calls import Call
from firstcall.providers._arrange import changed
from firstcall.providers._tools import Asked, Result, Tool, Tools, dumped


def declared(tool: Tool) -> dict[str, Any]:
    function = {"name": tool.name, "description": tool.description, "parameters": tool.schema()}
    return {"type": "function", "function": function}


def offered(call: Call) -> tuple[str, ...]:
    tools = call.arguments.get("tools") or ()
    return tuple(str(tool["function"].get("name")) for tool in tools if isinstance(tool.get("function"), Mapping))


def asked(names: Mapping[str, Any]) -> tuple[Asked, ...]:
    calls = names["response"].message.tool_calls or ()
    return tuple(Asked(call.function.name, dict(call.function.arguments)) for call in calls)


def said(names: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [dumped(names["response"].message)]


def given(results: Sequence[Result]) -> list[dict[str, Any]]:
    return [{"role": "tool", "tool_name": one.asked.name, "content": one.text} for one in results]


def arrives(event: Mapping[str, Any]) -> str:
    calls = (event.get("message") or {}).get("tool_calls") or ()
    return "".join(str((call.get("function") or {}).get("arguments")) for call in calls)


TOOLS = Tools(
    declared=declared,
    add=lambda call, tools: changed(call, tools=tools),
    offered=offered,
    asked=asked,
    said=said,
    given=given,
    is_asking=lambda entry: bool(entry.get("tool_calls")),
    is_given=lambda entry: entry.get("role") == "tool",
    arrives=arrives,
)
