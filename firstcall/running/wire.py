"""What travelled: each HTTP attempt of an SDK, recorded without disturbing its stream.

    recorder = Recorder(secrets=(key,))
    client = anthropic.Anthropic(http_client=anthropic.DefaultHttpxClient(transport=recorder.transport()))

One `Exchange` per attempt, retries included. Secrets are redacted before anything is kept.
"""

from __future__ import annotations

import re
import socket
import ssl
import sys
import time
import urllib.request
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import httpx2

REDACTED = "[redacted]"
MAX_KEPT = 4_000_000
"""Bytes of one response that are kept; a longer one is passed on whole, and recorded up to here."""

_SHORTEST_PIECE = 8

_SECRET_HEADERS = {
    "authorization", "x-api-key", "api-key", "x-goog-api-key", "cookie", "set-cookie", "proxy-authorization",
}  # fmt: skip


@dataclass(slots=True)
class Exchange:
    """One HTTP attempt. Times are seconds after `started` (a `time.perf_counter()` value)."""

    method: str
    url: str
    request_headers: list[tuple[str, str]]
    request_body: bytes
    started: float
    status: int | None = None
    http_version: str = ""
    response_headers: list[tuple[str, str]] = field(default_factory=list)
    headers_seconds: float | None = None
    chunks: list[tuple[float, bytes]] = field(default_factory=list)
    end_seconds: float | None = None
    error: str | None = None
    truncated: bool = False

    @property
    def body(self) -> bytes:
        return b"".join(chunk for _, chunk in self.chunks)

    @property
    def is_stream(self) -> bool:
        kind = dict(self.response_headers).get("content-type", "")
        return kind.startswith(("text/event-stream", "application/x-ndjson"))

    def events(self) -> list[tuple[float, str]]:
        """The blocks of an event stream, each with the time at which its last byte arrived."""
        found, buffer = [], b""
        for seconds, chunk in self.chunks:
            buffer = (buffer + chunk).replace(b"\r\n", b"\n")
            *whole, buffer = buffer.split(b"\n\n")
            found += [(seconds, block.decode(errors="replace")) for block in whole if block.strip()]
        if buffer.strip():
            found.append((self.chunks[-1][0], buffer.decode(errors="replace")))
        return found


class Recorder:
    """Collects the exchanges of one run and can break its connection off at any moment.

    `secrets` are redacted wherever they stand. `withheld` are names of headers (in lower case) that are
    taken out of each request: what the operator's environment adds is not for a stranger's call.
    """

    def __init__(self, secrets: Iterable[str] = (), withheld: Iterable[str] = ()) -> None:
        self.withheld = frozenset(withheld)
        self.exchanges: list[Exchange] = []
        self.aborted = False
        self._secrets = sorted({form for secret in secrets for form in _forms(secret)}, key=len, reverse=True)
        self._streams: list[Any] = []

    def transport(self) -> httpx2.BaseTransport:
        return _RecordingTransport(self)

    def abort(self) -> None:
        """Shut the sockets down, which wakes a read that is waiting for the first token."""
        self.aborted = True
        # `response.close()` from another thread leaves a read waiting that has begun; a socket shut down ends it.
        for stream in self._streams:
            connection = stream.get_extra_info("socket")
            if connection is not None:
                try:
                    connection.shutdown(socket.SHUT_RDWR)
                except OSError:  # the other side was faster
                    continue

    def redact(self, name: str, value: str) -> str:
        if name.lower() in _SECRET_HEADERS:
            scheme, _, rest = value.partition(" ")  # `Bearer` stays: it is part of the lesson
            return f"{scheme} {REDACTED}" if rest else REDACTED
        for secret in self._secrets:  # the longest first: a piece would leave the rest of its whole standing
            value = value.replace(secret, REDACTED)
        return value

    def headers(self, headers: httpx2.Headers) -> list[tuple[str, str]]:
        return [(name, self.redact(name, value)) for name, value in headers.multi_items()]

    def watch(self, event: str, info: dict[str, Any]) -> None:
        """A trace of the HTTP library: remembers each connection as it is made."""
        if event in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
            self._streams.append(info["return_value"])
            if self.aborted:  # stopped while it was still connecting
                self.abort()


def _forms(secret: str) -> list[str]:
    """A secret whole, and its longer pieces: an exception that quotes it may write a line break as `\\n`."""
    pieces = re.split(r"[^!-~]|[\\\"']", secret)
    return [form for form in (secret, *pieces) if form and (form == secret or len(form) >= _SHORTEST_PIECE)]


class _RecordingTransport(httpx2.BaseTransport):
    """Stands where the SDK's own transport stands: hooks of the HTTP library see no chunks, and the SDKs'
    middleware does not see the key's header."""

    def __init__(self, recorder: Recorder) -> None:
        self._recorder = recorder
        self._inner: dict[str | None, httpx2.HTTPTransport] = {}

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        for name in self._recorder.withheld:
            request.headers.pop(name, None)
        exchange = Exchange(
            method=request.method,
            url=self._recorder.redact("url", str(request.url)),
            request_headers=self._recorder.headers(request.headers),
            request_body=request.read(),
            started=time.perf_counter(),
        )
        self._recorder.exchanges.append(exchange)
        request.extensions = {**request.extensions, "trace": self._recorder.watch}
        try:
            response = self._transport_for(request.url).handle_request(request)
        except httpx2.TransportError as error:
            exchange.error = self._recorder.redact("", f"{type(error).__name__}: {error}")
            exchange.end_seconds = time.perf_counter() - exchange.started
            raise
        exchange.headers_seconds = time.perf_counter() - exchange.started
        exchange.status = response.status_code
        exchange.http_version = response.extensions.get("http_version", b"").decode()
        exchange.response_headers = self._recorder.headers(response.headers)
        response.stream = _Tee(response.stream, exchange, response.headers.get("content-encoding", ""))
        return response

    def _transport_for(self, url: httpx2.URL) -> httpx2.HTTPTransport:
        """The environment's proxy, where there is one, as the SDK's own client would use it."""
        proxy = None if urllib.request.proxy_bypass(url.host) else urllib.request.getproxies().get(url.scheme)
        # What is ours never goes through a proxy, which would look for this machine on its own.
        if url.host in {"127.0.0.1", "localhost", "::1"}:
            proxy = None
        if proxy not in self._inner:
            self._inner[proxy] = httpx2.HTTPTransport(
                verify=_ssl_context(), proxy=proxy, socket_options=_keep_alive()
            )
        return self._inner[proxy]

    def close(self) -> None:
        for inner in self._inner.values():
            inner.close()


class _Tee(httpx2.SyncByteStream):
    """Passes a response on chunk by chunk and keeps a copy with the time."""

    def __init__(self, inner: Any, exchange: Exchange, encoding: str) -> None:
        self._inner, self._exchange, self._kept = inner, exchange, 0
        # 32 + 15: a header of gzip or of zlib, whichever comes, and the largest window.
        self._inflate = zlib.decompressobj(47) if encoding in {"gzip", "deflate"} else None

    def __iter__(self) -> Iterator[bytes]:
        exchange = self._exchange
        try:
            for chunk in self._inner:
                self._keep(time.perf_counter() - exchange.started, chunk)
                yield chunk
        except httpx2.TransportError as error:
            exchange.error = f"{type(error).__name__}: {error}"
            raise
        finally:
            exchange.end_seconds = time.perf_counter() - exchange.started

    def _keep(self, seconds: float, chunk: bytes) -> None:
        if self._kept >= MAX_KEPT:  # the SDK gets it all the same
            self._exchange.truncated = True
            return
        plain = self._inflate.decompress(chunk, MAX_KEPT) if self._inflate else chunk
        self._kept += len(plain)
        self._exchange.chunks.append((seconds, plain))

    def close(self) -> None:
        self._inner.close()


@cache
def _ssl_context() -> ssl.SSLContext:
    """One for the process: reading the certificates takes longer than a call to the next room."""
    return httpx2.create_ssl_context()


@cache
def _keep_alive() -> tuple[tuple[int, int, int], ...]:
    """The keep-alive options of the SDKs' own transports (`anthropic/_base_client.py`)."""
    options = [(socket.SOL_SOCKET, socket.SO_KEEPALIVE, 1)]
    idle = "TCP_KEEPALIVE" if sys.platform == "darwin" else "TCP_KEEPIDLE"
    for name, value in (("TCP_KEEPINTVL", 60), ("TCP_KEEPCNT", 5), (idle, 60)):
        if hasattr(socket, name):
            options.append((socket.IPPROTO_TCP, getattr(socket, name), value))
    return tuple(options)
