import json
import logging
import time
from collections.abc import Iterator
from typing import Any

import anthropic
import httpx2
import openai
import pytest
from starlette.applications import Starlette

from firstcall.practice.learners import FORGET_AFTER_SECONDS, MOST_LEARNERS, Learners
from firstcall.practice.pace import INSTANT, Pace
from tests.practice_fixture import ANTHROPIC, CHAT, MESSAGES, OPENAI, claude, events, gpt, post

KEY = "sk-practice-f"


@pytest.fixture
def claude_client(url: str) -> Iterator[anthropic.Anthropic]:
    with anthropic.Anthropic(api_key=KEY, base_url=f"{url}/anthropic", max_retries=0) as client:
        yield client


@pytest.fixture
def gpt_client(url: str) -> Iterator[openai.OpenAI]:
    with openai.OpenAI(api_key=KEY, base_url=f"{url}/openai/v1", max_retries=0) as client:
        yield client


@pytest.fixture(autouse=True)
def clean(app: Starlette) -> Iterator[None]:
    yield
    app.state.learners.forget(KEY)


def script(url: str, *faults: dict[str, Any]) -> None:
    answer = httpx2.put(f"{url}/control", json={"faults": faults}, headers={"x-api-key": KEY}, verify=False)
    assert answer.status_code == 200, answer.text


def claude_stream(client: anthropic.Anthropic) -> tuple[str, str | None]:
    with client.messages.stream(**claude()) as stream:
        text = "".join(stream.text_stream)
        return text, stream.get_final_message().stop_reason


def gpt_stream(client: openai.OpenAI) -> tuple[str, str | None]:
    text, reason = "", None
    for chunk in client.chat.completions.create(**gpt(stream=True)):
        text += chunk.choices[0].delta.content or ""
        reason = chunk.choices[0].finish_reason
    return text, reason


@pytest.mark.parametrize(
    ("status", "error", "type"),
    [
        (400, anthropic.BadRequestError, "invalid_request_error"),
        (401, anthropic.AuthenticationError, "authentication_error"),
        (402, anthropic.PaymentRequiredError, "billing_error"),
        (403, anthropic.PermissionDeniedError, "permission_error"),
        (404, anthropic.NotFoundError, "not_found_error"),
        (408, anthropic.RequestTimeoutError, "timeout_error"),
        (409, anthropic.ConflictError, "conflict_error"),
        (413, anthropic.ContentTooLargeError, "request_too_large"),
        (429, anthropic.RateLimitError, "rate_limit_error"),
        (500, anthropic.InternalServerError, "api_error"),
        (502, anthropic.InternalServerError, "api_error"),
        (503, anthropic.ServiceUnavailableError, "api_error"),
        (504, anthropic.GatewayTimeoutError, "timeout_error"),
        (529, anthropic.OverloadedError, "overloaded_error"),
    ],
)
def test_status_at_anthropic(
    url: str, claude_client: anthropic.Anthropic, status: int, error: type[Exception], type: str
) -> None:
    script(url, {"fault": "status", "status": status})
    with pytest.raises(error) as caught:
        claude_client.messages.create(**claude())
    assert caught.value.status_code == status
    assert caught.value.body["error"]["type"] == type


@pytest.mark.parametrize(
    ("status", "error", "code"),
    [
        (400, openai.BadRequestError, None),
        (401, openai.AuthenticationError, "invalid_api_key"),
        (403, openai.PermissionDeniedError, "unsupported_country_region_territory"),
        (404, openai.NotFoundError, "model_not_found"),
        (409, openai.ConflictError, "conflict"),
        (413, openai.APIStatusError, "request_too_large"),
        (429, openai.RateLimitError, "rate_limit_exceeded"),
        (500, openai.InternalServerError, None),
        (503, openai.InternalServerError, None),
    ],
)
def test_status_at_openai(
    url: str, gpt_client: openai.OpenAI, status: int, error: type[Exception], code: str | None
) -> None:
    script(url, {"fault": "status", "status": status})
    with pytest.raises(error) as caught:
        gpt_client.chat.completions.create(**gpt())
    assert (caught.value.status_code, caught.value.code) == (status, code)


def test_no_money(url: str, claude_client: anthropic.Anthropic, gpt_client: openai.OpenAI) -> None:
    script(url, {"fault": "status", "status": 429, "code": "insufficient_quota"})
    with pytest.raises(openai.RateLimitError, match="You exceeded your current quota"):
        gpt_client.chat.completions.create(**gpt())
    script(url, {"fault": "status", "status": 400, "code": "credit"})
    with pytest.raises(anthropic.BadRequestError, match="Your credit balance is too low"):
        claude_client.messages.create(**claude())


def test_retry_after_is_sent(url: str) -> None:
    script(url, {"fault": "status", "status": 429, "retry_after": 2})
    answer = post(url + CHAT, gpt(), {"authorization": f"Bearer {KEY}"})
    assert answer.headers["retry-after"] == "2"


def test_two_429s_then_a_success(
    url: str, claude_client: anthropic.Anthropic, gpt_client: openai.OpenAI
) -> None:
    slow_down = {"fault": "status", "status": 429, "retry_after": 0.01}
    for _ in range(2):
        script(url, slow_down, slow_down)
        with pytest.raises(anthropic.RateLimitError):
            claude_client.messages.create(**claude())
        assert gpt_client.with_options(max_retries=1).chat.completions.create(**gpt()).choices


def test_script_belongs_to_one_key(url: str) -> None:
    script(url, {"fault": "status", "status": 500})
    assert post(url + MESSAGES, claude(), ANTHROPIC).status_code == 200
    assert post(url + CHAT, gpt(), OPENAI).status_code == 200


def test_counting_and_listing_take_nothing_off_the_script(
    url: str, app: Starlette, claude_client: anthropic.Anthropic
) -> None:
    script(url, {"fault": "status", "status": 500})
    claude_client.messages.count_tokens(model="claude-haiku-4-5", messages=claude()["messages"])
    claude_client.models.list()
    assert len(app.state.learners.faults_of(KEY)) == 1


def test_drop_before_the_first_byte(
    url: str, claude_client: anthropic.Anthropic, gpt_client: openai.OpenAI
) -> None:
    script(url, {"fault": "drop"}, {"fault": "drop"})
    with pytest.raises(anthropic.APIConnectionError) as caught:
        claude_client.messages.create(**claude())
    assert "without sending a response" in str(caught.value.__cause__)
    with pytest.raises(openai.APIConnectionError):
        gpt_stream(gpt_client)


def test_drop_in_mid_stream_at_anthropic(url: str) -> None:
    script(url, {"fault": "drop", "after_tokens": 2})
    got = b""
    with pytest.raises(httpx2.RemoteProtocolError, match="incomplete chunked read"):
        headers = ANTHROPIC | {"x-api-key": KEY}
        with httpx2.stream(
            "POST", url + MESSAGES, json=claude(stream=True), headers=headers, verify=False
        ) as answer:
            for piece in answer.iter_bytes():
                got += piece
    assert got.count(b"text_delta") == 2


def test_drop_in_mid_stream_through_the_sdks(
    url: str, claude_client: anthropic.Anthropic, gpt_client: openai.OpenAI
) -> None:
    script(url, {"fault": "drop", "after_tokens": 3}, {"fault": "drop", "after_tokens": 3})
    with pytest.raises(httpx2.RemoteProtocolError):
        claude_stream(claude_client)
    with pytest.raises(openai.APIConnectionError):
        gpt_stream(gpt_client)


def test_drop_in_the_middle_of_a_plain_body(url: str, gpt_client: openai.OpenAI) -> None:
    script(url, {"fault": "drop", "after_tokens": 3})
    with pytest.raises(openai.APIConnectionError) as caught:
        gpt_client.chat.completions.create(**gpt())
    assert "without sending complete message body" in str(caught.value.__cause__)


def test_nothing_is_logged_when_the_line_is_cut(url: str, logged: list[logging.LogRecord]) -> None:
    script(url, {"fault": "drop"}, {"fault": "drop", "after_tokens": 1})
    for body in (gpt(), gpt(stream=True)):
        with pytest.raises(httpx2.RemoteProtocolError):
            post(url + CHAT, body, {"authorization": f"Bearer {KEY}"})
    assert [record for record in logged if record.name.startswith("uvicorn")] == []


def test_broken_json(url: str, claude_client: anthropic.Anthropic, gpt_client: openai.OpenAI) -> None:
    script(url, *[{"fault": "broken_json"}] * 4)
    with pytest.raises(json.JSONDecodeError):
        claude_client.messages.create(**claude())
    with pytest.raises(json.JSONDecodeError):
        gpt_client.chat.completions.create(**gpt())
    with pytest.raises(json.JSONDecodeError):
        claude_stream(claude_client)
    with pytest.raises(json.JSONDecodeError):
        gpt_stream(gpt_client)


def test_error_event_in_a_stream(
    url: str, claude_client: anthropic.Anthropic, gpt_client: openai.OpenAI
) -> None:
    script(url, *[{"fault": "error_event", "after_tokens": 2, "type": "overloaded_error"}] * 2)
    with pytest.raises(anthropic.APIStatusError) as caught:
        claude_stream(claude_client)
    assert (caught.value.status_code, caught.value.type) == (200, "overloaded_error")
    with pytest.raises(openai.APIError, match="overloaded"):
        gpt_stream(gpt_client)


def test_error_event_answers_a_plain_call(url: str, claude_client: anthropic.Anthropic) -> None:
    script(url, {"fault": "error_event"})
    with pytest.raises(anthropic.OverloadedError):
        claude_client.messages.create(**claude())


def test_early_end_has_text_and_no_stop_reason(
    url: str, claude_client: anthropic.Anthropic, gpt_client: openai.OpenAI
) -> None:
    script(url, *[{"fault": "early_end", "after_tokens": 2}] * 4)
    text, reason = claude_stream(claude_client)
    assert (bool(text), reason) == (True, None)
    text, reason = gpt_stream(gpt_client)
    assert (bool(text), reason) == (True, None)
    assert claude_client.messages.create(**claude()).stop_reason is None
    assert gpt_client.chat.completions.create(**gpt()).choices[0].finish_reason is None


def test_early_end_leaves_the_terminator_out(url: str) -> None:
    script(url, {"fault": "early_end"})
    answer = post(url + CHAT, gpt(stream=True), {"authorization": f"Bearer {KEY}"})
    assert "[DONE]" not in events(answer)


def test_fault_beyond_the_end_of_the_reply_strikes_at_its_end(url: str, gpt_client: openai.OpenAI) -> None:
    script(url, {"fault": "early_end", "after_tokens": 20_000})
    text, reason = gpt_stream(gpt_client)
    assert len(text) > 10
    assert reason is None


def test_html_with_200_reaches_the_caller_as_text(url: str, gpt_client: openai.OpenAI) -> None:
    script(url, {"fault": "html", "status": 200})
    assert isinstance(gpt_client.chat.completions.create(**gpt()), str)


def test_html_with_502(url: str, claude_client: anthropic.Anthropic) -> None:
    script(url, {"fault": "html", "status": 502})
    with pytest.raises(anthropic.InternalServerError, match="DOCTYPE html"):
        claude_client.messages.create(**claude())


def test_hang_ends_in_the_callers_timeout(url: str, claude_client: anthropic.Anthropic) -> None:
    script(url, {"fault": "hang", "seconds": 60})
    with pytest.raises(anthropic.APITimeoutError):
        claude_client.with_options(timeout=0.1).messages.create(**claude())


def test_hang_ends_by_itself(url: str, claude_client: anthropic.Anthropic) -> None:
    script(url, {"fault": "hang", "seconds": 0.05})
    with pytest.raises(anthropic.APIConnectionError):
        claude_client.messages.create(**claude())


def test_slow_delays_the_first_token(url: str, gpt_client: openai.OpenAI) -> None:
    script(url, {"fault": "slow", "first_token_seconds": 0.2})
    began = time.monotonic()
    gpt_client.chat.completions.create(**gpt())
    assert time.monotonic() - began >= 0.2


# The control route


def control(url: str, method: str = "GET", body: Any = None, key: str = KEY) -> httpx2.Response:
    headers = {"authorization": f"Bearer {key}"}
    return httpx2.request(method, f"{url}/control", json=body, headers=headers, verify=False)


def test_control_shows_the_defaults(url: str) -> None:
    assert control(url).json() == {
        "words": "lessons",
        "pace": {"first_token_seconds": 0, "tokens_per_second": 0},
        "faults": [],
    }


def test_control_keeps_what_was_put_until_deleted(url: str) -> None:
    wanted = {
        "words": "lessons",
        "pace": {"first_token_seconds": 0.1, "tokens_per_second": 30},
        "faults": [{"fault": "ok"}, {"fault": "status", "status": 429, "retry_after": 2}],
    }
    assert control(url, "PUT", wanted).json() == wanted
    assert control(url).json() == wanted
    assert control(url, "DELETE").json()["faults"] == []


def test_control_shows_what_is_left_of_the_script(url: str) -> None:
    script(url, {"fault": "ok"}, {"fault": "drop"})
    post(url + CHAT, gpt(), {"authorization": f"Bearer {KEY}"})
    assert control(url).json()["faults"] == [{"fault": "drop"}]


@pytest.mark.parametrize(
    ("body", "part"),
    [
        (
            {"faults": [{"fault": "explode"}]},
            "faults.0: Input tag 'explode' found using 'fault' does not match",
        ),
        ({"faults": [{"fault": "ok"}] * 51}, "faults: List should have at most 50 items"),
        ({"faults": [{"fault": "hang", "seconds": 121}]}, "faults.0.hang.seconds: Input should be less than"),
        ({"faults": [{"fault": "status"}]}, "faults.0.status.status: Field required"),
        ({"pace": {"first_token_seconds": -1}}, "pace.first_token_seconds: Input should be greater than"),
        ({"speed": 3}, "speed: Extra inputs are not permitted"),
        ([], "Input should be"),
    ],
)
def test_control_refuses_what_it_does_not_know(url: str, body: Any, part: str) -> None:
    answer = control(url, "PUT", body)
    assert answer.status_code == 400
    assert part in answer.json()["error"]["message"]


def test_control_wants_a_practice_key(url: str) -> None:
    assert control(url, key="sk-1").status_code == 401


def test_control_knows_no_other_method(url: str) -> None:
    assert control(url, "PATCH").status_code == 405


# What is kept


def test_script_can_be_set_in_the_same_process(url: str, app: Starlette) -> None:
    app.state.learners.script(KEY, [{"fault": "status", "status": 503}])
    assert post(url + CHAT, gpt(), {"authorization": f"Bearer {KEY}"}).status_code == 503


def test_script_in_the_same_process_is_checked_too() -> None:
    with pytest.raises(ValueError, match=r"faults\.0: Input tag 'explode'"):
        Learners().script(KEY, [{"fault": "explode"}])


def test_learners_are_bounded_in_number() -> None:
    learners = Learners()
    for number in range(MOST_LEARNERS + 10):
        learners.set_pace(f"sk-practice-{number}", INSTANT)
    assert len(learners) == MOST_LEARNERS
    assert learners.pace_of("sk-practice-0") == Pace()


def test_learners_are_forgotten_after_a_while() -> None:
    now = [0.0]
    learners = Learners(clock=lambda: now[0])
    learners.set_pace(KEY, INSTANT)
    now[0] = FORGET_AFTER_SECONDS + 1
    assert learners.pace_of(KEY) == Pace()
    assert len(learners) == 0


def test_asking_keeps_nothing() -> None:
    learners = Learners()
    assert learners.next_fault("sk-practice-new") is None
    assert len(learners) == 0
