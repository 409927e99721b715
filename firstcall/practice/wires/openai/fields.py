"""The fields of a Chat Completions request, and OpenAI's words for a field of the wrong kind.

Names and kinds are those of openai 3.57.0 `types/chat/completion_create_params.py`. The
sentences come from public reports: unknown arguments (nashsu/llm_wiki 336), ranges
(Dicklesworthstone/llm_aided_ocr 11); their neighbours are worded after them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from firstcall.practice.refusal import Refusal

_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Field:
    """One field: the JSON types it takes, whether `null` stands for "left out", its range and choices."""

    types: tuple[type, ...]
    null: bool = True
    least: float | None = None
    most: float | None = None
    choices: tuple[str, ...] = ()
    wanted: str = ""
    """What the sentence about a wrong type says it should be, where that is not the name of the first type."""


_FLAG = Field((bool,))
_TEXT = Field((str,))
_OBJECT = Field((dict,))
_LIST = Field((list,), null=False)
_LIMIT = Field((int,), least=1)
_PENALTY = Field((float, int), least=-2, most=2)

_BREAKPOINT = {
    "mode": Field((str,), null=False, choices=("explicit",)),
    "ttl": Field((str,), choices=("30m", "12h")),
}

FIELDS: Mapping[str, Field] = {
    "messages": _LIST,
    "model": Field((str,), null=False),
    "audio": _OBJECT,
    "frequency_penalty": _PENALTY,
    "function_call": Field((str, dict), null=False),
    "functions": _LIST,
    "logit_bias": _OBJECT,
    "logprobs": _FLAG,
    "max_completion_tokens": _LIMIT,
    "max_tokens": _LIMIT,
    "metadata": _OBJECT,
    "modalities": Field((list,)),
    "moderation": _OBJECT,
    "n": Field((int,), least=1, most=128),
    "parallel_tool_calls": Field((bool,), null=False),
    "prediction": _OBJECT,
    "presence_penalty": _PENALTY,
    "prompt_cache_key": _TEXT,
    "prompt_cache_options": Field((dict,), null=False),
    "prompt_cache_retention": Field((str,), choices=("in_memory", "24h")),
    "reasoning_effort": Field((str,), choices=("none", "minimal", "low", "medium", "high", "xhigh", "max")),
    "response_format": Field((dict,), null=False),
    "safety_identifier": _TEXT,
    "seed": Field((int,), least=-(2**63), most=2**63 - 1),
    "service_tier": Field((str,), choices=("auto", "default", "flex", "scale", "priority", "fast")),
    "stop": Field((str, list)),
    "store": _FLAG,
    "stream": _FLAG,
    "stream_options": _OBJECT,
    "temperature": Field((float, int), least=0, most=2),
    "tool_choice": Field((str, dict), null=False),
    "tools": _LIST,
    "top_logprobs": Field((int,), least=0, most=20),
    "top_p": Field((float, int), least=0, most=1),
    "user": Field((str,), null=False),
    "verbosity": Field((str,), choices=("low", "medium", "high")),
    "web_search_options": Field((dict,), null=False),
}

_KINDS = {
    bool: "a boolean",
    int: "an integer",
    float: "a decimal",
    str: "a string",
    list: "an array",
    dict: "an object",
    type(None): "null",
}


def check_fields(request: Mapping[str, Any], fields: Mapping[str, Field] = FIELDS) -> None:
    """Raises `Refusal` for an unknown field, or for a known one of the wrong kind or out of its range."""
    unknown = sorted(request.keys() - fields.keys())
    if unknown:
        plural = "s" if len(unknown) > 1 else ""
        names = ", ".join(name[:80] for name in unknown[:20])
        raise Refusal(400, f"Unrecognized request argument{plural} supplied: {names}")
    for name, value in request.items():
        check_value(name, value, fields[name])


def check_all(request: Mapping[str, Any], fields: Mapping[str, Field], required: Iterable[str]) -> None:
    """The same in the words of the endpoints that are not Chat's; raises `Refusal` too for a field that is missing."""
    for name, value in request.items():
        if name not in fields:
            raise unknown_parameter(name)
        check_value(name, value, fields[name])
    for name in required:
        if name not in request:
            raise missing(name)


def check_members(name: str, members: Mapping[str, Any], fields: Mapping[str, Field]) -> None:
    """The same for the members of an object in a field, in the words that newer fields get."""
    for member, value in members.items():
        where = f"{name}.{member}"
        if member not in fields:
            raise unknown_parameter(where)
        check_value(where, value, fields[member])


def check_breakpoint(part: Mapping[str, Any], where: str) -> None:
    """The same for what marks the end of a reusable beginning (`types/chat/chat_completion_content_part_text_param.py`)."""
    mark = part.get("prompt_cache_breakpoint")
    if mark is None:
        return
    where = f"{where}.prompt_cache_breakpoint"
    check_value(where, mark, _OBJECT)
    if "mode" not in mark:
        raise missing(f"{where}.mode")
    check_members(where, mark, _BREAKPOINT)


def check_value(name: str, value: Any, field: Field) -> None:
    if value is None and field.null:
        return
    if type(value) not in field.types:
        raise wrong_type(name, value, field.types, field.wanted)
    if field.choices and value not in field.choices:
        raise unknown_choice(name, value, field.choices)
    _check_range(name, value, field)


def _check_range(name: str, value: Any, field: Field) -> None:
    kind = "integer" if field.types == (int,) else "decimal"
    if field.least is not None and value < field.least:
        said = (
            f"{kind} below minimum value. Expected a value >= {field.least}, but got {_shown(value)} instead."
        )
        raise Refusal(400, f"Invalid '{name}': {said}", param=name, code=f"{kind}_below_min_value")
    if field.most is not None and value > field.most:
        said = (
            f"{kind} above maximum value. Expected a value <= {field.most}, but got {_shown(value)} instead."
        )
        raise Refusal(400, f"Invalid '{name}': {said}", param=name, code=f"{kind}_above_max_value")


def _shown(number: float) -> str:
    return (
        str(number)
        if abs(number) < 1e300
        else f"{number:.3e}"
        if isinstance(number, float)
        else "a huge number"
    )


def wrong_type(name: str, value: Any, types: tuple[type, ...], wanted: str = "") -> Refusal:
    wanted = wanted or (_KINDS[types[0]] if types != (str, list) else "one of a string or array")
    got = _KINDS[type(value)]
    message = f"Invalid type for '{name}': expected {wanted}, but got {got} instead."
    return Refusal(400, message, param=name, code="invalid_type")


def unknown_choice(name: str, value: str, choices: tuple[str, ...]) -> Refusal:
    message = f"Invalid value: '{value[:80]}'. Supported values are: {listed(choices, 'and')}."
    return Refusal(400, message, param=name, code="invalid_value")


def listed(choices: Iterable[str], last: str) -> str:
    """Choices as OpenAI lists them: two without a comma, more with one before the last word too."""
    *first, final = [f"'{choice}'" for choice in choices]
    if len(first) < 2:
        return f" {last} ".join((*first, final))
    return f"{', '.join(first)}, {last} {final}"


def unknown_parameter(name: str) -> Refusal:
    return Refusal(400, f"Unknown parameter: '{name[:160]}'.", param=name[:160], code="unknown_parameter")


def missing(name: str) -> Refusal:
    return Refusal(
        400, f"Missing required parameter: '{name}'.", param=name, code="missing_required_parameter"
    )


def too_long(name: str, most: int, got: int) -> Refusal:
    wanted = f"Expected an array with maximum length {most}, but got an array with length {got} instead."
    message = f"Invalid '{name}': array too long. {wanted}"
    return Refusal(400, message, param=name, code="array_above_max_length")


def check_name(where: str, name: str) -> None:
    """Raises `Refusal` for a name of a function or a schema that has other signs than these."""
    if not _NAME.fullmatch(name):
        said = "string does not match pattern. Expected a string that matches the pattern '^[a-zA-Z0-9_-]+$'."
        raise Refusal(400, f"Invalid '{where}': {said}", param=where, code="invalid_value")


def empty(name: str) -> Refusal:
    said = "Expected an array with minimum length 1, but got an empty array instead."
    return Refusal(400, f"Invalid '{name}': empty array. {said}", param=name, code="empty_array")
