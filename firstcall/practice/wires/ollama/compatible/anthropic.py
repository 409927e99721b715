"""Under `/v1/messages`: what clients of Anthropic's want, with Ollama's models.

Written from ollama/ollama `anthropic/anthropic.go` and `middleware/anthropic.go`. Without effect: `tool_choice`,
`metadata`, `cache_control`, the version header. A model that cannot think just does not, whatever is asked. Thinking is
shown as it is and has no signature; a call of a tool comes in one piece.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from firstcall.practice.learners import Learners
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.ollama import fields as go
from firstcall.practice.wires.ollama.chatting import replied
from firstcall.practice.wires.ollama.compatible.message import Message
from firstcall.practice.wires.ollama.reply import Reply
from firstcall.practice.wires.ollama.request import chat

_SHAPE: go.Shape = {
    "model": go.TEXT,
    "max_tokens": go.WHOLE,
    "messages": go.many("anthropic.MessageParam"),
    "system": go.ANY,
    "stream": go.FLAG,
    "temperature": go.NUMBER,
    "top_p": go.NUMBER,
    "top_k": go.WHOLE,
    "stop_sequences": go.many("string"),
    "tools": go.many("anthropic.Tool"),
    "thinking": go.OBJECT,
    "output_config": go.OBJECT,
}
_MESSAGE: go.Shape = {"role": go.TEXT, "content": go.ANY}
_TOOL: go.Shape = {"type": go.TEXT, "name": go.TEXT, "description": go.TEXT, "input_schema": go.OBJECT}
_EFFORTS = {"low": "low", "medium": "medium", "high": "high", "xhigh": "high", "max": "max"}
_WEB_SEARCH = {
    "name": "web_search",
    "description": "Search the web for current information.",
    "parameters": {"type": "object", "required": ["query"], "properties": {"query": {"type": "string"}}},
}


def composed_message(vendor: str, learners: Learners, began: int, key: str, body: bytes) -> Reply:
    """The reply to the request in the body of `/v1/messages`. Raises `Refusal`."""
    fields = go.fields_of(body, _SHAPE, "anthropic.MessagesRequest")
    if not fields.get("model"):
        raise Refusal(400, "model is required")
    if fields.get("max_tokens", 0) <= 0:
        raise Refusal(400, "max_tokens is required and must be positive")
    given = go.objects(
        fields.get("messages", []), _MESSAGE, "MessagesRequest.messages", "anthropic.MessageParam"
    )
    if not given:
        raise Refusal(400, "messages is required")
    own = {
        "model": fields["model"],
        "stream": fields.get("stream", False),
        "messages": [*_system(fields.get("system")), *(each for one in given for each in _messages(one))],
        "tools": [_tool(each) for each in go.objects(fields.get("tools", []), _TOOL, "MessagesRequest.tools", "anthropic.Tool")],
        "think": _think(fields),
        "options": _options(fields),
    }  # fmt: skip
    request = chat(own, vendor, relaxed=True)
    estimate = max(1, len(json.dumps(own["messages"], ensure_ascii=False)) // 4)
    return replied(request, learners, began, key, Message(fields["model"], estimate))


def _options(fields: Mapping[str, Any]) -> dict[str, Any]:
    named = {"num_predict": "max_tokens", "stop": "stop_sequences"}
    named |= {name: name for name in ("temperature", "top_p", "top_k")}
    return {name: fields[of] for name, of in named.items() if of in fields}


def _think(fields: Mapping[str, Any]) -> bool | str | None:
    """`thinking` wins over the effort of `output_config`."""
    kind = fields.get("thinking", {}).get("type")
    if kind in ("enabled", "disabled"):
        return bool(kind == "enabled")
    effort = fields.get("output_config", {}).get("effort")
    return _EFFORTS.get(effort.strip().lower()) if isinstance(effort, str) else None


def _system(given: Any) -> list[dict[str, Any]]:
    text = given if isinstance(given, str) else _text(given)
    return [{"role": "system", "content": text}] if text else []


def _text(blocks: Any) -> str:
    """The texts of a list of blocks, one after the other; of anything else none."""
    return "".join(
        block["text"]
        for block in (blocks if isinstance(blocks, list) else ())
        if isinstance(block, dict) and block.get("type") == "text" and isinstance(block.get("text"), str)
    )


def _messages(message: Mapping[str, Any]) -> list[dict[str, Any]]:
    """A message as Ollama's: results of tools are messages of their own, before what a user says beside them."""
    role, content = message.get("role", "").lower(), message.get("content")
    if isinstance(content, str):
        content = [{"type": "text", "text": content}]
    if content is None:
        raise Refusal(400, "unexpected end of JSON input")
    if not isinstance(content, list):
        raise go.wrong_kind(content, "MessageParam.content", "[]anthropic.ContentBlock")
    blocks = [each for each in content if isinstance(each, dict)]
    results = [_result(block) for block in _of(blocks, "tool_result")]
    own = {
        "role": role,
        "content": _text(blocks),
        "images": [_image(block.get("source")) for block in _of(blocks, "image")],
        "tool_calls": [_call(block) for block in _of(blocks, "tool_use", "server_tool_use")],
        "thinking": "".join(str(block.get("thinking") or "") for block in _of(blocks, "thinking")),
    }
    said = [own] if any(own[name] for name in own if name != "role") else []
    return [*results, *said] if role == "user" else [*said, *results]


def _of(blocks: Sequence[Mapping[str, Any]], *kinds: str) -> Iterator[Mapping[str, Any]]:
    return (block for block in blocks if block.get("type") in kinds)


def _call(block: Mapping[str, Any]) -> dict[str, Any]:
    for name in ("id", "name"):
        if not isinstance(block.get(name), str) or not block[name]:
            raise Refusal(400, f"tool_use block missing required '{name}' field")
    given = block.get("input")
    function = {"name": block["name"], "arguments": given if isinstance(given, dict) else {}}
    return {"id": block["id"], "function": function}


def _result(block: Mapping[str, Any]) -> dict[str, Any]:
    content = block.get("content")
    inner = [each for each in content if isinstance(each, dict)] if isinstance(content, list) else []
    return {
        "role": "tool",
        "content": content if isinstance(content, str) else _text(content),
        "images": [_image(each.get("source")) for each in _of(inner, "image")],
        "tool_call_id": str(block.get("tool_use_id") or ""),
    }


def _image(source: Any) -> str:
    if not isinstance(source, dict):
        raise Refusal(400, "invalid image source")
    if source.get("type") != "base64":
        said = str(source.get("type") or "")[:80]
        raise Refusal(400, f"invalid image source type: {said}. Only base64 images are supported.")
    return str(source.get("data") or "")


def _tool(tool: Mapping[str, Any]) -> dict[str, Any]:
    if tool.get("type", "").startswith("web_search"):
        return {"type": "function", "function": _WEB_SEARCH}
    function = {"name": tool.get("name", ""), "description": tool.get("description", "")}
    return {"type": "function", "function": function | {"parameters": tool.get("input_schema", {})}}
