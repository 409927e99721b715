"""The fields of a request to Ollama, read as Go reads JSON, and its words for one of the wrong kind.

What is unknown is passed over, `null` is as good as left out. Kinds: ollama/ollama `api/types.go`; sentences: Go's
`encoding/json` as reported (ollama/ollama 10255).
"""

from __future__ import annotations

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firstcall.practice.parsing import parsed
from firstcall.practice.refusal import Refusal

_JSON_NAMES = {str: "string", bool: "bool", int: "number", float: "number", dict: "object", list: "array"}
_ASIDE = re.compile(r"line (\d+) column (\d+)")


@dataclass(frozen=True, slots=True)
class Kind:
    """What JSON a field takes, and how Go calls that."""

    types: tuple[type, ...]
    go: str


TEXT = Kind((str,), "string")
FLAG = Kind((bool,), "bool")
WHOLE = Kind((int,), "int")
NUMBER = Kind((int, float), "float64")
OBJECT = Kind((dict,), "map[string]interface {}")
ANY = Kind(tuple(_JSON_NAMES), "interface {}")


def many(go: str) -> Kind:
    return Kind((list,), f"[]{go}")


Shape = Mapping[str, Kind]
TOOL = "api.Tool"
MESSAGE: Shape = {
    "role": TEXT,
    "content": TEXT,
    "thinking": TEXT,
    "images": many("api.ImageData"),
    "tool_calls": many("api.ToolCall"),
    "tool_name": TEXT,
    "tool_call_id": TEXT,
}
_CALL: Shape = {"id": TEXT, "function": Kind((dict,), "api.ToolCallFunction")}
_FUNCTION: Shape = {"name": TEXT, "index": WHOLE, "arguments": OBJECT}
_COMMON: Shape = {
    "model": TEXT,
    "stream": FLAG,
    "format": ANY,
    "keep_alive": ANY,
    "options": OBJECT,
    "think": ANY,
    "truncate": FLAG,
    "shift": FLAG,
    "logprobs": FLAG,
    "top_logprobs": WHOLE,
}
CHAT: Shape = {**_COMMON, "messages": many("api.Message"), "tools": many(TOOL)}
GENERATE: Shape = {
    **_COMMON,
    **dict.fromkeys(("prompt", "suffix", "system", "template"), TEXT),
    "context": many("int"),
    "raw": FLAG,
    "images": many("api.ImageData"),
}
EMBED: Shape = {
    "model": TEXT,
    "input": ANY,
    "prompt": TEXT,
    "truncate": FLAG,
    "dimensions": WHOLE,
    "keep_alive": ANY,
    "options": OBJECT,
}
NAMED: Shape = {"model": TEXT, "name": TEXT, "stream": FLAG, "verbose": FLAG}


def fields_of(body: bytes, shape: Shape, name: str) -> dict[str, Any]:
    """The fields in a body that is to be a Go struct of this name. Raises `Refusal` 400."""
    if not body.strip():
        raise Refusal(400, "missing request body")
    try:
        value = parsed(body)
    except ValueError as error:
        raise Refusal(400, _malformed(body, str(error))) from error
    if value is not None and not isinstance(value, dict):
        raise Refusal(400, f"json: cannot unmarshal {_named(value)} into Go value of type {name}")
    return members(value or {}, shape, name.rpartition(".")[2])


def members(value: Mapping[str, Any], shape: Shape, where: str) -> dict[str, Any]:
    """The known members of an object that are not `null`. Raises `Refusal` for one of the wrong kind."""
    found = {name: value[name] for name in shape if value.get(name) is not None}
    for name, one in found.items():
        if type(one) not in shape[name].types:
            raise wrong_kind(one, f"{where}.{name}", shape[name].go)
        if is_number(one):
            held(one, f"{where}.{name}", shape[name].go)
    return found


def is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def held(number: float, where: str, go: str = "float64") -> float:
    """A number that Go can hold. Raises `Refusal` 400 for one that it cannot, which Python's integers can."""
    if abs(number) > sys.float_info.max:
        raise Refusal(400, f"json: cannot unmarshal number into Go struct field {where} of type {go}")
    return float(number)


def objects(values: list[Any], shape: Shape, where: str, go: str) -> list[dict[str, Any]]:
    """A list of objects, each as `members` reads it; `null` is an empty one."""
    for one in values:
        if one is not None and not isinstance(one, dict):
            raise wrong_kind(one, where, go)
    return [members(one or {}, shape, where) for one in values]


def calls(values: list[Any], where: str) -> list[dict[str, Any]]:
    """The calls of tools in a message: `id` and `function`. What Python leaves out because it is empty is empty."""
    found = objects(values, _CALL, where, "api.ToolCall")
    for call in found:
        call["function"] = members(call.get("function", {}), _FUNCTION, f"{where}.function")
    return found


def wrong_kind(value: Any, where: str, go: str) -> Refusal:
    return Refusal(400, f"json: cannot unmarshal {_named(value)} into Go struct field {where} of type {go}")


def _named(value: Any) -> str:
    name = _JSON_NAMES[type(value)]
    return f"number {value}" if isinstance(value, float) else name


def _malformed(body: bytes, said: str) -> str:
    """Go's two sentences about what is no JSON: it ends too early, or a character does not belong there."""
    place = _ASIDE.search(said)
    if place is None or "EOF" in said:
        return "unexpected EOF"
    lines = body.decode("utf-8", "replace").split("\n")
    line = lines[min(int(place[1]), len(lines)) - 1]
    at = int(place[2]) - 1
    wrong = line[at] if 0 <= at < len(line) else line[-1:] or " "
    return f"invalid character '{wrong}' looking for beginning of value"
