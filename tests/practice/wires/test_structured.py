"""Structured output as each SDK asks for it and reads it."""

from __future__ import annotations

import json
from typing import Any, Literal

import anthropic
import openai
import pytest
from pydantic import BaseModel

from tests.practice_fixture import ANTHROPIC, CHAT, MESSAGES, OPENAI, claude, gpt, post, said

RESPONSES = "/openai/v1/responses"
ASKED = "Alice and Bob are going to a science fair on Friday. How many? 2 people."


class Place(BaseModel):
    city: str
    kind: Literal["fair", "concert"]


class Event(BaseModel):
    name: str
    date: str
    participants: list[str]
    place: Place
    people: int


def check(event: Event | None) -> None:
    assert event is not None
    assert (event.date, event.participants, event.place.kind, event.people) == (
        "Friday",
        ["Alice", "Bob"],
        "fair",
        2,
    )


def test_chat_parses(gpts: openai.OpenAI) -> None:
    messages: list[Any] = [{"role": "user", "content": ASKED}]
    check(
        gpts.chat.completions.parse(model="gpt-4o-mini", messages=messages, response_format=Event)
        .choices[0]
        .message.parsed
    )
    with gpts.chat.completions.stream(model="gpt-6-luna", messages=messages, response_format=Event) as stream:
        check(stream.get_final_completion().choices[0].message.parsed)


def test_responses_parse(gpts: openai.OpenAI) -> None:
    response = gpts.responses.parse(model="gpt-6-luna", input=ASKED, text_format=Event)
    check(response.output_parsed)
    assert response.text is not None and response.text.format is not None
    assert response.text.format.type == "json_schema"
    with gpts.responses.stream(model="gpt-4o-mini", input=ASKED, text_format=Event) as stream:
        check(stream.get_final_response().output_parsed)


def test_claude_parses(url: str) -> None:
    with anthropic.Anthropic(api_key="sk-practice-s", base_url=f"{url}/anthropic", max_retries=0) as client:
        messages: list[Any] = [{"role": "user", "content": ASKED}]
        message = client.messages.parse(
            model="claude-haiku-5-5", max_tokens=1000, messages=messages, output_format=Event
        )
        check(message.parsed_output)


def test_the_limit_cuts_json_as_any_text(gpts: openai.OpenAI) -> None:
    messages: list[Any] = [{"role": "user", "content": ASKED}]
    with pytest.raises(openai.LengthFinishReasonError):
        gpts.chat.completions.parse(
            model="gpt-4o-mini", messages=messages, response_format=Event, max_tokens=9
        )
    format: Any = {"type": "json_schema", "name": "event", "schema": Event.model_json_schema()}
    cut = gpts.responses.create(
        model="gpt-4o-mini", input=ASKED, text={"format": format}, max_output_tokens=16
    )
    assert cut.status == "incomplete" and cut.output_text.startswith("{")


def test_heat_does_not_break_the_form(gpts: openai.OpenAI) -> None:
    for _ in range(5):
        messages: list[Any] = [{"role": "user", "content": ASKED}]
        hot = gpts.chat.completions.parse(
            model="gpt-4o-mini", messages=messages, response_format=Event, temperature=2
        )
        check(hot.choices[0].message.parsed)


def test_any_object_has_the_keys_that_were_asked_for(gpts: openai.OpenAI) -> None:
    asked = "Give me JSON with the keys name, age and city: Ada Lovelace, 36 years old, in London."
    chat = gpts.chat.completions.create(
        model="gpt-4o-mini",
        messages=[{"role": "user", "content": asked}],
        response_format={"type": "json_object"},
    )
    response = gpts.responses.create(
        model="gpt-4o-mini", input=asked, text={"format": {"type": "json_object"}}
    )
    wanted = {"name": "Ada Lovelace", "age": 36, "city": "London"}
    assert json.loads(chat.choices[0].message.content or "") == json.loads(response.output_text) == wanted


OPEN = {"type": "object", "properties": {"a": {"type": "string"}}, "required": ["a"]}
CLOSED = {**OPEN, "additionalProperties": False}


@pytest.mark.parametrize(
    ("format", "sentence", "param", "neighbour"),
    [
        ({}, "Missing required parameter: 'response_format.type'.", "response_format.type", {"type": "text"}),
        (
            {"type": "xml"},
            "Invalid value: 'xml'. Supported values are: 'json_object', 'json_schema', and 'text'.",
            "response_format.type",
            {"type": "text"},
        ),
        (
            {"type": "json_object"},
            "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
            "messages",
            None,
        ),
        (
            {"type": "json_schema"},
            "Missing required parameter: 'response_format.json_schema'.",
            "response_format.json_schema",
            None,
        ),
        (
            {"type": "json_schema", "json_schema": {"schema": OPEN}},
            "Missing required parameter: 'response_format.json_schema.name'.",
            "response_format.json_schema.name",
            {"type": "json_schema", "json_schema": {"name": "a", "schema": OPEN}},
        ),
        (
            {"type": "json_schema", "json_schema": {"name": "a", "schema": OPEN, "strict": True}},
            "Invalid schema for response_format 'a': In context=(), 'additionalProperties' is required to be supplied "
            "and to be false.",
            "response_format",
            {"type": "json_schema", "json_schema": {"name": "a", "schema": CLOSED, "strict": True}},
        ),
        (
            {
                "type": "json_schema",
                "json_schema": {"name": "a", "schema": {**CLOSED, "required": []}, "strict": True},
            },
            "Invalid schema for response_format 'a': In context=(), 'required' is required to be supplied and to be "
            "an array including every key in properties. Missing 'a'.",
            "response_format",
            None,
        ),
    ],
)
def test_what_chat_refuses(
    url: str, format: dict[str, Any], sentence: str, param: str, neighbour: dict[str, Any] | None
) -> None:
    answer = post(url + CHAT, gpt(response_format=format), OPENAI)
    error = answer.json()["error"]
    assert (answer.status_code, error["message"], error["param"]) == (400, sentence, param)
    if neighbour is not None:
        assert post(url + CHAT, gpt(response_format=neighbour), OPENAI).status_code == 200


def test_responses_refuse_an_open_schema(url: str) -> None:
    def asked(schema: Any) -> Any:
        format = {"type": "json_schema", "name": "a", "schema": schema, "strict": True}
        return post(
            url + RESPONSES, {"model": "gpt-4o-mini", "input": "Hi", "text": {"format": format}}, OPENAI
        )

    error = asked(OPEN).json()["error"]
    assert (error["param"], error["code"]) == ("text.format.schema", "invalid_json_schema")
    assert asked(CLOSED).status_code == 200


NUMBER = CLOSED | {"properties": {"a": {"type": "integer", "minimum": 1, "maximum": 5}}}
NESTED = CLOSED | {"properties": {"a": {"type": "array", "items": OPEN}}}
MANY = CLOSED | {"properties": {"a": {"type": "array", "items": {"type": "string"}, "minItems": 8}}}
SHORT = CLOSED | {"properties": {"a": {"type": ["string", "null"], "maxLength": 5}}}


@pytest.mark.parametrize(
    ("schema", "complaint", "neighbour"),
    [
        (OPEN, "For 'object' type, 'additionalProperties' must be explicitly set to false", CLOSED),
        (NESTED, "For 'object' type, 'additionalProperties' must be explicitly set to false",
         CLOSED | {"properties": {"a": {"type": "array", "items": CLOSED}}}),
        (OPEN | {"additionalProperties": True}, "For 'object' type, 'additionalProperties: true' is not supported. "
         "Please set 'additionalProperties' to false", CLOSED),
        (NUMBER, "For 'integer' type, properties maximum, minimum are not supported",
         CLOSED | {"properties": {"a": {"type": "integer", "enum": [1, 2]}}}),
        (SHORT, "For 'string' type, property 'maxLength' is not supported",
         CLOSED | {"properties": {"a": {"type": ["string", "null"], "format": "date"}}}),
        (MANY, "For 'array' type, 'minItems' values other than 0 or 1 are not supported",
         CLOSED | {"properties": {"a": {"type": "array", "items": {"type": "string"}, "minItems": 1}}}),
    ],
)  # fmt: skip
def test_what_claude_refuses(
    url: str, schema: dict[str, Any], complaint: str, neighbour: dict[str, Any]
) -> None:
    def asked(schema: dict[str, Any]) -> Any:
        format = {"type": "json_schema", "schema": schema}
        return post(url + MESSAGES, claude(output_config={"format": format}), ANTHROPIC)

    assert said(asked(schema)) == (400, f"output_config.format.schema: {complaint}")
    assert asked(neighbour).status_code == 200


@pytest.mark.parametrize(
    ("format", "sentence"),
    [({"type": "json_schema"}, "output_config.format.schema: Field required"),
     ({"type": "json_object", "schema": CLOSED}, "output_config.format.type: Input should be 'json_schema'")],
)  # fmt: skip
def test_a_format_of_another_shape_is_refused(url: str, format: dict[str, Any], sentence: str) -> None:
    assert said(post(url + MESSAGES, claude(output_config={"format": format}), ANTHROPIC)) == (400, sentence)
