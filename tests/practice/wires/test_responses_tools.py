"""Functions that are called through the Responses API, as its SDK reads them."""

from __future__ import annotations

import json
from typing import Any

import openai
import pytest
from openai.types.responses import Response, ResponseFunctionToolCall
from pydantic import BaseModel

from tests.practice_fixture import OPENAI, events, post

RESPONSES = "/openai/v1/responses"
PLAIN, THINKS = "gpt-4o-mini", "gpt-6-luna"
SCHEMA = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
WEATHER: Any = {
    "type": "function",
    "name": "get_weather",
    "description": "The weather in a city",
    "strict": True,
    "parameters": SCHEMA,
}
TIME: Any = {**WEATHER, "name": "get_time", "description": "The time of day in a city"}
BOTH = "What is the weather in Paris and London?"


def calls(response: Response) -> list[ResponseFunctionToolCall]:
    return [item for item in response.output if item.type == "function_call"]


def asked_for(response: Response) -> list[tuple[str, dict[str, str]]]:
    return [(call.name, json.loads(call.arguments)) for call in calls(response)]


def allowed(mode: str, name: str) -> Any:
    return {"type": "allowed_tools", "mode": mode, "tools": [{"type": "function", "name": name}]}


def outputs(response: Response, said: str = "18 degrees") -> list[Any]:
    return [
        {"type": "function_call_output", "call_id": call.call_id, "output": said} for call in calls(response)
    ]


def test_functions_are_called_and_their_output_is_used(gpts: openai.OpenAI) -> None:
    first = gpts.responses.create(model=THINKS, input=BOTH, tools=[WEATHER, TIME])
    assert [item.type for item in first.output] == ["reasoning", "function_call", "function_call"]
    assert asked_for(first) == [("get_weather", {"city": "Paris"}), ("get_weather", {"city": "London"})]
    assert (first.status, first.output_text) == ("completed", "")
    assert first.usage is not None
    assert first.usage.output_tokens > first.usage.output_tokens_details.reasoning_tokens
    by_id = gpts.responses.create(
        model=THINKS, input=outputs(first), previous_response_id=first.id, tools=[WEATHER]
    )
    turns: list[Any] = [{"role": "user", "content": BOTH}, *first.output, *outputs(first)]
    by_hand = gpts.responses.create(model=THINKS, input=turns, tools=[WEATHER])
    for second in (by_id, by_hand):
        assert not calls(second)
        assert "18 degrees" in second.output_text and "London" in second.output_text


def test_an_output_may_come_in_parts(gpts: openai.OpenAI) -> None:
    first = gpts.responses.create(model=PLAIN, input="Weather in Rome?", tools=[WEATHER])
    (output,) = outputs(first)
    output["output"] = [{"type": "input_text", "text": "21 degrees"}]
    second = gpts.responses.create(
        model=PLAIN, input=[output], previous_response_id=first.id, tools=[WEATHER]
    )
    assert "21 degrees" in second.output_text


def test_a_call_left_open_is_refused(gpts: openai.OpenAI) -> None:
    first = gpts.responses.create(model=PLAIN, input="Weather in Rome?", tools=[WEATHER])
    with pytest.raises(
        openai.BadRequestError, match=f"No tool output found for function call {calls(first)[0].call_id}"
    ):
        gpts.responses.create(model=PLAIN, input="And now?", previous_response_id=first.id, tools=[WEATHER])


@pytest.mark.parametrize(
    ("question", "choice", "names"),
    [
        ("Weather in Rome?", "auto", ["get_weather"]),
        ("Weather in Rome?", "none", []),
        ("Hello!", "auto", []),
        ("Hello!", {"type": "function", "name": "get_time"}, ["get_time"]),
        ("Weather in Rome?", allowed("required", "get_time"), ["get_time"]),
        ("Weather in Rome?", allowed("auto", "get_weather"), ["get_weather"]),
    ],
)  # fmt: skip
def test_the_choice_is_obeyed(gpts: openai.OpenAI, question: str, choice: Any, names: list[str]) -> None:
    response = gpts.responses.create(model=PLAIN, input=question, tools=[WEATHER, TIME], tool_choice=choice)
    assert [call.name for call in calls(response)] == names
    assert bool(response.output_text) is not bool(names)


def test_required_calls_one_at_least_and_parallel_may_be_off(gpts: openai.OpenAI) -> None:
    forced = gpts.responses.create(model=PLAIN, input="Hello!", tools=[WEATHER, TIME], tool_choice="required")
    assert len(calls(forced)) == 1
    one = gpts.responses.create(model=PLAIN, input=BOTH, tools=[WEATHER], parallel_tool_calls=False)
    assert asked_for(one) == [("get_weather", {"city": "Paris"})]


class GetWeather(BaseModel):
    """The weather in a city"""

    city: str


def test_the_sdk_parses_arguments_plain_and_streamed(gpts: openai.OpenAI) -> None:
    tool = openai.pydantic_function_tool(GetWeather, name="get_weather")["function"]
    flat: Any = {"type": "function", **tool}
    parsed = gpts.responses.parse(model=PLAIN, input="Weather in Rome?", tools=[flat]).output[0]
    assert parsed.type == "function_call" and json.loads(parsed.arguments) == {"city": "Rome"}
    with gpts.responses.stream(model=PLAIN, input=BOTH, tools=[WEATHER]) as stream:
        seen = list(stream)
        final = stream.get_final_response()
    assert [event.sequence_number for event in seen] == list(range(len(seen)))
    done = [event for event in seen if event.type == "response.function_call_arguments.done"]
    deltas = [event for event in seen if event.type == "response.function_call_arguments.delta"]
    assert [event.output_index for event in done] == [0, 1]
    assert [event.arguments for event in done] == [call.arguments for call in calls(final)]
    assert "".join(event.delta for event in deltas if event.output_index == 1) == calls(final)[1].arguments


def test_a_call_that_meets_the_limit_is_incomplete(url: str) -> None:
    long = {**WEATHER, "parameters": {**SCHEMA, "properties": {"city": {"type": "string", "minLength": 400}}}}
    body = {
        "model": PLAIN,
        "input": "Weather in Rome?",
        "tools": [long],
        "max_output_tokens": 16,
        "stream": True,
    }
    *_, item, last = map(json.loads, events(post(url + RESPONSES, body, OPENAI)))
    assert (item["type"], item["item"]["status"]) == ("response.output_item.done", "incomplete")
    assert (last["type"], last["response"]["usage"]["output_tokens"]) == ("response.incomplete", 16)


@pytest.mark.parametrize(
    ("change", "sentence", "param", "code"),
    [
        (
            {"parameters": {"type": "object", "properties": {"city": {"type": "string"}}}},
            "Invalid schema for function 'get_weather': In context=(), 'additionalProperties' is required to be "
            "supplied and to be false.",
            "tools[0].parameters",
            "invalid_function_parameters",
        ),
        (
            {"name": "get weather"},
            "Invalid 'tools[0].name': string does not match pattern. Expected a string that matches the pattern "
            "'^[a-zA-Z0-9_-]+$'.",
            "tools[0].name",
            "invalid_value",
        ),
    ],
)
def test_a_function_that_live_refuses(
    url: str, change: dict[str, Any], sentence: str, param: str, code: str
) -> None:
    def answer(tool: Any) -> Any:
        return post(url + RESPONSES, {"model": PLAIN, "input": "Hi", "tools": [tool]}, OPENAI)

    error = answer(WEATHER | change).json()["error"]
    assert (error["message"], error["param"], error["code"]) == (sentence, param, code)
    assert answer(WEATHER).status_code == 200
    assert "name" in change or answer(WEATHER | change | {"strict": False}).status_code == 200
