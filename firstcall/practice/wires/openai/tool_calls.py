"""Tools in a Chat Completions request: which are refused, what is offered to the model, what came of its calls.

Shapes: openai 3.57.0 `types/chat/chat_completion_function_tool_param.py`, `chat_completion_tool_choice_option_param.py`,
`completion_create_params.py` (`functions`, `function_call`). Sentences: writer/writer-framework 1013 (a choice without
tools), ItzCrazyKns/Vane 1173 (tools while the model reasons); their neighbours are worded after them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from firstcall.practice.model.tools import Choice, Offer, Result, Tool
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai.errors import not_served
from firstcall.practice.wires.openai.fields import (
    Field,
    check_name,
    check_value,
    empty,
    missing,
    too_long,
    unknown_choice,
)
from firstcall.practice.wires.openai.structured import faults_of_strict

MOST_TOOLS = 128
_OBJECT, _TEXT = Field((dict,), null=False), Field((str,), null=False)
_TYPE = Field((str,), null=False, choices=("function", "custom"))
_CHOICES = ("none", "auto", "required")


def check(fields: Mapping[str, Any]) -> None:
    """Raises `Refusal` for tools, functions or a choice among them that the API does not take."""
    for name, place in (("tools", "tools[{}].function"), ("functions", "functions[{}]")):
        listed = fields.get(name) or ()
        if name in fields and not listed:
            raise empty(name)
        if len(listed) > MOST_TOOLS:
            raise too_long(name, MOST_TOOLS, len(listed))
        for number, tool in enumerate(listed):
            _check_tool(tool, place.format(number), name == "tools")
    _check_choice(fields, "tool_choice", "tools")
    _check_choice(fields, "function_call", "functions")
    if "parallel_tool_calls" in fields and "tools" not in fields:
        raise _only_with("parallel_tool_calls", "tools")


def _check_tool(tool: Any, place: str, wrapped: bool) -> None:
    outer = place.removesuffix(".function")
    check_value(outer, tool, _OBJECT)
    if wrapped:
        if "type" not in tool:
            raise missing(f"{outer}.type")
        check_value(f"{outer}.type", tool["type"], _TYPE)
        if tool["type"] == "custom":
            raise not_served("the tool 'custom', only functions", outer)
        if "function" not in tool:
            raise missing(place)
        tool = tool["function"]
        check_value(place, tool, _OBJECT)
    check_function(tool, place)


def check_function(function: Mapping[str, Any], place: str) -> None:
    """Raises `Refusal` for a function without a proper name, or with a schema that is not for it."""
    if function.get("name") is None:
        raise missing(f"{place}.name")
    name, schema = function["name"], function.get("parameters")
    check_value(f"{place}.name", name, _TEXT)
    check_name(f"{place}.name", name)
    check_value(f"{place}.parameters", schema, Field((dict,)))
    if schema is None:
        return
    if schema.get("type", "object") != "object":
        kind = json.dumps(schema["type"])
        raise _invalid_schema(
            name, f"schema must be a JSON Schema of 'type: \"object\"', got 'type: {kind}'.", place
        )
    if function.get("strict") is True and (said := next(faults_of_strict(schema), None)):
        raise _invalid_schema(name, said, place)


def _invalid_schema(name: str, said: str, place: str) -> Refusal:
    message = f"Invalid schema for function '{name}': {said}"
    return Refusal(400, message, param=f"{place}.parameters", code="invalid_function_parameters")


def _check_choice(fields: Mapping[str, Any], name: str, of: str) -> None:
    choice = fields.get(name)
    if choice is None or (choice == "none" and name == "function_call"):
        return
    if of not in fields:
        raise _only_with(name, of)
    if isinstance(choice, str):
        allowed = _CHOICES if name == "tool_choice" else _CHOICES[:2]
        if choice not in allowed:
            raise unknown_choice(name, choice, allowed)
        return
    wanted = named(choice)
    known = {tool.name for tool in _tools(fields[of])}
    for each in wanted:
        if each not in known:
            message = f"Invalid value for '{name}': no function named {each[:64]} was specified in the '{of}' parameter."
            raise Refusal(400, message, param=name)
    if not wanted:
        raise missing(f"{name}.function" if name == "tool_choice" else f"{name}.name")


def _only_with(name: str, of: str) -> Refusal:
    message = f"Invalid value for '{name}': '{name}' is only allowed when '{of}' are specified."
    return Refusal(400, message, param=name)


def named(choice: Mapping[str, Any]) -> list[str]:
    """The tools that a choice names, in Chat's way, in the Responses API's, or as a list of allowed ones."""
    listed = _allowed(choice).get("tools")
    return [name for each in (listed if isinstance(listed, list) else [choice])
            if isinstance(each, dict) and (name := _name(each))]  # fmt: skip


def _allowed(choice: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a choice says of allowed tools; at Chat it stands in an object of its own."""
    inner = choice.get("allowed_tools")
    return inner if isinstance(inner, dict) else choice


def _name(tool: Mapping[str, Any]) -> str:
    inner = tool.get("function")
    name = inner.get("name") if isinstance(inner, dict) else tool.get("name")
    return name if isinstance(name, str) else ""


def _tools(listed: Sequence[Any]) -> list[Tool]:
    return [
        Tool(inner["name"], str(inner.get("description") or ""), inner.get("parameters") or {})
        for tool in listed
        if isinstance(inner := tool.get("function", tool), dict) and isinstance(inner.get("name"), str)
    ]


def offer_of(
    listed: Sequence[Any],
    choice: str | Mapping[str, Any] | None,
    messages: Sequence[Mapping[str, Any]],
    *,
    parallel: bool = True,
) -> Offer:
    """What the model is offered: the tools that may be called, whether one must be, and what has come of calls."""
    tools = _tools(listed)
    how: Choice = "auto"
    if isinstance(choice, str):
        how = "required" if choice == "required" else "none" if choice == "none" else "auto"
    elif choice is not None:
        names = named(choice)
        tools = [tool for tool in tools if tool.name in names]
        how = "auto" if _allowed(choice).get("mode") == "auto" else "required"
    return Offer(tuple(tools), how, parallel, tuple(_results(messages)))


def _results(messages: Sequence[Mapping[str, Any]]) -> Iterator[Result]:
    """What came of the calls since the last message of the user."""
    last = max((at for at, message in enumerate(messages) if message["role"] == "user"), default=-1)
    calls: dict[str, tuple[str, Mapping[str, Any]]] = {}
    for message in messages[last + 1 :]:
        for call in message.get("tool_calls") or ():
            function = call.get("function") or {}
            calls[str(call.get("id"))] = (
                str(function.get("name", "")),
                _arguments(function.get("arguments")),
            )
        if called := message.get("function_call"):
            calls[str(called.get("name"))] = (str(called.get("name")), _arguments(called.get("arguments")))
        if message["role"] in {"tool", "function"}:
            id = str(message.get("tool_call_id") or message.get("name"))
            name, arguments = calls.get(id, (str(message.get("name") or "the tool"), {}))
            yield Result(name, _text(message.get("content")), arguments)


def _arguments(said: Any) -> Mapping[str, Any]:
    try:
        value = json.loads(said) if isinstance(said, str) else said
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _text(content: Any) -> str:
    if isinstance(content, list):
        return "\n".join(str(part.get("text", "")) for part in content if isinstance(part, dict))
    return content if isinstance(content, str) else ""


def check_pairs(messages: Sequence[Mapping[str, Any]]) -> None:
    """Raises `Refusal` where a call has no result right behind it, or a result no call before it."""
    open_calls: list[str] = []
    answered: dict[str, int] = {}
    for place, message in enumerate(messages):
        if message["role"] == "tool":
            id = message.get("tool_call_id")
            if id is None:
                raise missing(f"messages[{place}].tool_call_id")
            if id in open_calls:
                open_calls.remove(id)
                answered[id] = place
            elif id in answered:
                raise _answered_twice(id, answered[id], place)
            continue
        if open_calls:
            raise _unanswered(open_calls, place)
        answered = {}
        open_calls = [
            str(call.get("id")) for call in message.get("tool_calls") or () if isinstance(call, dict)
        ]
    if open_calls:
        raise _unanswered(open_calls, len(messages))


def _answered_twice(id: str, before: int, place: int) -> Refusal:
    """agno-agi/agno 5116."""
    message = (
        f"Invalid parameter: Duplicate value for 'tool_call_id' of '{id[:80]}', in messages[{before}] and "
        f"messages[{place}]."
    )
    return Refusal(400, message, param=f"messages.[{place}].tool_call_id")


def _unanswered(ids: Sequence[str], place: int) -> Refusal:
    message = (
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. "
        f"The following tool_call_ids did not have response messages: {', '.join(id[:80] for id in ids[:20])}"
    )
    return Refusal(400, message, param=f"messages.[{place}].role")
