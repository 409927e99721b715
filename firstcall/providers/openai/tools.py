"""Tools of Chat Completions: `tool_calls` in the model's message, one message of the role `tool` for each result.

https://platform.openai.com/docs/guides/function-calling, `openai/types/chat/chat_completion_function_tool_param.py`,
`openai/types/chat/chat_completion_tool_message_param.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from firstcall import models
from firstcall.calls import Call
from firstcall.providers._arrange import changed
from firstcall.providers._tools import Asked, Result, Told, Tool, Tools, dumped, mappings


def declared(tool: Tool) -> dict[str, Any]:
    function = {"name": tool.name, "description": tool.description, "strict": True}
    return {"type": "function", "function": function | {"parameters": tool.schema(closed=True)}}


def _loosely(tool: Tool) -> dict[str, Any]:
    """As servers of the same protocol take it, of which not every one knows `strict`."""
    function = {"name": tool.name, "description": tool.description, "parameters": tool.schema()}
    return {"type": "function", "function": function}


def add(call: Call, tools: Any) -> Call:
    """A model that reasons takes tools here only when told not to: langflow-ai/langflow 14361."""
    model = models.find(call.model)
    reasons = model is not None and model.default_effort not in (None, "none") and "none" in model.effort
    if reasons and "reasoning_effort" not in call.arguments:
        return changed(call, reasoning_effort="none", tools=tools)
    return changed(call, tools=tools)


def offered(call: Call) -> tuple[str, ...]:
    functions = mappings([tool.get("function") for tool in mappings(call.arguments.get("tools"))])
    return tuple(str(function.get("name")) for function in functions)


def asked(names: Mapping[str, Any]) -> tuple[Asked, ...]:
    calls = names["response"].choices[0].message.tool_calls or ()
    return tuple(Asked(call.function.name, call.function.arguments, call.id) for call in calls)


def said(names: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [dumped(names["response"].choices[0].message)]


def given(results: Sequence[Result]) -> list[dict[str, Any]]:
    return [{"role": "tool", "tool_call_id": one.asked.id, "content": one.text} for one in results]


def calls_in(entry: Mapping[str, Any]) -> tuple[Asked, ...]:
    calls = [(call, call.get("function")) for call in mappings(entry.get("tool_calls"))]
    return tuple(
        Asked(str(function.get("name")), function.get("arguments"), str(call.get("id")))
        for call, function in calls
        if isinstance(function, Mapping)
    )


def results_in(entry: Mapping[str, Any]) -> tuple[Told, ...]:
    if entry.get("role") != "tool":
        return ()
    return (Told(str(entry.get("tool_call_id")), str(entry.get("content") or "")),)


def _one(call: Call, name: str) -> Call:
    return changed(call, tool_choice={"type": "function", "function": {"name": name}})


def arrives(event: Mapping[str, Any]) -> str:
    deltas = [choice.get("delta") or {} for choice in event.get("choices") or ()]
    calls = [call for delta in deltas for call in delta.get("tool_calls") or ()]
    return "".join(str((call.get("function") or {}).get("arguments") or "") for call in calls)


TOOLS = Tools(
    declared=declared,
    add=add,
    offered=offered,
    asked=asked,
    said=said,
    given=given,
    calls_in=calls_in,
    results_in=results_in,
    arrives=arrives,
    choices={
        "auto": lambda call, name: changed(call, tool_choice="auto"),
        "must": lambda call, name: changed(call, tool_choice="required"),
        "one": _one,
        "never": lambda call, name: changed(call, tool_choice="none"),
    },
    single=lambda call: changed(call, parallel_tool_calls=False),
)
ON_ITS_WIRE = replace(TOOLS, declared=_loosely)
