import json
import math
import re
from typing import Any

import httpx2
import openai
import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette

from firstcall import models
from tests.practice_fixture import CHAT, OPENAI, QUESTION, events, gpt, post, said
from tests.quickly import examples


def refusal(url: str, **changes: Any) -> tuple[str, str | None, str | None]:
    """The sentence, `param` and `code` of a 400."""
    answer = post(url + CHAT, gpt(**changes), OPENAI)
    assert answer.status_code == 400
    error = answer.json()["error"]
    assert error["type"] == "invalid_request_error"
    return error["message"], error["param"], error["code"]


def accepted(url: str, **changes: Any) -> dict[str, Any]:
    answer = post(url + CHAT, gpt(**changes), OPENAI)
    assert answer.status_code == 200, answer.text
    return answer.json()


def text(completion: dict[str, Any]) -> str:
    return completion["choices"][0]["message"]["content"]


def test_plain_completion_has_text_and_usage(gpts: openai.OpenAI) -> None:
    completion = gpts.chat.completions.create(**gpt())
    assert completion.choices[0].message.content
    assert completion.choices[0].finish_reason == "stop"
    assert (
        completion.usage.total_tokens == completion.usage.prompt_tokens + completion.usage.completion_tokens
    )
    assert completion.usage.prompt_tokens_details.cached_tokens == 0
    assert re.fullmatch(r"chatcmpl-\w{29}", completion.id)
    assert re.fullmatch(r"req_[0-9a-f]{32}", completion._request_id or "")


def test_reasoning_is_counted_and_not_shown(gpts: openai.OpenAI) -> None:
    usage = gpts.chat.completions.create(**gpt(model="gpt-6-luna")).usage
    assert 40 < usage.completion_tokens_details.reasoning_tokens < 60
    assert usage.completion_tokens > usage.completion_tokens_details.reasoning_tokens


@pytest.mark.parametrize(
    ("asked", "served"),
    [({}, "default"), ({"service_tier": "auto"}, "default"), ({"service_tier": "flex"}, "flex"),
     ({"service_tier": "priority"}, "priority"), ({"service_tier": "fast"}, "priority")],
)  # fmt: skip
def test_the_reply_names_the_tier_that_it_was_served_at(url: str, asked: dict[str, str], served: str) -> None:
    assert accepted(url, **asked)["service_tier"] == served


def test_effort_none_does_not_reason(gpts: openai.OpenAI) -> None:
    usage = gpts.chat.completions.create(**gpt(model="gpt-6-luna", reasoning_effort="none")).usage
    assert usage.completion_tokens_details.reasoning_tokens == 0


def test_reasoning_eats_a_small_token_limit(gpts: openai.OpenAI) -> None:
    completion = gpts.chat.completions.create(**gpt(model="gpt-6-luna", max_completion_tokens=20))
    assert completion.choices[0].message.content == ""
    assert completion.choices[0].finish_reason == "length"
    assert completion.usage.completion_tokens == 20


def test_token_limit_cuts_the_reply(url: str) -> None:
    completion = accepted(url, max_tokens=5)
    assert completion["choices"][0]["finish_reason"] == "length"
    assert completion["usage"]["completion_tokens"] == 5


def test_stop_string_ends_the_reply_and_is_left_out(url: str) -> None:
    whole = text(accepted(url, temperature=0))
    completion = accepted(url, temperature=0, stop=whole[7:18])
    assert text(completion) == whole[: whole.index(whole[7:18])]
    assert completion["choices"][0]["finish_reason"] == "stop"


def test_stream_joins_to_the_plain_reply(gpts: openai.OpenAI) -> None:
    chunks = list(gpts.chat.completions.create(**gpt(temperature=0, stream=True)))
    joined = "".join(chunk.choices[0].delta.content or "" for chunk in chunks)
    assert joined == gpts.chat.completions.create(**gpt(temperature=0)).choices[0].message.content
    assert chunks[0].choices[0].delta.role == "assistant"
    assert chunks[-1].choices[0].finish_reason == "stop"


def test_stream_without_usage_has_no_usage_field(url: str) -> None:
    answer = post(url + CHAT, gpt(stream=True), OPENAI)
    assert '"usage"' not in answer.text
    assert events(answer)[-1] == "[DONE]"
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"


def test_stream_with_usage_ends_with_a_chunk_without_choices(url: str) -> None:
    answer = post(url + CHAT, gpt(stream=True, stream_options={"include_usage": True}), OPENAI)
    *chunks, last, done = events(answer)
    assert done == "[DONE]"
    assert json.loads(last)["choices"] == []
    assert json.loads(last)["usage"]["completion_tokens"] > 0
    assert all(json.loads(chunk)["usage"] is None for chunk in chunks)


def test_stream_chunks_are_padded_unless_told_otherwise(url: str) -> None:
    padded = post(url + CHAT, gpt(stream=True), OPENAI)
    bare = post(url + CHAT, gpt(stream=True, stream_options={"include_obfuscation": False}), OPENAI)
    assert all("obfuscation" in json.loads(event) for event in events(padded)[:-1])
    assert "obfuscation" not in bare.text


def test_same_seed_same_reply(url: str) -> None:
    assert len({text(accepted(url, seed=7)) for _ in range(4)}) == 1


def test_temperature_zero_repeats_itself(url: str) -> None:
    assert len({text(accepted(url, temperature=0)) for _ in range(4)}) == 1


def test_temperature_one_varies(url: str) -> None:
    assert len({text(accepted(url)) for _ in range(12)}) > 1


def test_logprobs_cover_every_token(url: str) -> None:
    completion = accepted(url, logprobs=True, top_logprobs=3)
    content = completion["choices"][0]["logprobs"]["content"]
    assert "".join(entry["token"] for entry in content) == text(completion)
    assert len(content) == completion["usage"]["completion_tokens"]
    assert all(1 <= len(entry["top_logprobs"]) <= 3 for entry in content)
    assert all(math.exp(entry["logprob"]) <= 1.0001 for entry in content)


def test_logprobs_in_a_stream(gpts: openai.OpenAI) -> None:
    chunks = gpts.chat.completions.create(**gpt(stream=True, logprobs=True, top_logprobs=2))
    found = [chunk.choices[0].logprobs.content[0] for chunk in chunks if chunk.choices[0].delta.content]
    assert found
    assert found[0].bytes == list(found[0].token.encode())


def test_system_message_is_heard(gpts: openai.OpenAI) -> None:
    pirate = [{"role": "developer", "content": "You are a pirate."}, *QUESTION]
    with_pirate = gpts.chat.completions.create(**gpt(messages=pirate, temperature=0))
    without = gpts.chat.completions.create(**gpt(temperature=0))
    assert with_pirate.usage.prompt_tokens > without.usage.prompt_tokens
    assert with_pirate.choices[0].message.content != without.choices[0].message.content


def test_low_verbosity_is_brief(url: str) -> None:
    question = [{"role": "user", "content": "Explain what a token is."}]
    low, high = (
        accepted(url, messages=question, temperature=0, verbosity=verbosity) for verbosity in ("low", "high")
    )
    assert len(text(low)) < len(text(high))
    assert low["usage"]["prompt_tokens"] == high["usage"]["prompt_tokens"]


def test_own_message_and_a_tool_result_can_be_sent_back(gpts: openai.OpenAI) -> None:
    call = {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": "{}"}}
    turns = [
        *QUESTION,
        gpts.chat.completions.create(**gpt()).choices[0].message,
        {"role": "user", "content": "And the weather?"},
        {"role": "assistant", "content": None, "tool_calls": [call]},
        {"role": "tool", "tool_call_id": "call_1", "content": "18 degrees"},
    ]
    assert gpts.chat.completions.create(**gpt(messages=turns)).choices[0].finish_reason == "stop"


# Keys


def test_missing_key_is_401(url: str) -> None:
    status, sentence = said(post(url + CHAT, gpt(), {}))
    assert status == 401
    assert sentence.startswith("You didn't provide an API key.")


def test_wrong_key_is_401_and_masked(url: str) -> None:
    key = "sk-proj-abcdefghijklmnopqrstuvwxyz"
    answer = post(url + CHAT, gpt(), {"authorization": f"Bearer {key}"})
    assert said(answer) == (
        401,
        "Incorrect API key provided: sk-proj-**********************wxyz. "
        "You can find your API key at https://platform.openai.com/account/api-keys.",
    )
    assert answer.json()["error"]["code"] == "invalid_api_key"


@pytest.mark.parametrize("vendor", ["openai", "openai_compatible"])
def test_who_only_speaks_the_protocol_leads_to_no_page_of_openai(
    app: Starlette, url: str, vendor: str
) -> None:
    at = f"{url}/{vendor}/v1/chat/completions"
    fault = {"fault": "status", "status": 429}
    app.state.learners.script("sk-practice-raw", [fault, fault | {"code": "credit"}])
    body = gpt(model=models.DEFAULT[vendor])
    answers = [
        post(at, body, {}),
        post(at, body, {"authorization": "Bearer sk-proj-abcdefghijklmnop"}),
        post(at, body, OPENAI),
        post(at, body, OPENAI),
        httpx2.post(at, content=b"{", headers=OPENAI | {"content-type": "application/json"}),
    ]
    assert [answer.status_code for answer in answers] == [401, 401, 429, 429, 400]
    answers.append(post(at, body, OPENAI))
    assert answers[-1].status_code == 200
    assert [("openai.com" in answer.text) for answer in answers[:5]] == [vendor == "openai"] * 5
    assert [("openai-version" in answer.headers) for answer in answers] == [vendor == "openai"] * 6


@pytest.mark.parametrize("length", range(13, 60))
def test_no_key_is_echoed_whole(url: str, length: int) -> None:
    key = "k" + "0123456789" * 6
    answer = post(url + CHAT, gpt(), {"authorization": f"Bearer {key[:length]}"})
    assert answer.status_code == 401
    assert f"provided: {key[:length]}." not in answer.text


@pytest.mark.parametrize(
    ("key", "shown"),
    [("Toxic", "Toxic"), ("fake-key-123", "fake-key-123"), ("test-openai-key", "test-ope***-key"),
     ("sk-not-a-real-key", "sk-not-a*****-key")],
)  # fmt: skip
def test_what_is_too_short_for_a_key_is_shown_as_openai_shows_it(url: str, key: str, shown: str) -> None:
    status, sentence = said(post(url + CHAT, gpt(), {"authorization": f"Bearer {key}"}))
    assert status == 401 and sentence.startswith(f"Incorrect API key provided: {shown}. You can find")


def test_sdk_raises_authentication_error(url: str) -> None:
    with openai.OpenAI(api_key="sk-1234", base_url=f"{url}/openai/v1") as gpts:
        with pytest.raises(openai.AuthenticationError) as caught:
            gpts.chat.completions.create(**gpt())
    assert caught.value.code == "invalid_api_key"


# What is refused, and in which words


def test_unknown_model_is_404(url: str) -> None:
    answer = post(url + CHAT, gpt(model="gpt-99"), OPENAI)
    assert said(answer) == (404, "The model `gpt-99` does not exist or you do not have access to it.")
    assert answer.json()["error"]["code"] == "model_not_found"


@pytest.mark.parametrize("id", ["gpt-3.5-turbo", "gpt-4-turbo-2024-04-09"])
def test_retired_model_is_404_in_other_words(url: str, id: str) -> None:
    answer = post(url + CHAT, gpt(model=id), OPENAI)
    assert said(answer) == (
        404,
        f"The model `{id}` has been deprecated, learn more here: "
        "https://platform.openai.com/docs/deprecations",
    )


def test_unknown_argument(url: str) -> None:
    assert refusal(url, foo=1) == ("Unrecognized request argument supplied: foo", None, None)
    assert refusal(url, foo=1, bar=2)[0] == "Unrecognized request arguments supplied: bar, foo"


@pytest.mark.parametrize(
    ("changes", "sentence", "param", "code"),
    [
        (
            {"max_tokens": 0},
            "Invalid 'max_tokens': integer below minimum value. Expected a value >= 1, but got 0 instead.",
            "max_tokens",
            "integer_below_min_value",
        ),
        (
            {"max_tokens": "abc"},
            "Invalid type for 'max_tokens': expected an integer, but got a string instead.",
            "max_tokens",
            "invalid_type",
        ),
        (
            {"max_tokens": 10_000_000},
            "max_tokens is too large: 10000000. This model supports at most 16384 completion tokens, "
            "whereas you provided 10000000.",
            "max_tokens",
            None,
        ),
        (
            {"temperature": 3},
            "Invalid 'temperature': decimal above maximum value. Expected a value <= 2, but got 3 instead.",
            "temperature",
            "decimal_above_max_value",
        ),
        (
            {"stop": ["a", "b", "c", "d", "e"]},
            "Invalid 'stop': array too long. Expected an array with maximum length 4, "
            "but got an array with length 5 instead.",
            "stop",
            "array_above_max_length",
        ),
        (
            {"messages": []},
            "Invalid 'messages': empty array. Expected an array with minimum length 1, "
            "but got an empty array instead.",
            "messages",
            "empty_array",
        ),
        (
            {"messages": "hi"},
            "Invalid type for 'messages': expected an array, but got a string instead.",
            "messages",
            "invalid_type",
        ),
        (
            {"messages": [{"role": "robot", "content": "x"}]},
            "Invalid value: 'robot'. Supported values are: 'system', 'assistant', 'user', 'function', 'tool', "
            "and 'developer'.",
            "messages[0].role",
            "invalid_value",
        ),
        (
            {"messages": [{"role": "user"}]},
            "Missing required parameter: 'messages[0].content'.",
            "messages[0].content",
            "missing_required_parameter",
        ),
        (
            {"messages": [{"role": "user", "content": None}]},
            "Invalid value for 'content': expected a string, got null.",
            "messages.[0].content",
            None,
        ),
        (
            {"stream_options": {"include_usage": True}},
            "The 'stream_options' parameter is only allowed when 'stream' is enabled.",
            "stream_options",
            None,
        ),
        (
            {"top_logprobs": 2},
            "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.",
            "top_logprobs",
            None,
        ),
        (
            {"model": "gpt-6-luna", "n": 2},
            "Unsupported value: 'n' does not support 2 with this model. Only the default (1) value is supported.",
            "n",
            "unsupported_value",
        ),
        (
            {"reasoning_effort": "low"},
            "Unrecognized request argument supplied: reasoning_effort",
            None,
            None,
        ),
        (
            {"model": "gpt-6-luna", "max_tokens": 5},
            "Unsupported parameter: 'max_tokens' is not supported with this model. "
            "Use 'max_completion_tokens' instead.",
            "max_tokens",
            "unsupported_parameter",
        ),
        (
            {"model": "gpt-6-luna", "temperature": 0},
            "Unsupported parameter: 'temperature' is not supported with this model.",
            "temperature",
            "unsupported_parameter",
        ),
        (
            {"model": "gpt-6-luna", "logprobs": True},
            "Unsupported parameter: 'logprobs' is not supported with this model.",
            "logprobs",
            "unsupported_parameter",
        ),
        (
            {"model": "gpt-5-nano", "temperature": 0},
            "Unsupported value: 'temperature' does not support 0 with this model. "
            "Only the default (1) value is supported.",
            "temperature",
            "unsupported_value",
        ),
        (
            {"model": "gpt-5.4-mini", "stop": "x"},
            "Unsupported parameter: 'stop' is not supported with this model.",
            "stop",
            "unsupported_parameter",
        ),
        (
            {"model": "gpt-6-luna", "reasoning_effort": "minimal"},
            "Unsupported value: 'reasoning_effort' does not support 'minimal' with this model. "
            "Supported values are: 'none', 'low', 'medium', 'high', 'xhigh', 'max'.",
            "reasoning_effort",
            "unsupported_value",
        ),
    ],
)
def test_refused(
    url: str, changes: dict[str, Any], sentence: str, param: str | None, code: str | None
) -> None:
    assert refusal(url, **changes) == (sentence, param, code)


def test_temperature_is_accepted_without_reasoning(url: str) -> None:
    for model in ("gpt-6-luna", "gpt-5.4-mini"):
        assert accepted(url, model=model, reasoning_effort="none", temperature=0.5)["model"].startswith(model)


def test_missing_model_and_messages(url: str) -> None:
    assert said(post(url + CHAT, {"messages": QUESTION}, OPENAI)) == (
        400,
        "you must provide a model parameter",
    )
    assert said(post(url + CHAT, {"model": "gpt-4o"}, OPENAI)) == (
        400,
        "Missing required parameter: 'messages'.",
    )


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"model": NaN}', b"\xff\xfe", b"[" * 100_000])
def test_broken_json(url: str, body: bytes) -> None:
    status, sentence = said(post(url + CHAT, body, OPENAI))
    assert status == 400
    assert sentence.startswith("We could not parse the JSON body of your request.")


def test_prompt_longer_than_the_context(url: str) -> None:
    message, param, code = refusal(url, messages=[{"role": "user", "content": "word " * 130_000}])
    assert message.startswith("This model's maximum context length is 128000 tokens. However, your messages")
    assert (param, code) == ("messages", "context_length_exceeded")


# Models, headers, other paths


def test_models_list_and_shutdown_date(gpts: openai.OpenAI) -> None:
    models = {model.id: model for model in gpts.models.list()}
    assert models["gpt-4o-mini"].shutdown_date == "2027-01-14"
    assert models["gpt-6-luna"].shutdown_date is None
    assert "gpt-3.5-turbo" not in models


def test_unknown_model_info_is_404(gpts: openai.OpenAI) -> None:
    assert gpts.models.retrieve("gpt-6-luna").owned_by == "system"
    with pytest.raises(openai.NotFoundError):
        gpts.models.retrieve("gpt-99")


def test_answer_headers(gpts: openai.OpenAI) -> None:
    headers = gpts.chat.completions.with_raw_response.create(**gpt()).headers
    assert headers["openai-version"] == "2020-10-01"
    assert int(headers["openai-processing-ms"]) >= 1
    assert headers["x-ratelimit-limit-requests"] == "500"


@pytest.mark.parametrize(
    ("method", "path", "status", "start"),
    [
        ("POST", "/chat/completions", 404, "Invalid URL (POST /chat/completions)"),
        ("GET", "/v1/chat/completions", 405, "Not allowed to GET on /v1/chat/completions."),
        ("POST", "/v1/embedings", 404, "Invalid URL (POST /v1/embedings)"),
        ("POST", "/v1/images/edits", 404, "The practice server does not serve POST /v1/images/edits."),
        ("GET", "/v1/responses", 405, "Not allowed to GET on /v1/responses."),
        ("PUT", "/v1/responses/resp_1", 405, "Not allowed to PUT on /v1/responses/resp_1."),
        (
            "GET",
            "/v1/responses/resp_1/x",
            404,
            "The practice server does not serve GET /v1/responses/resp_1/x.",
        ),
        ("POST", "/v1/vector_stores", 404, "The practice server does not serve POST /v1/vector_stores."),
    ],
)
def test_other_paths_get_an_openai_error(url: str, method: str, path: str, status: int, start: str) -> None:
    answer = httpx2.request(method, f"{url}/openai{path}", headers=OPENAI)
    assert answer.status_code == status
    assert answer.json()["error"]["message"].startswith(start)


# No request crashes it

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
FIELDS = [
    "model",
    "max_tokens",
    "messages",
    "stop",
    "n",
    "seed",
    "tools",
    "stream",
    "stream_options",
    "logprobs",
]


@examples(60)
@given(body=JSON)
def test_any_json_body_is_refused(url: str, body: Any) -> None:
    assert post(url + CHAT, body, OPENAI).status_code == 400


@examples(120)
@given(name=st.sampled_from(FIELDS), value=JSON)
def test_any_value_in_a_field_is_answered(url: str, name: str, value: Any) -> None:
    assert post(url + CHAT, gpt(**{name: value}), OPENAI).status_code in {200, 400, 404}


@examples(60)
@given(
    message=st.fixed_dictionaries(
        {}, optional={"role": st.sampled_from(["user", "tool"]) | JSON, "content": JSON}
    )
)
def test_any_message_is_answered(url: str, message: dict[str, Any]) -> None:
    assert post(url + CHAT, gpt(messages=[message]), OPENAI).status_code in {200, 400}


@pytest.mark.parametrize(
    ("path", "body"),
    [(CHAT, gpt()), ("/openai/v1/responses", {"model": "gpt-4o-mini", "input": "Hello"}),
     ("/openai/v1/responses/input_tokens", {"model": "gpt-4o-mini", "input": "Hello"}),
     ("/openai/v1/embeddings", {"model": "text-embedding-3-small", "input": "Hello"})],
)  # fmt: skip
def test_a_body_has_to_be_called_json(url: str, path: str, body: dict[str, Any]) -> None:
    kind = "application/x-www-form-urlencoded"
    answer = post(url + path, body, OPENAI | {"content-type": kind})
    assert said(answer) == (
        400,
        f"Unsupported content type: '{kind}'. This API method only accepts 'application/json' requests, but you "
        f"specified the header 'Content-Type: {kind}'. Please try again with a supported content type.",
    )
    assert answer.json()["error"]["code"] == "unsupported_content_type"
    utf8 = {"content-type": "application/json; charset=utf-8"}
    assert post(url + path, body, OPENAI | utf8).status_code == 200


def test_metadata_is_for_what_is_stored(url: str) -> None:
    sentence = "The 'metadata' parameter is only allowed when 'store' is enabled."
    assert refusal(url, metadata={"lesson": "one"}) == (sentence, "metadata", None)
    assert refusal(url, metadata={"lesson": "one"}, store=False)[0] == sentence
    accepted(url, metadata={"lesson": "one"}, store=True)
    accepted(url, metadata={})
