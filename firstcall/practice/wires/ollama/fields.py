"""The fields of a request to Ollama, read as Go reads JSON, and its words for one of the wrong kind.

What is unknown is passed over, `null` is as good as left out. Kinds: ollama/ollama `api/types.go`; sentences: Go's
`encoding/json` as reported (ollama/ollama 10255), options `api/types.go` (`FromMap`), thinking `api/types.go`
(`ThinkValue`) and `server/thinking.go`, durations Go's `time`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firstcall.practice.parsing import parsed
from firstcall.practice.refusal import Refusal

LEVELS = ("low", "medium", "high", "max")
_JSON_NAMES = {str: "string", bool: "bool", int: "number", float: "number", dict: "object", list: "array"}
_UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_PART = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)")
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

_INTEGERS = ("num_ctx", "num_keep", "num_predict", "seed", "top_k", "repeat_last_n", "num_batch", "num_gpu", "main_gpu",
             "num_thread")  # fmt: skip
_FLOATS = (
    "temperature",
    "top_p",
    "min_p",
    "typical_p",
    "repeat_penalty",
    "presence_penalty",
    "frequency_penalty",
)


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
    return found


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


def options_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options that Ollama knows; of the others its log says that they are invalid. Raises `Refusal` 500 for a value
    of the wrong kind: it is found when the model is loaded."""
    found: dict[str, Any] = {}
    for name, value in given.items():
        if value is None:
            continue
        number = isinstance(value, int | float) and not isinstance(value, bool)
        if name in _INTEGERS:
            found[name] = int(_checked(name, value, number, "integer"))
        elif name in _FLOATS:
            found[name] = float(_checked(name, value, number, "float32"))
        elif name == "stop":
            _checked(name, value, isinstance(value, list), "array")
            found[name] = _checked(
                name, value, all(isinstance(each, str) for each in value), "an array of strings"
            )
    return found


def _checked(name: str, value: Any, right: bool, wanted: str) -> Any:
    if not right:
        of = "must be of" if wanted.startswith("an ") else "must be of type"
        raise Refusal(500, f'option "{name}" {of} {wanted}')
    return value


def think_of(value: Any) -> bool | str | None:
    """Whether, or how much, the model is to think. Raises `Refusal`."""
    if isinstance(value, str):
        if value not in LEVELS:
            raise Refusal(
                400,
                f'invalid think value: "{value[:80]}" (must be "high", "medium", "low", "max", true, or false)',
            )
        return value
    if value is None or isinstance(value, bool):
        return value
    raise Refusal(400, 'think must be a boolean or string ("high", "medium", "low", "max", true, or false)')


def seconds(value: Any) -> float | None:
    """How long a model stays loaded, in seconds, from a number or a Go duration such as `5m`; `inf` for ever, which a
    number below 0 stands for. Raises `Refusal`."""
    if value is None:
        return None
    found = float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
    if isinstance(value, str):
        found = _duration(value)
    if found is None:
        raise Refusal(400, f"Unsupported type: '{type(value).__name__}'")
    return math.inf if found < 0 else found


def _duration(said: str) -> float:
    bare = said.lstrip("+-")
    if bare == "0":
        return 0.0
    parts = _PART.findall(bare)
    if not parts or "".join(number + unit for number, unit in parts) != bare:
        what = "missing unit in duration" if re.fullmatch(r"[\d.]+", bare) else "invalid duration"
        raise Refusal(400, f'time: {what} "{said[:80]}"')
    total = math.fsum(float(number) * _UNITS[unit] for number, unit in parts)
    return -total if said.startswith("-") else total
