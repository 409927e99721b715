"""The streams, over real HTTP and behind the gzip middleware that Streamlit puts around every route."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware
from streamlit.web.server.starlette.starlette_gzip_middleware import SelectiveGZipMiddleware

from firstcall.running.growing_text import GrowingText
from firstcall.server.event_stream import ReplyStreams


@contextmanager
def _served(streams: ReplyStreams) -> Iterator[str]:
    app = Starlette(routes=streams.routes(), middleware=[Middleware(SelectiveGZipMiddleware)])
    server = uvicorn.Server(uvicorn.Config(app, log_level="error", ws="none"))
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@pytest.fixture(scope="module")
def streams() -> ReplyStreams:
    return ReplyStreams()


@pytest.fixture(scope="module")
def server(streams: ReplyStreams) -> Iterator[str]:
    with _served(streams) as url:
        yield url


def _closed(*pieces: str) -> GrowingText:
    growing = GrowingText()
    for piece in pieces:
        growing.add(piece)
    growing.close()
    return growing


def test_a_text_arrives_as_events_with_json_strings(streams: ReplyStreams, server: str) -> None:
    token = streams.publish(_closed("Hé\n", '"you"'))
    body = httpx2.get(f"{server}/streams/{token}").text
    assert body == 'data: "Hé\\n\\"you\\""\n\nevent: end\ndata:\n\n'


def test_half_a_surrogate_pair_does_not_break_the_stream(streams: ReplyStreams, server: str) -> None:
    token = streams.publish(_closed("a\ud83d"))
    assert httpx2.get(f"{server}/streams/{token}").text.startswith('data: "a?"')


def test_a_piece_arrives_before_the_next_is_written_even_if_gzip_is_welcome(
    streams: ReplyStreams, server: str
) -> None:
    growing = GrowingText()
    token = streams.publish(growing)
    growing.add("first")
    with httpx2.stream("GET", f"{server}/streams/{token}", headers={"Accept-Encoding": "gzip"}) as response:
        lines = response.iter_lines()
        assert next(lines) == 'data: "first"'
        growing.add("second")
        assert [next(lines), next(lines)] == ["", 'data: "second"']
        growing.close()
        assert response.headers.get("content-encoding") is None


def test_headers_forbid_caching_and_buffering(streams: ReplyStreams, server: str) -> None:
    headers = httpx2.get(f"{server}/streams/{streams.publish(_closed('x'))}").headers
    assert headers["content-type"] == "text/event-stream; charset=utf-8"
    assert headers["cache-control"] == "no-cache, no-transform"
    assert headers["x-accel-buffering"] == "no"


def test_a_page_on_another_port_may_read(streams: ReplyStreams, server: str) -> None:
    headers = {"Origin": "http://127.0.0.1:1"}
    answer = httpx2.get(f"{server}/streams/{streams.publish(_closed('x'))}", headers=headers)
    assert answer.headers["access-control-allow-origin"] == "*"


def test_an_unknown_token_gets_404(streams: ReplyStreams, server: str) -> None:
    assert httpx2.get(f"{server}/streams/guessed").status_code == 404


def test_only_get_is_answered(streams: ReplyStreams, server: str) -> None:
    assert httpx2.post(f"{server}/streams/guessed").status_code == 405


def test_a_text_read_to_its_end_is_forgotten(streams: ReplyStreams, server: str) -> None:
    token = streams.publish(_closed("x"))
    assert httpx2.get(f"{server}/streams/{token}").status_code == 200
    assert httpx2.get(f"{server}/streams/{token}").status_code == 404


def test_a_browser_that_leaves_before_the_first_token_is_noticed(streams: ReplyStreams, server: str) -> None:
    left = threading.Event()
    growing = GrowingText(on_left=left.set, grace_seconds=0)
    with httpx2.stream("GET", f"{server}/streams/{streams.publish(growing)}"):
        assert not left.is_set()
    assert left.wait(10)
    assert growing.readers == 0


def test_the_bytes_grow_with_the_reply_and_not_with_its_square(streams: ReplyStreams, server: str) -> None:
    def size(tokens: int) -> int:
        growing = GrowingText()
        token = streams.publish(growing)
        with httpx2.stream("GET", f"{server}/streams/{token}") as response:
            chunks = response.iter_raw()
            received = 0
            for number in range(tokens):
                growing.add(f"word{number:04} ")
                received += len(next(chunks))
            growing.close()
            return received + sum(len(chunk) for chunk in chunks)

    assert size(400) < 4.1 * size(100)
    assert size(400) < 3 * 400 * len("word0000 ")


def test_the_oldest_text_makes_room() -> None:
    streams = ReplyStreams(max_texts=2)
    first, second, third = (streams.publish(GrowingText()) for _ in range(3))
    assert streams.find(first) is None
    assert streams.find(second) is not None
    assert streams.find(third) is not None


def test_a_text_that_was_asked_for_is_not_the_oldest() -> None:
    streams = ReplyStreams(max_texts=2)
    first, second = streams.publish(GrowingText()), streams.publish(GrowingText())
    streams.find(first)
    streams.publish(GrowingText())
    assert streams.find(first) is not None
    assert streams.find(second) is None


def test_a_text_nobody_asked_for_in_ten_minutes_is_forgotten() -> None:
    now = [0.0]
    streams = ReplyStreams(clock=lambda: now[0])
    token = streams.publish(GrowingText())
    now[0] = 601
    assert streams.find(token) is None


def test_tokens_have_128_random_bits() -> None:
    streams = ReplyStreams()
    tokens = {streams.publish(GrowingText()) for _ in range(100)}
    assert len(tokens) == 100
    assert {len(token) for token in tokens} == {22}
