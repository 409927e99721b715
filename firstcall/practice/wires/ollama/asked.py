"""A request to Ollama in the mind's words: what was said, by whom, with which tools and pictures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from firstcall.practice.model import speaker
from firstcall.practice.model.request import Shown
from firstcall.practice.model.schema import keys_asked_for
from firstcall.practice.model.tools import Offer, Result, Tool
from firstcall.practice.wires.ollama.request import Message, Request

_SYSTEM = ("system", "developer")
_MOST_LOOKED_AT = 200
"""The latest messages, and calls in them, of which results are told apart."""


def asked(request: Request, messages: Sequence[Message]) -> speaker.Asked:
    """The request in the mind's words, of the messages that the model sees."""
    messages = _in_turns(messages)
    said = tuple(
        ("assistant" if message.role == "assistant" else "user", message.content)
        for message in messages
        if message.role not in (*_SYSTEM, "tool") and not message.calls
    )
    question = next((text for role, text in reversed(said) if role == "user"), "")
    return speaker.Asked(
        "\n\n".join(message.content for message in messages if message.role in _SYSTEM),
        said,
        request.temperature,
        request.seed,
        request.pulled.model.id if request.pulled.model else request.pulled.full,
        alternatives=request.top_logprobs is not None,
        offer=Offer(tuple(_tools(request.tools)), results=tuple(_results(_since(messages)))),
        schema=_schema(request, question),
        shown=_shown(_since(messages)),
    )  # fmt: skip


def _schema(request: Request, question: str) -> Mapping[str, Any] | None:
    """That of a reply which is to be JSON; where none was sent, of the keys that the question names."""
    if isinstance(request.format, str):
        return keys_asked_for(question) if request.format else None
    return request.format


def _in_turns(messages: Sequence[Message]) -> list[Message]:
    """Of what a user says in several messages, one after the other, the last words are the question, and all the
    pictures belong to it: so come an image and its question."""
    turns: list[Message] = []
    for is_users, run in groupby(messages, lambda message: message.role == "user"):
        said = list(run)
        if not is_users:
            turns += said
            continue
        words = [replace(message, images=()) for message in said if message.content] or said[-1:]
        images = tuple(image for message in said for image in message.images)
        turns += [*words[:-1], replace(words[-1], images=images)]
    return turns


def _tools(listed: Sequence[Any]) -> Iterator[Tool]:
    for tool in listed:
        function = tool.get("function") if isinstance(tool, dict) else None
        if isinstance(function, dict) and isinstance(function.get("name"), str):
            schema = function.get("parameters")
            described = str(function.get("description") or "")
            yield Tool(function["name"], described, schema if isinstance(schema, dict) else {})


def _since(messages: Sequence[Message]) -> Sequence[Message]:
    """The last message of the user and what came after it."""
    asked = [at for at, message in enumerate(messages) if message.role == "user"]
    return messages[asked[-1] if asked else 0 :]


def _results(messages: Sequence[Message]) -> Iterator[Result]:
    """What came of the calls: by their ids, else by the tool's name, else in order, for Python's SDK sends no ids."""
    messages = messages[-_MOST_LOOKED_AT:]
    left = [call for message in messages for call in message.calls][-_MOST_LOOKED_AT:]
    for message in messages:
        if message.role != "tool":
            continue
        fitting = [call for call in left if message.call_id and call.id == message.call_id]
        fitting += [call for call in left if call.name == message.tool_name]
        fitting += left if not message.tool_name else []
        if fitting:
            left.remove(fitting[0])
            yield Result(fitting[0].name, message.content, fitting[0].arguments)
        else:
            yield Result(message.tool_name or "the tool", message.content)


def _shown(messages: Sequence[Message]) -> tuple[Shown, ...]:
    return tuple(picture for message in messages for picture in message.images)
