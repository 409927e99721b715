"""The items of a Responses request: which are refused, and what they say to the model.

Shapes: openai 3.57.0 `types/responses/response_input_item_param.py`. Sentences measured as in `fields`; those
about ids from nodetool-ai/nodetool 4252.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai import files
from firstcall.practice.wires.openai.fields import (
    Field,
    check_breakpoint,
    check_value,
    missing,
    unknown_choice,
    unknown_parameter,
    wrong_type,
)
from firstcall.practice.wires.openai.images import picture_at

Item = Mapping[str, Any]

_TYPES = tuple(
    "additional_tools agent_message apply_patch_call apply_patch_call_output code_interpreter_call compaction "
    "compaction_trigger computer_call computer_call_output custom_tool_call custom_tool_call_output "
    "file_search_call function_call function_call_output image_generation_call item_reference local_shell_call "
    "local_shell_call_output mcp_approval_request mcp_approval_response mcp_call mcp_list_tools message "
    "multi_agent_call multi_agent_call_output program program_output reasoning shell_call shell_call_output "
    "tool_search_call tool_search_output web_search_call".split()
)
_ROLES = ("assistant", "system", "developer", "user")
_MEMBERS = ("type", "role", "content", "status", "id")
_PHASES = ("commentary", "final_answer")
_PARTS = ("input_text", "input_image", "input_audio", "output_text", "refusal", "input_file", "computer_screenshot",
          "summary_text", "encrypted_content")  # fmt: skip
_PARTS_OF_USER = ("input_text", "input_image", "input_file", "scoped_content", "input_audio")
_PARTS_OF_ASSISTANT = ("output_text", "refusal")
_TEXT = Field((str,), null=False)
_TEXT_OR_PARTS = Field((str, list), null=False, wanted="one of a string or array of objects")
_REQUIRED: Mapping[str, Mapping[str, Field]] = {
    "function_call": {"arguments": _TEXT, "call_id": _TEXT, "name": _TEXT},
    "function_call_output": {"call_id": _TEXT, "output": _TEXT_OR_PARTS},
    "reasoning": {"summary": Field((list,), null=False)},
    "item_reference": {"id": _TEXT},
}
_PREFIXES = {"function_call": "fc", "reasoning": "rs", "message": "msg"}


def kind_of(item: Item) -> str:
    return str(item.get("type", "message"))


def check_items(items: list[Any], field: str = "input") -> None:
    """Raises `Refusal` for the first item of a field that the API does not take."""
    for place, item in enumerate(items):
        _check_item(item, f"{field}[{place}]")


def _check_item(item: Any, where: str) -> None:
    if not isinstance(item, dict):
        raise wrong_type(where, item, (dict,), "an input item")
    kind = item.get("type", "message")
    if kind not in _TYPES if isinstance(kind, str) else True:
        raise unknown_choice(where, kind if isinstance(kind, str) else "", _TYPES)
    if kind == "message":
        _check_message(item, where)
    for name, field in _REQUIRED.get(kind, {}).items():
        if name not in item:
            raise missing(f"{where}.{name}")
        check_value(f"{where}.{name}", item[name], field)
    _check_id(item, kind, where)
    if kind == "function_call_output" and isinstance(item["output"], list):
        _check_parts(item["output"], _PARTS_OF_USER, f"{where}.output")


def _check_id(item: Item, kind: str, where: str) -> None:
    id = item.get("id")
    if id is None:
        return
    check_value(f"{where}.id", id, _TEXT)
    prefix = _PREFIXES.get(kind, "")
    if not id.startswith(prefix):
        message = f"Invalid '{where}.id': '{id[:80]}'. Expected an ID that begins with '{prefix}'."
        raise Refusal(400, message, param=f"{where}.id", code="invalid_value")


def _check_message(item: Item, where: str) -> None:
    role = item.get("role", "")
    if not isinstance(role, str) or role not in _ROLES:
        raise unknown_choice(where, role if isinstance(role, str) else "", _ROLES)
    for name in item:
        if name not in _MEMBERS and not (name == "phase" and role == "assistant"):
            raise unknown_parameter(f"{where}.{name}")
    check_value(f"{where}.phase", item.get("phase"), Field((str,), choices=_PHASES))
    if "content" not in item:
        raise missing(f"{where}.content")
    check_value(f"{where}.content", item["content"], _TEXT_OR_PARTS)
    if isinstance(item["content"], list):
        parts = _PARTS_OF_ASSISTANT if role == "assistant" else _PARTS_OF_USER
        _check_parts(item["content"], parts, f"{where}.content")


def _check_parts(parts: list[Any], allowed: tuple[str, ...], where: str) -> None:
    for place, part in enumerate(parts):
        _check_part(part, allowed, f"{where}[{place}]")


def _check_part(part: Any, allowed: tuple[str, ...], where: str) -> None:
    if not isinstance(part, dict):
        raise wrong_type(where, part, (dict,))
    if "type" not in part:
        raise missing(f"{where}.type")
    check_value(f"{where}.type", part["type"], _TEXT)
    if part["type"] not in (*_PARTS, *allowed):
        raise unknown_choice(f"{where}.type", part["type"], _PARTS)
    if part["type"] not in allowed:
        raise unknown_choice(where, part["type"], allowed)
    name = "refusal" if part["type"] == "refusal" else "text"
    if part["type"] in ("input_text", *_PARTS_OF_ASSISTANT):
        if name not in part:
            raise missing(f"{where}.{name}")
        check_value(f"{where}.{name}", part[name], _TEXT)
    if part["type"] == "input_image" and part.get("image_url") is not None:
        check_value(f"{where}.image_url", part["image_url"], _TEXT)
        picture_at(part["image_url"], f"{where}.image_url")
    if part["type"] == "input_file":
        files.check(part, where, chat=False)
    check_breakpoint(part, where)


def check_pairs(items: Iterable[Item]) -> None:
    """Every call has its output and every output its call; a reasoning item has what it led to after it.

    Sentences: agno-agi/agno 3749 (no output), continuedev/continue 8933 (the reasoning item).
    """
    waiting: dict[str, None] = {}
    called: set[str] = set()
    reasoning: Item | None = None
    for item in items:
        if reasoning is not None and (kind_of(item) == "function_call_output" or item.get("role") == "user"):
            break
        reasoning = item if kind_of(item) == "reasoning" else None
        if kind_of(item) == "function_call":
            waiting[item["call_id"]] = None
            called.add(item["call_id"])
        elif kind_of(item) == "function_call_output":
            if item["call_id"] not in called:
                raise _unpaired(
                    f"No tool call found for function call output with call_id {item['call_id']}."
                )
            waiting.pop(item["call_id"], None)
    if reasoning is not None:
        id = reasoning.get("id") or ""
        raise _unpaired(f"Item '{id}' of type 'reasoning' was provided without its required following item.")
    if waiting:
        raise _unpaired(f"No tool output found for function call {next(iter(waiting))}.")


def _unpaired(message: str) -> Refusal:
    return Refusal(400, message, param="input")


def as_messages(items: Iterable[Item]) -> list[Mapping[str, Any]]:
    """The items as the messages of a Chat Completions request, which count and mean the same."""
    messages: list[dict[str, Any]] = []
    for item in items:
        match kind_of(item):
            case "message":
                messages.append({"role": item["role"], "content": _content(item["content"])})
            case "function_call":
                _add_call(messages, item)
            case "function_call_output":
                messages.append(
                    {"role": "tool", "tool_call_id": item["call_id"], "content": _content(item["output"])}
                )
            case "reasoning":
                pass  # what was thought in an earlier turn is not read again
            case _:
                messages.append({"role": "assistant", "content": [dict(item)]})
    return [*messages]


def _add_call(messages: list[dict[str, Any]], item: Item) -> None:
    """Calls of one turn share a message."""
    function = {"name": item["name"], "arguments": item["arguments"]}
    call = {"id": item["call_id"], "type": "function", "function": function}
    if messages and "tool_calls" in messages[-1]:
        messages[-1]["tool_calls"].append(call)
    else:
        messages.append({"role": "assistant", "content": None, "tool_calls": [call]})


def _content(content: str | list[Any]) -> str | list[Any]:
    return content if isinstance(content, str) else [_part(part) for part in content]


def _part(part: Mapping[str, Any]) -> dict[str, Any]:
    marked = {name: part[name] for name in ("prompt_cache_breakpoint",) if part.get(name) is not None}
    match part["type"]:
        case "input_text" | "output_text":
            return {"type": "text", "text": part["text"], **marked}
        case "input_image":
            source = {"url": part["image_url"]} if part.get("image_url") else {"file_id": part.get("file_id")}
            image = {**source, "detail": part.get("detail") or "auto"}
            return {"type": "image_url", "image_url": image, **marked}
        case "input_file":
            names = ("file_data", "file_id", "file_url", "filename", "detail")
            file = {name: part[name] for name in names if name in part}
            return {"type": "file", "file": file, **marked}
        case _:
            return dict(part)


def listed_as(item: Item, id: str) -> dict[str, Any]:
    """An item as it is listed later: with an id, a status, its text as a part."""
    shown = {"id": id, "type": kind_of(item), "status": "completed", **item}
    shown["id"] = item.get("id") or id
    content = item.get("content")
    if isinstance(content, str):
        kind = "output_text" if item.get("role") == "assistant" else "input_text"
        shown["content"] = [{"type": kind, "text": content}]
    return shown
