"""The real small model behind the wires: its words, probabilities and vectors, through the official SDKs."""

from __future__ import annotations

import json
import math
import os
import signal
import threading
import time
from collections.abc import Iterator
from typing import Any

import anthropic
import httpx2
import openai
import psutil
import pytest

from firstcall.practice.app import create_app
from firstcall.practice.serve import serve
from firstcall.practice.small_model.host import HEADER, Host, Unavailable, model_file
from tests.run_programs import NO_SKIPS

pytestmark = pytest.mark.long
FRANCE = "What is the capital of France? Answer in one sentence."
CHAT = "gpt-4o-mini"


@pytest.fixture(scope="module")
def running() -> Iterator[tuple[str, Host]]:
    """A practice server whose learners want the small model's words, and the host of the model."""
    try:
        model_file()
    except Unavailable as missing:
        if NO_SKIPS:
            raise
        pytest.skip(f"no real model here: {missing}")
    app = create_app()
    with serve(app) as url:
        yield url, app.state.learners.host
    app.state.learners.host.close()


def key(url: str, name: str, words: str = "model") -> str:
    """The practice key of a learner who has chosen these words."""
    made = f"sk-practice-small-model-{name}-0123456789"
    told = httpx2.put(f"{url}/control", json={"words": words}, headers={"authorization": f"Bearer {made}"})
    assert told.status_code == 200, told.text
    return made


@pytest.fixture(scope="module")
def gpt(running: tuple[str, Host]) -> Iterator[openai.OpenAI]:
    url, _ = running
    with openai.OpenAI(api_key=key(url, "gpt"), base_url=f"{url}/openai/v1", max_retries=0) as client:
        yield client


def said(client: openai.OpenAI, prompt: str = FRANCE, **more: Any) -> str:
    messages: list[Any] = [{"role": "user", "content": prompt}]
    answer = client.chat.completions.create(
        **{"model": CHAT, "messages": messages, "temperature": 0, "max_completion_tokens": 24, **more}
    )
    return str(answer.choices[0].message.content)


def test_its_words_are_its_own_and_marked(gpt: openai.OpenAI) -> None:
    messages: list[Any] = [{"role": "user", "content": FRANCE}]
    raw = gpt.chat.completions.with_raw_response.create(model=CHAT, messages=messages, temperature=0)
    assert raw.headers[HEADER] == model_file().stem
    answer = raw.parse()
    assert "Paris" in str(answer.choices[0].message.content) and answer.choices[0].finish_reason == "stop"
    assert answer.usage and 0 < answer.usage.completion_tokens < 40


def test_temperature_0_and_a_seed_repeat_and_heat_does_not(gpt: openai.OpenAI) -> None:
    assert said(gpt) == said(gpt)
    story = "Write one sentence about a fox."
    assert said(gpt, story, temperature=1, seed=7) == said(gpt, story, temperature=1, seed=7)
    assert len({said(gpt, story, temperature=1.2, seed=seed) for seed in range(3)}) == 3


def test_limits_and_stops_are_the_wires(gpt: openai.OpenAI) -> None:
    messages: list[Any] = [{"role": "user", "content": "Count from one to twenty in words."}]
    cut = gpt.chat.completions.create(model=CHAT, messages=messages, temperature=0, max_completion_tokens=5)
    assert cut.choices[0].finish_reason == "length" and cut.usage and cut.usage.completion_tokens == 5
    assert "Paris" not in said(gpt, stop=["Paris"])


def test_probabilities_are_those_of_its_tokens(gpt: openai.OpenAI) -> None:
    messages: list[Any] = [{"role": "user", "content": FRANCE}]
    answer = gpt.chat.completions.create(
        model=CHAT, messages=messages, temperature=0, logprobs=True, top_logprobs=5, max_completion_tokens=8
    )
    content = answer.choices[0].logprobs and answer.choices[0].logprobs.content
    assert content and "".join(one.token for one in content) == answer.choices[0].message.content
    for one in content:
        assert one.logprob == max(way.logprob for way in one.top_logprobs), "at 0 the likeliest is taken"
        assert sum(math.exp(way.logprob) for way in one.top_logprobs) <= 1.001


def test_a_stream_comes_as_it_is_made(gpt: openai.OpenAI) -> None:
    messages: list[Any] = [{"role": "user", "content": "Write a story about a fox."}]
    began, came = time.monotonic(), []
    for chunk in gpt.chat.completions.create(
        model=CHAT, messages=messages, stream=True, max_completion_tokens=30
    ):
        if chunk.choices and chunk.choices[0].delta.content:
            came.append(time.monotonic())
    assert 20 <= len(came) <= 30 and came[-1] - came[0] > (came[-1] - began) / 4


def test_the_other_wires_speak_with_it_too(running: tuple[str, Host]) -> None:
    url, _ = running
    with anthropic.Anthropic(
        api_key=key(url, "claude"), base_url=f"{url}/anthropic", max_retries=0
    ) as client:
        message = client.messages.create(
            model="claude-haiku-5-5", max_tokens=400, messages=[{"role": "user", "content": FRANCE}]
        )
    assert message.content[-1].type == "text" and message.usage.output_tokens > 4
    gemini = httpx2.post(
        f"{url}/google/v1beta/models/gemini-3.5-flash:generateContent",
        json={"contents": [{"role": "user", "parts": [{"text": FRANCE}]}]},
        headers={"x-goog-api-key": key(url, "gemini")},
        timeout=60,
    )
    assert gemini.status_code == 200 and HEADER in gemini.headers, gemini.text


def test_json_fits_the_schema_from_its_first_character(gpt: openai.OpenAI) -> None:
    schema = {
        "type": "object",
        "properties": {"name": {"type": "string"}, "age": {"type": "integer"}},
        "required": ["name", "age"],
        "additionalProperties": False,
    }
    wanted = {"type": "json_schema", "json_schema": {"name": "person", "strict": True, "schema": schema}}
    text = said(
        gpt, "Ann is 30 years old. Give her as JSON.", response_format=wanted, max_completion_tokens=60
    )
    found = json.loads(text)
    assert set(found) == {"name", "age"} and isinstance(found["age"], int)


def test_its_vectors_put_like_near_like(gpt: openai.OpenAI) -> None:
    texts = ["How do I bake bread?", "What is a good way to bake a loaf?", "The court dismissed the appeal."]
    found = gpt.embeddings.create(model="text-embedding-3-small", input=texts).data
    bread, loaf, court = ([*one.embedding] for one in found)
    near = sum(map(float.__mul__, bread, loaf))
    assert len(bread) == 1536 and bread[600:] == [0.0] * 936
    assert near > sum(map(float.__mul__, bread, court)) and near < 0.9999
    assert math.isclose(sum(each * each for each in bread), 1, abs_tol=1e-3)


def test_what_it_cannot_do_stays_with_the_written_replies(gpt: openai.OpenAI) -> None:
    tool: Any = {"type": "function", "function": {"name": "weather", "parameters": {"type": "object"}}}
    messages: list[Any] = [{"role": "user", "content": "What is the weather in Oslo?"}]
    raw = gpt.chat.completions.with_raw_response.create(model=CHAT, messages=messages, tools=[tool])
    assert HEADER not in raw.headers and raw.parse().choices[0].message.tool_calls


def test_other_learners_keep_the_written_replies(running: tuple[str, Host]) -> None:
    url, _ = running
    with openai.OpenAI(api_key=key(url, "other", "lessons"), base_url=f"{url}/openai/v1") as client:
        messages: list[Any] = [{"role": "user", "content": FRANCE}]
        raw = client.chat.completions.with_raw_response.create(model=CHAT, messages=messages)
    assert HEADER not in raw.headers


def test_a_prompt_beyond_its_context_is_refused_before_anything_is_sent(gpt: openai.OpenAI) -> None:
    with pytest.raises(openai.BadRequestError, match="reads at most 2,048 tokens at once"):
        said(gpt, "word " * 3000, stream=True)


def test_a_long_prefix_is_read_once(running: tuple[str, Host], gpt: openai.OpenAI) -> None:
    prompt = "".join(f"Fact {number}: a box holds {number} apples. " for number in range(40))
    said(gpt)
    model = psutil.Process(running[1].pid)

    def worked() -> float:
        """Seconds of processor time, when it is at rest: a place where it still speaks is not given to the next."""
        before, now = -1.0, 0.0
        while now != before:
            time.sleep(0.1)
            before, now = now, float(sum(model.cpu_times()[:2]))
        return now

    def seconds(question: str) -> float:
        """What the model works for it: the clock would count whoever else is at work on the machine."""
        before = worked()
        said(gpt, prompt + question, max_completion_tokens=1)
        return worked() - before

    first, again = seconds("How many boxes are there?"), seconds("How many apples are there?")
    assert again < first / 2


def test_a_room_is_served_in_turn(running: tuple[str, Host]) -> None:
    url, _ = running
    replies: list[str] = []

    def ask(name: str) -> None:
        with openai.OpenAI(api_key=key(url, name), base_url=f"{url}/openai/v1", max_retries=0) as client:
            replies.append(said(client, max_completion_tokens=8))

    asked = [threading.Thread(target=ask, args=(f"learner{number}",)) for number in range(5)]
    for thread in asked:
        thread.start()
    for thread in asked:
        thread.join(120)
    assert len(replies) == 5 and len(set(replies)) == 1


def test_who_hangs_up_frees_the_model(running: tuple[str, Host], gpt: openai.OpenAI) -> None:
    messages: list[Any] = [{"role": "user", "content": "Write a very long story about a fox."}]
    for _ in range(3):  # more than there are places
        stream = gpt.chat.completions.create(model=CHAT, messages=messages, stream=True)
        next(iter(stream))
        stream.close()
    assert "Paris" in said(gpt)


def test_a_process_that_died_is_started_again(running: tuple[str, Host], gpt: openai.OpenAI) -> None:
    _, host = running
    said(gpt)
    before = host.pid
    assert before is not None
    os.kill(before, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while host.pid is not None and time.monotonic() < deadline:
        time.sleep(0.02)
    assert "Paris" in said(gpt) and host.pid not in (None, before)


@pytest.mark.usefixtures("running")
def test_it_ends_when_nobody_asks() -> None:
    idle = Host(idle_seconds=0.4)
    with idle.asked("/tokenize", {"content": "hello"}) as response:
        assert json.loads(response.read())["tokens"]
    assert idle.pid is not None
    deadline = time.monotonic() + 20
    while idle.pid is not None and time.monotonic() < deadline:
        time.sleep(0.1)
    assert idle.pid is None
