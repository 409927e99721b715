"""Ollama's tools: `tool_calls` in the model's message, one message of the role `tool` for each result, in their order.

https://docs.ollama.com/capabilities/tool-calling, `ollama/_types.py` (`Tool`, `Message.ToolCall`, `Message.tool_name`).
It has no `tool_choice`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from firstcall.calls import Call
from firstcall.providers._arrange import changed
from firstcall.providers._tools import Asked, Result, Told, Tool, Tools, dumped, mappings


def declared(tool: Tool) -> dict[str, Any]:
    function = {"name": tool.name, "description": tool.description, "parameters": tool.schema()}
    return {"type": "function", "function": function}


def offered(call: Call) -> tuple[str, ...]:
    functions = mappings([tool.get("function") for tool in mappings(call.arguments.get("tools"))])
    return tuple(str(function.get("name")) for function in functions)


def asked(names: Mapping[str, Any]) -> tuple[Asked, ...]:
    calls = names["response"].message.tool_calls or ()
    return tuple(Asked(call.function.name, dict(call.function.arguments)) for call in calls)


def said(names: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [dumped(names["response"].message)]


def given(results: Sequence[Result]) -> list[dict[str, Any]]:
    return [{"role": "tool", "tool_name": one.asked.name, "content": one.text} for one in results]


def calls_in(entry: Mapping[str, Any]) -> tuple[Asked, ...]:
    functions = mappings([call.get("function") for call in mappings(entry.get("tool_calls"))])
    return tuple(Asked(str(one.get("name")), one.get("arguments")) for one in functions)


def results_in(entry: Mapping[str, Any]) -> tuple[Told, ...]:
    if entry.get("role") != "tool":
        return ()
    return (Told(str(entry.get("tool_name")), str(entry.get("content") or "")),)


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
    calls_in=calls_in,
    results_in=results_in,
    arrives=arrives,
)
