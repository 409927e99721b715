import re
from typing import Any

import anthropic
import httpx2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.practice_fixture import ANTHROPIC, MESSAGES, QUESTION, claude, events, post, said
from tests.quickly import examples

OLD = {"anthropic-version": "2023-06-01"}


def refusal(url: str, headers: dict[str, str] | None = None, **changes: Any) -> str:
    status, sentence = said(post(url + MESSAGES, claude(**changes), ANTHROPIC | (headers or {})))
    assert status == 400
    return sentence


def accepted(url: str, headers: dict[str, str] | None = None, **changes: Any) -> dict[str, Any]:
    answer = post(url + MESSAGES, claude(**changes), ANTHROPIC | (headers or {}))
    assert answer.status_code == 200, answer.text
    return answer.json()


def test_plain_message_has_text_and_usage(claudes: anthropic.Anthropic) -> None:
    message = claudes.messages.create(**claude())
    assert [block.type for block in message.content] == ["text"]
    assert message.stop_reason == "end_turn"
    assert message.usage.output_tokens > 5
    assert re.fullmatch(r"msg_01\w{22}", message.id)
    assert re.fullmatch(r"req_011\w{21}", message._request_id or "")


def test_message_has_every_field_that_the_sdk_knows(url: str) -> None:
    message = accepted(url)
    assert set(message) == set(anthropic.types.Message.model_fields)
    assert set(message["usage"]) == set(anthropic.types.Usage.model_fields)


@pytest.mark.parametrize("speed", ["standard", "fast"])
def test_the_usage_names_the_speed_that_was_asked_for(claudes: anthropic.Anthropic, speed: str) -> None:
    message = claudes.messages.create(
        model="claude-opus-5-5",
        max_tokens=20,
        messages=[{"role": "user", "content": "Hi"}],
        extra_body={"speed": speed},
    )
    assert (message.usage.speed, message.usage.service_tier) == (speed, "standard")


def test_thinking_model_puts_a_thinking_block_first(claudes: anthropic.Anthropic) -> None:
    message = claudes.messages.create(**claude(model="claude-haiku-5-5"))
    assert [block.type for block in message.content] == ["thinking", "text"]
    assert message.content[0].thinking == ""
    with pytest.raises(AttributeError):
        _ = message.content[0].text


def test_thinking_eats_a_small_token_limit(claudes: anthropic.Anthropic) -> None:
    message = claudes.messages.create(**claude(model="claude-haiku-5-5", max_tokens=20))
    assert [block.type for block in message.content] == ["thinking"]
    assert message.stop_reason == "max_tokens"
    assert message.usage.output_tokens == 20
    assert message.usage.output_tokens_details.thinking_tokens == 20


def test_thinking_grows_with_effort(claudes: anthropic.Anthropic) -> None:
    counts = []
    for effort in ("low", "medium", "high", "xhigh", "max"):
        body = claude(model="claude-haiku-5-5", max_tokens=2000, output_config={"effort": effort})
        counts.append(claudes.messages.create(**body).usage.output_tokens_details.thinking_tokens)
    assert counts == sorted(counts)
    assert counts[-1] > 10 * counts[0]


def test_disabled_thinking_gives_text_only(url: str) -> None:
    message = accepted(url, model="claude-haiku-5-5", thinking={"type": "disabled"})
    assert [block["type"] for block in message["content"]] == ["text"]


def test_newer_models_count_more_tokens_for_the_same_text(claudes: anthropic.Anthropic) -> None:
    long = [{"role": "user", "content": "one two three " * 100}]
    old = claudes.messages.count_tokens(model="claude-haiku-4-5", messages=long).input_tokens
    new = claudes.messages.count_tokens(model="claude-haiku-5-5", messages=long).input_tokens
    assert 1.2 < new / old < 1.4


def test_count_tokens_agrees_with_usage(claudes: anthropic.Anthropic) -> None:
    counted = claudes.messages.count_tokens(model="claude-haiku-4-5", messages=QUESTION, system="Be brief.")
    message = claudes.messages.create(**claude(system="Be brief."))
    assert counted.input_tokens == message.usage.input_tokens


def test_stream_helper_ends_with_the_same_kind_of_message(claudes: anthropic.Anthropic) -> None:
    with claudes.messages.stream(**claude(model="claude-haiku-5-5")) as stream:
        text = "".join(stream.text_stream)
        message = stream.get_final_message()
    assert message.content[-1].text == text
    assert message.stop_reason == "end_turn"
    assert stream.request_id.startswith("req_011")


def test_stream_of_a_thinking_model_has_the_documented_order(url: str) -> None:
    answer = post(url + MESSAGES, claude(model="claude-haiku-5-5", stream=True), ANTHROPIC)
    names = re.findall(r"^event: (\w+)$", answer.text, re.MULTILINE)
    assert names[:8] == [
        "message_start",
        "content_block_start",
        "ping",
        "content_block_delta",
        "content_block_stop",
        "content_block_start",
        "content_block_delta",
        "content_block_delta",
    ]
    assert names[-3:] == ["content_block_stop", "message_delta", "message_stop"]
    assert '"type":"signature_delta"' in events(answer)[3]
    assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"


def test_event_name_repeats_the_type_of_its_data(url: str) -> None:
    answer = post(url + MESSAGES, claude(stream=True), ANTHROPIC)
    pairs = re.findall(r'event: (\w+)\ndata: \{"type": ?"(\w+)"', answer.text)
    assert len(pairs) == answer.text.count("event: ")
    assert all(name == type for name, type in pairs)


def test_ping_follows_the_first_block_start(url: str) -> None:
    answer = post(url + MESSAGES, claude(stream=True), ANTHROPIC)
    names = re.findall(r"^event: (\w+)$", answer.text, re.MULTILINE)
    assert names[:3] == ["message_start", "content_block_start", "ping"]


def test_stream_eaten_by_thinking_has_no_text_block(claudes: anthropic.Anthropic) -> None:
    with claudes.messages.stream(**claude(model="claude-haiku-5-5", max_tokens=10)) as stream:
        message = stream.get_final_message()
    assert [block.type for block in message.content] == ["thinking"]
    assert message.stop_reason == "max_tokens"


def test_token_limit_cuts_the_reply(claudes: anthropic.Anthropic) -> None:
    message = claudes.messages.create(**claude(max_tokens=5))
    assert message.stop_reason == "max_tokens"
    assert message.usage.output_tokens == 5


def test_stop_sequence_ends_the_reply_and_is_left_out(url: str) -> None:
    whole = accepted(url, OLD, temperature=0)["content"][0]["text"]
    stop = whole[7:18]
    message = accepted(url, OLD, temperature=0, stop_sequences=["not in there", stop])
    assert message["content"][0]["text"] == whole[: whole.index(stop)]
    assert (message["stop_reason"], message["stop_sequence"]) == ("stop_sequence", stop)


def test_token_limit_of_zero_gives_no_content(url: str) -> None:
    message = accepted(url, max_tokens=0)
    assert message["content"] == []
    assert message["stop_reason"] == "max_tokens"


def test_temperature_zero_repeats_itself(url: str) -> None:
    replies = {accepted(url, OLD, temperature=0)["content"][0]["text"] for _ in range(4)}
    assert len(replies) == 1


def test_temperature_one_varies(url: str) -> None:
    replies = {accepted(url, OLD, temperature=1)["content"][0]["text"] for _ in range(12)}
    assert len(replies) > 1


def test_own_message_can_be_sent_back(claudes: anthropic.Anthropic) -> None:
    first = claudes.messages.create(**claude(model="claude-haiku-5-5"))
    turns = [*QUESTION, first.to_param(), {"role": "user", "content": "Go on."}]
    assert (
        claudes.messages.create(**claude(model="claude-haiku-5-5", messages=turns)).stop_reason == "end_turn"
    )


def test_prefill_works_where_the_model_takes_it(url: str) -> None:
    turns = [*QUESTION, {"role": "assistant", "content": "Once"}]
    assert accepted(url, messages=turns)["stop_reason"] == "end_turn"


# Keys and versions


def test_missing_key_is_401(url: str) -> None:
    answer = post(url + MESSAGES, claude(), {"anthropic-version": "2026-10-21"})
    assert said(answer) == (401, "x-api-key header is required")
    assert answer.json()["request_id"] == answer.headers["request-id"]


def test_wrong_x_api_key_is_401(url: str) -> None:
    answer = post(url + MESSAGES, claude(), ANTHROPIC | {"x-api-key": "sk-ant-1"})
    assert said(answer) == (401, "invalid x-api-key")


def test_wrong_bearer_token_is_401(url: str) -> None:
    headers = {"authorization": "Bearer sk-ant-1", "anthropic-version": "2026-10-21"}
    assert said(post(url + MESSAGES, claude(), headers)) == (401, "Invalid bearer token")


def test_x_api_key_wins_over_bearer(url: str) -> None:
    both = ANTHROPIC | {"authorization": "Bearer sk-practice-good", "x-api-key": "bad"}
    assert said(post(url + MESSAGES, claude(), both)) == (401, "invalid x-api-key")


def test_sdk_raises_authentication_error(url: str) -> None:
    with anthropic.Anthropic(api_key="sk-ant-x", base_url=f"{url}/anthropic") as claudes:
        with pytest.raises(anthropic.AuthenticationError) as caught:
            claudes.messages.create(**claude())
    assert caught.value.type == "authentication_error"


def test_missing_version_is_400(url: str) -> None:
    answer = post(url + MESSAGES, claude(), {"x-api-key": "sk-practice-a"})
    assert said(answer) == (400, "anthropic-version: header is required")


def test_unknown_version_is_400(url: str) -> None:
    assert refusal(url, {"anthropic-version": "2024-10-22"}) == (
        'anthropic-version: "2024-10-22" is not a valid version'
    )


def test_old_version_is_accepted(url: str) -> None:
    assert accepted(url, OLD)["type"] == "message"


# What is refused, and in which words


@pytest.mark.parametrize("model", ["claude-1", "claude-3-haiku-20240307", "gpt-4o-mini"])
def test_unknown_and_retired_models_are_404(url: str, model: str) -> None:
    answer = post(url + MESSAGES, claude(model=model), ANTHROPIC)
    assert said(answer) == (404, f"model: {model}")
    assert answer.json()["error"]["type"] == "not_found_error"


@pytest.mark.parametrize("name", ["temperature", "top_p", "top_k", "foo"])
def test_field_unknown_to_the_new_version(url: str, name: str) -> None:
    assert refusal(url, **{name: 1}) == f"{name}: Extra inputs are not permitted"


def test_old_version_and_new_model_refuse_temperature(url: str) -> None:
    sentence = refusal(url, OLD, model="claude-haiku-5-5", temperature=0)
    assert sentence == "`temperature` is deprecated for this model."


def test_temperature_out_of_range(url: str) -> None:
    assert refusal(url, OLD, temperature=3) == "temperature: range: 0..1"


def test_temperature_and_top_p_together(url: str) -> None:
    assert refusal(url, OLD, temperature=0.5, top_p=0.5) == (
        "`temperature` and `top_p` cannot both be specified for this model. Please use only one."
    )


def test_nan_is_not_accepted(url: str) -> None:
    body = b'{"model":"claude-haiku-4-5","max_tokens":5,"temperature":NaN,"messages":[{"role":"user","content":"x"}]}'
    answer = post(url + MESSAGES, body, ANTHROPIC | OLD)
    assert said(answer)[0] == 400
    assert said(answer)[1].startswith("The request body is not valid JSON: ")


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (-1, "max_tokens: Input should be greater than or equal to 0"),
        ("abc", "max_tokens: Input should be a valid integer"),
        (1.5, "max_tokens: Input should be a valid integer"),
        (None, "max_tokens: Input should be a valid integer"),
        (
            10_000_000,
            "max_tokens: 10000000 > 64000, which is the maximum allowed number of output tokens for claude-haiku-4-5",
        ),
    ],
)
def test_bad_max_tokens(url: str, value: Any, sentence: str) -> None:
    assert refusal(url, max_tokens=value) == sentence


@pytest.mark.parametrize("name", ["model", "max_tokens", "messages"])
def test_missing_field(url: str, name: str) -> None:
    body = claude()
    del body[name]
    assert said(post(url + MESSAGES, body, ANTHROPIC)) == (400, f"{name}: Field required")


@pytest.mark.parametrize(
    ("messages", "sentence"),
    [
        ([], "messages: at least one message is required"),
        ("hi", "messages: Input should be a valid list"),
        ([{"role": "user"}], "messages.0.content: Field required"),
        ([{"role": "user", "content": 5}], "messages.0.content: Input should be a valid string"),
        ([{"role": "user", "content": ""}], "messages.0: user messages must have non-empty content"),
        ([{"role": "user", "content": [{"text": "x"}]}], "messages.0.content.0.type: Field required"),
        (
            [{"role": "user", "content": [{"type": "text", "text": ""}]}],
            "messages: text content blocks must be non-empty",
        ),
        (
            [{"role": "user", "content": "  "}],
            "messages: text content blocks must contain non-whitespace text",
        ),
        (
            [{"role": "robot", "content": "x"}],
            'messages: Unexpected role "robot". Allowed roles are "user" or "assistant"',
        ),
        (
            [{"role": "system", "content": "x"}, *QUESTION],
            'messages: Unexpected role "system". The Messages API accepts a top-level `system` parameter, '
            'not "system" as an input message role.',
        ),
        ([*QUESTION, {"role": "system", "content": "x"}], "role 'system' is not supported on this model"),
    ],
)
def test_bad_messages(url: str, messages: Any, sentence: str) -> None:
    assert refusal(url, messages=messages) == sentence


def test_unknown_block_type_names_the_known_ones(url: str) -> None:
    sentence = refusal(url, messages=[{"role": "user", "content": [{"type": "song"}]}])
    assert sentence.startswith(
        "messages.0.content.0: Input tag 'song' found using 'type' does not match any of"
    )


def test_prefill_refused_by_newer_models(url: str) -> None:
    turns = [*QUESTION, {"role": "assistant", "content": "Once"}]
    assert refusal(url, model="claude-haiku-5-5", messages=turns) == (
        "This model does not support assistant message prefill. The conversation must end with a user message."
    )


def test_whitespace_stop_sequence(url: str) -> None:
    sentence = refusal(url, stop_sequences=["\n"])
    assert sentence == "stop_sequences: each stop sequence must contain non-whitespace"


def test_budgeted_thinking_refused_by_newer_models(url: str) -> None:
    budget = {"type": "enabled", "budget_tokens": 1024}
    sentence = refusal(url, model="claude-haiku-5-5", max_tokens=4000, thinking=budget)
    assert sentence.startswith('"thinking.type.enabled" is not supported for this model.')


def test_thinking_cannot_be_disabled_on_opus(url: str) -> None:
    sentence = refusal(url, model="claude-opus-5-5", thinking={"type": "disabled"})
    assert sentence == '"thinking.type.disabled" is not supported for this model.'


def test_effort_refused_by_older_models(url: str) -> None:
    sentence = refusal(url, output_config={"effort": "low"})
    assert sentence == "This model does not support the effort parameter."


def test_unknown_effort_names_the_known_ones(url: str) -> None:
    sentence = refusal(url, model="claude-haiku-5-5", output_config={"effort": "huge"})
    assert sentence == "output_config.effort: Input should be 'low', 'medium', 'high', 'xhigh' or 'max'"


def test_prompt_longer_than_the_context(url: str) -> None:
    sentence = refusal(url, messages=[{"role": "user", "content": "word " * 200_100}])
    assert re.fullmatch(r"prompt is too long: \d{6} tokens > 200000 maximum", sentence)


def test_broken_json(url: str) -> None:
    status, sentence = said(post(url + MESSAGES, b'{"model": ', ANTHROPIC))
    assert status == 400
    assert sentence.startswith("The request body is not valid JSON: ")


def test_count_tokens_refuses_max_tokens(url: str) -> None:
    answer = post(f"{url}{MESSAGES}/count_tokens", claude(), ANTHROPIC)
    assert said(answer) == (400, "max_tokens: Extra inputs are not permitted")


# Models, headers, other paths


def test_models_list_leaves_retired_models_out(claudes: anthropic.Anthropic) -> None:
    ids = [model.id for model in claudes.models.list()]
    assert "claude-haiku-5-5" in ids
    assert "claude-3-haiku-20240307" not in ids


def test_models_list_shows_retired_models_on_request(claudes: anthropic.Anthropic) -> None:
    models = claudes.models.list(lifecycle=["retired"]).data
    assert "claude-3-haiku-20240307" in [model.id for model in models]
    assert {model.lifecycle for model in models} == {"retired"}


def test_models_list_pages(claudes: anthropic.Anthropic) -> None:
    assert [model.id for model in claudes.models.list(limit=2)] == [
        model.id for model in claudes.models.list()
    ]


def test_model_info_has_limits_and_capabilities(claudes: anthropic.Anthropic) -> None:
    model = claudes.models.retrieve("claude-haiku-5-5")
    assert (model.max_input_tokens, model.max_tokens) == (1_000_000, 128_000)
    assert model.capabilities.thinking.types.adaptive.supported
    assert not model.capabilities.thinking.types.enabled.supported
    assert model.display_name == "Claude Haiku 5.5"


def test_unknown_model_info_is_404(claudes: anthropic.Anthropic) -> None:
    with pytest.raises(anthropic.NotFoundError):
        claudes.models.retrieve("claude-1")


def test_rate_limit_headers(claudes: anthropic.Anthropic) -> None:
    headers = claudes.messages.with_raw_response.create(**claude()).headers
    assert headers["anthropic-ratelimit-requests-limit"] == "1000"
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", headers["anthropic-ratelimit-tokens-reset"])
    assert headers["anthropic-organization-id"]


@pytest.mark.parametrize(
    ("method", "path", "status"), [("GET", "/v1/messages", 405), ("POST", "/v1/v1/messages", 404)]
)
def test_other_paths_get_an_anthropic_error(url: str, method: str, path: str, status: int) -> None:
    answer = httpx2.request(method, f"{url}/anthropic{path}", headers=ANTHROPIC)
    assert answer.status_code == status
    assert answer.json()["type"] == "error"


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
    "system",
    "thinking",
    "tools",
    "stop_sequences",
    "stream",
    "temperature",
]


@examples(60)
@given(body=JSON)
def test_any_json_body_is_refused(url: str, body: Any) -> None:
    assert post(url + MESSAGES, body, ANTHROPIC).status_code == 400


@examples(120)
@given(name=st.sampled_from(FIELDS), value=JSON, version=st.sampled_from(["2023-06-01", "2026-10-21"]))
def test_any_value_in_a_field_is_answered(url: str, name: str, value: Any, version: str) -> None:
    answer = post(url + MESSAGES, claude(**{name: value}), ANTHROPIC | {"anthropic-version": version})
    assert answer.status_code in {200, 400, 404}


@examples(60)
@given(body=st.binary(max_size=200))
def test_any_bytes_are_refused(url: str, body: bytes) -> None:
    assert post(url + MESSAGES, body, ANTHROPIC).status_code == 400


# Who asks, and in what form


def test_thinking_goes_back_with_its_own_signature(claudes: anthropic.Anthropic, url: str) -> None:
    asked = {"model": "claude-haiku-5-5", "thinking": {"type": "adaptive", "display": "summarized"}}
    thinking, text = claudes.messages.create(**claude(**asked)).to_dict()["content"]
    other = claudes.messages.create(**claude(**asked)).to_dict()["content"][0]

    def after(block: dict[str, Any]) -> dict[str, Any]:
        return {"messages": [*QUESTION, {"role": "assistant", "content": [block, text]}, *QUESTION]}

    accepted(url, **asked | after(thinking))
    accepted(url, **asked | after(other))
    for forged in ({"signature": "EqQBCgIYAhIM"}, {"signature": "made up"}, {"signature": ""},
                   {"signature": thinking["signature"][4:]}, {"thinking": "Something else."}):  # fmt: skip
        sentence = refusal(url, **asked | after(thinking | forged))
        assert sentence == "messages.1.content.0: Invalid `signature` in `thinking` block"


@pytest.mark.parametrize("value", [3, [], "x"])
@pytest.mark.parametrize("field", ["messages.0", "system.0", "thinking", "output_config", "cache_control",
                                   "metadata", "diagnostics"])  # fmt: skip
def test_what_is_no_object_is_refused_without_a_name_of_ours(url: str, field: str, value: object) -> None:
    name, in_list, _ = field.partition(".")
    sentence = refusal(url, **{name: [value] if in_list else value})
    assert sentence == f"{field}: Input should be a valid dictionary or object to extract fields from"


def test_cache_control_of_a_tool_is_refused_where_it_stands(url: str) -> None:
    tool = {"name": "a", "input_schema": {"type": "object"}, "cache_control": {"type": "forever"}}
    assert refusal(url, tools=[tool]) == "tools.0.cache_control.type: Input should be 'ephemeral'"


def test_a_web_page_has_to_opt_in(url: str) -> None:
    page = {"origin": "https://example.com"}
    opted = {"anthropic-dangerous-direct-browser-access": "true"}
    sentence = "CORS requests must set 'anthropic-dangerous-direct-browser-access' header"
    assert said(post(url + MESSAGES, claude(), ANTHROPIC | page)) == (401, sentence)
    accepted(url, page | opted)


@pytest.mark.parametrize("path", [MESSAGES, f"{MESSAGES}/count_tokens"])
def test_a_body_has_to_be_called_json(url: str, path: str) -> None:
    body = {
        "model": "claude-haiku-4-5",
        "messages": QUESTION,
        **({"max_tokens": 9} if path == MESSAGES else {}),
    }
    form = {"content-type": "application/x-www-form-urlencoded"}
    assert said(post(url + path, body, ANTHROPIC | form)) == (
        400,
        "content-type: header must be application/json",
    )
    utf8 = {"content-type": "application/json; charset=utf-8"}
    assert post(url + path, body, ANTHROPIC | utf8).status_code == 200
