"""Functions in a request: what is offered to the model, what came of its calls, and how a call is written.

Shapes: google-genai 3.6.1 `types.FunctionDeclaration`, `FunctionCall`, `FunctionResponse`. The first of the calls of a
reply is signed where the model thinks, https://ai.google.dev/gemini-api/docs/thought-signatures.
"""

from __future__ import annotations

import json
import secrets
import string
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from firstcall.practice.model.tools import Called, Offer, Result, Tool
from firstcall.practice.wires.google.calls import Content, calls_in, is_users_own, responses_in, turns
from firstcall.practice.wires.google.request import Request
from firstcall.practice.wires.google.schemas import json_schema
from firstcall.practice.wires.google.signatures import signature

_LETTERS = string.ascii_lowercase + string.digits


def offer_of(request: Request) -> Offer:
    """What the model is offered: the functions that may be called, whether one must be, what has come of calls."""
    allowed = request.tool_config.get("allowedFunctionNames", ())
    tools = [
        Tool(each.get("name", ""), each.get("description", ""), _schema(each))
        for tool in request.tools
        for each in tool.get("functionDeclarations", ())
        if not allowed or each.get("name") in allowed
    ]
    mode = request.tool_config.get("mode", "AUTO")
    results = tuple(_results(request.contents))
    return Offer(
        tuple(tools), "required" if mode == "ANY" else "none" if mode == "NONE" else "auto", results=results
    )


def _schema(declaration: Mapping[str, Any]) -> Mapping[str, Any]:
    if "parameters" in declaration:
        return json_schema(declaration["parameters"])
    given = declaration.get("parametersJsonSchema")
    return given if isinstance(given, dict) else {}


def _results(contents: Sequence[Content]) -> Iterator[Result]:
    """What came of the calls since the last turn that is the user's own, in their order."""
    contents = turns(contents)
    own = [place for place, content in enumerate(contents) if is_users_own(content)]
    since = contents[own[-1] + 1 if own else 0 :]
    for content, after in pairwise(since):
        calls = [part["functionCall"] for part in calls_in(content)]
        for call, response in zip(calls, _in_order(calls, responses_in(after)), strict=False):
            told = response.get("response")
            failed = isinstance(told, dict) and "error" in told
            names = ("error", "result", "output")
            said = (
                next((told[name] for name in names if name in told), told) if isinstance(told, dict) else told
            )
            arguments = call.get("args") if isinstance(call.get("args"), dict) else {}
            text = said if isinstance(said, str) else json.dumps(said, ensure_ascii=False, default=str)
            yield Result(call["name"], text, arguments or {}, failed)


def _in_order(
    calls: Sequence[Mapping[str, Any]], responses: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """The responses in the order of the calls, by their ids where they have them, else by their names."""
    left, found = list(responses), []
    for call in calls:
        fitting = [each for each in left if "id" in each and each["id"] == call.get("id")]
        fitting += [each for each in left if each.get("name") == call.get("name")]
        chosen = (fitting or left)[0]
        left.remove(chosen)
        found.append(chosen)
    return found


def parts_of(called: Sequence[Called], *, signed: bool) -> list[dict[str, Any]]:
    """The calls of a reply as parts."""
    parts: list[dict[str, Any]] = [
        {"functionCall": {"name": each.name, "args": dict(each.arguments), "id": _new_id()}}
        for each in called
    ]
    if parts and signed:
        parts[0]["thoughtSignature"] = signature()
    return parts


def _new_id() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(8))
