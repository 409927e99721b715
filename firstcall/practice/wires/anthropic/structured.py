"""Structured output and strict tools: which schemas Anthropic takes, and in which words it refuses another.

Rules: https://platform.claude.com/docs/en/build-with-claude/structured-outputs. Sentences: objects that are left open
(veryfront/veryfront-code 3921, BerriAI/litellm 35808), bounds of numbers (agentjido/req_llm 302,
sherifkozman/the-llm-council 55) and of lists (ghostlobster/memorize-everything 93), where a strict tool's are told
(CherryHQ/cherry-studio 18037).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from firstcall.practice.refusal import Refusal

_NUMBERS = ("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum", "multipleOf")
_BOUNDS = {
    "integer": _NUMBERS,
    "number": _NUMBERS,
    "string": ("maxLength", "minLength"),
    "array": ("maxItems", "uniqueItems"),
    "object": ("maxProperties", "minProperties"),
}
"""By type, what a schema may not say of it."""
_MOST_LEVELS = 40


def check(schema: Mapping[str, Any], where: str) -> None:
    """Raises `Refusal` for a schema by which no answer can be held to it."""
    for complaint in _complaints(schema, 0):
        raise Refusal(400, f"{where}: {complaint}")


def _complaints(schema: Any, level: int) -> Iterator[str]:
    if not isinstance(schema, Mapping) or level > _MOST_LEVELS:
        return
    for type in _types(schema):
        yield from _of_type(type, schema)
    for inner in _inside(schema):
        yield from _complaints(inner, level + 1)


def _types(schema: Mapping[str, Any]) -> list[str]:
    said = schema.get("type")
    return [each for each in (said if isinstance(said, list) else [said]) if isinstance(each, str)]


def _of_type(type: str, schema: Mapping[str, Any]) -> Iterator[str]:
    if type == "object" and (closed := schema.get("additionalProperties", ...)) is not False:
        if closed is True:
            yield (
                "For 'object' type, 'additionalProperties: true' is not supported. Please set 'additionalProperties' to "
                "false"
            )
        yield "For 'object' type, 'additionalProperties' must be explicitly set to false"
    if type == "array" and schema.get("minItems", 0) not in (0, 1):
        yield "For 'array' type, 'minItems' values other than 0 or 1 are not supported"
    wrong = [name for name in _BOUNDS.get(type, ()) if name in schema]
    if len(wrong) == 1:
        yield f"For '{type}' type, property '{wrong[0]}' is not supported"
    elif wrong:
        yield f"For '{type}' type, properties {', '.join(wrong)} are not supported"


def _inside(schema: Mapping[str, Any]) -> Iterator[Any]:
    """The schemas in a schema."""
    for name in ("properties", "$defs", "definitions"):
        inner = schema.get(name)
        yield from inner.values() if isinstance(inner, Mapping) else ()
    yield schema.get("items")
    for name in ("anyOf", "allOf"):
        options = schema.get(name)
        yield from options if isinstance(options, list) else ()
