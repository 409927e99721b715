"""A gateway that quotes the key: nothing that a run holds says it, nor does any log."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from dataclasses import astuple, replace
from typing import Any

import httpx2
import pytest

from firstcall import models
from firstcall.calls import Call, Message, Settings
from firstcall.providers import Access, Provider
from firstcall.running import runs
from tests.literal_server import answering
from tests.wire_replies import EVENTS, body_of, document, events, refusal, with_headers

KEY = "sk-gateway-Zx81-0123456789-abcdef"
LOGS = ("openai", "anthropic", "google_genai", "httpx", "httpx2", "firstcall")
LEFT = ("Zx81", "0123456789", "abcdef")
"""Pieces of the key: its first three letters may be seen, these may not."""


@pytest.fixture(autouse=True)
def every_log() -> Iterator[None]:
    """What `OPENAI_LOG=debug` and `ANTHROPIC_LOG=debug` turn on, Google's own, and ours."""
    logs = [logging.getLogger(name) for name in LOGS]
    before = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.DEBUG)
    yield
    for log, level in zip(logs, before, strict=True):
        log.setLevel(level)


def call_to(provider: Provider, streamed: bool, prompt: str = f"My key is {KEY}") -> Call:
    settings = Settings(
        models.DEFAULT[provider.id], (Message("user", prompt),), max_tokens=300, stream=streamed
    )
    call = provider.compose(settings, None)
    return replace(call, client=provider.sdk.patience.written({}, 0))


def made(provider: Provider, base_url: str, call: Call, key: str = KEY) -> runs.Run:
    run = runs.start(call, provider, Access(key, base_url), step="test", mode="live")
    assert run.wait(20)
    return run


def everything(run: runs.Run) -> str:
    """All that a page, a program or the ledger can get hold of, the SDK's objects and exceptions to their ends."""
    found: list[Any] = [run.failure, run.record, run.reply, run.text, run.growing_text.pieces]
    found += map(astuple, run.recorder.exchanges)
    found += [one.model_dump() if hasattr(one, "model_dump") else one for one in run.names.values()]
    if run.reply is not None:
        found += run.reply.names.values()
    error: BaseException | None = run.error
    while error is not None:
        response = getattr(error, "response", None)
        found += [str(error), error.args, vars(error)]
        if isinstance(response, httpx2.Response) and hasattr(response, "_content"):
            found += [response.headers, response.text, response.content]
        error = error.__cause__ or error.__context__
    return repr(found)


def assert_nothing_left(run: runs.Run, logged: list[logging.LogRecord]) -> None:
    said = everything(run)
    assert not [piece for piece in LEFT if piece in said]
    assert not [piece for piece in LEFT if any(piece in text for text in map(formatted, logged))]


def formatted(record: logging.LogRecord) -> str:
    return logging.Formatter().format(record)


def quoting(provider: Provider, status: int) -> dict[str, Any]:
    error = {"type": f"no_{KEY}", "message": f"Incorrect key {KEY}.", "code": KEY, "param": [{KEY: [KEY]}]}
    return {"type": "error", "error": error, "request_id": KEY, "status": status}


HEADERS = [
    ("request-id", f"r-{KEY}"),
    ("x-request-id", f"r-{KEY}"),
    ("x-echo", f"Bearer {KEY}"),
    ("set-cookie", f"a={KEY}"),
]


@pytest.mark.parametrize("status", [200, 400, 401, 404, 429, 500])
@pytest.mark.parametrize("streamed", [False, True])
def test_a_refusal(provider: Provider, status: int, streamed: bool, logged: list[logging.LogRecord]) -> None:
    body = json.dumps(quoting(provider, status))
    with answering(body, status=status, headers=HEADERS) as url:
        assert_nothing_left(made(provider, url, call_to(provider, streamed)), logged)


def test_a_page(provider: Provider, logged: list[logging.LogRecord]) -> None:
    with answering(f"<html>No such key: {KEY}</html>", "text/html", status=403, headers=HEADERS) as url:
        assert_nothing_left(made(provider, url, call_to(provider, False)), logged)


def replaced(value: Any, text: str) -> Any:
    return json.loads(json.dumps(value).replace("Hello there.", text))


def test_a_reply(provider: Provider, logged: list[logging.LogRecord]) -> None:
    said = replaced(document(provider.id), f"Your key: {KEY}!") | {
        "id": KEY,
        "model": KEY,
        "system_fingerprint": KEY,
    }
    with answering(*body_of(provider.id, False, said), headers=HEADERS) as url:
        run = made(provider, url, call_to(provider, False))
    assert run.text == "Your key: [redacted]!"
    assert_nothing_left(run, logged)


@pytest.mark.parametrize("place", [0, 3, 9, 20, 30, len(KEY)])
def test_a_reply_in_pieces(provider: Provider, place: int, logged: list[logging.LogRecord]) -> None:
    text = (
        json.dumps(events(provider.id))
        .replace("Hello ", f"Yours: {KEY[:place]}")
        .replace("there.", f"{KEY[place:]}!")
    )
    with answering(*body_of(provider.id, True, json.loads(text)), headers=HEADERS) as url:
        run = made(provider, url, call_to(provider, True))
    assert run.text in {"Yours: [redacted]!", "Yours: sk-[redacted]!"}
    assert_nothing_left(run, logged)


def test_an_error_in_a_stream(provider: Provider, logged: list[logging.LogRecord]) -> None:
    error = refusal(provider.id)
    if isinstance(error["error"], str):
        error["error"] = f"lost {KEY}"
    else:
        error["error"]["message"] = f"lost {KEY}"
    with answering(*body_of(provider.id, True, [*events(provider.id)[:3], error]), headers=HEADERS) as url:
        run = made(provider, url, call_to(provider, True))
    assert run.failure is not None and run.failure.said == "lost [redacted]"
    assert_nothing_left(run, logged)


@pytest.mark.parametrize("streamed", [False, True])
def test_broken_json_and_a_broken_line(
    provider: Provider, streamed: bool, logged: list[logging.LogRecord]
) -> None:
    broken = f'data: {{"id": "{KEY}", \n\ndata: {{"key": "{KEY}' if streamed else f'{{"id": "{KEY}"'
    for whole in (True, False):
        with answering(broken, EVENTS if streamed else "application/json", whole=whole) as url:
            run = made(provider, url, call_to(provider, streamed))
        assert run.state == "failed" or streamed
        assert_nothing_left(run, logged)


ODD = {
    "a line break at the end": KEY + "\n",
    "a line break inside": KEY[:20] + "\n" + KEY[20:],
    "two lines": KEY + "\r\nX-More: 1",
    "a tab": KEY[:20] + "\t" + KEY[20:],
    "a zero": KEY[:20] + "\0" + KEY[20:],
    "a curly quote": "\u201c" + KEY + "\u201d",
    "an accent": KEY + "\u00e9",
    "half a character": KEY + "\ud800",
    "a space": KEY[:20] + " " + KEY[20:],
    "short lines": "sk-Zx81\n012345\n6789ab\ncdef",
}


@pytest.mark.parametrize("odd", ODD)
def test_a_key_that_no_header_can_carry(
    provider: Provider, odd: str, logged: list[logging.LogRecord]
) -> None:
    with answering(*body_of(provider.id, False)) as url:
        plain = call_to(provider, False, "Hi")
        plain = with_headers(plain, provider, {"x-mine": ODD[odd]})
        inside = replace(plain, client={**provider.sdk.patience.written({}, 0), "api_key": ODD[odd]})
        for call, key in ((plain, ODD[odd]), (inside, "sk-other-0123")):
            run = made(provider, url, call, key)
            assert_nothing_left(run, logged)
