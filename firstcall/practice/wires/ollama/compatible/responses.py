"""`/v1/responses`: a request of OpenAI's newer API as one of Ollama's. Nothing is stored, nothing earlier is known.

ollama/ollama `openai/responses.go` (`FromResponsesRequest`). Without effect: `previous_response_id`, `store`, `include`,
`tool_choice`, `truncation`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from firstcall.practice.learners import Learners
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.ollama import fields as go
from firstcall.practice.wires.ollama.chatting import replied
from firstcall.practice.wires.ollama.compatible.openai import image_at
from firstcall.practice.wires.ollama.compatible.response import Response
from firstcall.practice.wires.ollama.reply import Reply
from firstcall.practice.wires.ollama.request import chat

_SHAPE: go.Shape = {
    "model": go.TEXT,
    "input": go.ANY,
    "instructions": go.TEXT,
    "max_output_tokens": go.WHOLE,
    "reasoning": go.OBJECT,
    "temperature": go.NUMBER,
    "text": go.OBJECT,
    "top_p": go.NUMBER,
    "truncation": go.TEXT,
    "tools": go.many("openai.ResponsesTool"),
    "stream": go.FLAG,
}
_TOOL: go.Shape = {
    "type": go.TEXT,
    "name": go.TEXT,
    "description": go.TEXT,
    "strict": go.FLAG,
    "parameters": go.OBJECT,
}
_TEXTS = ("input_text", "output_text")
_EFFORTS = ("low", "medium", "high", "max")


def composed_response(vendor: str, learners: Learners, began: int, key: str, body: bytes) -> Reply:
    """The reply to the request in a body. Raises `Refusal`."""
    fields = go.fields_of(body, _SHAPE, "openai.ResponsesRequest")
    tools = go.objects(fields.get("tools", []), _TOOL, "ResponsesRequest.tools", "openai.ResponsesTool")
    system = [{"role": "system", "content": fields["instructions"]}] if fields.get("instructions") else []
    options = {"temperature": fields.get("temperature", 1.0)}
    named = {"top_p": "top_p", "num_predict": "max_output_tokens"}
    options |= {name: fields[of] for name, of in named.items() if of in fields}
    own: dict[str, Any] = {
        "model": fields.get("model", ""),
        "stream": fields.get("stream", False),
        "messages": [*system, *_messages(fields.get("input", ""))],
        "tools": [{"type": "function", "function": tool} for tool in tools],
        "format": _format(fields.get("text", {}).get("format")),
        "think": _think(fields.get("reasoning", {}).get("effort")),
        "options": options,
    }
    return replied(chat(own, vendor), learners, began, key, Response({**fields, "tools": tools}))


def _format(given: Any) -> Any:
    return given.get("schema") if isinstance(given, dict) and given.get("type") == "json_schema" else None


def _think(effort: Any) -> bool | str | None:
    if effort is None or effort == "":
        return None
    if effort not in ("none", *_EFFORTS):
        said = f'invalid reasoning value: "{str(effort)[:80]}" (must be "high", "medium", "low", "max", or "none")'
        raise Refusal(400, said)
    return False if effort == "none" else str(effort)


def _messages(given: Any) -> list[dict[str, Any]]:
    """The items of an input as messages: calls of tools join what the model said before them."""
    if isinstance(given, str):
        return [{"role": "user", "content": given}] if given else []
    if not isinstance(given, list):
        raise Refusal(400, "input must be a string or array")
    found: list[dict[str, Any]] = []
    for at, item in enumerate(given):
        kind = _kind(item, at)
        if kind == "function_call":
            if not found or found[-1]["role"] != "assistant":
                found.append({"role": "assistant", "content": ""})
            found[-1].setdefault("tool_calls", []).append(_call(item))
        elif kind == "function_call_output":
            text, images = _content(item.get("output"), f"input[{at}]: output")
            id = str(item.get("call_id") or "")
            found.append({"role": "tool", "content": text, "images": images, "tool_call_id": id})
        elif kind == "message":
            text, images = _content(item.get("content"), f"input[{at}]: content")
            found.append({"role": str(item.get("role") or ""), "content": text, "images": images})
    return found


def _kind(item: Any, at: int) -> str:
    kind = item.get("type") if isinstance(item, dict) else None
    if not kind and isinstance(item, dict) and item.get("role"):
        return "message"
    if not kind:
        raise Refusal(400, f"input[{at}]: input item missing required 'type' field")
    if kind not in ("message", "function_call", "function_call_output", "reasoning"):
        raise Refusal(400, f'input[{at}]: unknown input item type: "{str(kind)[:80]}"')
    return str(kind)


def _call(item: Mapping[str, Any]) -> dict[str, Any]:
    said = item.get("arguments")
    try:
        arguments = json.loads(said) if isinstance(said, str) and said else {}
    except (ValueError, RecursionError) as error:
        raise Refusal(400, "failed to parse function call arguments") from error
    function = {
        "name": str(item.get("name") or ""),
        "arguments": arguments if isinstance(arguments, dict) else {},
    }
    return {"id": str(item.get("call_id") or ""), "function": function}


def _content(given: Any, where: str) -> tuple[str, list[str]]:
    """The text and the images of a content, one text or several parts."""
    if given is None or isinstance(given, str):
        return given or "", []
    if not isinstance(given, list):
        raise Refusal(400, f"{where} must be a string or array")
    parts = list(_parts(given, where))
    return "".join(text for text, _ in parts), [image for _, images in parts for image in images]


def _parts(given: Sequence[Any], where: str) -> Iterator[tuple[str, list[str]]]:
    for at, part in enumerate(given):
        kind = part.get("type") if isinstance(part, dict) else ""
        if kind in _TEXTS:
            yield str(part.get("text") or ""), []
        elif kind == "input_image":
            address = part.get("image_url")
            yield "", [image_at(address)] if isinstance(address, str) and address else []
        elif kind == "input_file":
            raise Refusal(400, "file inputs are not currently supported")
        else:
            raise Refusal(400, f"{where}[{at}]: unknown content type: {str(kind)[:80]}")
