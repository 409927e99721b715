"""Which tools are called with what, told by a question."""

from __future__ import annotations

import random
from typing import Any

import jsonschema
import pytest

from firstcall.practice.model import speaker
from firstcall.practice.model.speaker import Asked, say_calls, speak
from firstcall.practice.model.tools import Called, Offer, Result, Tool, calls, in_words


def tool(name: str, description: str, **properties: Any) -> Tool:
    kinds = {key: {"type": kind} if isinstance(kind, str) else kind for key, kind in properties.items()}
    return Tool(name, description, {"type": "object", "properties": kinds, "required": list(kinds)})


WEATHER = tool("get_weather", "Get the current weather in a given location", location="string",
               unit={"type": "string", "enum": ["celsius", "fahrenheit"]})  # fmt: skip
CALCULATOR = tool("calculator", "Evaluate a mathematical expression", expression="string")
TIME = tool("get_time", "Get the current time in a city", city="string")
ADD = tool("add", "Adds two numbers", a="integer", b="integer")
ALL = (WEATHER, CALCULATOR, TIME)


def called(question: str, *tools: Tool, **offer: Any) -> list[tuple[str, dict[str, Any]]]:
    return [(call.name, dict(call.arguments)) for call in calls(Offer(tools or ALL, **offer), question)]


def places(question: str) -> list[tuple[str, str]]:
    return [(name, given.get("location") or given.get("city")) for name, given in called(question)]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What's the weather in Paris?", [("get_weather", "Paris")]),
        ("Do I need an umbrella in London?", [("get_weather", "London")]),
        ("Weather in Paris, London and Tokyo?", [("get_weather", city) for city in ("Paris", "London", "Tokyo")]),
        ("What time is it in Oslo?", [("get_time", "Oslo")]),
        ("What's the weather in Rome and the time in Oslo?", [("get_weather", "Rome"), ("get_time", "Oslo")]),
    ],
)  # fmt: skip
def test_a_question_calls_the_tool_that_it_is_about(question: str, expected: list[tuple[str, str]]) -> None:
    assert places(question) == expected


@pytest.mark.parametrize(
    "question",
    [
        "Say hello",
        "Write a haiku about the sea",
        "What is the capital of France?",
        "Thank you!",
        "Who are you?",
        "",
    ],
)
def test_a_question_about_nothing_of_the_kind_calls_none(question: str) -> None:
    assert called(question) == []


def test_a_sum_is_for_a_calculator() -> None:
    assert called("What is 12*37?") == [("calculator", {"expression": "12*37"})]
    assert called("What is 12 plus 37?") == [("calculator", {"expression": "12 + 37"})]
    assert called("Please add 3 and 4", ADD, choice="required") == [("add", {"a": 3, "b": 4})]


def test_a_value_of_an_enumeration_comes_from_the_question() -> None:
    assert called("How hot is it in Berlin in fahrenheit?")[0][1]["unit"] == "fahrenheit"
    assert called("How hot is it in Berlin in celsius?")[0][1]["unit"] == "celsius"


def test_what_is_forced_comes_and_what_is_forbidden_does_not() -> None:
    assert len(called("Say hello", choice="required")) == 1
    assert called("What time is it?", choice="required")[0][0] == "get_time"
    assert called("What's the weather in Paris?", choice="none") == []
    assert len(called("Weather in Paris and London?", parallel=False)) == 1


def test_what_is_answered_is_not_asked_again_until_all_is() -> None:
    question = "Weather in Paris and London?"
    one = Result("get_weather", "18C", {"location": "Paris"})
    assert [given["location"] for _, given in called(question, results=(one,))] == ["London"]
    other = Result("get_weather", "12C", {"location": "London"})
    assert called(question, results=(one, other)) == []
    unlike = Result("get_weather", "12C", {"place": "a town"})
    assert len(called(question, results=(unlike,))) == 1


@pytest.mark.parametrize("question", ["What's the weather in Paris?", "", "7 and 8", "x" * 5000])
def test_arguments_fit_the_schema(question: str) -> None:
    nested = tool(
        "book", "Books a table",
        at={"type": "object", "properties": {"day": {"type": "string", "format": "date"}}, "required": ["day"]},
        guests={"type": "integer", "minimum": 1, "maximum": 9}, tags={"type": "array", "items": {"type": "string"}},
    )  # fmt: skip
    for each in (*ALL, ADD, nested):
        (call,) = calls(Offer((each,), "required"), question)[:1]
        jsonschema.validate(dict(call.arguments), dict(each.schema))


@pytest.mark.parametrize(
    "schema", [{}, {"type": "string"}, {"properties": 3}, {"$ref": "#"}, {"enum": [1, 2]}]
)
def test_no_schema_breaks_it(schema: dict[str, Any]) -> None:
    (call,) = calls(Offer((Tool("x", "", schema),), "required"), "Say hello")
    assert isinstance(call.arguments, dict)


def test_the_same_question_asks_for_the_same() -> None:
    random.seed(1)
    assert called("What's the weather in Paris?") == called("What's the weather in Paris?")


def test_calls_are_told_one_after_the_other() -> None:
    two = (Called("a", {"city": "Paris"}), Called("b", {}))
    tokens = list(say_calls(two))
    assert [token.text for token in tokens if token.call == 1] == ["", "{}"]
    assert "".join(token.text for token in tokens if token.call == 0) == two[0].json()


def said(*results: Result, system: str = "") -> str:
    asked = Asked(system, (("user", "What's the weather in Paris?"),), offer=Offer(ALL, results=results))
    assert not speaker.calls(asked)
    return "".join(token.text for token in speak(asked))


def test_a_reply_uses_the_result() -> None:
    assert "18 degrees and sunny" in said(
        Result("get_weather", "18 degrees and sunny.", {"location": "Paris"})
    )
    both = said(Result("get_weather", '{"temperature": 18, "sky_is": "clear"}', {"location": "Paris"}))
    assert "Paris" in both and "temperature 18, sky is clear" in both
    failed = said(Result("get_weather", "no such city", {"location": "Paris"}, failed=True))
    assert "failed: no such city" in failed


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("[1, 2]", "[1, 2]"),
        ("{}", "{}"),
        ("", ""),
        ("null", "null"),
        ('"warm"', "warm"),
        ("{broken", "{broken"),
    ],
)
def test_a_result_in_words(result: str, expected: str) -> None:
    assert in_words(result) == expected
