"""Tools on both wires, with the official SDKs: called, streamed, answered, refused."""

from __future__ import annotations

import json
from typing import Any

import anthropic
import openai
import pytest
from pydantic import BaseModel

from tests.practice_fixture import ANTHROPIC, CHAT, MESSAGES, OPENAI, claude, gpt, post, said

SCHEMA = {"type": "object", "properties": {"location": {"type": "string"}}, "required": ["location"]}
CLAUDES = {"name": "get_weather", "description": "The weather in a place", "input_schema": SCHEMA}
FUNCTION = {"name": "get_weather", "description": "The weather in a place", "parameters": SCHEMA}
GPTS = {"type": "function", "function": FUNCTION}
PARIS = [{"role": "user", "content": "What's the weather in Paris?"}]
TWO = [{"role": "user", "content": "What's the weather in Paris and London?"}]
HELLO = [{"role": "user", "content": "Say hello"}]


# Anthropic


def test_claude_calls_and_answers_with_the_result(claudes: anthropic.Anthropic) -> None:
    first = claudes.messages.create(**claude(messages=TWO, tools=[CLAUDES]))
    assert first.stop_reason == "tool_use"
    calls = [block for block in first.content if block.type == "tool_use"]
    assert [call.input for call in calls] == [{"location": "Paris"}, {"location": "London"}]
    assert len({call.id for call in calls}) == 2
    results = [
        {"type": "tool_result", "tool_use_id": call.id, "content": f"{degrees} degrees"}
        for call, degrees in zip(calls, (18, 12), strict=True)
    ]
    then = [*TWO, {"role": "assistant", "content": first.content}, {"role": "user", "content": results}]
    last = claudes.messages.create(**claude(messages=then, tools=[CLAUDES]))
    assert last.stop_reason == "end_turn"
    assert "18 degrees" in last.content[0].text and "12 degrees" in last.content[0].text


@pytest.mark.parametrize("model", ["claude-haiku-4-5", "claude-haiku-5-5"])
def test_claude_streams_the_input_in_pieces(claudes: anthropic.Anthropic, model: str) -> None:
    with claudes.messages.stream(**claude(model=model, messages=TWO, tools=[CLAUDES])) as stream:
        events = list(stream)
        message = stream.get_final_message()
    pieces = [event for event in events if event.type == "input_json"]
    assert len(pieces) > 4
    calls = [block for block in message.content if block.type == "tool_use"]
    assert [call.input for call in calls] == [{"location": "Paris"}, {"location": "London"}]
    assert message.stop_reason == "tool_use" and message.usage.output_tokens > 10
    starts = [event.index for event in events if event.type == "content_block_start"]
    stops = [event.index for event in events if event.type == "content_block_stop"]
    assert starts == stops == list(range(len(message.content)))


def test_claude_obeys_the_choice(claudes: anthropic.Anthropic) -> None:
    other = CLAUDES | {"name": "get_time", "description": "The time in a place"}

    def called(messages: Any, **choice: Any) -> list[str]:
        reply = claudes.messages.create(
            **claude(messages=messages, tools=[CLAUDES, other], tool_choice=choice)
        )
        return [block.name for block in reply.content if block.type == "tool_use"]

    assert called(HELLO, type="auto") == []
    assert called(PARIS, type="none") == []
    assert len(called(HELLO, type="any")) == 1
    assert called(PARIS, type="tool", name="get_time") == ["get_time"]
    assert called(TWO, type="auto", disable_parallel_tool_use=True) == ["get_weather"]


@pytest.mark.parametrize("thread", [True, False])
def test_the_runner_of_the_sdk_comes_to_an_end(claudes: anthropic.Anthropic, thread: bool) -> None:
    asked: list[str] = []

    @anthropic.beta_tool
    def get_weather(location: str) -> str:
        """The weather in a place.

        Args:
            location: The place.
        """
        asked.append(location)
        return "18 degrees"

    more = {} if thread else {"thread": False}
    runner = claudes.beta.messages.tool_runner(
        model="claude-haiku-4-5",
        max_tokens=500,
        tools=[get_weather],
        messages=TWO,
        **more,  # type: ignore[call-overload]
    )
    last = runner.until_done()
    assert asked == ["Paris", "London"]
    assert "18 degrees" in last.content[-1].text


def test_claude_cut_in_the_middle_of_a_call(claudes: anthropic.Anthropic) -> None:
    reply = claudes.messages.create(**claude(messages=PARIS, tools=[CLAUDES], max_tokens=3))
    assert reply.stop_reason == "max_tokens"
    assert [block.input for block in reply.content if block.type == "tool_use"] == [{}]


USE = {"type": "tool_use", "id": "toolu_1", "name": "get_weather", "input": {}}
RESULT = {"type": "tool_result", "tool_use_id": "toolu_1", "content": "18"}
ANSWERED = [*PARIS, {"role": "assistant", "content": [USE]}, {"role": "user", "content": [RESULT]}]


@pytest.mark.parametrize(
    ("refused", "sentence", "taken"),
    [
        ({"messages": [*PARIS, {"role": "assistant", "content": [USE]}, *HELLO]},
         "messages.1: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_1.",
         {"messages": ANSWERED}),
        ({"messages": [{"role": "user", "content": [RESULT]}]},
         "messages.0.content.0: unexpected `tool_use_id` found in `tool_result` blocks: toolu_1.",
         {"messages": ANSWERED}),
        ({"messages": [*PARIS, {"role": "assistant", "content": [USE, USE]}, {"role": "user", "content": [RESULT]}]},
         "messages.1.content.1: `tool_use` ids must be unique", {"messages": ANSWERED}),
        ({"messages": [*PARIS, {"role": "assistant", "content": [USE]}, {"role": "user", "content": [RESULT, RESULT]}]},
         "messages.2.content.1: each tool_use must have a single result. Found multiple `tool_result` blocks with id: "
         "toolu_1", {"messages": ANSWERED}),
        ({"tools": [CLAUDES | {"strict": True}]},
         "tools.0.custom: For 'object' type, 'additionalProperties' must be explicitly set to false",
         {"tools": [CLAUDES | {"strict": True, "input_schema": SCHEMA | {"additionalProperties": False}}]}),
        ({"tool_choice": {"type": "any"}, "tools": []}, "tool_choice may only be specified while providing tools.",
         {"tool_choice": {"type": "any"}}),
        ({"tool_choice": {"type": "tool", "name": "other"}}, "Tool 'other' not found in provided tools",
         {"tool_choice": {"type": "tool", "name": "get_weather"}}),
        ({"tool_choice": {"type": "all"}}, "tool_choice: Input tag 'all' found", {"tool_choice": {"type": "auto"}}),
        ({"tool_choice": {"name": "get_weather"}}, "tool_choice.type: Field required",
         {"tool_choice": {"type": "none"}}),
        ({"tools": [CLAUDES | {"name": "get weather"}]}, "tools.0.custom.name: String should match pattern",
         {"tools": [CLAUDES | {"name": "get-weather"}]}),
        ({"tools": [{"name": "a"}]}, "tools.0.custom.input_schema: Field required",
         {"tools": [{"name": "a", "input_schema": {"type": "object"}}]}),
        ({"tools": [{"name": "a", "input_schema": {}}]}, "tools.0.custom.input_schema.type: Field required",
         {"tools": [CLAUDES]}),
        ({"tools": [{"name": "a", "input_schema": {"type": "string"}}]},
         "tools.0.custom.input_schema.type: Input should be 'object'", {"tools": [CLAUDES]}),
        ({"tools": [{"name": "a", "input_schema": {"type": "object", "anyOf": []}}]},
         "tools.0.custom.input_schema: input_schema does not support oneOf", {"tools": [CLAUDES]}),
        ({"tools": [CLAUDES, CLAUDES]}, "tools: Tool names must be unique.", {"tools": [CLAUDES]}),
        ({"tool_choice": {"type": "any"}, "thinking": {"type": "enabled", "budget_tokens": 1024}},
         "Thinking may not be enabled when tool_choice forces tool use.",
         {"tool_choice": {"type": "auto"}, "thinking": {"type": "enabled", "budget_tokens": 1024}}),
    ],
)  # fmt: skip
def test_claude_refuses_and_takes_its_neighbour(
    url: str, refused: dict[str, Any], sentence: str, taken: dict[str, Any]
) -> None:
    usual = claude(tools=[CLAUDES], messages=PARIS)
    status, message = said(post(url + MESSAGES, usual | refused, ANTHROPIC))
    assert status == 400 and message.startswith(sentence)
    assert post(url + MESSAGES, usual | taken, ANTHROPIC).status_code == 200


# OpenAI


def test_gpt_calls_and_answers_with_the_result(gpts: openai.OpenAI) -> None:
    first = gpts.chat.completions.create(**gpt(messages=TWO, tools=[GPTS]))
    choice = first.choices[0]
    assert choice.finish_reason == "tool_calls" and choice.message.content is None
    calls = choice.message.tool_calls or []
    assert [json.loads(call.function.arguments) for call in calls] == [
        {"location": "Paris"},
        {"location": "London"},
    ]
    results = [
        {"role": "tool", "tool_call_id": call.id, "content": json.dumps({"degrees": degrees})}
        for call, degrees in zip(calls, (18, 12), strict=True)
    ]
    last = gpts.chat.completions.create(**gpt(messages=[*TWO, choice.message, *results], tools=[GPTS]))
    assert last.choices[0].finish_reason == "stop"
    assert "degrees 18" in last.choices[0].message.content and "degrees 12" in last.choices[0].message.content


def test_gpt_streams_the_arguments_in_pieces(gpts: openai.OpenAI) -> None:
    strict = SCHEMA | {"additionalProperties": False}
    tool = {"type": "function", "function": FUNCTION | {"parameters": strict, "strict": True}}
    with gpts.chat.completions.stream(**gpt(messages=TWO, tools=[tool])) as stream:
        events = list(stream)
        completion = stream.get_final_completion()
    calls = completion.choices[0].message.tool_calls or []
    assert [call.function.parsed_arguments for call in calls] == [
        {"location": "Paris"},
        {"location": "London"},
    ]
    assert sum(event.type == "tool_calls.function.arguments.delta" for event in events) > 4
    assert sum(event.type == "tool_calls.function.arguments.done" for event in events) == 2
    chunks = list(gpts.chat.completions.create(**gpt(messages=PARIS, tools=[GPTS], stream=True)))
    deltas = [call for chunk in chunks for call in chunk.choices[0].delta.tool_calls or ()]
    assert [delta.id is None for delta in deltas] == [False, *[True] * (len(deltas) - 1)]
    assert deltas[0].function.name == "get_weather" and {delta.index for delta in deltas} == {0}
    assert chunks[-1].choices[0].finish_reason == "tool_calls"


class GetWeather(BaseModel):
    """The weather in a place."""

    location: str


def test_gpt_fills_a_pydantic_tool(gpts: openai.OpenAI) -> None:
    tool = openai.pydantic_function_tool(GetWeather)
    completion = gpts.chat.completions.parse(**gpt(messages=PARIS, tools=[tool]))
    (call,) = completion.choices[0].message.tool_calls or []
    assert call.function.parsed_arguments == GetWeather(location="Paris")


def test_gpt_obeys_the_choice(gpts: openai.OpenAI) -> None:
    other = {
        "type": "function",
        "function": FUNCTION | {"name": "get_time", "description": "The time in a place"},
    }

    def called(messages: Any, choice: Any, **more: Any) -> list[str]:
        reply = gpts.chat.completions.create(
            **gpt(messages=messages, tools=[GPTS, other], tool_choice=choice, **more)
        )
        return [call.function.name for call in reply.choices[0].message.tool_calls or ()]

    assert called(HELLO, "auto") == []
    assert called(PARIS, "none") == []
    assert len(called(HELLO, "required")) == 1
    assert called(PARIS, {"type": "function", "function": {"name": "get_time"}}) == ["get_time"]
    allowed = {"mode": "required", "tools": [other]}
    assert called(PARIS, {"type": "allowed_tools", "allowed_tools": allowed}) == ["get_time"]
    assert called(TWO, "auto", parallel_tool_calls=False) == ["get_weather"]


def test_the_first_functions_are_called_too(gpts: openai.OpenAI) -> None:
    first = gpts.chat.completions.create(**gpt(messages=TWO, functions=[FUNCTION]))
    choice = first.choices[0]
    assert choice.finish_reason == "function_call" and choice.message.tool_calls is None
    assert json.loads(choice.message.function_call.arguments) == {"location": "Paris"}
    then = [*PARIS, choice.message, {"role": "function", "name": "get_weather", "content": "18 degrees"}]
    last = gpts.chat.completions.create(**gpt(messages=then, functions=[FUNCTION]))
    assert "18 degrees" in last.choices[0].message.content
    forced = gpts.chat.completions.create(
        **gpt(messages=HELLO, functions=[FUNCTION], function_call={"name": "get_weather"}, stream=True)
    )
    deltas = [
        chunk.choices[0].delta.function_call for chunk in forced if chunk.choices[0].delta.function_call
    ]
    assert deltas[0].name == "get_weather" and json.loads("".join(delta.arguments or "" for delta in deltas))


CALL = {"role": "assistant", "tool_calls": [
    {"id": "call_1", "type": "function", "function": {"name": "get_weather", "arguments": "{}"}}]}  # fmt: skip
TOLD = {"role": "tool", "tool_call_id": "call_1", "content": "18"}
LOOSE = FUNCTION | {"strict": True}
CLOSED = FUNCTION | {"strict": True, "parameters": SCHEMA | {"additionalProperties": False}}


def with_function(function: dict[str, Any]) -> dict[str, Any]:
    return {"tools": [{"type": "function", "function": function}]}


@pytest.mark.parametrize(
    ("refused", "sentence", "taken"),
    [
        ({"messages": [*PARIS, CALL, *HELLO]},
         "An assistant message with 'tool_calls' must be followed by tool messages responding to each "
         "'tool_call_id'. The following tool_call_ids did not have response messages: call_1",
         {"messages": [*PARIS, CALL, TOLD]}),
        ({"messages": [*PARIS, CALL, TOLD, TOLD]},
         "Invalid parameter: Duplicate value for 'tool_call_id' of 'call_1', in messages[2] and messages[3].",
         {"messages": [*PARIS, CALL, TOLD]}),
        ({"messages": [*PARIS, TOLD]}, "Invalid parameter: messages with role 'tool' must be a response",
         {"messages": [*PARIS, CALL, TOLD]}),
        ({"tools": None, "tool_choice": "auto"},
         "Invalid value for 'tool_choice': 'tool_choice' is only allowed when 'tools' are specified.",
         {"tool_choice": "auto"}),
        ({"tools": None, "parallel_tool_calls": False},
         "Invalid value for 'parallel_tool_calls': 'parallel_tool_calls' is only allowed when 'tools'",
         {"parallel_tool_calls": False}),
        ({"tool_choice": {"type": "function", "function": {"name": "other"}}},
         "Invalid value for 'tool_choice': no function named other was specified in the 'tools' parameter.",
         {"tool_choice": {"type": "function", "function": {"name": "get_weather"}}}),
        ({"tool_choice": "always"}, "Invalid value: 'always'. Supported values are: 'none', 'auto', and 'required'.",
         {"tool_choice": "required"}),
        ({"tools": []}, "Invalid 'tools': empty array.", {}),
        (with_function(FUNCTION | {"name": "get weather"}), "Invalid 'tools[0].function.name': string does not match",
         with_function(FUNCTION | {"name": "get-weather"})),
        (with_function(FUNCTION | {"parameters": {"type": "array"}}),
         "Invalid schema for function 'get_weather': schema must be a JSON Schema of 'type: \"object\"'",
         with_function({"name": "get_weather"})),
        (with_function(LOOSE), "Invalid schema for function 'get_weather': In context=(), 'additionalProperties' is "
         "required to be supplied and to be false.", with_function(CLOSED)),
        ({"tools": [{"function": FUNCTION}]}, "Missing required parameter: 'tools[0].type'.", {"tools": [GPTS]}),
        ({"model": "gpt-6-luna"},
         "Function tools with reasoning_effort are not supported for gpt-6-luna in /v1/chat/completions. To use function "
         "tools, use /v1/responses or set reasoning_effort to 'none'.",
         {"model": "gpt-6-luna", "reasoning_effort": "none"}),
    ],
)  # fmt: skip
def test_gpt_refuses_and_takes_its_neighbour(
    url: str, refused: dict[str, Any], sentence: str, taken: dict[str, Any]
) -> None:
    usual = gpt(tools=[GPTS], messages=PARIS)

    def answer(changes: dict[str, Any]) -> tuple[int, str]:
        body = {name: value for name, value in (usual | changes).items() if value is not None}
        answered = post(url + CHAT, body, OPENAI)
        return (200, "") if answered.status_code == 200 else said(answered)

    status, message = answer(refused)
    assert status == 400 and message.startswith(sentence)
    assert answer(taken) == (200, "")


@pytest.mark.parametrize("tools", [[3], [{}], [{"type": "function"}], [{"type": "function", "function": 3}],
                                   [{"type": "function", "function": {"name": 3}}]])  # fmt: skip
def test_any_tool_is_answered(url: str, tools: Any) -> None:
    assert post(url + CHAT, gpt(tools=tools), OPENAI).status_code == 400
    assert post(url + MESSAGES, claude(tools=tools), ANTHROPIC).status_code == 400


@pytest.mark.parametrize(
    ("changes", "place"),
    [
        ({"tool_calls": ["x"]}, "messages[1].tool_calls[0]"),
        ({"tool_calls": [{"function": {}}]}, "messages[1].tool_calls[0].id"),
        ({"tool_calls": [{"id": "a", "function": 3}]}, "messages[1].tool_calls[0].function"),
        ({"tool_calls": {"id": "a"}}, "messages[1].tool_calls"),
        ({"function_call": "x"}, "messages[1].function_call"),
    ],
)
def test_a_call_of_another_shape_is_named(url: str, changes: dict[str, Any], place: str) -> None:
    broken = [*PARIS, {"role": "assistant", "content": None, **changes}, *HELLO]
    status, message = said(post(url + CHAT, gpt(messages=broken), OPENAI))
    assert status == 400 and f"'{place}'" in message


def test_a_choice_of_another_shape_is_answered(url: str) -> None:
    for allowed in ([1], 3, {"tools": 3}, {"mode": []}):
        choice = {"type": "allowed_tools", "allowed_tools": allowed, "name": "get_weather"}
        assert post(url + CHAT, gpt(tools=[GPTS], tool_choice=choice), OPENAI).status_code in {200, 400}
