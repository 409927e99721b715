"""Ollama's paths under `/v1`, with the SDKs of OpenAI and Anthropic: its own models, refusals and limits in their forms."""
# ruff: noqa: E501 - a refusal, its neighbour and its sentence on one line are read more easily

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import anthropic
import openai
import pytest
from PIL import Image
from starlette.applications import Starlette

from tests.practice_fixture import events, post

MODEL, THINKS = "llama3.2", "qwen3:0.6b"
WHO: list[Any] = [{"role": "user", "content": "Hello, who are you?"}]
WEATHER: list[Any] = [{"role": "user", "content": "What is the weather in Rome and Oslo?"}]
CITY = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
AGE = {"type": "object", "properties": {"age": {"type": "integer"}}, "required": ["age"]}
KEY = "sk-practice-compatible"


@pytest.fixture(scope="module")
def gpt(url: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(api_key="ollama", base_url=f"{url}/ollama/v1", max_retries=0) as client:
        yield client


@pytest.fixture(scope="module")
def claude(url: str) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(api_key="ollama", base_url=f"{url}/ollama", max_retries=0) as client:
        yield client


def png() -> str:
    data = BytesIO()
    Image.new("RGB", (80, 40)).save(data, "PNG")
    return b64encode(data.getvalue()).decode()


def test_a_completion_has_ollamas_fields_and_no_others(gpt: openai.OpenAI, url: str) -> None:
    plain = gpt.chat.completions.create(model=MODEL, messages=WHO, temperature=0)
    assert plain.choices[0].message.content and plain.choices[0].finish_reason == "stop"
    assert (plain.model, plain.system_fingerprint) == (MODEL, "fp_ollama")
    assert (
        plain.usage and plain.usage.total_tokens == plain.usage.prompt_tokens + plain.usage.completion_tokens
    )
    raw = post(f"{url}/ollama/v1/chat/completions", {"model": MODEL, "messages": WHO}, {})
    assert {*raw.json()} == {"id", "object", "created", "model", "system_fingerprint", "choices", "usage"}
    assert {*raw.json()["usage"]} == {"prompt_tokens", "completion_tokens", "total_tokens"}
    assert not [name for name in raw.headers if "ratelimit" in name or name.endswith("request-id")]


def test_its_chunks_say_the_same(gpt: openai.OpenAI, url: str) -> None:
    plain = gpt.chat.completions.create(model=MODEL, messages=WHO, temperature=0)
    chunks = list(
        gpt.chat.completions.create(
            model=MODEL, messages=WHO, temperature=0, stream=True, stream_options={"include_usage": True}
        )
    )
    said = [chunk.choices[0] for chunk in chunks if chunk.choices]
    assert "".join(each.delta.content or "" for each in said) == plain.choices[0].message.content
    assert (said[-1].finish_reason, chunks[-1].choices, chunks[-1].usage) == ("stop", [], plain.usage)
    raw = events(
        post(f"{url}/ollama/v1/chat/completions", {"model": MODEL, "messages": WHO, "stream": True}, {})
    )
    assert raw[-1] == "[DONE]" and all(json.loads(each)["choices"][0]["delta"]["role"] for each in raw[:-1])


@pytest.mark.parametrize("stream", [False, True])
def test_tools_of_openais_form(gpt: openai.OpenAI, stream: bool) -> None:
    tools: list[Any] = [{"type": "function", "function": {"name": "get_weather", "parameters": CITY}}]
    asked: dict[str, Any] = {"model": MODEL, "messages": WEATHER, "tools": tools}
    if stream:
        chunks = list(gpt.chat.completions.create(**asked, stream=True))
        deltas = [call for chunk in chunks for call in chunk.choices[0].delta.tool_calls or ()]
        assert [each.index for each in deltas] == [0, 1]
        calls = [{"id": each.id, "type": "function", "function": each.function.model_dump()} for each in deltas
                 if each.function]  # fmt: skip
        assert chunks[-1].choices[0].finish_reason == "tool_calls"
    else:
        choice = gpt.chat.completions.create(**asked).choices[0]
        calls = [call.model_dump(exclude_none=True) for call in choice.message.tool_calls or ()]
        assert choice.finish_reason == "tool_calls"
    assert [json.loads(call["function"]["arguments"])["city"] for call in calls] == ["Rome", "Oslo"]
    results = [
        {"role": "tool", "tool_call_id": call["id"], "content": f"{at}0 degrees"}
        for at, call in enumerate(calls, 1)
    ]
    again: list[Any] = [*WEATHER, {"role": "assistant", "content": None, "tool_calls": calls}, *results]
    last = gpt.chat.completions.create(model=MODEL, messages=again, tools=tools).choices[0].message
    assert (
        not last.tool_calls and "10 degrees" in (last.content or "") and "20 degrees" in (last.content or "")
    )


def test_json_limits_stops_reasoning_and_images_of_openais_form(gpt: openai.OpenAI) -> None:
    ada: list[Any] = [{"role": "user", "content": "Ada is 36 years old."}]
    format: Any = {"type": "json_schema", "json_schema": {"name": "ada", "schema": AGE}}
    made = gpt.chat.completions.create(model=MODEL, messages=ada, response_format=format)
    assert json.loads(made.choices[0].message.content or "") == {"age": 36}
    cut = gpt.chat.completions.create(model=MODEL, messages=WHO, max_tokens=3)
    assert cut.choices[0].finish_reason == "length" and cut.usage and cut.usage.completion_tokens == 3
    aloud = gpt.chat.completions.create(model=THINKS, messages=WHO, reasoning_effort="low").choices[0].message
    quiet = (
        gpt.chat.completions.create(model=THINKS, messages=WHO, reasoning_effort="none").choices[0].message
    )
    assert "practice model" in aloud.reasoning and not hasattr(quiet, "reasoning")  # type: ignore[attr-defined]
    seen: list[Any] = [{"role": "user", "content": [
        {"type": "text", "text": "What is in this picture?"},
        {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{png()}"}},
    ]}]  # fmt: skip
    assert "80" in (
        gpt.chat.completions.create(model="gemma3", messages=seen).choices[0].message.content or ""
    )


def test_embeddings_models_and_the_older_completions(gpt: openai.OpenAI) -> None:
    packed = gpt.embeddings.create(model="all-minilm", input=["a", "b"])  # the SDK asks for base64
    plain = gpt.embeddings.create(model="all-minilm", input=["a", "b"], encoding_format="float")
    assert packed.data[1].embedding == pytest.approx(plain.data[1].embedding, abs=1e-6)
    assert (len(plain.data[0].embedding), plain.usage.prompt_tokens) == (384, 2)
    listed = gpt.models.list().data
    assert "llama3.2:latest" in [each.id for each in listed] and {each.owned_by for each in listed} == {
        "library"
    }
    assert gpt.models.retrieve(MODEL).id == MODEL
    old = gpt.completions.create(model=MODEL, prompt="Hello", max_tokens=4)
    assert (
        old.object == "text_completion" and old.choices[0].text and old.choices[0].finish_reason == "length"
    )
    parts = list(
        gpt.completions.create(model=MODEL, prompt="Hello", max_tokens=4, temperature=0, stream=True)
    )
    assert len(parts) == 5 and parts[-1].choices[0].finish_reason == "length"


def test_a_response_of_the_newer_api_is_not_stored(gpt: openai.OpenAI) -> None:
    asked: dict[str, Any] = {"model": THINKS, "input": "What is the capital of France?", "temperature": 0}
    with gpt.responses.stream(**asked) as stream:
        kinds = [event.type for event in stream]
        streamed = stream.get_final_response()
    plain = gpt.responses.create(**asked, instructions=None)
    assert "Paris" in plain.output_text == streamed.output_text
    assert (
        [item.type for item in plain.output]
        == [item.type for item in streamed.output]
        == ["reasoning", "message"]
    )
    assert (plain.store, plain.status) == (False, "completed")
    assert plain.usage == streamed.usage and plain.usage and plain.usage.output_tokens > 10
    assert kinds[:2] == ["response.created", "response.in_progress"] and kinds[-1] == "response.completed"
    with pytest.raises(openai.NotFoundError):
        gpt.responses.retrieve(plain.id)
    ada = gpt.responses.create(
        model=MODEL,
        input=[
            {"role": "developer", "content": "Answer in JSON."},
            {"role": "user", "content": "Ada is 36 years old."},
        ],
        text={"format": {"type": "json_schema", "name": "ada", "schema": AGE}},
    )
    assert json.loads(ada.output_text) == {"age": 36}


@pytest.mark.parametrize("stream", [False, True])
def test_tools_of_the_newer_form(gpt: openai.OpenAI, stream: bool) -> None:
    tools: Any = [{"type": "function", "name": "get_weather", "parameters": CITY}]
    if stream:
        with gpt.responses.stream(model=MODEL, input=WEATHER, tools=tools) as told:
            output: list[Any] = list(told.get_final_response().output)
    else:
        output = list(gpt.responses.create(model=MODEL, input=WEATHER, tools=tools).output)
    assert [json.loads(call.arguments)["city"] for call in output] == ["Rome", "Oslo"]
    results = [{"type": "function_call_output", "call_id": call.call_id, "output": f"{at}0 degrees"}
               for at, call in enumerate(output, 1)]  # fmt: skip
    last = gpt.responses.create(model=MODEL, input=[*WEATHER, *output, *results], tools=tools).output_text
    assert "10 degrees" in last and "20 degrees" in last


def test_a_message_has_ollamas_fields_and_no_others(claude: anthropic.Anthropic, url: str) -> None:
    asked: dict[str, Any] = {
        "model": MODEL,
        "max_tokens": 200,
        "messages": WHO,
        "system": "You are a pirate.",
    }
    with claude.messages.stream(**asked, extra_body={"temperature": 0}) as stream:
        text, last = "".join(stream.text_stream), stream.get_final_message()
    plain = claude.messages.create(**asked, extra_body={"temperature": 0})
    assert [block.text for block in plain.content if block.type == "text"] == [text]
    assert (last.stop_reason, last.usage.output_tokens) == ("end_turn", plain.usage.output_tokens)
    assert "arr" in text.lower() and plain.usage.input_tokens
    raw = post(f"{url}/ollama/v1/messages", asked, {}).json()
    assert {*raw} == {"id", "type", "role", "model", "content", "stop_reason", "usage"}
    assert {*raw["usage"]} == {"input_tokens", "output_tokens"}


@pytest.mark.parametrize("stream", [False, True])
@pytest.mark.parametrize("model", [MODEL, THINKS])
def test_tools_of_anthropics_form(claude: anthropic.Anthropic, stream: bool, model: str) -> None:
    tools: list[Any] = [{"name": "get_weather", "input_schema": CITY}]
    asked: dict[str, Any] = {"model": model, "max_tokens": 500, "tools": tools}
    if stream:
        with claude.messages.stream(**asked, messages=WEATHER) as told:
            first = told.get_final_message()
    else:
        first = claude.messages.create(**asked, messages=WEATHER)
    uses = [block for block in first.content if block.type == "tool_use"]
    assert first.stop_reason == "tool_use" and [use.input for use in uses] == [
        {"city": "Rome"},
        {"city": "Oslo"},
    ]
    assert (first.content[0].type == "thinking") is (model == THINKS)
    results = [
        {"type": "tool_result", "tool_use_id": use.id, "content": f"{at}0 degrees"}
        for at, use in enumerate(uses, 1)
    ]
    again = [*WEATHER, {"role": "assistant", "content": first.content}, {"role": "user", "content": results}]
    last = claude.messages.create(**asked, messages=again).content[-1]
    assert last.type == "text" and "10 degrees" in last.text and "20 degrees" in last.text


def test_thinking_limits_and_images_of_anthropics_form(claude: anthropic.Anthropic) -> None:
    enabled: Any = {"type": "enabled", "budget_tokens": 1024}
    aloud = claude.messages.create(model=THINKS, max_tokens=2000, messages=WHO, thinking=enabled)
    assert [block.type for block in aloud.content] == ["thinking", "text"]
    relaxed = claude.messages.create(model=MODEL, max_tokens=2000, messages=WHO, thinking=enabled)
    assert [block.type for block in relaxed.content] == ["text"]
    cut = claude.messages.create(model=MODEL, max_tokens=3, messages=WHO)
    assert (cut.stop_reason, cut.usage.output_tokens) == ("max_tokens", 3)
    source = {"type": "base64", "media_type": "image/png", "data": png()}
    seen: list[Any] = [{"role": "user", "content": [
        {"type": "image", "source": source}, {"type": "text", "text": "What is in this picture?"}]}]  # fmt: skip
    answer = claude.messages.create(model="gemma3", max_tokens=500, messages=seen).content[0]
    assert answer.type == "text" and "80" in answer.text


CHAT, MESSAGES, EMBED, RESPONSES = "chat/completions", "messages", "embeddings", "responses"
USUAL: dict[str, dict[str, Any]] = {
    CHAT: {"model": MODEL, "messages": WHO},
    MESSAGES: {"model": MODEL, "max_tokens": 50, "messages": WHO},
    EMBED: {"model": "all-minilm", "input": "Hi"},
    RESPONSES: {"model": MODEL, "input": "Hi"},
}


def user(content: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": content}]}


@pytest.mark.parametrize(
    ("path", "refused", "status", "type", "sentence", "taken"),
    [
        (CHAT, {"model": "llama9"}, 404, "not_found_error", "model 'llama9' not found", {"model": "llama3.2:latest"}),
        (CHAT, {"messages": []}, 400, "invalid_request_error", "[] is too short - 'messages'", {"n": 3}),
        (CHAT, user(None), 400, "invalid_request_error", "invalid message content type: <nil>", user("")),
        (CHAT, user([{"type": "file"}]), 400, "invalid_request_error", "invalid message format", user([{"type": "text", "text": "Hi"}])),
        (CHAT, user([{"type": "image_url", "image_url": "https://x/y.png"}]), 400, "invalid_request_error", "invalid image input", user([])),
        (CHAT, {"reasoning_effort": "max"}, 400, "invalid_request_error", "invalid reasoning value: 'max' (must be", {"reasoning_effort": "none"}),
        (CHAT, {"reasoning_effort": "low"}, 400, "invalid_request_error", '"llama3.2" does not support thinking', {"model": THINKS, "reasoning": {"effort": "low"}}),
        (CHAT, {"temperature": "hot"}, 400, "invalid_request_error", "json: cannot unmarshal string into Go struct field ChatCompletionRequest.temperature", {"temperature": 1}),
        (EMBED, {"input": []}, 400, "invalid_request_error", "invalid input", {"input": ""}),
        (EMBED, {"encoding_format": "int8"}, 400, "invalid_request_error", "Invalid value for 'encoding_format' = int8.", {"encoding_format": "FLOAT"}),
        (RESPONSES, {"model": "llama9"}, 404, "not_found_error", "model 'llama9' not found", {"previous_response_id": "resp_1"}),
        (RESPONSES, {"input": 3}, 400, "invalid_request_error", "input must be a string or array", {"input": [{"role": "user", "content": "Hi"}]}),
        (RESPONSES, {"input": [{"content": "Hi"}]}, 400, "invalid_request_error", "input[0]: input item missing required 'type' field", {"tool_choice": "required"}),
        (RESPONSES, {"input": [{"type": "later"}]}, 400, "invalid_request_error", 'input[0]: unknown input item type: "later"', {"input": [{"type": "reasoning"}, {"role": "user", "content": "Hi"}]}),
        (RESPONSES, {"input": [{"role": "user", "content": [{"type": "input_file"}]}]}, 400, "invalid_request_error", "file inputs are not currently supported", {"input": [{"role": "user", "content": [{"type": "input_text", "text": "Hi"}]}]}),
        (RESPONSES, {"reasoning": {"effort": "minimal"}}, 400, "invalid_request_error", 'invalid reasoning value: "minimal" (must be', {"reasoning": {"effort": "none"}}),
        (MESSAGES, {"model": ""}, 400, "invalid_request_error", "model is required", {"tool_choice": {"type": "any"}}),
        (MESSAGES, {"model": "llama9"}, 404, "not_found_error", "model 'llama9' not found", {"model": "mistral"}),
        (MESSAGES, {"max_tokens": 0}, 400, "invalid_request_error", "max_tokens is required and must be positive", {"max_tokens": 1}),
        (MESSAGES, {"messages": []}, 400, "invalid_request_error", "messages is required", {"output_config": {"effort": "xhigh"}}),
        (MESSAGES, user([{"type": "image", "source": {"type": "url"}}]), 400, "invalid_request_error", "invalid image source type: url. Only base64", user([])),
        (MESSAGES, user([{"type": "tool_use", "name": "f"}]), 400, "invalid_request_error", "tool_use block missing required 'id' field", user([{"type": "later"}, {"type": "text", "text": "Hi"}])),
    ],
)  # fmt: skip
def test_it_refuses_in_their_envelopes_and_takes_its_neighbour(
    url: str, path: str, refused: dict[str, Any], status: int, type: str, sentence: str, taken: dict[str, Any]
) -> None:
    answer = post(f"{url}/ollama/v1/{path}", USUAL[path] | refused, {})
    error = answer.json()["error"]
    assert (answer.status_code, error["type"]) == (status, type) and error["message"].startswith(sentence)
    assert ("request_id" in answer.json()) is (path == MESSAGES)
    assert post(f"{url}/ollama/v1/{path}", USUAL[path] | taken, {}).status_code == 200


@pytest.mark.parametrize("path", ["images/generations", "images/edits", "audio/transcriptions"])
def test_what_is_not_served_says_so_in_openais_envelope(url: str, path: str) -> None:
    answer = post(f"{url}/ollama/v1/{path}", {"model": MODEL}, {})
    assert answer.status_code == 501 and answer.json()["error"]["message"].startswith(
        "The practice server does not serve "
    )


def test_faults_meet_their_clients_too(app: Starlette, url: str) -> None:
    events = [{"fault": "error_event", "after_tokens": 2}] * 2
    app.state.learners.script(
        KEY, [{"fault": "status", "status": 503}, {"fault": "status", "status": 503}, *events]
    )
    with (
        openai.OpenAI(api_key=KEY, base_url=f"{url}/ollama/v1", max_retries=0) as gpt,
        anthropic.Anthropic(api_key=KEY, base_url=f"{url}/ollama", max_retries=0) as claude,
    ):
        with pytest.raises(openai.InternalServerError, match="server busy"):
            gpt.chat.completions.create(model=MODEL, messages=WHO)
        with pytest.raises(anthropic.APIStatusError, match="overloaded_error"):
            claude.messages.create(model=MODEL, max_tokens=50, messages=WHO)
        with pytest.raises(openai.APIError, match="server busy"):
            list(gpt.chat.completions.create(model=MODEL, messages=WHO, stream=True))
        with (
            pytest.raises(anthropic.APIStatusError, match="server busy"),
            claude.messages.stream(model=MODEL, max_tokens=50, messages=WHO) as stream,
        ):
            stream.get_final_message()
