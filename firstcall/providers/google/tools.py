"""Google's tools: parts `functionCall` in the model's content, parts `functionResponse` in one of the user's.

https://ai.google.dev/gemini-api/docs/function-calling, `google/genai/types.py` (`FunctionDeclaration`,
`FunctionCallingConfig`, `FunctionResponse`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from firstcall.calls import Call
from firstcall.providers._arrange import changed
from firstcall.providers._tools import Asked, Result, Told, Tool, Tools, dumped, listed, mapping, mappings


def declared(tool: Tool) -> dict[str, Any]:
    """Without arguments there is no `parameters`: an object without properties is refused."""
    made: dict[str, Any] = {"name": tool.name, "description": tool.description}
    return made | {"parameters": tool.schema()} if tool.properties else made


def _config(call: Call, **more: Any) -> Call:
    return changed(call, config={**mapping(call.arguments.get("config")), **more})


def add(call: Call, tools: Any) -> Call:
    return _config(call, tools=[{"function_declarations": tools}])


def offered(call: Call) -> tuple[str, ...]:
    tools = mappings(mapping(call.arguments.get("config")).get("tools"))
    declared = [one for tool in tools for one in mappings(tool.get("function_declarations"))]
    return tuple(str(one.get("name")) for one in declared)


def begun(value: Any) -> list[Any]:
    """A bare text is one turn of the user's."""
    return [{"role": "user", "parts": [{"text": value}]}] if isinstance(value, str) else listed(value)


def asked(names: Mapping[str, Any]) -> tuple[Asked, ...]:
    calls = names["response"].function_calls or ()
    return tuple(Asked(call.name, dict(call.args or {}), call.id or "") for call in calls)


def said(names: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The whole content, with the signature that newer models want to see again; nothing of a prompt that was blocked."""
    candidates = names["response"].candidates or ()
    return [dumped(one.content) for one in candidates[:1] if one.content is not None]


def given(results: Sequence[Result]) -> list[dict[str, Any]]:
    return (
        [{"role": "user", "parts": [{"function_response": _response(one)} for one in results]}]
        if results
        else []
    )


def _response(result: Result) -> dict[str, Any]:
    told = {"error" if result.failed else "result": result.text}
    id = {"id": result.asked.id} if result.asked.id else {}
    return {**id, "name": result.asked.name, "response": told}


def _parts(entry: Mapping[str, Any], kind: str) -> list[Mapping[str, Any]]:
    return mappings([part.get(kind) for part in mappings(entry.get("parts"))])


def calls_in(entry: Mapping[str, Any]) -> tuple[Asked, ...]:
    parts = _parts(entry, "function_call")
    return tuple(Asked(str(one.get("name")), one.get("args"), str(one.get("id") or "")) for one in parts)


def results_in(entry: Mapping[str, Any]) -> tuple[Told, ...]:
    return tuple(_told(one) for one in _parts(entry, "function_response"))


def _told(part: Mapping[str, Any]) -> Told:
    response = part.get("response")
    said = response if isinstance(response, Mapping) else {}
    text = said.get("error", said.get("result", said.get("output", "")))
    return Told(str(part.get("id") or part.get("name")), str(text), "error" in said)


def _mode(call: Call, mode: str, **more: Any) -> Call:
    return _config(call, tool_config={"function_calling_config": {"mode": mode, **more}})


def arrives(event: Mapping[str, Any]) -> str:
    contents = [candidate.get("content") or {} for candidate in event.get("candidates") or ()]
    parts = [part for content in contents for part in content.get("parts") or ()]
    return "".join(str(part["functionCall"].get("args")) for part in parts if "functionCall" in part)


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
    begun=begun,
    choices={
        "auto": lambda call, name: _mode(call, "AUTO"),
        "must": lambda call, name: _mode(call, "ANY"),
        "one": lambda call, name: _mode(call, "ANY", allowed_function_names=[name]),
        "never": lambda call, name: _mode(call, "NONE"),
    },
)
