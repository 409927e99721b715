"""Chat completions and legacy ones under `/v1`: a request of OpenAI's as one of Ollama's.

Written from ollama/ollama `openai/openai.go` and `middleware/openai.go`. Without effect: `tool_choice`, `n`,
`logit_bias`, `user`, the penalties, `max_completion_tokens`. Content of several parts becomes a message for each.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from firstcall.practice.learners import Learners
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.ollama import fields as go
from firstcall.practice.wires.ollama.chatting import replied
from firstcall.practice.wires.ollama.compatible.completion import Completion
from firstcall.practice.wires.ollama.reply import Reply
from firstcall.practice.wires.ollama.request import chat, generate

EFFORTS = ("high", "medium", "low", "none")
_COMMON: go.Shape = {
    "model": go.TEXT,
    "stream": go.FLAG,
    "stream_options": go.OBJECT,
    "max_tokens": go.WHOLE,
    "seed": go.WHOLE,
    "stop": go.ANY,
    "temperature": go.NUMBER,
    "top_p": go.NUMBER,
}
_CHAT: go.Shape = {
    **_COMMON,
    "messages": go.many("openai.Message"),
    "tools": go.many(go.TOOL),
    "response_format": go.OBJECT,
    "reasoning": go.OBJECT,
    "reasoning_effort": go.TEXT,
    "logprobs": go.FLAG,
    "top_logprobs": go.WHOLE,
}
_COMPLETION: go.Shape = {**_COMMON, "prompt": go.TEXT, "suffix": go.TEXT}
_MESSAGE: go.Shape = {
    "role": go.TEXT,
    "content": go.ANY,
    "reasoning": go.TEXT,
    "tool_calls": go.many("openai.ToolCall"),
    "name": go.TEXT,
    "tool_call_id": go.TEXT,
}
_PREFIXES = ("data:;base64,", *(f"data:image/{kind};base64," for kind in ("jpeg", "jpg", "png", "webp")))


def composed_chat(vendor: str, learners: Learners, began: int, key: str, body: bytes) -> Reply:
    """The reply to the request in the body of `/v1/chat/completions`. Raises `Refusal`."""
    fields = go.fields_of(body, _CHAT, "openai.ChatCompletionRequest")
    given = go.objects(
        fields.get("messages", []), _MESSAGE, "ChatCompletionRequest.messages", "openai.Message"
    )
    if not given:
        raise Refusal(400, "[] is too short - 'messages'")
    passed_on: dict[str, Any] = {
        name: fields[name] for name in ("tools", "logprobs", "top_logprobs") if name in fields
    }
    own: dict[str, Any] = {
        **_own(fields),
        **passed_on,
        "messages": [each for message in given for each in _messages(message, given)],
        "format": _format(fields.get("response_format", {})),
        "think": _think(fields),
    }
    return replied(chat(own, vendor), learners, began, key, Completion(fields, "chat.completion"))


def composed_completion(vendor: str, learners: Learners, began: int, key: str, body: bytes) -> Reply:
    """The same for `/v1/completions`, of which the prompt is one text."""
    fields = go.fields_of(body, _COMPLETION, "openai.CompletionRequest")
    own = _own(fields) | {name: fields[name] for name in ("prompt", "suffix") if name in fields}
    return replied(generate(own, vendor), learners, began, key, Completion(fields, "text_completion"))


def _own(fields: Mapping[str, Any]) -> dict[str, Any]:
    """What both requests have in common, in Ollama's fields. Who says nothing of the temperature means 1 here."""
    options: dict[str, Any] = {
        "temperature": fields.get("temperature", 1.0),
        "top_p": fields.get("top_p", 1.0),
    }
    stop = fields.get("stop")
    if isinstance(stop, str | list):
        options["stop"] = (
            [stop] if isinstance(stop, str) else [each for each in stop if isinstance(each, str)]
        )
    options |= {
        name: fields[of] for name, of in (("num_predict", "max_tokens"), ("seed", "seed")) if of in fields
    }
    return {"model": fields.get("model", ""), "stream": fields.get("stream", False), "options": options}


def _format(given: Mapping[str, Any]) -> Any:
    kind = str(given.get("type", "")).strip().lower()
    if kind == "json_object":
        return "json"
    schema = given.get("json_schema")
    return schema.get("schema") if kind == "json_schema" and isinstance(schema, dict) else None


def _think(fields: Mapping[str, Any]) -> bool | str | None:
    """`reasoning_effort`, or `reasoning` as other hosts have it."""
    effort = fields.get("reasoning", {}).get("effort") or fields.get("reasoning_effort")
    if not effort:
        return None
    if effort not in EFFORTS:
        said = f'invalid reasoning value: \'{str(effort)[:80]}\' (must be "high", "medium", "low", or "none")'
        raise Refusal(400, said)
    return False if effort == "none" else str(effort)


def _messages(message: Mapping[str, Any], all: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    role, content = message.get("role", ""), message.get("content")
    calls = [_call(each) for each in message.get("tool_calls", ())]
    common = {"role": role, "tool_calls": calls, "thinking": message.get("reasoning", "")}
    if role.lower() == "tool":
        common["tool_name"] = message.get("name") or _name_of(message.get("tool_call_id", ""), all)
    if isinstance(content, list):
        found = [{"role": role, **_part(part)} for part in content]
        yield from found[:-1]
        yield common | found[-1] if found else common
    elif isinstance(content, str):
        yield common | {"content": content}
    elif content is None and "tool_calls" in message:
        yield common
    else:
        raise Refusal(400, f"invalid message content type: {_GO_TYPES[type(content)]}")


_GO_TYPES = {
    type(None): "<nil>",
    int: "float64",
    float: "float64",
    bool: "bool",
    dict: "map[string]interface {}",
}


def _call(given: Any) -> dict[str, Any]:
    function = given.get("function") if isinstance(given, dict) else None
    arguments = function.get("arguments") if isinstance(function, dict) else None
    try:
        value = json.loads(arguments) if isinstance(arguments, str) else None
    except (ValueError, RecursionError):
        value = None
    if not isinstance(value, dict) or not isinstance(function, dict):
        raise Refusal(400, "invalid tool call arguments")
    return {
        "id": str(given.get("id") or ""),
        "function": {"name": str(function.get("name", "")), "arguments": value},
    }


def _name_of(id: str, messages: Sequence[Mapping[str, Any]]) -> str:
    """The tool of the call with this id; of calls with the same one, the last."""
    calls = [call for message in messages for call in message.get("tool_calls", ()) if isinstance(call, dict)]
    named = [call["function"].get("name") for call in calls
             if call.get("id") == id and isinstance(call.get("function"), dict)]  # fmt: skip
    return str(named[-1]) if named and id else ""


def _part(part: Any) -> dict[str, Any]:
    kind = part.get("type") if isinstance(part, dict) else None
    if kind == "text" and isinstance(part.get("text"), str):
        return {"content": part["text"]}
    image = part.get("image_url") if kind == "image_url" else None
    address = image.get("url") if isinstance(image, dict) else image
    if not isinstance(address, str):
        raise Refusal(400, "invalid message format")
    return {"content": "", "images": [image_at(address)]}


def image_at(address: str) -> str:
    """The base64 of an image's data URL. Raises `Refusal`."""
    prefix = next((each for each in _PREFIXES if address.startswith(each)), None)
    if prefix is None:
        raise Refusal(400, "invalid image input")
    return address.removeprefix(prefix)
