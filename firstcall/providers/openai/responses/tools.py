"""Tools of the Responses API: items `function_call` in the output, items `function_call_output` in the next input.

https://platform.openai.com/docs/guides/function-calling, `openai/types/responses/function_tool_param.py`,
`openai/types/responses/response_function_tool_call.py`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from firstcall.calls import Call
from firstcall.providers._arrange import changed
from firstcall.providers._tools import Asked, Result, Told, Tool, Tools, dumped, listed, mappings

_CALL, _OUTPUT = "function_call", "function_call_output"


def declared(tool: Tool) -> dict[str, Any]:
    made = {"type": "function", "name": tool.name, "description": tool.description, "strict": True}
    return made | {"parameters": tool.schema(closed=True)}


def offered(call: Call) -> tuple[str, ...]:
    return tuple(str(tool.get("name")) for tool in mappings(call.arguments.get("tools")))


def begun(value: Any) -> list[Any]:
    """A bare text is one message of the user's."""
    return [{"role": "user", "content": value}] if isinstance(value, str) else listed(value)


def asked(names: Mapping[str, Any]) -> tuple[Asked, ...]:
    items = (item for item in names["response"].output if item.type == _CALL)
    return tuple(Asked(item.name, item.arguments, item.call_id) for item in items)


def said(names: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [dumped(item) for item in names["response"].output]


def given(results: Sequence[Result]) -> list[dict[str, Any]]:
    return [{"type": _OUTPUT, "call_id": one.asked.id, "output": one.text} for one in results]


def calls_in(entry: Mapping[str, Any]) -> tuple[Asked, ...]:
    if entry.get("type") != _CALL:
        return ()
    return (Asked(str(entry.get("name")), entry.get("arguments"), str(entry.get("call_id"))),)


def results_in(entry: Mapping[str, Any]) -> tuple[Told, ...]:
    if entry.get("type") != _OUTPUT:
        return ()
    return (Told(str(entry.get("call_id")), str(entry.get("output") or "")),)


def arrives(event: Mapping[str, Any]) -> str:
    return (
        str(event.get("delta") or "") if event.get("type") == "response.function_call_arguments.delta" else ""
    )


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
    begun=begun,
    choices={
        "auto": lambda call, name: changed(call, tool_choice="auto"),
        "must": lambda call, name: changed(call, tool_choice="required"),
        "one": lambda call, name: changed(call, tool_choice={"type": "function", "name": name}),
        "never": lambda call, name: changed(call, tool_choice="none"),
    },
    single=lambda call: changed(call, parallel_tool_calls=False),
)
