"""The recorder beside the bare SDK: the same answer or the same exception, whatever the environment and the line."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from firstcall import models, providers
from firstcall.calls import Call, Message, Settings
from firstcall.practice.app import create_app
from firstcall.practice.pace import INSTANT
from firstcall.practice.serve import serve
from firstcall.providers import Access, Provider
from firstcall.running import runs
from tests import own_sdk
from tests.literal_server import answering
from tests.wire_replies import body_of

# An SDK that cannot make its HTTP client says so, and stumbles over the half-made one when it is collected.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")

KEY = "sk-beside-0123456789"
ELSEWHERE = "http://127.0.0.2:9"
"""A provider whose port is closed: only through a proxy does an answer come."""


def call_to(provider: Provider, streamed: bool) -> Call:
    settings = Settings(
        models.DEFAULT[provider.id], (Message("user", "Hi"),), max_tokens=300, stream=streamed
    )
    return replace(provider.compose(settings, None), client=provider.sdk.patience.written({}, 0, 5.0))


def bare(provider: Provider, access: Access, call: Call) -> object:
    """What the SDK by itself makes of it: text, stop reason and usage, or the classes of what it raised."""
    try:
        with provider.calling.connect(access, call, None) as client:
            pieces = provider.calling.perform(client, call, {})
            while True:
                try:
                    next(pieces)
                except StopIteration as end:
                    return end.value.text, end.value.stop_reason, end.value.usage
    except Exception as error:
        return classes(error)


def recorded(provider: Provider, access: Access, call: Call) -> object:
    """The same through the recorder."""
    run = runs.start(call, provider, access, step="test", mode="live")
    assert run.wait(20)
    if run.reply is None:
        assert run.error is not None
        return classes(run.error)
    return run.reply.text, run.reply.stop_reason, run.reply.usage


def classes(error: BaseException) -> tuple[type, type | None, object]:
    return (
        type(error),
        type(error.__cause__) if error.__cause__ else None,
        getattr(error, "status_code", getattr(error, "code", None)),
    )


def same(provider: Provider, base_url: str, streamed: bool) -> object:
    access, call = Access(KEY, base_url), call_to(provider, streamed)
    found = recorded(provider, access, call)
    assert found == bare(provider, access, call)
    return found


def twice(data: bytes) -> bytes:
    """Gzip in two members, as a server that compresses piece by piece sends it."""
    return gzip.compress(data[: len(data) // 2]) + gzip.compress(data[len(data) // 2 :])


def raw(data: bytes) -> bytes:
    """Deflate without the wrapper of zlib, which some servers send though RFC 9110 wants it."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(data) + packer.flush()


ENCODINGS: Mapping[str, tuple[tuple[str, ...], Any]] = {
    "none": ((), bytes),
    "identity": (("identity",), bytes),
    "empty": (("",), bytes),
    "gzip": (("gzip",), gzip.compress),
    "upper case": (("GZIP",), gzip.compress),
    "spaces": ((" gzip ",), gzip.compress),
    "deflate": (("deflate",), zlib.compress),
    "raw deflate": (("Deflate",), raw),
    "two members": (("gzip",), twice),
    "a list": (("deflate, gzip",), lambda data: gzip.compress(zlib.compress(data))),
    "two headers": (("deflate", "gzip"), lambda data: gzip.compress(zlib.compress(data))),
    "a list with identity": (("identity, gzip",), gzip.compress),
    "six": (("gzip, gzip, gzip, gzip, gzip, gzip",), bytes),
    "not what it says": (("gzip",), bytes),
    "not what it says either": (("deflate",), bytes),
    "cut": (("gzip",), lambda data: gzip.compress(data)[:-12]),
    "broken in the middle": (("gzip",), lambda data: gzip.compress(data)[:40] + b"?" * 40),
    "br": (("br",), lambda data: b"\x0b\x02\x80" + data),
    "br by name": (("br",), bytes),
    "zstd": (("zstd",), lambda data: b"\x28\xb5\x2f\xfd" + data),
    "zstd by name": (("zstd",), bytes),
    "x-gzip": (("x-gzip",), gzip.compress),
    "unknown": (("rot13",), bytes),
    "nothing": (("gzip",), lambda data: b""),
}


def encoded(provider: Provider, name: str, streamed: bool) -> object:
    headers, pack = ENCODINGS[name]
    body, kind = body_of(provider.id, streamed)
    with answering(pack(body.encode()), kind, headers=[("content-encoding", one) for one in headers]) as url:
        return same(provider, url, streamed)


ENVIRONMENTS: Mapping[str, Mapping[str, str]] = {
    "no proxy": {},
    "HTTP_PROXY": {"HTTP_PROXY": "<proxy>"},
    "http_proxy": {"http_proxy": "<proxy>"},
    "without a scheme": {"HTTP_PROXY": "<address>"},
    "ALL_PROXY": {"ALL_PROXY": "<proxy>"},
    "ALL_PROXY without a scheme": {"all_proxy": "<address>"},
    "for TLS only": {"HTTPS_PROXY": "<proxy>"},
    "with a password": {"HTTP_PROXY": "http://me:secret@<address>"},
    "empty": {"HTTP_PROXY": ""},
    "a dead one": {"HTTP_PROXY": "http://127.0.0.3:9"},
    "not for this host": {"HTTP_PROXY": "<proxy>", "NO_PROXY": "127.0.0.2"},
    "not for this network": {"HTTP_PROXY": "<proxy>", "NO_PROXY": "127.0.0.0/8"},
    "not for this port": {"ALL_PROXY": "<proxy>", "no_proxy": "127.0.0.2:9"},
    "not for a URL": {"ALL_PROXY": "<proxy>", "no_proxy": "http://127.0.0.2"},
    "for nobody": {"HTTP_PROXY": "<proxy>", "NO_PROXY": "*"},
    "for all but others": {"HTTP_PROXY": "<proxy>", "NO_PROXY": "localhost, .example.com,::1,[::1"},
    "socks": {"ALL_PROXY": "socks5://<address>"},
    "no such kind": {"HTTP_PROXY": "gopher://<address>"},
    "no URL": {"HTTP_PROXY": "http://[:80"},
    "no URL, for others": {"HTTPS_PROXY": "http://[:80"},
}  # fmt: skip


def through(provider: Provider, name: str, streamed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A live call to another machine in such an environment."""
    seen: list[str] = []
    with answering(*body_of(provider.id, streamed), seen=seen) as proxy:
        for variable, value in ENVIRONMENTS[name].items():
            address = proxy.removeprefix("http://")
            monkeypatch.setenv(variable, value.replace("<proxy>", proxy).replace("<address>", address))
        same(provider, ELSEWHERE, streamed)
        assert len(seen) in {0, 2}  # both went through it, or neither
        assert all(one.startswith(ELSEWHERE) for one in seen)


WIRES = [(id, streamed) for id in own_sdk.IDS for streamed in (False, True)]


@pytest.mark.parametrize("name", ENCODINGS)
def test_an_encoding_comes_to_the_same(name: str) -> None:
    id, streamed = WIRES[list(ENCODINGS).index(name) % len(WIRES)]
    encoded(providers.get(id), name, streamed)


@pytest.mark.attack
@pytest.mark.parametrize("name", ENCODINGS)
@pytest.mark.parametrize(("id", "streamed"), WIRES)
def test_every_encoding_comes_to_the_same_everywhere(id: str, streamed: bool, name: str) -> None:
    encoded(providers.get(id), name, streamed)


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_a_proxy_is_used_as_the_sdk_uses_it(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    id, streamed = WIRES[list(ENVIRONMENTS).index(name) % len(WIRES)]
    through(providers.get(id), name, streamed, monkeypatch)


@pytest.mark.attack
@pytest.mark.parametrize("name", ENVIRONMENTS)
@pytest.mark.parametrize(("id", "streamed"), WIRES)
def test_every_proxy_is_used_as_the_sdk_uses_it(
    id: str, streamed: bool, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    through(providers.get(id), name, streamed, monkeypatch)


STATUSES = [200, 204, 301, 304, 307, 400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 503, 529]


def answered(provider: Provider, status: int, whole: bool, streamed: bool) -> None:
    headers = [("location", "/v1/elsewhere")] if status in {301, 307} else []
    body, kind = body_of(provider.id, streamed)
    with answering(body, kind, status=status, whole=whole, headers=headers) as url:
        same(provider, url, streamed)


@pytest.mark.parametrize("status", STATUSES)
def test_a_status_and_a_line_that_is_cut_come_to_the_same(status: int) -> None:
    id, streamed = WIRES[STATUSES.index(status) % len(WIRES)]
    for whole in (True, False):
        answered(providers.get(id), status, whole, streamed)


@pytest.mark.attack
@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(("id", "streamed"), WIRES)
def test_every_status_comes_to_the_same_everywhere(id: str, streamed: bool, status: int) -> None:
    for whole in (True, False):
        answered(providers.get(id), status, whole, streamed)


@pytest.mark.parametrize(("id", "streamed"), WIRES)
def test_the_server_hears_the_same(id: str, streamed: bool) -> None:
    heard: list[tuple[list[tuple[str, str]], bytes]] = []
    with answering(*body_of(id, streamed), heard=heard) as url:
        same(providers.get(id), url, streamed)
    ours, bare = heard
    assert ours[1] == bare[1]
    assert [one for one in ours[0] if "idempotency" not in one[0].lower()] == [
        one for one in bare[0] if "idempotency" not in one[0].lower()
    ]


def test_the_matrix_has_answers_and_failures(monkeypatch: pytest.MonkeyPatch) -> None:
    openai = providers.get("openai")
    assert encoded(openai, "raw deflate", False) == encoded(openai, "none", False)
    assert encoded(openai, "upper case", True) == encoded(openai, "none", True)
    assert encoded(openai, "broken in the middle", False) != encoded(openai, "none", False)


@pytest.mark.parametrize(
    ("base_url", "status", "told"),
    [
        ("http://localhost:9", None, True),
        ("http://127.0.0.1:9", 502, True),
        ("http://127.0.0.1:9", 401, False),
        ("http://192.0.2.1:9", 502, False),
    ],
)
def test_a_server_of_ones_own_behind_a_proxy_is_told(
    provider: Provider, base_url: str, status: int | None, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The call goes where the bare SDK's goes; what comes of it names the proxy."""
    refused = '{"error": {"type": "authentication_error", "message": "wrong key"}}', "application/json"
    page = "<h1>No such host</h1>", "text/html"
    with answering(*(page if status == 502 else refused), status=status or 502) as proxy:
        monkeypatch.setenv("HTTP_PROXY", proxy if status else "http://127.0.0.3:9")
        same(provider, base_url, False)
        run = runs.start(call_to(provider, False), provider, Access(KEY, base_url), step="test", mode="live")
        assert run.wait(20) and run.failure
        assert ("NO_PROXY" in run.failure.advice) is told
        monkeypatch.setenv("NO_PROXY", "localhost,127.0.0.1,192.0.2.1")
        run = runs.start(
            call_to(provider, False), provider, Access(KEY, "http://127.0.0.1:9"), step="test", mode="live"
        )
        assert run.wait(20) and run.failure
        assert "NO_PROXY" not in run.failure.advice


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.5"])
def test_practice_goes_through_no_proxy(
    provider: Provider, host: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(variable, "127.0.0.3:9")
    with serve(
        create_app(INSTANT), host
    ) as url:  # this machine has other addresses than the loopback's usual one
        access = Access("sk-practice-beside", url + provider.address.practice_path)
        run = runs.start(call_to(provider, True), provider, access, step="test", mode="practice")
        assert run.wait(20) and run.state == "done", run.failure


def test_what_was_recorded_is_readable_whatever_its_encoding(provider: Provider) -> None:
    body, kind = body_of(provider.id, False)
    packed = gzip.compress(zlib.compress(body.encode()))
    with answering(packed, kind, headers=[("Content-Encoding", "Deflate, GZip")]) as url:
        run = runs.start(call_to(provider, False), provider, Access(KEY, url), step="test", mode="live")
        assert run.wait(20)
    (exchange,) = run.recorder.exchanges
    assert json.loads(exchange.body) == json.loads(body)
    assert dict(exchange.response_headers)["content-encoding"] == "Deflate, GZip"
