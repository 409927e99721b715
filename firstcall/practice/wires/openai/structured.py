"""Structured output: which schemas OpenAI takes, and in which words it refuses another.

Sentences as publicly reported (`additionalProperties`, `required`, the word JSON) and as measured for
`responses.fields`; rules: developers.openai.com/api/docs/guides/structured-outputs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from firstcall.practice.model.schema import keys_asked_for
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai.fields import Field, check_name, check_value, missing, unknown_choice
from firstcall.practice.wires.openai.messages import text_of

_OBJECT, _TEXT = Field((dict,), null=False), Field((str,), null=False)
_FLAG = Field((bool,))
_TYPES = ("json_object", "json_schema", "text")
_MOST_LEVELS = 40
_MOST_TEXT = 4000


def schema_in_chat(
    format: Mapping[str, Any] | None, messages: Iterable[Mapping[str, Any]]
) -> Mapping[str, Any] | None:
    """The schema of the reply that `response_format` asks for, `None` for text. Raises `Refusal`."""
    if format is None:
        return None
    if "type" not in format:
        raise missing("response_format.type")
    check_value("response_format.type", format["type"], _TEXT)
    if format["type"] not in _TYPES:
        raise unknown_choice("response_format.type", format["type"], _TYPES)
    if format["type"] == "json_object":
        return object_asked_for(messages, "messages", "'messages'", "'response_format'", ", to use")
    if format["type"] == "text":
        return None
    if "json_schema" not in format:
        raise missing("response_format.json_schema")
    check_value("response_format.json_schema", format["json_schema"], _OBJECT)
    return named_schema(format["json_schema"], "response_format.json_schema", "response_format", None)


def object_asked_for(
    messages: Iterable[Mapping[str, Any]], param: str, where: str, what: str, to_use: str
) -> Mapping[str, Any]:
    """The schema of any object: its keys are those that the messages name. Raises `Refusal` where they do not say JSON."""
    text = "\n".join(map(text_of, messages))
    if "json" not in text.lower():
        message = f"{where} must contain the word 'json' in some form{to_use} {what} of type 'json_object'."
        raise Refusal(400, message, param=param)
    return keys_asked_for(text[-_MOST_TEXT:])


def named_schema(format: Mapping[str, Any], where: str, param: str, code: str | None) -> Mapping[str, Any]:
    """A schema with its name; `param` and `code` are those of the refusal of one that is not for strict use."""
    for name, field in (("name", _TEXT), ("schema", _OBJECT)):
        if name not in format:
            raise missing(f"{where}.{name}")
        check_value(f"{where}.{name}", format[name], field)
    check_value(f"{where}.strict", format.get("strict"), _FLAG)
    check_name(f"{where}.name", format["name"])
    schema: Mapping[str, Any] = format["schema"]
    if format.get("strict"):
        check_strict(schema, f"response_format '{format['name']}'", param, code)
    return schema


def check_strict(schema: Mapping[str, Any], whose: str, param: str, code: str | None) -> None:
    """Raises `Refusal` for a schema that leaves something open."""
    complaint = next(faults_of_strict(schema), None)
    if schema.get("type") != "object":
        complaint = (
            f"schema must be a JSON Schema of 'type: \"object\"', got 'type: \"{schema.get('type')}\"'."
        )
    if complaint is not None:
        raise Refusal(400, f"Invalid schema for {whose}: {complaint}", param=param, code=code)


def faults_of_strict(schema: Any, place: tuple[str, ...] = (), level: int = 0) -> Iterator[str]:
    """What OpenAI says of an object in a strict schema that is not closed or not required as a whole."""
    if not isinstance(schema, Mapping) or level > _MOST_LEVELS:
        return
    said = schema.get("properties")
    properties: Mapping[str, Any] = said if isinstance(said, Mapping) else {}
    if schema.get("type") == "object" or properties:
        if schema.get("additionalProperties") is not False:
            yield f"In context={place!r}, 'additionalProperties' is required to be supplied and to be false."
        required = schema.get("required")
        left = [name for name in properties if name not in (required if isinstance(required, list) else ())]
        if left:
            yield (
                f"In context={place!r}, 'required' is required to be supplied and to be an array including every key "
                f"in properties. Missing '{left[0][:80]}'."
            )
    for name in ("properties", "$defs", "definitions"):
        inner = schema.get(name)
        for key, each in inner.items() if isinstance(inner, Mapping) else ():
            yield from faults_of_strict(each, (*place, name, key), level + 1)
    yield from faults_of_strict(schema.get("items"), (*place, "items"), level + 1)
    options = schema.get("anyOf")
    for at, each in enumerate(options if isinstance(options, list) else ()):
        yield from faults_of_strict(each, (*place, "anyOf", str(at)), level + 1)
