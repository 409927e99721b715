import asyncio
import json
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx2
import pytest

from firstcall import models
from firstcall.practice.__main__ import main
from firstcall.practice.app import create_app
from firstcall.practice.exchange import MOST_BODY_BYTES
from firstcall.practice.model.limits import LimitedReply, Weight, thinking_tokens
from firstcall.practice.model.speaker import Asked, Token
from firstcall.practice.pace import INSTANT, LIFELIKE, Pace
from firstcall.practice.serve import serve
from tests.practice_fixture import ANTHROPIC, CHAT, MESSAGES, OPENAI, claude, gpt, post, said


def get(url: str, **headers: str) -> httpx2.Response:
    return httpx2.get(url, headers=headers, verify=False)


def test_welcome_says_what_it_is_and_where(url: str) -> None:
    welcome = get(url + "/").json()
    assert "not by a language model" in welcome["what"]
    paths = {"anthropic": "/anthropic", "google": "/google", "ollama": "/ollama", "openai": "/openai/v1",
             "openai_compatible": "/openai_compatible/v1"}  # fmt: skip
    assert welcome["base_urls"] == {vendor: url + path for vendor, path in paths.items()}


def test_unknown_path_points_to_the_base_urls(url: str) -> None:
    answer = get(url + "/v1/messages")
    assert answer.status_code == 404
    assert "/anthropic" in answer.json()["error"]["message"]


def test_body_over_32_megabytes_is_413_with_each_providers_words(url: str) -> None:
    body = b"x" * (MOST_BODY_BYTES + 1)
    answer = post(url + MESSAGES, body, ANTHROPIC)
    assert said(answer) == (413, "Request exceeds the maximum allowed number of bytes.")
    assert answer.json()["error"]["type"] == "request_too_large"
    assert post(url + CHAT, body, OPENAI).status_code == 413


def test_prompt_of_a_megabyte_is_answered(url: str) -> None:
    prompt = [{"role": "user", "content": "word " * 200_000}]
    assert (
        post(url + MESSAGES, claude(model="claude-haiku-5-5", messages=prompt), ANTHROPIC).status_code == 200
    )


def test_too_many_headers_are_431(url: str) -> None:
    many = {f"x-{number}": "1" for number in range(200)}
    assert post(url + MESSAGES, claude(), ANTHROPIC | many).status_code == 431


def test_pages_of_other_origins_may_use_it(url: str) -> None:
    asked = {"origin": "http://example.org", "access-control-request-method": "POST"}
    asked["access-control-request-headers"] = "x-api-key,anthropic-version"
    answer = httpx2.options(url + MESSAGES, headers=asked, verify=False)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == "*"
    simple = post(url + CHAT, gpt(), OPENAI | {"origin": "http://example.org"})
    assert "x-request-id" in simple.headers["access-control-expose-headers"]


def test_two_apps_share_nothing() -> None:
    one, two = create_app(), create_app()
    one.state.learners.set_pace("sk-practice-a", INSTANT)
    assert two.state.learners.pace_of("sk-practice-a") == LIFELIKE


def test_serve_takes_a_free_port_and_gives_it_back() -> None:
    with serve(create_app(INSTANT)) as url:
        port = int(url.rsplit(":", 1)[1])
        assert get(url + "/").status_code == 200
    with socket.create_server(("127.0.0.1", port)):
        pass


def test_serve_refuses_a_port_in_use() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(OSError):
        with serve(port=taken.getsockname()[1]):
            pass


@pytest.mark.parametrize("what", ["serve", "record"])
def test_command_says_that_a_port_is_in_use_and_nothing_else(
    what: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-ant-none")
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SystemExit) as ended:
        port = str(taken.getsockname()[1])
        main([what, "--port", port, "--file", str(tmp_path / "kept.jsonl")])
    assert str(ended.value).startswith(f"Port {port} is in use")
    assert capsys.readouterr() == ("", "")


def test_command_prints_the_base_urls() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "firstcall.practice", "--port", str(port)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            hello = [line.strip() for line in iter(process.stdout.readline, "\n")]
            hello += [process.stdout.readline().strip() for _ in range(2 * len(models.vendors()))]
        finally:
            process.terminate()
    said = [" ".join(line.split()) for line in hello]
    assert hello[0].startswith(f"The practice server is at http://127.0.0.1:{port}.")
    assert f"Anthropic ANTHROPIC_BASE_URL=http://127.0.0.1:{port}/anthropic" in said
    assert f"OpenAI OPENAI_BASE_URL=http://127.0.0.1:{port}/openai/v1" in said
    assert f"Google Gemini GOOGLE_GEMINI_BASE_URL=http://127.0.0.1:{port}/google" in said
    assert f"Ollama OLLAMA_HOST=http://127.0.0.1:{port}/ollama" in said
    compatible = f"OPENAI_BASE_URL=http://127.0.0.1:{port}/openai_compatible/v1"
    assert f"Compatible server {compatible}" in said


def test_each_event_is_a_chunk_of_its_own(url: str) -> None:
    answer_bytes = _raw(url, json.dumps(gpt(stream=True)).encode())
    _, _, rest = answer_bytes.partition(b"\r\n\r\n")
    chunks = []
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        chunks.append(rest[: int(size, 16)])
        rest = rest[int(size, 16) + 2 :]
    assert chunks.pop() == b""
    assert len(chunks) > 5
    assert all(chunk.startswith(b"data: ") and chunk.count(b"\n\n") == 1 for chunk in chunks)


def _raw(url: str, body: bytes) -> bytes:
    port = int(url.rsplit(":", 1)[1])
    fields = {"host": "x", "connection": "close", "content-length": str(len(body))} | OPENAI
    head = "".join(f"{line}\r\n" for line in (f"POST {CHAT} HTTP/1.1", *map(": ".join, fields.items()), ""))
    with socket.create_connection(("127.0.0.1", port), timeout=10) as line:
        line.sendall(head.encode() + body)
        return b"".join(iter(lambda: line.recv(65536), b""))


def test_stream_stops_when_the_client_hangs_up() -> None:
    sent = asyncio.run(asyncio.wait_for(_hang_up_after_first_delta(), 10))
    assert sum(b'"content":"' in chunk for chunk in sent) < 4


async def _hang_up_after_first_delta() -> list[bytes]:
    """Runs the app with a client that leaves at the first piece of text; a token comes each second."""
    app = create_app(Pace(0.0, 1.0))
    body = json.dumps(gpt(stream=True)).encode()
    left = asyncio.Event()
    messages: list[dict[str, Any]] = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[bytes] = []

    async def receive() -> dict[str, Any]:
        if messages:
            return messages.pop()
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:
        sent.append(message.get("body", b""))
        if b'"role"' not in sent[-1] and b"content" in sent[-1]:
            left.set()

    headers = [(name.encode(), value.encode()) for name, value in OPENAI.items()]
    scope = {"type": "http", "method": "POST", "path": CHAT, "raw_path": CHAT.encode(), "query_string": b""}
    await app(scope | {"headers": headers, "root_path": "", "scheme": "http"}, receive, send)
    return sent


def test_streams_run_side_by_side(url: str) -> None:
    key = {"authorization": "Bearer sk-practice-slow"}
    pace = {"pace": {"first_token_seconds": 0.3, "tokens_per_second": 0}}
    httpx2.put(url + "/control", json=pace, headers=key, verify=False)
    barrier = threading.Barrier(20)
    statuses = []

    def call() -> None:
        barrier.wait()
        statuses.append(post(url + CHAT, gpt(stream=True), key).status_code)

    threads = [threading.Thread(target=call) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert statuses == [200] * 20


# Pace


def test_pace_counts_from_the_first_token() -> None:
    assert Pace(0.5, 10).due(0) == 0.5
    assert Pace(0.5, 10).due(20) == 2.5


def test_no_reply_takes_longer_than_ten_minutes() -> None:
    assert Pace(0.5, 1).due(20_000) == 600


# What every protocol obeys


def tokens(*texts: str) -> list[Token]:
    return [Token(text, 0.0, ((text, 0.0),)) for text in texts]


def limited(
    texts: list[str], most: int = 100, stops: tuple[str, ...] = ()
) -> tuple[str, str, str | None, int]:
    speech = LimitedReply(tokens(*texts), most, stops)
    said = "".join(piece.text for piece in speech)
    return said, speech.ending, speech.stop, speech.token_count


def test_reply_of_exactly_the_limit_ends_naturally() -> None:
    assert limited(["a", "b"], most=2) == ("ab", "natural", None, 2)


def test_reply_over_the_limit_is_cut() -> None:
    assert limited(["a", "b", "c"], most=2) == ("ab", "limit", None, 2)


def test_stop_across_tokens_is_left_out() -> None:
    assert limited(["one", " tw", "o th", "ree"], stops=("two three",)) == ("one ", "stop", "two three", 4)


def test_beginning_of_a_stop_that_does_not_come_is_said() -> None:
    assert limited(["one", " tw", "elve"], stops=("two",)) == ("one twelve", "natural", None, 3)


def test_beginning_of_a_stop_at_the_end_is_said() -> None:
    assert limited(["one", " tw"], stops=("two",)) == ("one tw", "natural", None, 2)


def test_stop_that_is_complete_first_wins() -> None:
    assert limited(["abcde"], stops=("abcd", "bc")) == ("a", "stop", "bc", 1)


def test_empty_stop_never_stops() -> None:
    assert limited(["a"], stops=("",)) == ("a", "natural", None, 1)


def test_no_text_leaves_while_it_may_become_a_stop() -> None:
    speech = iter(LimitedReply(tokens("a", "END", "!", "b"), 10, ("END?",)))
    assert next(speech).text == "a"
    assert next(speech).text == "END"


def test_weight_fits_as_much_as_it_counts() -> None:
    weight = Weight(13)
    for limit in range(50):
        fitting = weight.fitting(limit)
        assert weight.counted(fitting) <= limit < weight.counted(fitting + 1)


def test_thinking_is_the_same_for_the_same_request() -> None:
    asked = Asked("", (("user", "Why?"),))
    assert thinking_tokens("high", asked) == thinking_tokens("high", asked)
    assert 100 < thinking_tokens("high", asked) < 140
    assert thinking_tokens(None, asked) == 0
