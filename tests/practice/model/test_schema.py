from __future__ import annotations

import json
import random
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from firstcall.practice.model.schema import filled, keys_asked_for
from tests.quickly import examples

NODE = {"type": "object",
        "properties": {"value": {"type": "integer"}, "next": {"anyOf": [{"$ref": "#/$defs/Node"}, {"type": "null"}]},
        "children": {"type": "array", "items": {"$ref": "#/$defs/Node"}}}, "required": ["value", "next", "children"],
        "additionalProperties": False}  # fmt: skip
SCHEMAS: dict[str, dict[str, Any]] = {
    "recursive": {"$ref": "#/$defs/Node", "$defs": {"Node": NODE}},
    "bounds": {"type": "array", "minItems": 5, "maxItems": 6,
               "items": {"type": "integer", "minimum": 3, "exclusiveMaximum": 60, "multipleOf": 7}},
    "unique": {"type": "array", "items": {"type": "integer"}, "minItems": 8, "uniqueItems": True},
    "decimals": {"type": "number", "exclusiveMinimum": 0, "maximum": 1, "multipleOf": 0.25},
    "lengths": {"type": "string", "minLength": 40, "maxLength": 44},
    "short": {"type": "string", "maxLength": 3},
    "enum": {"enum": ["low", "high", 3]},
    "const": {"type": "object", "properties": {"kind": {"const": "cat"}}, "required": ["kind"]},
    "all": {"allOf": [{"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]},
                      {"properties": {"b": {"type": "boolean"}}, "required": ["b"]}]},
    "types": {"type": ["null", "number"]},
    "tuple": {"type": "array", "prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False, "maxItems": 2},
    "pattern": {"type": "string", "pattern": "^[A-Z]{3}-\\d{3}$"},
    "open": {"type": "object", "required": ["anything"]},
    **{format: {"type": "string", "format": format} for format in ("date", "date-time", "time", "email", "ipv4", "ipv6", "uuid")},
}  # fmt: skip


@pytest.mark.parametrize("name", SCHEMAS)
@pytest.mark.parametrize(
    "question", ["", "Write 200 of them, -7 at least, at https://a.org and on 2026-05-04."]
)
def test_the_value_fits_its_schema(name: str, question: str) -> None:
    checker = Draft202012Validator(SCHEMAS[name], format_checker=Draft202012Validator.FORMAT_CHECKER)
    for seed in range(5):
        checker.validate(filled(SCHEMAS[name], question, random.Random(seed)))


def of(question: str, **properties: Any) -> dict[str, Any]:
    schema = {"type": "object", "properties": properties, "required": list(properties)}
    value = filled(schema, question, random.Random(0))
    assert isinstance(value, dict)
    return value


TEXT, COUNT, TEXTS = {"type": "string"}, {"type": "integer"}, {"type": "array", "items": {"type": "string"}}


def test_values_come_from_the_question() -> None:
    event = "Alice and Bob are going to a science fair on Friday."
    assert of(event, date=TEXT, participants=TEXTS) == {"date": "Friday", "participants": ["Alice", "Bob"]}
    person = "Extract: John Smith, 30 years old, john@example.org, likes tea."
    assert of(person, name=TEXT, age=COUNT, email=TEXT) == {
        "name": "John Smith",
        "age": 30,
        "email": "john@example.org",
    }
    unit = {"type": "string", "enum": ["fahrenheit", "celsius"]}
    assert of("What is the weather like in Paris, in celsius?", location=TEXT, unit=unit) == {
        "location": "Paris",
        "unit": "celsius",
    }
    assert of("What is 12 * (3 + 4)?", expression=TEXT) == {"expression": "12 * (3 + 4)"}
    assert of("Find the capital of France", query=TEXT) == {"query": "Find the capital of France"}


def test_another_seed_is_another_value() -> None:
    schema = {"type": "array", "items": {"type": "integer", "maximum": 1000}, "minItems": 4}
    assert filled(schema, "", random.Random(1)) == filled(schema, "", random.Random(1))
    assert len({str(filled(schema, "", random.Random(seed))) for seed in range(6)}) > 1


@pytest.mark.parametrize(
    ("question", "city"),
    [
        ("Extract: Paris is the city.", "Paris"),
        ("What is the weather in New York?", "New York"),
        ("Ann moved from Oslo to Rome.", "Oslo"),
        ("Write about the sea.", "a practice city"),
    ],
)
def test_a_place_is_known_without_a_word_before_it(question: str, city: str) -> None:
    assert of(question, city={"type": "string"}) == {"city": city}


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ('Answer as JSON: {"city": "...", "country": "..."}', ["city", "country"]),
        ("Return a JSON object with keys name, age and city.", ["name", "age", "city"]),
        ("Say hi in JSON", ["answer"]),
    ],
)
def test_the_keys_that_a_question_asks_for(question: str, keys: list[str]) -> None:
    assert keys_asked_for(question)["required"] == keys


NAMES = ["type", "properties", "items", "required", "anyOf", "allOf", "$ref", "enum", "minimum", "maxItems", "minItems",
         "minLength", "pattern", "format", "multipleOf", "prefixItems", "const", "$defs"]  # fmt: skip
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
    | st.sampled_from(["object", "array", "string", "integer", "number", "#", "#/$defs/a", "(", "date"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from([*NAMES, "a"]), inner, max_size=5),
    max_leaves=25,
)  # fmt: skip


@examples(300)
@given(schema=st.dictionaries(st.sampled_from(NAMES), ANYTHING, max_size=6), question=st.text(max_size=40))
def test_any_schema_is_filled(schema: dict[str, Any], question: str) -> None:
    filled(schema, question, random.Random(0))


def test_a_schema_that_grows_in_all_directions_is_bounded() -> None:
    wide = {f"p{number}": {"$ref": "#"} for number in range(30)}
    schema = {"type": "object", "properties": wide, "required": list(wide)}
    assert len(str(filled(schema, "", random.Random(0)))) < 1_000_000


HOSTILE: list[tuple[dict[str, Any], str]] = [
    ({"allOf": [{"$ref": "#"}] * 10}, ""),
    ({"allOf": [{"allOf": [{"$ref": "#"}] * 10}] * 10, "anyOf": [{"$ref": "#"}] * 10}, ""),
    ({"type": "string", "pattern": "^(a+)+$"}, "a" * 39 + "!"),
    ({"type": "object", "properties": {"expression": {"type": "string"}}}, "(" * 2000 + "-" * 2000),
    ({"type": "object", "properties": {"expression": {"type": "string"}}}, "1" * 4_000_000),
    ({"type": "string", "format": "email"}, "a" * 4_000_000),
    ({"type": "object", "properties": {"n" * 1_000_000: {"type": "string"}}}, "n" * 4_000_000),
    ({"type": "object", "properties": {"age": {"type": "integer"}}}, "age " + "9" * 400),
    ({"type": "number", "multipleOf": 5e-324}, "7"),
    ({"type": "number", "minimum": 10**400}, ""),
    ({"type": "array", "minItems": 10**9, "items": {"type": "array", "minItems": 10**9}}, ""),
]


@pytest.mark.parametrize(("schema", "question"), HOSTILE)
def test_no_schema_and_no_question_takes_long(schema: dict[str, Any], question: str) -> None:
    began = time.process_time()
    json.dumps(filled(schema, question, random.Random(0)), allow_nan=False)
    assert time.process_time() - began < 2, "seconds of CPU; without a bound it would be hours"
