"""What travelled: each HTTP attempt of an SDK, recorded without disturbing its stream.

    recorder = Recorder(secrets=(key,))
    client = anthropic.Anthropic(http_client=recorder.around(anthropic.DefaultHttpxClient))

One `Exchange` per attempt, retries included. Secrets are redacted before anything is kept, and before the SDK
sees what came: neither its objects nor its exceptions nor its log can quote them.
"""

from __future__ import annotations

import socket
import ssl
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from math import isfinite
from typing import Any

import httpx2

from firstcall.calls import Failure, Travelled
from firstcall.calls.failures import of_status
from firstcall.running.keys import names_this_machine
from firstcall.running.redacted_body import Body
from firstcall.running.redaction import Secrets

MOST_SECONDS = 1e9
"""A server that says infinity means some thirty years."""

MAX_KEPT = 4_000_000
"""Bytes of one response that are kept; a longer one is passed on whole, and recorded up to here."""

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
    proxied: bool = False

    @property
    def body(self) -> bytes:
        return b"".join(chunk for _, chunk in self.chunks)

    @property
    def is_stream(self) -> bool:
        kind = dict(self.response_headers).get("content-type", "")
        return kind.startswith(("text/event-stream", "application/x-ndjson"))

    @property
    def _is_lines(self) -> bool:
        return dict(self.response_headers).get("content-type", "").startswith("application/x-ndjson")

    @property
    def may_be_billed(self) -> bool:
        """Whether the provider may have done some work for it: it was reached, and no error says that it did none."""
        if self.status is not None:
            return self.status < 400 or of_status(self.status).billed != "no"
        return not (self.error or "").startswith("Connect")

    def events(self) -> list[tuple[float, str]]:
        """The blocks of an event stream, or the lines of one of JSON, each with the time at which its last byte arrived."""
        found, buffer = [], b""
        end = b"\n" if self._is_lines else b"\n\n"
        for seconds, chunk in self.chunks:
            buffer = (buffer + chunk).replace(b"\r\n", b"\n")
            *whole, buffer = buffer.split(end)
            found += [(seconds, block.decode(errors="replace")) for block in whole if block.strip()]
        if buffer.strip():
            found.append((self.chunks[-1][0], buffer.decode(errors="replace")))
        return found


class Recorder:
    """Collects the exchanges of one run and can break its connection off at any moment.

    `secrets` are redacted wherever they stand, the values of the headers `private` (names in lower case)
    whatever they are. `withheld` are names of headers that are taken out of each request: what the operator's
    environment adds is not for a stranger's call. `ours` says that the call goes to this app's own server.
    """

    def __init__(
        self,
        secrets: Iterable[str] = (),
        withheld: Iterable[str] = (),
        private: Iterable[str] = (),
        *,
        ours: bool = False,
    ) -> None:
        self.withheld = frozenset(withheld)
        self.secrets = Secrets(secrets, names=_SECRET_HEADERS | set(private))
        self.exchanges: list[Exchange] = []
        self.aborted = False
        self._ours = ours
        self._streams: list[Any] = []

    @property
    def travelled(self) -> Travelled:
        """What the last request came to."""
        if not self.exchanges:
            return Travelled()
        last = self.exchanges[-1]
        headers = dict(last.response_headers)
        return Travelled(
            requests=len(self.exchanges),
            status=last.status,
            content_type=headers.get("content-type", ""),
            body_bytes=sum(len(chunk) for _, chunk in last.chunks),
            retry_after=_seconds(headers.get("retry-after")),
            error=last.error or "",
            proxied_home=last.proxied and names_this_machine(last.url),
        )

    def told(self, failure: Failure) -> Failure:
        """A failure without secrets. Its kind is ours, whatever a key looks like."""
        return replace(self.secrets.without(failure), kind=failure.kind, stage=failure.stage)

    def around(self, make: Callable[..., httpx2.Client]) -> httpx2.Client:
        """The SDK's own HTTP client with this recorder inside: proxies, limits and time-outs are the SDK's.

        What is ours goes through no proxy, which would look for this machine on its own.
        """
        client = make(verify=_ssl_context(), trust_env=not self._ours)
        # Hooks of the HTTP library see no chunks, and the SDKs' middleware does not see the key's header.
        client._transport = _RecordingTransport(self, client._transport)
        client._mounts = {
            pattern: transport and _RecordingTransport(self, transport, proxied=True)
            for pattern, transport in client._mounts.items()
        }
        return client

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

    def let_go(self) -> None:
        """Nothing more will travel: what was recorded stays, the connections need not."""
        self._streams = []

    def headers(self, headers: httpx2.Headers) -> list[tuple[str, str]]:
        return [(name, self.secrets.header(name, value)) for name, value in headers.multi_items()]

    def watch(self, event: str, info: dict[str, Any]) -> None:
        """A trace of the HTTP library: remembers each connection as it is made, to a proxy too."""
        if event.endswith((".connect_tcp.complete", ".start_tls.complete")):
            self._streams.append(info["return_value"])
            if self.aborted:  # stopped while it was still connecting
                self.abort()


def _seconds(header: str | None) -> float | None:
    """A `retry-after` in seconds; `None` for a date, and where there is none."""
    try:
        seconds = float(header or "")
    except ValueError:
        return None
    return seconds if isfinite(seconds) else MOST_SECONDS


class _RecordingTransport(httpx2.BaseTransport):
    """Stands around a transport of the SDK's own, `proxied` where it leads through a proxy of the environment."""

    def __init__(self, recorder: Recorder, inner: httpx2.BaseTransport, *, proxied: bool = False) -> None:
        self._recorder, self._inner, self._proxied = recorder, inner, proxied

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        for name in self._recorder.withheld:
            request.headers.pop(name, None)
        exchange = self._begun(request)
        self._recorder.exchanges.append(exchange)
        request.extensions = {**request.extensions, "trace": self._recorder.watch}
        try:
            came = self._inner.handle_request(request)
        except Exception as error:
            exchange.end_seconds = time.perf_counter() - exchange.started
            broken = _without_secrets(error, self._recorder.secrets)
            exchange.error = f"{type(broken).__name__}: {broken}"
            if broken is error:
                raise
        else:
            return self._passed_on(came, request, exchange)
        raise broken  # out of the `except`: as its context the one that quotes the key would go along

    def _begun(self, request: httpx2.Request) -> Exchange:
        clean = self._recorder.secrets.without
        return Exchange(
            method=request.method,
            url=clean(str(request.url)),
            request_headers=self._recorder.headers(request.headers),
            request_body=clean(request.read()),
            started=time.perf_counter(),
            proxied=self._proxied,
        )

    def _passed_on(
        self, came: httpx2.Response, request: httpx2.Request, exchange: Exchange
    ) -> httpx2.Response:
        exchange.headers_seconds = time.perf_counter() - exchange.started
        exchange.status = came.status_code
        exchange.http_version = came.extensions.get("http_version", b"").decode(errors="replace")
        exchange.response_headers = self._recorder.headers(came.headers)
        came.request = request
        # The body goes on decoded, by the library's own decoders: only so can it be looked through.
        headers = [
            (name, self._recorder.secrets.without(value))
            for name, value in came.headers.raw
            if name.lower() != b"content-encoding"
        ]
        body = Body(self._recorder.secrets, came.headers.get("content-type", ""))
        response: Any = type(came)
        tee = _tee_of(response.__module__)(came, exchange, body)
        return response(came.status_code, headers=headers, stream=tee, extensions=came.extensions)  # type: ignore[no-any-return]

    def close(self) -> None:
        self._inner.close()


def _without_secrets(error: Exception, secrets: Secrets) -> Exception:
    """The exception, or one of its class where its text, or that of a cause, quotes a header with the key."""
    said, chain = str(error), error
    while chain.__cause__ is not None or chain.__context__ is not None:
        chain = chain.__cause__ or chain.__context__  # type: ignore[assignment]
        said += f" {chain}"
    if secrets.without(said) == said:
        return error
    return type(error)(secrets.without(str(error)))


class _Tee:
    """Passes a response on chunk by chunk and keeps a copy with the time."""

    def __init__(self, came: httpx2.Response, exchange: Exchange, body: Body) -> None:
        self._came: httpx2.Response | None = came
        self._exchange, self._body = exchange, body
        self._kept = 0

    def __iter__(self) -> Iterator[bytes]:
        try:
            for chunk in self._arriving():
                yield from self._seen(self._body.feed(chunk))
        except Exception as error:
            yield from self._seen(self._body.end())  # what had come before the line broke
            self._exchange.error = f"{type(error).__name__}: {error}"
            raise
        else:
            yield from self._seen(self._body.end())
        finally:
            self._end()

    def _arriving(self) -> Iterable[bytes]:
        """The body, decoded where it is encoded."""
        assert self._came is not None
        if "content-encoding" in self._came.headers:
            return self._came.iter_bytes()
        stream = self._came.stream
        assert isinstance(stream, Iterable)
        return stream

    def _seen(self, chunk: bytes) -> Iterator[bytes]:
        if chunk:
            self._keep(chunk)
            yield chunk

    def _keep(self, chunk: bytes) -> None:
        if self._kept >= MAX_KEPT:  # the SDK gets it all the same
            self._exchange.truncated = True
            return
        self._kept += len(chunk)
        self._exchange.chunks.append((time.perf_counter() - self._exchange.started, chunk))

    def _end(self) -> None:
        """Nothing more will be read: what was held back is kept."""
        if self._exchange.end_seconds is None:
            self._exchange.end_seconds = time.perf_counter() - self._exchange.started
        rest = self._body.end()
        if rest:
            self._keep(rest)

    def close(self) -> None:
        """What the SDK keeps of the response keeps this, which need not keep a connection."""
        came, self._came = self._came, None
        if came is not None:
            came.close()
        self._end()


@cache
def _tee_of(module: str) -> type[Any]:
    """`_Tee` as a stream of the HTTP library whose responses are of this module: `httpx2`, or `httpx` before it.

    A client reads no other stream than one of its own library's (`_client.py` of both, `_send_single_request`).
    """
    library = sys.modules[module.partition(".")[0]]
    return type("Tee", (_Tee, library.SyncByteStream), {})


@cache
def _ssl_context() -> ssl.SSLContext:
    """One for the process: reading the certificates takes longer than a call to the next room."""
    return httpx2.create_ssl_context()
