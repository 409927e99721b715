"""The Responses API, seen through OpenAI's SDK and in its raw answers."""

from __future__ import annotations

import json
import time
from typing import Any

import httpx2
import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openai.types.responses import ResponseOutputMessage, ResponseReasoningItem
from starlette.applications import Starlette

from firstcall.practice.kept import FORGET_AFTER_SECONDS, Kept
from firstcall.practice.pace import INSTANT, Pace
from firstcall.practice.wires.openai.responses.fields import FIELDS
from tests.practice.model.test_documents import encoded_pdf
from tests.practice.model.test_pictures import encoded
from tests.practice.wires.conftest import KEY
from tests.practice_fixture import OPENAI, events, post, said
from tests.quickly import examples

RESPONSES = "/openai/v1/responses"
QUESTION = "Hello, who are you?"
THINKS, PLAIN = "gpt-6-luna", "gpt-4o-mini"
TOOL = {"type": "function", "name": "now", "parameters": {"type": "object", "properties": {}}}


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def asked(**changes: Any) -> dict[str, Any]:
    return {"model": PLAIN, "input": QUESTION} | changes


def accepted(url: str, **changes: Any) -> dict[str, Any]:
    answer = post(url + RESPONSES, asked(**changes), OPENAI)
    assert answer.status_code == 200, answer.text
    response: dict[str, Any] = answer.json()
    return response


def text(response: dict[str, Any]) -> str:
    return str(response["output"][-1]["content"][0]["text"])


def refusal(url: str, body: dict[str, Any], status: int = 400) -> tuple[str, str | None, str | None]:
    """The sentence, `param` and `code`."""
    answer = post(url + RESPONSES, body, OPENAI)
    assert answer.status_code == status, answer.text
    error = answer.json()["error"]
    assert error["type"] == "invalid_request_error"
    return error["message"], error["param"], error["code"]


# Plain


def test_a_response_has_text_and_usage(gpts: openai.OpenAI) -> None:
    response = gpts.responses.create(model=PLAIN, input=QUESTION, instructions="You are a pirate.")
    assert response.output_text and response.status == "completed"
    assert [type(item) for item in response.output] == [ResponseOutputMessage]
    usage = response.usage
    assert usage is not None and usage.total_tokens == usage.input_tokens + usage.output_tokens
    assert (response.instructions, response.tools) == ("You are a pirate.", [])
    assert response.model_extra == {"store": True}
    assert response.reasoning is not None and response.reasoning.effort is None
    assert response.output_text != gpts.responses.create(model=PLAIN, input=QUESTION).output_text


def test_it_counts_and_answers_as_chat_does(gpts: openai.OpenAI) -> None:
    turns: list[Any] = [
        {"role": "developer", "content": "Be brief."},
        {"role": "user", "content": "My name is Ada."},
        {"role": "assistant", "content": "Hello, Ada."},
        {"role": "user", "content": "What is my name?"},
    ]
    chat = gpts.chat.completions.create(model=PLAIN, messages=turns, temperature=0)
    response = gpts.responses.create(model=PLAIN, input=turns, temperature=0)
    assert response.output_text == chat.choices[0].message.content
    assert chat.usage is not None and response.usage is not None
    assert response.usage.input_tokens == chat.usage.prompt_tokens
    counted = gpts.responses.input_tokens.count(model=PLAIN, input=turns)
    assert counted.input_tokens == response.usage.input_tokens
    assert gpts.responses.input_tokens.count(input=turns, personality="friendly").input_tokens > 0


def test_what_was_asked_is_repeated(url: str) -> None:
    asked_for = {
        "metadata": {"lesson": "one"},
        "max_output_tokens": 400,
        "parallel_tool_calls": False,
        "temperature": 0.2,
        "top_p": 0.9,
        "truncation": "auto",
        "user": "ada",
        "text": {"format": {"type": "text"}, "verbosity": "low"},
    }
    response = accepted(url, **asked_for)
    assert {name: response[name] for name in asked_for} == asked_for


def test_a_model_that_thinks_shows_an_item_for_it(gpts: openai.OpenAI) -> None:
    response = gpts.responses.create(
        model=THINKS,
        input=QUESTION,
        reasoning={"effort": "low", "summary": "auto"},
        include=["reasoning.encrypted_content"],
    )
    thought, message = response.output
    assert isinstance(thought, ResponseReasoningItem) and isinstance(message, ResponseOutputMessage)
    assert thought.summary and (thought.encrypted_content or "").startswith("gAAAAA")
    assert response.usage is not None
    assert 0 < response.usage.output_tokens_details.reasoning_tokens < response.usage.output_tokens
    silent = gpts.responses.create(model=THINKS, input=QUESTION, reasoning={"effort": "none"})
    assert [item.type for item in silent.output] == ["message"]
    unasked = gpts.responses.create(model=THINKS, input=QUESTION).output[0]
    assert isinstance(unasked, ResponseReasoningItem)
    assert (unasked.summary, unasked.encrypted_content) == ([], None)


def test_the_limit_makes_it_incomplete(gpts: openai.OpenAI) -> None:
    cut = gpts.responses.create(model=PLAIN, input=QUESTION, max_output_tokens=16)
    assert cut.incomplete_details is not None and cut.usage is not None
    assert (cut.status, cut.incomplete_details.reason) == ("incomplete", "max_output_tokens")
    assert cut.usage.output_tokens == 16 and cut.output_text
    eaten = gpts.responses.create(model=THINKS, input=QUESTION, max_output_tokens=16)
    assert [item.type for item in eaten.output] == ["reasoning"]
    assert (eaten.status, eaten.output_text) == ("incomplete", "")


def test_verbosity_low_is_brief(url: str) -> None:
    question = "Explain what a token is."
    brief = accepted(url, input=question, temperature=0, text={"verbosity": "low"})
    long = accepted(url, input=question, temperature=0, text={"verbosity": "high"})
    assert len(text(brief)) < len(text(long))
    assert brief["usage"]["input_tokens"] == long["usage"]["input_tokens"]


def test_logprobs_where_they_are_included(url: str) -> None:
    include = ["message.output_text.logprobs"]
    response = accepted(url, include=include, top_logprobs=2)
    logprobs = response["output"][0]["content"][0]["logprobs"]
    assert "".join(each["token"] for each in logprobs) == text(response)
    assert all(len(each["top_logprobs"]) <= 2 and each["bytes"] for each in logprobs)
    assert accepted(url)["output"][0]["content"][0]["logprobs"] == []


# Streamed


def test_a_stream_has_its_events_in_their_order(gpts: openai.OpenAI) -> None:
    stream = gpts.responses.create(
        model=THINKS, input="Say hi.", stream=True, reasoning={"summary": "concise"}
    )
    seen = list(stream)
    assert [event.sequence_number for event in seen] == list(range(len(seen)))
    kinds = list(dict.fromkeys(event.type for event in seen))
    assert kinds == [
        "response.created",
        "response.in_progress",
        "response.output_item.added",
        "response.reasoning_summary_part.added",
        "response.reasoning_summary_text.delta",
        "response.reasoning_summary_text.done",
        "response.reasoning_summary_part.done",
        "response.output_item.done",
        "response.content_part.added",
        "response.output_text.delta",
        "response.output_text.done",
        "response.content_part.done",
        "response.completed",
    ]


def test_the_sdk_gathers_a_stream_to_the_plain_response(gpts: openai.OpenAI) -> None:
    question: dict[str, Any] = {"model": PLAIN, "input": QUESTION, "temperature": 0}
    logprobs: dict[str, Any] = {"include": ["message.output_text.logprobs"], "top_logprobs": 1}
    with gpts.responses.stream(**question, **logprobs) as stream:
        deltas = [event for event in stream if event.type == "response.output_text.delta"]
        final = stream.get_final_response()
    assert "".join(event.delta for event in deltas) == final.output_text
    assert [event.logprobs[0].token for event in deltas] == [event.delta for event in deltas]
    assert final.output_text == gpts.responses.create(**question).output_text
    assert final.usage is not None and final.usage.output_tokens == len(deltas)


@pytest.mark.parametrize(("model", "items"), [(PLAIN, 1), (THINKS, 1)])
def test_a_stream_that_meets_the_limit_ends_incomplete(url: str, model: str, items: int) -> None:
    answer = post(url + RESPONSES, asked(model=model, max_output_tokens=16, stream=True), OPENAI)
    last = json.loads(events(answer)[-1])
    assert last["type"] == "response.incomplete"
    assert last["response"]["incomplete_details"] == {"reason": "max_output_tokens"}
    assert len(last["response"]["output"]) == items


def test_deltas_are_padded_unless_told_otherwise(url: str) -> None:
    padded = post(url + RESPONSES, asked(stream=True), OPENAI)
    bare = post(url + RESPONSES, asked(stream=True, stream_options={"include_obfuscation": False}), OPENAI)
    assert "obfuscation" in padded.text and "obfuscation" not in bare.text
    assert "[DONE]" not in padded.text


# What was said before


def test_the_next_request_goes_on_from_a_response(gpts: openai.OpenAI) -> None:
    first = gpts.responses.create(model=PLAIN, input="My name is Ada.", instructions="You are a pirate.")
    second = gpts.responses.create(
        model=PLAIN, input="What is my name?", previous_response_id=first.id, temperature=0
    )
    assert "Ada" in second.output_text
    assert (second.previous_response_id, second.instructions) == (first.id, None)
    alone = gpts.responses.create(model=PLAIN, input="What is my name?", temperature=0)
    assert "Ada" not in alone.output_text
    assert second.usage is not None and alone.usage is not None
    assert second.usage.input_tokens > alone.usage.input_tokens


def test_the_output_can_be_sent_back_as_input(gpts: openai.OpenAI) -> None:
    turns: list[Any] = [{"role": "user", "content": "My name is Ada."}]
    turns += gpts.responses.create(model=THINKS, input=turns).output
    turns.append({"role": "user", "content": "What is my name?"})
    assert "Ada" in gpts.responses.create(model=THINKS, input=turns).output_text


def test_who_stores_nothing_hands_the_thinking_back(gpts: openai.OpenAI) -> None:
    stateless: dict[str, Any] = {"model": THINKS, "store": False, "include": ["reasoning.encrypted_content"]}
    turns: list[Any] = [{"role": "user", "content": "My name is Ada."}]
    turns += gpts.responses.create(**stateless, input=turns).output
    turns.append({"role": "user", "content": "What is my name?"})
    assert "Ada" in gpts.responses.create(**stateless, input=turns).output_text
    turns[1].encrypted_content = turns[1].encrypted_content[:-8] + "AAAAAAA="
    with pytest.raises(openai.BadRequestError) as forged:
        gpts.responses.create(**stateless, input=turns)
    assert forged.value.code == "invalid_encrypted_content"
    turns[1].encrypted_content = None
    with pytest.raises(openai.NotFoundError, match="Items are not persisted when `store` is set to false"):
        gpts.responses.create(**stateless, input=turns)


def test_an_item_can_be_referred_to(gpts: openai.OpenAI) -> None:
    first = gpts.responses.create(model=PLAIN, input="My name is Ada.")
    reference: Any = {"type": "item_reference", "id": gpts.responses.input_items.list(first.id).data[0].id}
    turns = [reference, {"role": "user", "content": "What is my name?"}]
    assert "Ada" in gpts.responses.create(model=PLAIN, input=turns).output_text


def test_what_is_stored_can_be_looked_at_and_deleted(gpts: openai.OpenAI) -> None:
    first = gpts.responses.create(model=PLAIN, input="My name is Ada.")
    response = gpts.responses.create(model=PLAIN, input="And yours?", previous_response_id=first.id)
    assert gpts.responses.retrieve(response.id).output == response.output
    listed = gpts.responses.input_items.list(response.id, order="asc", limit=2)
    assert [item.type for item in listed.data] == ["message", "message"]
    assert listed.has_more and len(list(listed)) == 3
    gpts.responses.delete(response.id)
    for look in (gpts.responses.retrieve, gpts.responses.delete, gpts.responses.input_items.list):
        with pytest.raises(openai.NotFoundError, match=f"Response with id '{response.id}' not found"):
            look(response.id)
    assert gpts.responses.retrieve(first.id).id == first.id


def test_a_streamed_response_is_stored_too(gpts: openai.OpenAI) -> None:
    with gpts.responses.stream(model=PLAIN, input=QUESTION) as stream:
        final = stream.get_final_response()
    assert gpts.responses.retrieve(final.id).output_text == final.output_text


def test_nothing_is_stored_for_who_does_not_want_it_or_for_another(url: str, gpts: openai.OpenAI) -> None:
    for response in (
        gpts.responses.create(model=PLAIN, input=QUESTION, store=False),
        gpts.with_options(api_key="sk-practice-another").responses.create(model=PLAIN, input=QUESTION),
    ):
        with pytest.raises(openai.NotFoundError):
            gpts.responses.retrieve(response.id)
        with pytest.raises(openai.BadRequestError) as refused:
            gpts.responses.create(model=PLAIN, input=QUESTION, previous_response_id=response.id)
        assert (refused.value.code, refused.value.param) == (
            "previous_response_not_found",
            "previous_response_id",
        )


def test_what_is_stored_expires(app: Starlette, gpts: openai.OpenAI) -> None:
    clock, learners = Clock(), app.state.learners
    kept, learners.kept = learners.kept, Kept(clock)
    try:
        response = gpts.responses.create(model=PLAIN, input=QUESTION)
        clock.seconds += FORGET_AFTER_SECONDS - 1
        assert gpts.responses.retrieve(response.id).id == response.id
        clock.seconds += FORGET_AFTER_SECONDS + 1
        with pytest.raises(openai.NotFoundError):
            gpts.responses.retrieve(response.id)
    finally:
        learners.kept = kept


def test_only_what_runs_in_the_background_can_be_cancelled(gpts: openai.OpenAI) -> None:
    response = gpts.responses.create(model=PLAIN, input=QUESTION)
    with pytest.raises(openai.BadRequestError, match="Cannot cancel a synchronous response"):
        gpts.responses.cancel(response.id)
    with pytest.raises(openai.NotFoundError):
        gpts.responses.cancel("resp_unknown")


def test_a_response_in_the_background_is_there_when_its_time_has_come(
    app: Starlette, gpts: openai.OpenAI
) -> None:
    def ask() -> Any:
        return gpts.responses.create(model=PLAIN, input="What is the capital of France?", background=True)

    slow = Pace(first_token_seconds=0.1, tokens_per_second=10)
    app.state.learners.set_pace(KEY, slow)
    try:
        asked = ask()
        assert (asked.status, asked.output, asked.background) == ("queued", [], True)
        seen = [asked.status]
        while (found := gpts.responses.retrieve(asked.id)).status in ("queued", "in_progress"):
            seen.append(found.status)
            assert (found.output, found.usage) == ([], None)
            time.sleep(0.02)
        dropped = ask()
        assert gpts.responses.cancel(dropped.id).status == "cancelled"
    finally:
        app.state.learners.set_pace(KEY, INSTANT)
    assert dict.fromkeys(seen) == dict.fromkeys(["queued", "in_progress"])
    assert (found.status, found.background) == ("completed", True) and "Paris" in found.output_text
    assert gpts.responses.cancel(asked.id) == found
    assert gpts.responses.retrieve(dropped.id).status == "cancelled"
    with gpts.responses.stream(model=PLAIN, input="Hi", background=True) as stream:
        assert stream.get_final_response().status == "completed"


# Longer than the model reads


def test_a_long_conversation_is_refused_or_shortened(url: str) -> None:
    turns = [{"role": "user", "content": "word " * 70_000}] * 2
    turns += [{"role": "user", "content": "My name is Ada. What is my name?"}]
    assert refusal(url, asked(input=turns)) == (
        "Your input exceeds the context window of this model. Please adjust your input and try again.",
        "input",
        "context_length_exceeded",
    )
    shortened = accepted(url, input=turns, truncation="auto", instructions="Be brief.")
    assert "Ada" in text(shortened) and 70_000 < shortened["usage"]["input_tokens"] < 128_000


# What is refused, and its nearest neighbour that is not


@pytest.mark.parametrize(
    ("refused", "sentence", "param", "code", "neighbour"),
    [
        ({"zzz": 1}, "Unknown parameter: 'zzz'.", "zzz", "unknown_parameter", {"store": True}),
        (
            {"stop": ["x"]},
            "Unknown parameter: 'stop'. Did you mean 'store'?",
            "stop",
            "unknown_parameter",
            {},
        ),
        ({"max_tokens": 16}, "Unknown parameter: 'max_tokens'.", "max_tokens", "unknown_parameter", {}),
        (
            {"messages": []},
            "Unsupported parameter: 'messages'. In the Responses API, this parameter has moved to 'input'. Try "
            "again with the new parameter. See the API documentation for more information: "
            "https://platform.openai.com/docs/api-reference/responses/create.",
            None,
            "unsupported_parameter",
            {},
        ),
        (
            {"input": None},
            "Invalid type for 'input': expected a string, but got an object instead.",
            "input",
            "invalid_type",
            {"instructions": None, "tools": None, "text": None, "reasoning": None},
        ),
        (
            {"input": []},
            "One of \"input\" or \"previous_response_id\" or 'prompt' or 'conversation' must be provided.",
            None,
            "missing_required_parameter",
            {"input": " "},
        ),
        (
            {"input": [7]},
            "Invalid type for 'input[0]': expected an input item, but got an integer instead.",
            "input[0]",
            "invalid_type",
            {},
        ),
        (
            {"input": [{"role": "user", "content": "x", "bogus": 1}]},
            "Unknown parameter: 'input[0].bogus'.",
            "input[0].bogus",
            "unknown_parameter",
            {"input": [{"role": "user", "content": "x", "id": "msg_x", "status": "completed"}]},
        ),
        (
            {"input": [{"role": "tool", "content": "x"}]},
            "Invalid value: 'tool'. Supported values are: 'assistant', 'system', 'developer', and 'user'.",
            "input[0]",
            "invalid_value",
            {},
        ),
        (
            {"input": [{"role": "user", "content": [{"type": "text", "text": "x"}]}]},
            "Invalid value: 'text'. Supported values are: 'input_text', 'input_image', 'input_audio', "
            "'output_text', 'refusal', 'input_file', 'computer_screenshot', 'summary_text', and "
            "'encrypted_content'.",
            "input[0].content[0].type",
            "invalid_value",
            {"input": [{"role": "user", "content": [{"type": "input_text", "text": "x"}]}]},
        ),
        (
            {"input": [{"role": "assistant", "content": [{"type": "input_text", "text": "x"}]}]},
            "Invalid value: 'input_text'. Supported values are: 'output_text' and 'refusal'.",
            "input[0].content[0]",
            "invalid_value",
            {"input": [{"role": "assistant", "content": [{"type": "output_text", "text": "x"}]}]},
        ),
        (
            {"max_output_tokens": 15},
            "Invalid 'max_output_tokens': integer below minimum value. Expected a value >= 16, but got 15 instead.",
            "max_output_tokens",
            "integer_below_min_value",
            {"max_output_tokens": 16},
        ),
        (
            {"truncation": "bogus"},
            "Invalid value: 'bogus'. Supported values are: 'auto' and 'disabled'.",
            "truncation",
            "invalid_value",
            {"truncation": "disabled"},
        ),
        (
            {"truncation": 1},
            "Invalid type for 'truncation': expected one of 'auto' or 'disabled', but got an integer instead.",
            "truncation",
            "invalid_type",
            {},
        ),
        (
            {"stream_options": {"include_usage": True}},
            "Unknown parameter: 'stream_options.include_usage'.",
            "stream_options.include_usage",
            "unknown_parameter",
            {},
        ),
        (
            {"metadata": {"a": 1}},
            "Invalid type for 'metadata.a': expected a string, but got an integer instead.",
            "metadata.a",
            "invalid_type",
            {"metadata": {"a": "1"}},
        ),
        (
            {"tools": [{"type": "function", "function": {"name": "now"}}]},
            "Missing required parameter: 'tools[0].name'.",
            "tools[0].name",
            "missing_required_parameter",
            {"tools": [TOOL]},
        ),
        (
            {"tool_choice": "required"},
            "Tool choice 'required' must be specified with 'tools' parameter.",
            "tool_choice",
            None,
            {"tool_choice": "required", "tools": [TOOL]},
        ),
        (
            {"tool_choice": {"type": "function", "name": "then"}, "tools": [TOOL]},
            "Tool choice 'function' not found in 'tools' parameter.",
            "tool_choice",
            None,
            {"tool_choice": {"type": "function", "name": "now"}, "tools": [TOOL]},
        ),
        (
            {"tool_choice": {"type": "function"}, "tools": [TOOL]},
            "Missing required parameter: 'tool_choice.name'.",
            "tool_choice.name",
            "missing_required_parameter",
            {"tool_choice": "none", "tools": [TOOL]},
        ),
        (
            {"tool_choice": {"type": "allowed_tools", "mode": "none", "tools": [TOOL]}, "tools": [TOOL]},
            "Invalid value: 'none'. Supported values are: 'auto' and 'required'.",
            "tool_choice.mode",
            "invalid_value",
            {"tool_choice": {"type": "allowed_tools", "mode": "auto", "tools": [TOOL]}, "tools": [TOOL]},
        ),
        (
            {"text": {"format": {"type": "json_schema", "schema": {}}}},
            "Missing required parameter: 'text.format.name'.",
            "text.format.name",
            "missing_required_parameter",
            {},
        ),
        (
            {"text": {"format": {"type": "json_object"}}, "instructions": "Answer in JSON."},
            "Response input messages must contain the word 'json' in some form to use 'text.format' of type "
            "'json_object'.",
            "text.format",
            None,
            {"text": {"format": {"type": "json_object"}}, "input": "Answer in JSON."},
        ),
        (
            {"model": THINKS, "temperature": 0.5},
            "Unsupported parameter: 'temperature' is not supported with this model.",
            "temperature",
            None,
            {"model": THINKS, "temperature": 0.5, "reasoning": {"effort": "none"}},
        ),
        (
            {"model": THINKS, "top_p": 1},
            "Unsupported parameter: 'top_p' is not supported with this model.",
            "top_p",
            None,
            {"model": THINKS, "temperature": 1},
        ),
        (
            {"model": "gpt-5-nano", "temperature": 0},
            "Unsupported parameter: 'temperature' is not supported with this model.",
            "temperature",
            None,
            {"model": "gpt-5-nano", "temperature": 1},
        ),
        (
            {"reasoning": {"effort": "low"}},
            "Unsupported parameter: 'reasoning.effort' is not supported with this model.",
            "reasoning.effort",
            "unsupported_parameter",
            {"model": THINKS, "reasoning": {"effort": "low"}},
        ),
        (
            {"model": THINKS, "reasoning": {"effort": "minimal"}},
            "Unsupported value: 'minimal' is not supported with the 'gpt-6-luna' model. Supported values are: "
            "'none', 'low', 'medium', 'high', 'xhigh', and 'max'.",
            "reasoning.effort",
            "unsupported_value",
            {"model": "gpt-5-nano", "reasoning": {"effort": "minimal"}},
        ),
        (
            {"include": ["reasoning.encrypted_content"]},
            "Encrypted content is not supported with this model.",
            "include",
            None,
            {"model": THINKS, "include": ["reasoning.encrypted_content"]},
        ),
        (
            {"model": THINKS, "include": ["message.output_text.logprobs"]},
            "logprobs are not supported with reasoning models.",
            "include",
            "unsupported_parameter",
            {"include": ["message.output_text.logprobs"]},
        ),
        (
            {"model": "gpt-99"},
            "The requested model 'gpt-99' does not exist.",
            "model",
            "model_not_found",
            {},
        ),
        (
            {"conversation": "conv_1", "previous_response_id": "resp_1"},
            "Mutually exclusive parameters: ''. Ensure you are only providing one of: 'pre..._id' or "
            "'conversation'.",
            None,
            "mutually_exclusive_parameters",
            {},
        ),
        (
            {"conversation": {"name": "conv_1"}},
            "Missing required parameter: 'conversation.id'.",
            "conversation.id",
            "missing_required_parameter",
            {},
        ),
        (
            {"background": True, "store": False},
            "Background mode requires 'store' to be true.",
            "background",
            None,
            {"background": True},
        ),
        (
            {"tools": [{"type": "web_search"}]},
            "The practice server does not serve the tool 'web_search', only functions.",
            "tools[0]",
            "not_served",
            {},
        ),
    ],
    ids=lambda value: None if not isinstance(value, dict) else ",".join(value) or "nothing",
)
def test_what_is_refused_and_what_is_not(
    url: str,
    refused: dict[str, Any],
    sentence: str,
    param: str | None,
    code: str | None,
    neighbour: dict[str, Any],
) -> None:
    assert refusal(url, asked(**refused)) == (sentence, param, code)
    accepted(url, **neighbour)


def test_what_is_missing_is_said_first(url: str) -> None:
    assert refusal(url, {"input": "x", "zzz": 1})[1:] == ("model", "missing_required_parameter")
    assert refusal(url, {"model": PLAIN, "zzz": 1})[1:] == ("input", "missing_required_parameter")
    assert refusal(url, asked(input=[{}], truncation="bogus"))[1] == "input[0]"
    assert refusal(url, asked(input=[], truncation="bogus"))[1] == "truncation"
    assert refusal(url, asked(model=THINKS, temperature=0, previous_response_id="resp_x"))[2] == (
        "previous_response_not_found"
    )


def test_a_retired_model_is_deprecated(url: str) -> None:
    sentence, _, code = refusal(url, asked(model="gpt-3.5-turbo"), 404)
    assert "has been deprecated" in sentence and code == "model_not_found"


CALL = {"type": "function_call", "call_id": "call_1", "name": "now", "arguments": "{}"}
OUTPUT = {"type": "function_call_output", "call_id": "call_1", "output": "12:30"}


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        ([CALL], "No tool output found for function call call_1."),
        ([OUTPUT], "No tool call found for function call output with call_id call_1."),
        ([CALL, OUTPUT, {**OUTPUT, "call_id": "call_2"}], "No tool call found for function call output with call_id call_2."),
        ([{**CALL, "id": "call_1"}, OUTPUT], "Invalid 'input[0].id': 'call_1'. Expected an ID that begins with 'fc'."),
        ([{"type": "reasoning", "id": "rs_1", "summary": []}], "Item with id 'rs_1' not found."),
    ],
)  # fmt: skip
def test_calls_and_outputs_come_in_pairs(url: str, items: list[Any], sentence: str) -> None:
    answer = post(url + RESPONSES, asked(input=items), OPENAI)
    assert answer.json()["error"]["message"] == sentence
    assert answer.status_code == (404 if "not found." in sentence and "Item" in sentence else 400)
    accepted(
        url,
        input=[{"role": "user", "content": "What time is it?"}, {**CALL, "id": "fc_1"}, OUTPUT],
        tools=[TOOL],
    )


def test_a_thought_without_what_it_led_to_is_refused(gpts: openai.OpenAI) -> None:
    thought = gpts.responses.create(model=THINKS, input=QUESTION).output[0]
    turns: list[Any] = [thought, {"role": "user", "content": "Go on."}]
    with pytest.raises(openai.BadRequestError, match="without its required following item"):
        gpts.responses.create(model=THINKS, input=turns)


def test_images_and_files_count(url: str) -> None:
    picture = {"type": "input_image", "image_url": f"data:image/png;base64,{encoded(64, 64)}"}
    paper = {
        "type": "input_file",
        "filename": "a.pdf",
        "file_data": f"data:application/pdf;base64,{encoded_pdf(1)}",
    }
    words = {"type": "input_text", "text": "What is this?"}
    bare = accepted(url, input=[{"role": "user", "content": [words]}])["usage"]["input_tokens"]
    for part in (picture, paper):
        more = accepted(url, input=[{"role": "user", "content": [words, part]}])["usage"]["input_tokens"]
        assert more > bare


# Through the same doors


def test_its_paths_are_served(url: str) -> None:
    for method, path in (("GET", "/responses"), ("PUT", "/responses/resp_1"), ("GET", "/responses/resp_1")):
        answer = httpx2.request(method, f"{url}/openai/v1{path}", headers=OPENAI)
        assert answer.status_code in (404, 405)
        assert "Invalid URL" not in answer.text
    assert said(post(f"{url}{RESPONSES}/compact", {}, OPENAI)) == (
        400,
        "The practice server does not serve the compaction of conversations.",
    )
    assert post(url + RESPONSES, asked(), {}).status_code == 401


def test_what_the_script_says_happens(app: Starlette, gpts: openai.OpenAI) -> None:
    key, learners = "sk-practice-raw", app.state.learners
    learners.script(key, [{"fault": "status", "status": 429, "retry_after": 1}])
    with pytest.raises(openai.RateLimitError):
        gpts.responses.create(model=PLAIN, input=QUESTION)
    learners.script(key, [{"fault": "drop", "after_tokens": 2}])
    with pytest.raises(openai.APIConnectionError):
        list(gpts.responses.create(model=PLAIN, input=QUESTION, stream=True))
    learners.script(key, [{"fault": "early_end", "after_tokens": 2}])
    with pytest.raises(RuntimeError), gpts.responses.stream(model=PLAIN, input=QUESTION) as stream:
        stream.get_final_response()
    learners.script(key, [{"fault": "early_end", "after_tokens": 2}])
    assert gpts.responses.create(model=PLAIN, input=QUESTION).status == "in_progress"
    learners.script(key, [{"fault": "error_event", "after_tokens": 2, "type": "server_error"}])
    with pytest.raises(openai.APIError, match="The server had an error while processing your request"):
        list(gpts.responses.create(model=PLAIN, input=QUESTION, stream=True))
    learners.script(key, [{"fault": "broken_json", "after_tokens": 2}])
    with pytest.raises(json.JSONDecodeError):
        list(gpts.responses.create(model=PLAIN, input=QUESTION, stream=True))
    assert learners.faults_of(key) == ()


def test_a_failure_in_mid_stream_is_told_twice(app: Starlette, url: str) -> None:
    app.state.learners.script("sk-practice-raw", [{"fault": "error_event", "after_tokens": 1}])
    *_, error, failed = map(json.loads, events(post(url + RESPONSES, asked(stream=True), OPENAI)))
    assert (error["type"], error["error"]["code"]) == ("error", "server_error")
    assert (failed["type"], failed["response"]["status"]) == ("response.failed", "failed")
    assert failed["sequence_number"] == error["sequence_number"] + 1


# No request crashes it

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
ITEM = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["message", "function_call", "reasoning", "item_reference", "mcp_call"])
        | JSON,
        "role": st.sampled_from(["user", "assistant"]) | JSON,
        "content": JSON,
        "id": st.sampled_from(["rs_1", "fc_1"]) | JSON,
        "call_id": JSON,
        "summary": JSON,
        "output": JSON,
        "encrypted_content": JSON,
    },
)


@examples(150)
@given(name=st.sampled_from(["model", *FIELDS]), value=JSON)
def test_any_value_in_a_field_is_answered(url: str, name: str, value: Any) -> None:
    for path in (RESPONSES, f"{RESPONSES}/input_tokens"):
        assert post(url + path, asked(**{name: value}), OPENAI).status_code in {200, 400, 404}


@examples(100)
@given(item=ITEM)
def test_any_item_is_answered(url: str, item: dict[str, Any]) -> None:
    assert post(url + RESPONSES, asked(input=[item]), OPENAI).status_code in {200, 400, 404}


@examples(60)
@given(body=JSON)
def test_any_json_body_is_refused(url: str, body: Any) -> None:
    assert post(url + RESPONSES, body, OPENAI).status_code == 400
