"""What a request to `/api/chat` or `/api/generate` asks for, and which requests are refused.

Order and sentences: ollama/ollama `server/routes.go` (`ChatHandler`, `GenerateHandler`), `server/images.go`
(capabilities), `llm/server.go` (format); images for a model that takes none: reported as 400 by who tried it
(ollama/ollama `model/model.go`, `ErrNoVisionModel`). Defaults: `api/types.go` (`DefaultOptions`).

Accepted and without effect: `template`, and of the options all but `num_ctx`, `num_predict`, `seed`, `stop`,
`temperature`, and a `top_k` of 1, which leaves only the likeliest.
"""

from __future__ import annotations

import binascii
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from firstcall.practice.model import pictures
from firstcall.practice.model.pictures import NoPicture, Picture
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.ollama import fields as go
from firstcall.practice.wires.ollama import memory, values
from firstcall.practice.wires.ollama.library import Pulled, pulled

USUAL_CONTEXT = 4_096
"""Tokens, on a machine with less than 24 GB of graphics memory."""
KEPT_ALIVE = 300.0
_TEMPERATURE = 0.8
_HOTTEST = 2.0
_MOST_TOP_LOGPROBS = 20


@dataclass(frozen=True, slots=True)
class Call:
    name: str
    arguments: Mapping[str, Any]
    id: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: `calls` are those of the tools it asks for, `tool_name` and `call_id` say whose result it is."""

    role: str
    content: str = ""
    images: tuple[Picture, ...] = ()
    calls: tuple[Call, ...] = ()
    tool_name: str = ""
    call_id: str = ""
    thinking: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A request that was found in order. `effort` is `None` where the model does not think about it; `format` is
    `json`, a schema, or nothing; `top_logprobs` is `None` where none are wanted. Without `truncate` a prompt that is too
    long is refused; without `shift` the reply ends where the context does."""

    pulled: Pulled
    messages: tuple[Message, ...]
    stream: bool = True
    tools: tuple[Any, ...] = ()
    format: str | Mapping[str, Any] = ""
    effort: str | None = None
    context_tokens: int = USUAL_CONTEXT
    limit: int = -1
    temperature: float = _TEMPERATURE
    seed: int | None = None
    stops: tuple[str, ...] = ()
    truncate: bool = True
    shift: bool = True
    top_logprobs: int | None = None
    keep_alive: float | None = None
    raw: bool = False

    @property
    def unloads(self) -> bool:
        """Whether it only asks for the model to be put away."""
        return not self.messages and self.keep_alive == 0


def read_chat(body: bytes, vendor: str) -> Request:
    """The request in the body of `/api/chat`. Raises `Refusal`."""
    return chat(go.fields_of(body, go.CHAT, "api.ChatRequest"), vendor)


def chat(fields: Mapping[str, Any], vendor: str, *, relaxed: bool = False) -> Request:
    """The request in the fields of one; where `relaxed`, a model that cannot think just does not. Raises `Refusal`."""
    given = go.objects(fields.get("messages", []), go.MESSAGE, "ChatRequest.messages", "api.Message")
    messages = [_message(each) for each in given]
    _check_top_logprobs(fields)
    found = pulled(fields.get("model", ""), vendor)
    request = _common(fields, found, tuple(messages))
    if request.unloads:
        return request
    request = replace(request, tools=tuple(fields.get("tools", ())), effort=_effort(fields, found, relaxed))
    _check_can(found, "completion", f'"{found.asked}" does not support chat')
    if request.tools:
        _check_can(found, "tools")
    return _with_options(request, fields)


def read_generate(body: bytes, vendor: str) -> Request:
    """The request in the body of `/api/generate`, its prompt as the last message. Raises `Refusal`."""
    return generate(go.fields_of(body, go.GENERATE, "api.GenerateRequest"), vendor)


def generate(fields: Mapping[str, Any], vendor: str) -> Request:
    """The same for the fields of a request. Raises `Refusal`."""
    _check_top_logprobs(fields)
    found = pulled(fields.get("model", ""), vendor, needed=False)
    request = _common(fields, found, ())
    if not fields.get("prompt") and request.unloads:
        return request
    if fields.get("raw") and (fields.get("template") or fields.get("system") or fields.get("context")):
        raise Refusal(400, "raw mode does not support template, system, or context")
    request = replace(request, effort=_effort(fields, found, relaxed=False))
    _check_can(found, "completion", f'"{found.asked}" does not support generate')
    if fields.get("suffix"):
        _check_can(found, "insert")
    return _with_options(replace(request, messages=_prompted(fields)), fields)


def _prompted(fields: Mapping[str, Any]) -> tuple[Message, ...]:
    """A prompt as messages: the system prompt, what the `context` remembers, the prompt itself."""
    if not fields.get("prompt"):
        return ()
    system = [Message("system", fields["system"])] if fields.get("system") else []
    before = [Message(role, text) for role, text in memory.told(fields.get("context", []))]
    images = tuple(map(_picture, fields.get("images", ())))
    return (*system, *before, Message("user", fields["prompt"], images))


def _common(fields: Mapping[str, Any], found: Pulled, messages: tuple[Message, ...]) -> Request:
    wants = fields.get("logprobs") is True
    return Request(
        found,
        messages,
        stream=fields.get("stream", True),
        truncate=fields.get("truncate", True),
        shift=fields.get("shift", True),
        top_logprobs=fields.get("top_logprobs", 0) if wants else None,
        keep_alive=values.seconds(fields.get("keep_alive")),
        raw=fields.get("raw", False),
    )


def _with_options(request: Request, fields: Mapping[str, Any]) -> Request:
    """What is found when the model is loaded: its options, then the format, then the images."""
    options = values.options_of(fields.get("options", {}))
    temperature = max(0.0, min(options.get("temperature", _TEMPERATURE), _HOTTEST))
    seed = options.get("seed", -1)
    request = replace(
        request,
        context_tokens=min(max(1, options.get("num_ctx") or USUAL_CONTEXT), request.pulled.context_tokens),
        limit=options.get("num_predict", -1),
        temperature=0.0 if options.get("top_k") == 1 or math.isnan(temperature) else temperature,
        seed=seed if seed >= 0 else None,
        stops=tuple(options.get("stop", ())),
        format=_format(fields.get("format")),
    )
    if any(message.images for message in request.messages) and not request.pulled.build.image_tokens:
        raise Refusal(400, "this model is missing data required for image input")
    return request


def _check_top_logprobs(fields: Mapping[str, Any]) -> None:
    if not 0 <= fields.get("top_logprobs", 0) <= _MOST_TOP_LOGPROBS:
        raise Refusal(400, f"top_logprobs must be between 0 and {_MOST_TOP_LOGPROBS}")


def _check_can(found: Pulled, what: str, said: str = "") -> None:
    if what not in found.capabilities:
        raise Refusal(400, said or f"registry.ollama.ai/library/{found.full} does not support {what}")


def _effort(fields: Mapping[str, Any], found: Pulled, relaxed: bool) -> str | None:
    """How much the model thinks: it does so unless it is told not to; one with levels always does, one without at length."""
    think = values.think_of(fields.get("think"))
    if "thinking" not in found.capabilities:
        if think and not relaxed:
            raise Refusal(400, f'"{found.asked}" does not support thinking')
        return None
    if isinstance(think, str):
        return think
    levels = found.model.effort if found.model else ()
    if levels:
        return "medium"
    return None if think is False else "high"


def _format(given: Any) -> str | Mapping[str, Any]:
    if given is None or given == "" or given == "json" or isinstance(given, dict):
        return given or ""
    said = f'"{given}"' if isinstance(given, str) else str(given)
    quoted = said[:200].replace('"', '\\"')
    raise Refusal(500, f'invalid format: "{quoted}"; expected "json" or a valid JSON Schema object')


def _message(given: Mapping[str, Any]) -> Message:
    calls = go.calls(given.get("tool_calls", []), "ChatRequest.messages.tool_calls")
    return Message(
        given.get("role", "").lower(),
        given.get("content", ""),
        tuple(map(_picture, given.get("images", ()))),
        tuple(
            Call(call["function"].get("name", ""), call["function"].get("arguments", {}), call.get("id", ""))
            for call in calls
        ),
        given.get("tool_name", ""),
        given.get("tool_call_id", ""),
        given.get("thinking", ""),
    )


def _picture(given: Any) -> Picture:
    """A picture in base64; `null` is an empty one."""
    given = "" if given is None else given
    if not isinstance(given, str):
        raise go.wrong_kind(given, "ChatRequest.messages.images", "string")
    try:
        return pictures.looked_at(pictures.decoded(given))
    except binascii.Error as error:
        raise Refusal(400, "illegal base64 data at input byte 0") from error
    except NoPicture as error:
        raise Refusal(500, "failed to process inputs: image: unknown format") from error
