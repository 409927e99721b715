"""The fields of a Responses request, in the order in which OpenAI complains of them, and what it says.

Names and kinds are those of openai 3.57.0 `types/responses/response_create_params.py`; two penalties that are
not in it are known to the API too. Order and sentences are those measured against gpt-5.6-terra on 30 August
2026 and published as a table of requests and answers (`openai-responses-validation-parity.test.mjs`); the fields
that moved are from lobehub/lobehub 8116, `max_output_tokens` from vectorize-io/hindsight 58.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai.fields import (
    Field,
    check_members,
    check_value,
    listed,
    missing,
    too_long,
    unknown_choice,
    unknown_parameter,
    wrong_type,
)
from firstcall.practice.wires.openai.tool_calls import MOST_TOOLS, check_function

INCLUDABLE = (
    "file_search_call.results",
    "web_search_call.results",
    "web_search_call.action.sources",
    "message.input_image.image_url",
    "computer_call_output.output.image_url",
    "code_interpreter_call.outputs",
    "reasoning.encrypted_content",
    "message.output_text.logprobs",
)
"""`types/responses/response_includable.py`, in the order in which a refusal lists them."""
LOGPROBS, ENCRYPTED = INCLUDABLE[-1], INCLUDABLE[-2]
_MOST_PAIRS, _LONGEST_NAME, _LONGEST_VALUE = 16, 64, 512


def _one_of(*choices: str) -> Field:
    return Field((str,), choices=choices, wanted=f"one of {listed(choices, 'or')}")


_FLAG, _TEXT, _OBJECT = Field((bool,)), Field((str,)), Field((dict,))
_PENALTY = Field((float, int), least=-2, most=2)
_EFFORTS = ("none", "minimal", "low", "medium", "high", "xhigh", "max")
_TOOL_CHOICES = ("none", "auto", "required")
_MORE_OF_CHOICE = {"function": ("name",), "allowed_tools": ("mode", "tools")}

FIELDS: Mapping[str, Field] = {
    "input": Field((str, list), null=False, wanted="one of a string or array of input items"),
    "previous_response_id": _TEXT,
    "prompt": _OBJECT,
    "moderation": _OBJECT,
    "include": Field((list,), wanted=f"an array of {_one_of(*INCLUDABLE).wanted}"),
    "tools": Field((list,), wanted="an array of tools"),
    "tool_choice": Field((str, dict), wanted=f"one of an object or {listed(_TOOL_CHOICES, 'or')}"),
    "metadata": Field((dict,), wanted="a metadata object"),
    "text": _OBJECT,
    "temperature": Field((float, int), least=0, most=2),
    "top_p": Field((float, int), least=0, most=1),
    "presence_penalty": _PENALTY,
    "frequency_penalty": _PENALTY,
    "parallel_tool_calls": _FLAG,
    "stream": _FLAG,
    "stream_options": _OBJECT,
    "background": _FLAG,
    "max_output_tokens": Field((int,), least=16),
    "max_tool_calls": Field((int,), least=1),
    "reasoning": _OBJECT,
    "user": _TEXT,
    "safety_identifier": _TEXT,
    "prompt_cache_options": _OBJECT,
    "prompt_cache_key": _TEXT,
    "prompt_cache_retention": _one_of("in_memory", "24h"),
    "truncation": _one_of("auto", "disabled"),
    "instructions": _TEXT,
    "store": _FLAG,
    "service_tier": _one_of("auto", "default", "fast", "flex", "priority"),
    "top_logprobs": Field((int,), least=0, most=20),
    "context_management": Field((list,), wanted="an array of objects"),
    "conversation": Field((str, dict), wanted="one of a string or object"),
    "access_programs": _OBJECT,
    "background_options": _OBJECT,
    "image": _OBJECT,
}
COUNTED = frozenset(
    ("conversation", "input", "instructions", "model", "parallel_tool_calls", "personality", "previous_response_id",
     "reasoning", "text", "tool_choice", "tools", "truncation")
)  # fmt: skip
"""The fields of `types/responses/input_token_count_params.py`."""
_CHECKED = {**FIELDS, "personality": _TEXT, "model": _TEXT}

_MEMBERS: Mapping[str, Mapping[str, Field]] = {
    "stream_options": {"include_obfuscation": _FLAG},
    "reasoning": {
        "effort": Field(
            (str,), choices=_EFFORTS, wanted=f"one of one of {listed(_EFFORTS, 'or')} or integer"
        ),
        "summary": _one_of("concise", "detailed", "auto"),
        "context": _one_of("auto", "current_turn", "all_turns"),
        "mode": _TEXT,
    },
    "prompt_cache_options": {
        "mode": _one_of("implicit", "explicit"),
        "ttl": _one_of("30m", "12h"),
        "comparison_response_id": _TEXT,
        "prewarm": _FLAG,
    },
    "text": {"format": _OBJECT, "verbosity": _one_of("low", "medium", "high")},
}
_MOVED = {
    "messages": "input",
    "response_format": "text.format",
    "reasoning_effort": "reasoning.effort",
    "max_completion_tokens": "max_output_tokens",
}
_FORMATS = ("json_object", "text", "json_schema")


def check_fields(request: Mapping[str, Any], only: frozenset[str] | None = None) -> None:
    """Raises `Refusal` for what no model takes; the items of `input` are not looked into. `only` for a request that
    takes no more than these fields, none of them required."""
    if only is None:
        _check_required(request)
    known = {"model", *FIELDS} if only is None else only
    for name in request:
        if name not in known:
            raise _unknown(name, request)


def check_values(request: Mapping[str, Any], check_items: Callable[[list[Any]], None]) -> None:
    """The same for the values of known fields; `check_items` looks into the input when its turn has come."""
    for name, field in _CHECKED.items():
        value = request.get(name)
        if value is not None:
            check_value(name, value, field)
            if name in _DEEPER:
                _DEEPER[name](value)
            elif name == "input" and isinstance(value, list):
                check_items(value)
        elif name in request and not field.null:
            _refuse_null(name)


def _check_required(request: Mapping[str, Any]) -> None:
    if "model" not in request:
        raise missing("model")
    if request["model"] is None:
        _refuse_null("model")
    if not isinstance(request["model"], str):
        raise wrong_type("model", request["model"], (str,))
    if "input" not in request:
        raise missing("input")


def _refuse_null(name: str) -> None:
    raise wrong_type(name, {}, (str,))  # this API calls null an object


def _unknown(name: str, request: Mapping[str, Any]) -> Refusal:
    if name in _MOVED:
        message = (
            f"Unsupported parameter: '{name}'. In the Responses API, this parameter has moved to '{_MOVED[name]}'. "
            "Try again with the new parameter."
        )
        return Refusal(400, message, code="unsupported_parameter", see=_ON_PARAMETERS)
    refusal = unknown_parameter(name)
    near = sorted((_distance(name, known), known) for known in FIELDS if known not in request)
    if near and near[0][0] <= _NEAR:
        refusal.message += f" Did you mean '{near[0][1]}'?"
    return refusal


_NEAR = 2
_ON_PARAMETERS = (
    "See the API documentation for more information: "
    "https://platform.openai.com/docs/api-reference/responses/create."
)


def _distance(one: str, other: str) -> int:
    """How many letters have to be changed, put in or left out; some large number where they are far apart."""
    if abs(len(one) - len(other)) > _NEAR:
        return _NEAR + 1
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one, start=1):
        before, row[0] = row[0], place
        for at, wanted in enumerate(other, start=1):
            before, row[at] = row[at], min(row[at] + 1, row[at - 1] + 1, before + (letter != wanted))
    return row[-1]


def _check_include(include: list[Any]) -> None:
    for place, each in enumerate(include):
        check_value(f"include[{place}]", each, Field((str,), null=False, choices=INCLUDABLE))


def _check_tools(tools: list[Any], where_all: str = "tools") -> None:
    if len(tools) > MOST_TOOLS:
        raise too_long(where_all, MOST_TOOLS, len(tools))
    for place, tool in enumerate(tools):
        where = f"{where_all}[{place}]"
        check_value(where, tool, Field((dict,), null=False, wanted="an object"))
        if "type" not in tool:
            raise missing(f"{where}.type")
        check_value(f"{where}.type", tool["type"], Field((str,), null=False))
        if tool["type"] == "function":
            check_function(tool, where)


def _check_tool_choice(choice: str | dict[str, Any]) -> None:
    """`types/responses/tool_choice_function.py`, `tool_choice_allowed.py`."""
    if isinstance(choice, str):
        return check_value("tool_choice", choice, Field((str,), choices=_TOOL_CHOICES))
    for name in ("type", *_MORE_OF_CHOICE.get(str(choice.get("type")), ())):
        if name not in choice:
            raise missing(f"tool_choice.{name}")
    if choice["type"] == "allowed_tools":
        check_value("tool_choice.mode", choice["mode"], Field((str,), null=False, choices=_TOOL_CHOICES[1:]))
        check_value("tool_choice.tools", choice["tools"], FIELDS["tools"])
        _check_tools(choice["tools"] or [], "tool_choice.tools")


def check_metadata(metadata: dict[str, Any]) -> None:
    if len(metadata) > _MOST_PAIRS:
        said = (
            f"too many properties. Expected an object with at most {_MOST_PAIRS} properties, but got an object "
            f"with {len(metadata)} properties instead."
        )
        raise Refusal(
            400, f"Invalid 'metadata': {said}", param="metadata", code="object_above_max_properties"
        )
    for name, value in metadata.items():
        check_value(f"metadata.{name[:80]}", value, Field((str,), null=False))
        if len(name) > _LONGEST_NAME:
            raise _longer(
                "metadata", "property name", _LONGEST_NAME, len(name), "property_name_above_max_length"
            )
        if len(value) > _LONGEST_VALUE:
            raise _longer(f"metadata.{name}", "string", _LONGEST_VALUE, len(value), "string_above_max_length")


def _longer(where: str, what: str, most: int, got: int, code: str) -> Refusal:
    said = f"{what} too long. Expected a string with maximum length {most}, but got a string with length {got} instead."
    return Refusal(400, f"Invalid '{where}': {said}", param=where, code=code)


def _check_text(text: dict[str, Any]) -> None:
    check_members("text", text, _MEMBERS["text"])
    format = text.get("format")
    if format is None:
        return
    if "type" not in format:
        raise missing("text.format.type")
    check_value("text.format.type", format["type"], Field((str,), null=False))
    if format["type"] not in _FORMATS:
        raise unknown_choice("text.format.type", format["type"], _FORMATS)


def _members(name: str) -> Callable[[Any], None]:
    return lambda value: check_members(name, value, _MEMBERS[name])


_DEEPER: Mapping[str, Callable[[Any], None]] = {
    **{name: _members(name) for name in _MEMBERS},
    "include": _check_include,
    "tools": _check_tools,
    "tool_choice": _check_tool_choice,
    "metadata": check_metadata,
    "text": _check_text,
}
