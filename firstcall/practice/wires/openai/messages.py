"""The messages of a Chat Completions request: which are refused, and their text.

Shapes: openai 3.57.0 `types/chat/chat_completion_*_message_param.py`. The sentences are OpenAI's
as publicly reported, or worded after them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai.fields import (
    Field,
    check_breakpoint,
    check_value,
    empty,
    missing,
    too_long,
    unknown_choice,
    wrong_type,
)

MOST_MESSAGES = 2048
_ROLES = ("system", "assistant", "user", "function", "tool", "developer")
_PARTS = ("text", "image_url", "input_audio", "refusal", "audio", "file")


def check_messages(messages: list[Any]) -> None:
    if not messages:
        raise empty("messages")
    if len(messages) > MOST_MESSAGES:
        raise too_long("messages", MOST_MESSAGES, len(messages))
    called = False
    for place, message in enumerate(messages):
        where = f"messages[{place}]"
        if not isinstance(message, dict):
            raise wrong_type(where, message, (dict,))
        _check_role(message, where, called)
        _check_content(message, where)
        _check_calls(message, where)
        called = called or bool(message.get("tool_calls")) or bool(message.get("function_call"))


def _check_role(message: dict[str, Any], where: str, called: bool) -> None:
    if "role" not in message:
        raise missing(f"{where}.role")
    role = message["role"]
    if not isinstance(role, str):
        raise wrong_type(f"{where}.role", role, (str,))
    if role not in _ROLES:
        raise unknown_choice(f"{where}.role", role, _ROLES)
    if role == "tool" and not called:
        said = "messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
        raise Refusal(400, f"Invalid parameter: {said}", param=f"{where}.role")


def _check_calls(message: dict[str, Any], where: str) -> None:
    """`types/chat/chat_completion_message_function_tool_call_param.py`, and the legacy `function_call`."""
    check_value(f"{where}.tool_calls", message.get("tool_calls"), Field((list,)))
    check_value(f"{where}.function_call", message.get("function_call"), Field((dict,)))
    for place, call in enumerate(message.get("tool_calls") or ()):
        at = f"{where}.tool_calls[{place}]"
        check_value(at, call, Field((dict,), null=False))
        if "id" not in call:
            raise missing(f"{at}.id")
        check_value(f"{at}.id", call["id"], Field((str,), null=False))
        check_value(f"{at}.function", call.get("function"), Field((dict,)))


def _check_content(message: dict[str, Any], where: str) -> None:
    content = message.get("content")
    if content is None:
        if message["role"] == "assistant":
            return
        if "content" not in message:
            raise missing(f"{where}.content")
        param = where.replace("[", ".[") + ".content"
        raise Refusal(400, "Invalid value for 'content': expected a string, got null.", param=param)
    if isinstance(content, str):
        return
    if not isinstance(content, list):
        raise wrong_type(f"{where}.content", content, (str, list))
    for place, part in enumerate(content):
        _check_part(part, f"{where}.content[{place}]")


def _check_part(part: Any, where: str) -> None:
    if not isinstance(part, dict):
        raise wrong_type(where, part, (dict,))
    kind = part.get("type")
    if kind is None:
        raise missing(f"{where}.type")
    if not isinstance(kind, str):
        raise wrong_type(f"{where}.type", kind, (str,))
    if kind not in _PARTS:
        raise unknown_choice(f"{where}.type", kind, _PARTS)
    if kind == "text" and "text" not in part:
        raise missing(f"{where}.text")
    if kind == "text" and not isinstance(part["text"], str):
        raise wrong_type(f"{where}.text", part["text"], (str,))
    check_breakpoint(part, where)


def rest_of(message: Mapping[str, Any]) -> str:
    """What a message says beside its content, such as the tools it calls, as JSON: it counts too."""
    known = ("role", "content", "refusal", "annotations")
    rest = {name: value for name, value in message.items() if name not in known}
    return json.dumps(rest, ensure_ascii=False) if rest else ""


def text_of(message: Mapping[str, Any]) -> str:
    content = message.get("content")
    if isinstance(content, list):
        return "\n".join(part["text"] for part in content if part["type"] == "text")
    return content or ""
