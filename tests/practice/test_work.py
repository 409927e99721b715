"""What many learners at once may cost: turns of the loop, work ahead of a reader, places, and their 429."""

from __future__ import annotations

import asyncio
import json
import sys
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import Any

import anthropic
import openai
import pytest
from pydantic_core import to_json
from starlette.applications import Starlette

from firstcall.practice import exchange as exchanges
from firstcall.practice.app import create_app
from firstcall.practice.exchange import LARGE_BYTES, Exchange, Gone
from firstcall.practice.learners import Learners
from firstcall.practice.model import speaker
from firstcall.practice.model.at_hand import NotAtHand, at_hand
from firstcall.practice.model.speaker import Asked, Token
from firstcall.practice.pace import INSTANT, Pace
from firstcall.practice.prompt_cache import Prefix
from firstcall.practice.work import (
    CROWDED_FROM,
    MOST_IN_FLIGHT,
    MOST_LARGE,
    MOST_LARGE_BYTES,
    MOST_OF_ONE_IN_A_CROWD,
    Work,
)
from tests.practice_fixture import ANTHROPIC, CHAT, MESSAGES, OPENAI, claude, gpt, post, said

STORY = [{"role": "user", "content": "Write a 3000 word story about a lighthouse."}]
WIRES = {MESSAGES: (claude, ANTHROPIC), CHAT: (gpt, OPENAI)}


@dataclass
class Line:
    """A client without a network: what the app sends is counted, and taken only as long as `takes` says."""

    path: str
    body: bytes
    takes: Callable[[Line], bool] = lambda line: True
    hangs_up: Callable[[Line], bool] = lambda line: False
    sent: list[bytes] = field(default_factory=list)
    cut_off: bool = False

    @property
    def transport(self) -> Line:
        """What a server hands out as the connection."""
        return self

    def abort(self) -> None:
        self.cut_off = True

    async def ask(self, app: Starlette) -> None:
        headers = [(name.encode(), value.encode()) for name, value in (ANTHROPIC | OPENAI).items()]
        headers.append((b"content-length", str(len(self.body)).encode()))
        path = {"path": self.path, "raw_path": self.path.encode(), "query_string": b"", "root_path": ""}
        scope = {"type": "http", "method": "POST", "scheme": "http", "headers": headers} | path
        await app(scope, self._receive, self._send)

    async def _receive(self) -> dict[str, Any]:
        if self.body:
            body, self.body = self.body, b""
            return {"type": "http.request", "body": body, "more_body": False}
        while not self.hangs_up(self):
            await asyncio.sleep(0.001)
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        self.sent.append(message.get("body", b""))
        while not (self.takes(self) or self.cut_off):
            await asyncio.sleep(0.001)


def story(path: str, **more: Any) -> bytes:
    make, _ = WIRES[path]
    return json.dumps(make(messages=STORY, stream=True) | more).encode()


async def busiest_turn(lines: list[Line], pace: Pace = INSTANT) -> int:
    """The most chunks that went out in one turn of the event loop while all these were answered."""
    app, most, before, turns = create_app(pace), 0, 0, 0
    answering = asyncio.gather(*(line.ask(app) for line in lines))
    while not answering.done():
        await asyncio.sleep(0)
        sent = sum(len(line.sent) for line in lines)
        most, before, turns = max(most, sent - before), sent, turns + 1
    await answering
    return most


@pytest.mark.parametrize("path", WIRES)
def test_late_streams_let_the_loop_go_round_after_a_few_events(path: str) -> None:
    lines = [Line(path, story(path)) for _ in range(6)]
    most = asyncio.run(busiest_turn(lines))
    assert sum(len(line.sent) for line in lines) > 10_000
    assert most <= 40


@pytest.mark.parametrize("path", WIRES)
def test_streams_that_waited_for_the_same_moment_take_turns(path: str) -> None:
    short = [{"role": "user", "content": "What is the capital of France?"}]
    lines = [Line(path, story(path, messages=short)) for _ in range(60)]
    assert asyncio.run(busiest_turn(lines, Pace(0.4, 0.0))) <= 60


async def rounds_of(work: Work, asking: int, given_up: int) -> list[list[int]]:
    """Who got a turn in each round of the loop, of so many that ask at once; one of them gives up after the first."""
    given: list[list[int]] = [[]]

    async def ask(number: int) -> None:
        await work.turn()
        given[-1].append(number)

    asked = [asyncio.create_task(ask(number)) for number in range(asking)]
    while not all(task.done() for task in asked):
        given.append([])
        await asyncio.sleep(0)
        asked[given_up].cancel()
    await asyncio.gather(*asked, return_exceptions=True)
    return [each for each in given if each]


def test_turns_are_given_in_order_a_few_in_each_round_and_none_to_who_gave_up() -> None:
    given = asyncio.run(rounds_of(Work(), 30, given_up=12))
    assert [number for each in given for number in each] == [number for number in range(30) if number != 12]
    assert [len(each) for each in given] == [8, 8, 8, 5]


@pytest.mark.parametrize("path", WIRES)
def test_short_questions_of_one_moment_take_turns(path: str) -> None:
    short = [{"role": "user", "content": "What is the capital of France?"}]
    lines = [Line(path, story(path, messages=short, stream=False)) for _ in range(60)]
    asyncio.run(lines[0].ask(create_app(INSTANT)))  # from now on the reply is at hand
    assert asyncio.run(busiest_turn(lines[1:])) == 16  # eight answers, each of head and body


@pytest.mark.parametrize("path", WIRES)
@pytest.mark.parametrize("stream", [True, False])
def test_reply_is_composed_apart_from_the_loop(
    path: str, stream: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: set[str] = set()
    speak_often = speaker.speak_often

    def told(asked: Asked, times: int) -> list[Iterator[Token]]:
        said = speak_often(asked, times)
        threads.add(threading.current_thread().name)
        return said

    monkeypatch.setattr(speaker, "speak_often", told)
    new = [{"role": "user", "content": f"Write a 3000 word story about a ship, number {stream}{path}."}]
    asyncio.run(Line(path, story(path, stream=stream, messages=new)).ask(create_app(INSTANT)))
    assert threads == {"practice_0"}


@pytest.mark.parametrize("path", WIRES)
def test_short_question_that_was_answered_before_needs_no_thread(path: str) -> None:
    app = create_app(INSTANT)
    make, _ = WIRES[path]
    body = json.dumps(make(messages=[{"role": "user", "content": "What is the capital of France?"}])).encode()
    asyncio.run(Line(path, body).ask(app))
    app.state.learners.work._thread.shutdown()
    again = Line(path, body)
    asyncio.run(again.ask(app))
    assert json.loads(again.sent[-1])["usage"]


@pytest.mark.parametrize("usual", [0.005, 0.0005])
def test_threads_at_work_let_the_loop_through(usual: float) -> None:
    before = sys.getswitchinterval()
    sys.setswitchinterval(usual)
    try:
        create_app(INSTANT)
        assert sys.getswitchinterval() == pytest.approx(min(usual, 0.001))
    finally:
        sys.setswitchinterval(before)


@pytest.mark.parametrize("format", ["float", "base64"])
def test_many_vectors_are_made_and_encoded_apart_one_by_one(
    format: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    encoded: list[tuple[str, int]] = []

    def noted(value: Any) -> bytes:
        body = to_json(value)
        encoded.append((threading.current_thread().name, len(body)))
        return body

    monkeypatch.setattr(exchanges, "to_json", noted)
    asked = {"model": "text-embedding-3-small", "encoding_format": format}
    line = Line("/openai/v1/embeddings", json.dumps(asked | {"input": ["a short text"] * 500}).encode())
    asyncio.run(line.ask(create_app(INSTANT)))
    assert len(json.loads(line.sent[-1])["data"]) == 500
    assert {thread for thread, size in encoded if size > 1000} == {"practice-large_0"}
    assert max(size for _, size in encoded) < 50_000


def test_job_that_takes_long_has_not_begun_where_it_is_not_at_hand() -> None:
    learners = Learners()
    prefixes = [Prefix(b"beginning", 2000, 300)]
    for _ in range(2):
        with pytest.raises(NotAtHand):
            at_hand(lambda: learners.cache.use("sk-practice-me", prefixes))
        with pytest.raises(NotAtHand):
            at_hand(lambda: learners.kept.put("sk-practice-me", "id", "value", 10))
    assert learners.cache.use("sk-practice-me", prefixes).read == 0
    assert len(learners.kept) == 0


@pytest.mark.parametrize("path", WIRES)
def test_a_few_events_that_are_due_leave_in_one_turn(path: str) -> None:
    assert 4 <= asyncio.run(busiest_turn([Line(path, story(path))])) <= 12


@pytest.mark.parametrize("path", WIRES)
def test_unread_stream_is_not_composed_ahead(path: str, monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[Token] = []
    speak_often = speaker.speak_often

    def counted(asked: Asked, times: int) -> list[Iterator[Token]]:
        return [(taken.append(token) or token for token in said) for said in speak_often(asked, times)]

    monkeypatch.setattr(speaker, "speak_often", counted)
    line = Line(path, story(path), takes=lambda line: b"content" not in b"".join(line.sent[1:]))
    asyncio.run(_for_a_while(line, lambda: len(line.sent) > 1))
    assert len(taken) <= 2


async def _for_a_while(line: Line, begun: Callable[[], bool]) -> None:
    asking = asyncio.create_task(line.ask(create_app(INSTANT)))
    while not begun():
        await asyncio.sleep(0.001)
    await asyncio.sleep(0.05)
    asking.cancel()
    await asyncio.wait({asking})


def test_reply_that_waits_for_its_reader_is_small() -> None:
    held = [next_of(f"Write a 3000 word story about {number} foxes.") for number in range(10)]
    tracemalloc.start()
    held = [next_of(f"Write a 3000 word story about {number} cats.") for number in range(10)]
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert size / len(held) < 100_000


def next_of(prompt: str) -> Iterator[Token]:
    tokens = speaker.speak(Asked("", (("user", prompt),), model="gpt-4o-mini", alternatives=False))
    next(tokens)
    return tokens


def test_long_prompt_is_not_kept_while_its_reply_waits() -> None:
    long = [{"role": "user", "content": "word, " * 200_000 + "Tell me a story."}]
    app, body = create_app(INSTANT), story(CHAT, messages=long, model="gpt-4.1-mini")
    asyncio.run(Line(CHAT, story(CHAT, model="gpt-4.1-mini")).ask(app))  # reads the texts of the replies
    line = Line(CHAT, body, takes=lambda line: not any(b"content" in chunk for chunk in line.sent))
    del body, long
    assert asyncio.run(_held_by(app, line)) < 600_000


async def _held_by(app: Starlette, line: Line) -> int:
    """Bytes that are there once the stream has begun, beyond those before its request came."""
    tracemalloc.start()
    asking = asyncio.create_task(line.ask(app))
    while not any(b"content" in chunk for chunk in line.sent):
        await asyncio.sleep(0.01)
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    asking.cancel()
    await asyncio.wait({asking})
    return held


@pytest.mark.parametrize("path", WIRES)
def test_late_stream_ends_when_its_client_hangs_up(path: str) -> None:
    line = Line(path, story(path), hangs_up=lambda line: len(line.sent) > 10)
    asyncio.run(line.ask(create_app(INSTANT)))
    assert len(line.sent) < 1000


def test_client_that_takes_nothing_is_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanges, "MOST_UNREAD_SECONDS", 0.01)
    line = Line(CHAT, story(CHAT), takes=lambda line: len(line.sent) < 10, hangs_up=lambda line: line.cut_off)
    app = create_app(INSTANT)
    asyncio.run(line.ask(app))
    assert line.cut_off and len(line.sent) == 10
    assert app.state.learners.work.in_flight == 0


def test_work_that_waits_is_not_begun_for_a_client_that_hung_up() -> None:
    begun: list[str] = []
    asyncio.run(_hang_up_in_the_queue(begun))
    assert begun == ["first"]


async def _hang_up_in_the_queue(begun: list[str]) -> None:
    work, free = Work(), threading.Event()

    def first() -> None:
        begun.append("first")
        free.wait(10)

    here = Line(CHAT, b"")
    gone = Line(CHAT, b"", hangs_up=lambda line: begun == ["first"])
    doing = asyncio.create_task(work.apart(of(here), first))
    while not begun:
        await asyncio.sleep(0.001)
    with pytest.raises(Gone):
        await work.apart(of(gone), lambda: begun.append("second"))
    await asyncio.sleep(0)  # the loop takes the job out of the queue
    free.set()
    await doing
    await work.apart(of(here), lambda: None)


def of(line: Line, key: str = "sk-practice-me", length: int = 100) -> Exchange:
    headers = [(b"x-api-key", key.encode()), (b"content-length", str(length).encode())]
    scope = {"type": "http", "method": "POST", "query_string": b"", "headers": headers}
    return Exchange(scope, line._receive, line._send)


# Places


def held(places: ExitStack, work: Work, count: int, key: str = "sk-practice-{}", length: int = 100) -> int:
    """Takes so many places, each under a key of its own number; how many were free."""
    taken = (work.place(of(Line(CHAT, b""), key.format(number), length)) for number in range(count))
    return sum(places.enter_context(place) for place in taken)


def test_sixty_learners_with_four_providers_each_find_a_place() -> None:
    work = Work()
    with ExitStack() as places:
        assert sum(held(places, work, 4, f"sk-practice-{learner}") for learner in range(60)) == 240
    assert work.in_flight == 0


def test_places_are_bounded() -> None:
    with ExitStack() as places:
        assert held(places, Work(), MOST_IN_FLIGHT + 5) == MOST_IN_FLIGHT


def test_in_a_crowd_nobody_has_many_places() -> None:
    work = Work()
    with ExitStack() as places:
        held(places, work, CROWDED_FROM)
        assert held(places, work, 40, "sk-practice-greedy") == MOST_OF_ONE_IN_A_CROWD
        assert held(places, work, 1, "sk-practice-modest") == 1


def test_large_bodies_at_once_are_few() -> None:
    work = Work()
    with ExitStack() as places:
        assert held(places, work, MOST_LARGE + 5, length=LARGE_BYTES + 1) == MOST_LARGE
        assert held(places, work, 1) == 1


def test_the_bytes_of_large_bodies_at_once_are_bounded() -> None:
    work, length = Work(), 30 * 1024 * 1024
    with ExitStack() as places:
        assert held(places, work, MOST_LARGE, length=length) == MOST_LARGE_BYTES // length < MOST_LARGE
        assert held(places, work, 1, "sk-practice-small", LARGE_BYTES + 1) == 1
    assert held(places, work, 1, length=length) == 1


@pytest.mark.parametrize("length", ["", "x", "-1", "9" * 5000, "٣"])
def test_body_of_unknown_length_counts_as_large(length: str) -> None:
    headers = [(b"content-length", length.encode())] if length else []
    line = Line(CHAT, b"")
    assert Exchange({"type": "http", "headers": headers}, line._receive, line._send).is_large


@pytest.fixture
def full(app: Starlette) -> Iterator[None]:
    learners: Learners = app.state.learners
    with ExitStack() as places:
        held(places, learners.work, MOST_IN_FLIGHT)
        yield


@pytest.mark.usefixtures("full")
def test_one_too_many_is_429_in_anthropics_words(url: str) -> None:
    with anthropic.Anthropic(api_key="sk-practice-a", base_url=f"{url}/anthropic", max_retries=0) as client:
        with pytest.raises(anthropic.RateLimitError) as caught:
            client.messages.create(**claude())
    assert "Number of concurrent connections has exceeded your rate limit" in str(caught.value)
    assert caught.value.body["error"]["type"] == "rate_limit_error"
    headers = caught.value.response.headers
    assert (headers["retry-after"], headers["x-should-retry"]) == ("1", "true")
    assert headers["anthropic-ratelimit-requests-remaining"] == "0"


@pytest.mark.usefixtures("full")
def test_one_too_many_is_429_in_openais_words(url: str) -> None:
    with openai.OpenAI(api_key="sk-practice-a", base_url=f"{url}/openai/v1", max_retries=0) as client:
        with pytest.raises(openai.RateLimitError) as caught:
            client.chat.completions.create(**gpt())
    assert "on requests per min (RPM): Limit 500, Used 500, Requested 1. Please try again in 1s." in str(
        caught.value
    )
    assert (caught.value.type, caught.value.code) == ("requests", "rate_limit_exceeded")
    headers = caught.value.response.headers
    assert (headers["retry-after"], headers["x-ratelimit-remaining-requests"]) == ("1", "0")


@pytest.mark.usefixtures("full")
def test_who_may_not_come_in_is_told_so_before_that_it_is_full(url: str) -> None:
    assert post(url + MESSAGES, claude(), {"x-api-key": "sk-1"}).status_code == 401
    assert post(url + CHAT, gpt(), {"authorization": "Bearer sk-1"}).status_code == 401


def test_counting_wants_a_place_too(url: str, full: None) -> None:
    answer = post(f"{url}{MESSAGES}/count_tokens", claude(), ANTHROPIC)
    assert said(answer)[0] == 429


def test_an_sdk_that_waits_comes_in_once_there_is_room(url: str, app: Starlette) -> None:
    places = ExitStack()
    held(places, app.state.learners.work, MOST_IN_FLIGHT)
    threading.Timer(0.3, places.close).start()
    with openai.OpenAI(api_key="sk-practice-a", base_url=f"{url}/openai/v1", max_retries=2) as client:
        assert client.chat.completions.create(**gpt()).choices[0].message.content


def test_place_is_given_back_whatever_the_answer(url: str, app: Starlette) -> None:
    for body in (gpt(), gpt(model="?"), gpt(stream=True), b"{", b"x" * (exchanges.MOST_BODY_BYTES + 1)):
        post(url + CHAT, body, OPENAI)
    assert app.state.learners.work.in_flight == 0


def test_body_that_does_not_come_is_408(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exchanges, "MOST_BODY_SECONDS", 0.01)
    for path in WIRES:
        line = Line(path, b"")
        asyncio.run(line.ask(create_app(INSTANT)))
        assert b"Request timed out" in b"".join(line.sent)
