"""`/api/chat` with the official Python SDK: plain, streamed, over several turns, tools, JSON, thinking, a short context."""

from __future__ import annotations

import json
import time
from base64 import b64encode
from io import BytesIO
from typing import Any

import ollama
import pytest
from PIL import Image
from pydantic import BaseModel

from firstcall.practice.learners import Learners
from firstcall.practice.pace import Pace
from firstcall.practice.wires.ollama.chatting import composed_chat
from firstcall.practice.wires.ollama.context import prompt_of
from firstcall.practice.wires.ollama.request import chat
from tests.practice_fixture import post

MODEL, THINKS, LEVELS, SEES = "llama3.2", "qwen3:0.6b", "gpt-oss:20b", "gemma3"
WHO = [{"role": "user", "content": "Hello, who are you?"}]
COLD = {"temperature": 0}


def user(text: str) -> list[dict[str, Any]]:
    return [{"role": "user", "content": text}]


def get_weather(city: str) -> str:
    """What the weather is like in a city.

    Args:
      city: Its name.
    """
    return f"sunny in {city}"


def test_a_plain_answer_has_its_counts_and_its_nanoseconds(client: ollama.Client) -> None:
    answer = client.chat(model=MODEL, messages=WHO)
    assert answer.message.role == "assistant" and answer.message.content
    assert (answer.model, answer.done, answer.done_reason) == (MODEL, True, "stop")
    assert answer.prompt_eval_count and answer.eval_count
    parts = (answer.load_duration, answer.prompt_eval_duration, answer.eval_duration)
    assert answer.total_duration and all(parts)
    assert 0 < sum(each or 0 for each in parts) <= answer.total_duration < 60e9
    assert answer.created_at and len(answer.created_at) == len("2026-11-27T15:59:59.180440323Z")


def test_a_stream_says_the_same_and_ends_with_the_counts(client: ollama.Client) -> None:
    plain = client.chat(model=MODEL, messages=WHO, options=COLD)
    parts = list(client.chat(model=MODEL, messages=WHO, options=COLD, stream=True))
    assert "".join(part.message.content or "" for part in parts) == plain.message.content
    assert len(parts) > 10 and [part.done for part in parts] == [False] * (len(parts) - 1) + [True]
    assert (parts[-1].done_reason, parts[-1].eval_count) == ("stop", plain.eval_count)
    assert parts[0].eval_count is None


def test_who_says_nothing_of_streams_gets_one_line_for_each_piece(url: str) -> None:
    answer = post(f"{url}/ollama/api/chat", {"model": MODEL, "messages": WHO}, {})
    assert answer.headers["content-type"] == "application/x-ndjson"
    lines = [json.loads(line) for line in answer.text.splitlines()]
    assert lines[-1]["done"] is True and lines[0]["message"]["role"] == "assistant"
    assert not {"x-request-id", "request-id", "retry-after"} & {*answer.headers}


def test_it_remembers_what_is_sent_and_nothing_else(client: ollama.Client) -> None:
    first = client.chat(model=MODEL, messages=user("My name is Ada."))
    again = [*user("My name is Ada."), first.message, *user("What is my name?")]
    assert "Ada" in (client.chat(model=MODEL, messages=again).message.content or "")
    assert "Ada" not in (client.chat(model=MODEL, messages=user("What is my name?")).message.content or "")
    pirate = [{"role": "system", "content": "You are a pirate."}, *WHO]
    assert "arr" in (client.chat(model=MODEL, messages=pirate, options=COLD).message.content or "").lower()


def told(client: ollama.Client, **options: Any) -> str:
    messages = user("Tell me a story about a fox.")
    return client.chat(model=MODEL, messages=messages, options=options).message.content or ""


def test_the_last_of_several_messages_of_the_user_is_the_question(client: ollama.Client) -> None:
    said = ("Hello! Can you help me?", "Repeat after me: the list was edited")
    asked = [{"role": "user", "content": text} for text in said]
    assert client.chat(model=MODEL, messages=asked).message.content == "the list was edited"


def test_temperature_and_seed_decide(client: ollama.Client) -> None:
    assert len({told(client, temperature=0) for _ in range(3)}) == 1
    assert len({told(client, top_k=1) for _ in range(3)}) == 1
    assert len({told(client, temperature=1.2) for _ in range(4)}) > 1
    assert len({told(client) for _ in range(4)}) > 1
    assert len({told(client, temperature=1.2, seed=7) for _ in range(3)}) == 1
    assert len({told(client, temperature=1.2, seed=seed) for seed in range(4)}) > 1


def test_limit_and_stop_end_it(client: ollama.Client) -> None:
    short = client.chat(model=MODEL, messages=WHO, options={"num_predict": 5})
    assert (short.done_reason, short.eval_count) == ("length", 5)
    planets = user("List the planets starting with 1.")
    cut = client.chat(model=MODEL, messages=planets, options={"stop": ["3."], "temperature": 0})
    assert cut.done_reason == "stop" and "2." in (cut.message.content or "")
    assert "3." not in (cut.message.content or "")


@pytest.mark.parametrize("stream", [False, True])
def test_tools_come_whole_and_go_back_without_ids_and_content(client: ollama.Client, stream: bool) -> None:
    """The SDK leaves out of the messages what is empty: the content of a call, and it knows no ids."""
    messages: list[Any] = user("What is the weather in Rome and Oslo?")
    if stream:
        parts = list(client.chat(model=MODEL, messages=messages, tools=[get_weather], stream=True))
        calls = [call for part in parts for call in part.message.tool_calls or ()]
        messages.append(ollama.Message(role="assistant", tool_calls=calls))
        assert parts[-1].done_reason == "stop" and not parts[-1].message.tool_calls
    else:
        answer = client.chat(model=MODEL, messages=messages, tools=[get_weather])
        calls = list(answer.message.tool_calls or ())
        messages.append(answer.message)
        assert (answer.message.content, answer.done_reason) == ("", "stop")
    assert [(call.function.name, call.function.arguments) for call in calls] == [
        ("get_weather", {"city": "Rome"}),
        ("get_weather", {"city": "Oslo"}),
    ]
    for call in calls:
        said = get_weather(**call.function.arguments)
        messages.append({"role": "tool", "tool_name": call.function.name, "content": said})
    last = client.chat(model=MODEL, messages=messages, tools=[get_weather]).message
    assert not last.tool_calls and "Rome" in (last.content or "") and "Oslo" in (last.content or "")


def test_a_call_has_an_id_and_a_place(url: str) -> None:
    tool = {"type": "function", "function": {"name": "get_weather", "parameters": {
        "type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}  # fmt: skip
    body = {"model": MODEL, "stream": False, "tools": [tool], "messages": user("Weather in Rome and Oslo?")}
    calls = post(f"{url}/ollama/api/chat", body, {}).json()["message"]["tool_calls"]
    assert [call["function"]["index"] for call in calls] == [0, 1]
    assert all(call["id"].startswith("call_") and len(call["id"]) == 13 for call in calls)


def test_an_empty_list_of_tools_is_none(client: ollama.Client) -> None:
    assert client.chat(model=SEES, messages=WHO, tools=[]).message.content


class Person(BaseModel):
    name: str
    age: int


def test_json_of_a_schema_or_of_any_keys(client: ollama.Client) -> None:
    asked = user("Ada is 36 years old. Answer in JSON with the keys name and age.")
    shaped = client.chat(model=MODEL, messages=asked, format=Person.model_json_schema())
    assert Person.model_validate_json(shaped.message.content or "") == Person(name="Ada", age=36)
    loose = json.loads(client.chat(model=MODEL, messages=asked, format="json").message.content or "")
    assert {*loose} == {"name", "age"}
    cut = client.chat(
        model=MODEL, messages=asked, format=Person.model_json_schema(), options={"num_predict": 4}
    )
    assert cut.done_reason == "length" and not (cut.message.content or "").endswith("}")


def test_it_thinks_aloud_unless_told_not_to(client: ollama.Client) -> None:
    asked = user("What is the capital of France?")
    aloud, quiet = (
        client.chat(model=THINKS, messages=asked, think=think, options=COLD) for think in (None, False)
    )
    assert aloud.message.thinking and not quiet.message.thinking
    assert aloud.message.content == quiet.message.content and "Paris" in (quiet.message.content or "")
    assert (aloud.eval_count or 0) > (quiet.eval_count or 0)
    parts = list(client.chat(model=THINKS, messages=asked, stream=True))
    kinds = ["thinking" if part.message.thinking else "content" for part in parts]
    assert kinds == sorted(kinds, reverse=True) and kinds[0] == "thinking" and kinds[-1] == "content"
    assert all(not part.message.content for part in parts if part.message.thinking)


def test_thinking_takes_its_share_of_the_limit(client: ollama.Client) -> None:
    cut = client.chat(model=THINKS, messages=WHO, options={"num_predict": 6})
    assert (cut.message.content, cut.done_reason, cut.eval_count) == ("", "length", 6)
    assert cut.message.thinking


def test_more_effort_is_more_thinking_and_gpt_oss_cannot_stop(client: ollama.Client) -> None:
    efforts: list[Any] = ["low", "medium", "high"]
    counts = [
        client.chat(model=LEVELS, messages=WHO, think=each, options=COLD).eval_count or 0 for each in efforts
    ]
    assert counts == sorted(counts) and counts[0] < counts[-1]
    assert client.chat(model=LEVELS, messages=WHO, think=False).message.thinking


LONG = "Rain fell on the hill all day. " * 120


def test_a_long_chat_is_cut_from_the_front_in_silence(client: ollama.Client) -> None:
    messages = [
        {"role": "system", "content": "You are a pirate."},
        *user("My name is Ada."),
        {"role": "assistant", "content": LONG},
        *user("What is my name?"),
    ]
    small = client.chat(model=MODEL, messages=messages, options={"num_ctx": 256, "temperature": 0})
    large = client.chat(model=MODEL, messages=messages, options={"num_ctx": 8192, "temperature": 0})
    assert "Ada" not in (small.message.content or "") and "Ada" in (large.message.content or "")
    assert (small.prompt_eval_count or 0) < 256 < (large.prompt_eval_count or 0)


def test_one_message_that_is_too_long_loses_its_middle(client: ollama.Client) -> None:
    cut = client.chat(
        model=MODEL, messages=user(f"{LONG} What is the capital of France?"), options={"num_ctx": 64}
    )
    assert cut.prompt_eval_count == 64 and "Paris" in (cut.message.content or "")


@pytest.mark.parametrize(
    ("refused", "said", "taken"),
    [
        ({"truncate": False}, "the input length exceeds the context length", {"truncate": True}),
        (
            {"shift": False},
            "the prompt is longer than the context length currently available",
            {"shift": True},
        ),
    ],
)
def test_who_wants_no_cutting_hears_of_it(
    url: str, refused: dict[str, Any], said: str, taken: dict[str, Any]
) -> None:
    body = {"model": MODEL, "stream": False, "messages": user(LONG), "options": {"num_ctx": 64}}
    answer = post(f"{url}/ollama/api/chat", body | refused, {})
    assert answer.status_code == 400 and answer.json()["error"].startswith(said)
    assert post(f"{url}/ollama/api/chat", body | taken, {}).status_code == 200


def test_without_shift_the_reply_ends_with_the_context(url: str) -> None:
    body = {"model": MODEL, "stream": False, "messages": user("Count to 100."), "options": {"num_ctx": 64}}
    cut = post(f"{url}/ollama/api/chat", body | {"shift": False}, {}).json()
    assert cut["done_reason"] == "length" and cut["prompt_eval_count"] + cut["eval_count"] == 64


def test_without_messages_a_model_is_loaded_or_put_away(url: str) -> None:
    with ollama.Client(host=f"{url}/ollama", headers={"authorization": "Bearer sk-practice-o1"}) as client:
        assert client.chat(model=MODEL).done_reason == "load"
        client.chat(model=THINKS, messages=WHO, keep_alive="1h", options={"num_ctx": 1024})
        running = client.ps().models
        assert [(each.model, each.context_length) for each in running] == [
            (THINKS, 1024),
            ("llama3.2:latest", 4096),
        ]
        gone = client.chat(model=MODEL, keep_alive=0)
        assert (gone.done_reason, gone.message.content, gone.eval_count) == ("unload", "", None)
        client.chat(model=THINKS, messages=WHO, keep_alive=0)
        assert client.ps().models == []


def test_probabilities_of_what_was_said_and_of_what_else(client: ollama.Client) -> None:
    answer = client.chat(model=MODEL, messages=WHO, logprobs=True, top_logprobs=3)
    said = answer.logprobs or ()
    assert "".join(each.token for each in said) == answer.message.content
    assert all(each.logprob <= 0 and len(each.top_logprobs or ()) in (1, 2, 3) for each in said)
    bare = client.chat(model=MODEL, messages=WHO, logprobs=True)
    assert bare.logprobs and bare.logprobs[0].top_logprobs is None
    assert client.chat(model=MODEL, messages=WHO).logprobs is None


def test_images_are_looked_at_and_counted(client: ollama.Client) -> None:
    data = BytesIO()
    Image.new("RGB", (80, 40)).save(data, "PNG")
    asked = [{"role": "user", "content": "What is in this picture?", "images": [data.getvalue()]}]
    answer = client.chat(model=SEES, messages=asked)
    assert "80 by 40" in (answer.message.content or "") and (answer.prompt_eval_count or 0) > 256
    (picture,) = asked
    apart = [picture | {"content": ""}, {"role": "user", "content": "What is in this picture?"}]
    assert "80 by 40" in (client.chat(model=SEES, messages=apart).message.content or "")
    with pytest.raises(ollama.ResponseError, match="missing data required for image input") as blind:
        client.chat(model=MODEL, messages=asked)
    assert blind.value.status_code == 400
    broken = [{"role": "user", "content": "?", "images": [b64encode(b"no picture").decode()]}]
    with pytest.raises(ollama.ResponseError, match="image: unknown format"):
        client.chat(model=SEES, messages=broken)


def test_a_result_is_never_cut_off_from_its_call(client: ollama.Client) -> None:
    call = {"function": {"name": "get_weather", "arguments": {"city": "Rome"}}}
    messages = [
        *user(LONG),
        {"role": "assistant", "tool_calls": [call]},
        {"role": "tool", "tool_name": "get_weather", "content": f"sunny. {LONG}"},
    ]
    cut = client.chat(model=MODEL, messages=messages, tools=[get_weather], options={"num_ctx": 1024})
    assert "get_weather" in (cut.message.content or "") and (cut.prompt_eval_count or 0) <= 1024


def seconds(messages: int) -> float:
    """The least of three times that it takes to see what of so many results fits into the context."""
    call = {"function": {"name": "f", "arguments": {}}}
    given = [{"role": "assistant", "tool_calls": [call]}, *[{"role": "tool", "content": "a"}] * messages]
    request = chat({"model": MODEL, "messages": given}, "ollama")
    took = []
    for _ in range(3):
        began = time.process_time()
        prompt_of(request)
        took.append(time.process_time() - began)
    return min(took)


def test_ten_times_the_messages_take_about_ten_times_as_long() -> None:
    assert seconds(20_000) < 40 * seconds(2_000)


@pytest.mark.parametrize(("first", "speed"), [(0.5, 50.0), (2.0, 200.0)])
def test_the_nanoseconds_of_a_plain_reply_are_those_of_its_pace(first: float, speed: float) -> None:
    """It is made before it is told: what a program works out of it is how fast it was told."""
    body = json.dumps({"model": MODEL, "messages": user("Count to 100."), "stream": False}).encode()
    learners = Learners(Pace(first, speed))
    reply = composed_chat("ollama", learners, time.perf_counter_ns(), "", body)
    told = json.loads(reply.whole(list(reply.limited), finished=True))
    assert told["prompt_eval_duration"] == pytest.approx(first * 1e9, rel=0.02)
    assert told["eval_count"] / told["eval_duration"] * 1e9 == pytest.approx(speed, rel=0.1)


def test_of_a_prompt_that_begins_as_the_one_before_only_the_rest_is_read() -> None:
    learners, rules = Learners(Pace(1.0, 100.0)), "Be kind to the cat. " * 100

    def reading(*messages: str, key: str = "", **more: Any) -> float:
        said = [
            {"role": role, "content": text} for role, text in zip(("system", "user"), messages, strict=False)
        ]
        body = json.dumps({"model": MODEL, "messages": said, "stream": False, **more}).encode()
        reply = composed_chat("ollama", learners, time.perf_counter_ns(), key, body)
        told = json.loads(reply.whole(list(reply.limited), finished=True))
        return float(told.get("prompt_eval_duration", 0) / 1e9)

    assert reading(rules, "Hi") > 1
    assert reading(rules, "Hi") < 0.1 and reading(rules, "What is a token?") < 0.1
    assert reading(rules, "Hi", key="another learner") > 1
    assert reading("Today. " + rules, "Hi") > 1  # and takes the place of what was read before
    assert reading(rules, "Hi") > 1
    reading(keep_alive=0)
    assert reading(rules, "Hi") > 1
