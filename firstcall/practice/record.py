"""`python -m firstcall.practice record`: passes calls on to the vendors and keeps what they answer.

A program sends its practice key, as it always does here; this server puts the operator's own key in its place,
which it finds in the variable that the vendor's SDK reads. Of a request the file gets path and JSON, of an
answer the body and the headers that a web page may read: no key, no cookie, no account. An answer or a
request in which the operator's key stands is passed on and not kept.
"""

from __future__ import annotations

import codecs
import json
import os
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import httpx2
from starlette.applications import Starlette
from starlette.routing import Route

from firstcall import models
from firstcall.practice import control, keys, wires
from firstcall.practice.exchange import Endpoint, Exchange
from firstcall.practice.recordings import Recording
from firstcall.practice.refusal import Refusal

_NOT_PASSED_ON = {
    "host", "connection", "content-length", "transfer-encoding", "accept-encoding", "cookie", "origin", "referer",
}  # fmt: skip
_NOT_SENT_BACK = {"connection", "content-length", "transfer-encoding", "set-cookie"}
_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class Upstream:
    """Where calls of one vendor go: its address, and the operator's key."""

    vendor: str
    address: str
    key: str


@dataclass(slots=True)
class Recorder:
    """Appends to a file what was answered. `kept` counts."""

    file: Path
    kept: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def keep(self, recording: Recording) -> None:
        with self._lock, self.file.open("a", encoding="utf-8") as file:
            file.write(recording.line() + "\n")
            self.kept += 1


def upstreams(named: Mapping[str, str], environment: Mapping[str, str] = os.environ) -> list[Upstream]:
    """The vendors for which the environment has a key; `named` are other addresses than their own, by vendor."""
    found = []
    for vendor in models.vendors().values():
        key = environment.get(wires.find(vendor.wire).VARIABLES[1], "").strip()
        address = named.get(vendor.id) or vendor.address
        if key and address and not keys.accepted(key):
            found.append(Upstream(vendor.id, address.rstrip("/"), key))
    return found


def create_app(to: list[Upstream], recorder: Recorder) -> Starlette:
    """A server that passes on what comes under `/<vendor>` and records what comes back."""
    return Starlette(
        routes=[
            Route(
                f"/{upstream.vendor}/{{path:path}}",
                Endpoint(partial(_pass_on, upstream, recorder), control.refuse),
                methods=["GET", "POST", "PATCH", "DELETE"],
            )
            for upstream in to
        ]
    )


async def _pass_on(upstream: Upstream, recorder: Recorder, exchange: Exchange) -> None:
    body = await exchange.body()
    key = keys.anywhere(exchange.headers, exchange.query)
    if not keys.accepted(key):
        raise Refusal(401, f"Send a key that begins with {keys.PREFIX}.", "authentication_error")
    query = exchange.scope["query_string"].decode("latin-1")
    query = query.replace(key, upstream.key)
    address = f"{upstream.address}/{exchange.path_params['path']}" + (f"?{query}" if query else "")
    asked = {"content": body, "headers": _asked(exchange.headers, key, upstream.key)}
    began = time.monotonic()
    async with httpx2.AsyncClient(timeout=_SECONDS) as client, AsyncExitStack() as open:
        try:
            answer = await open.enter_async_context(
                client.stream(exchange.scope["method"], address, **asked)  # type: ignore[arg-type]
            )
        except httpx2.TransportError as error:
            problem = f"{upstream.address} could not be reached: {type(error).__name__}"
            raise Refusal(502, problem, "api_error") from error
        chunks, cut = await _copied(exchange, answer, began)
    _keep(upstream, recorder, exchange, body, answer, chunks, cut)
    if cut:
        await exchange.cut()
    await exchange.finish()


async def _copied(
    exchange: Exchange, answer: httpx2.Response, began: float
) -> tuple[list[tuple[float, bytes]], bool]:
    """Sends on what comes, as it comes: the chunks, with the seconds since `began`, and whether the line broke."""
    sent_back = {name: value for name, value in answer.headers.items() if name.lower() not in _NOT_SENT_BACK}
    chunks: list[tuple[float, bytes]] = []
    await exchange.start(answer.status_code, sent_back)
    try:
        async for chunk in answer.aiter_raw():
            chunks.append((time.monotonic() - began, chunk))
            await exchange.write((chunk,))
    except httpx2.TransportError:
        return chunks, True
    return chunks, False


def _asked(headers: Mapping[str, str], key: str, own: str) -> dict[str, str]:
    """The headers of a request to the vendor: where the practice `key` stood stands the operator's `own`."""
    sent = {name: value.replace(key, own) for name, value in headers.items() if name not in _NOT_PASSED_ON}
    return {**sent, "accept-encoding": "identity"}


def _keep(
    upstream: Upstream,
    recorder: Recorder,
    exchange: Exchange,
    body: bytes,
    answer: httpx2.Response,
    chunks: list[tuple[float, bytes]],
    cut: bool,
) -> None:
    """One line in the file and one on the screen, or why there is none in the file."""
    path = exchange.scope["path"]
    whole = b"".join(chunk for _, chunk in chunks)
    if exchange.scope["method"] != "POST" or answer.status_code in {401, 403}:
        return
    if upstream.key.encode() in whole or upstream.key.encode() in body:
        print(f"not kept, your key stands in it: {path}", file=sys.stderr, flush=True)
        return
    try:
        request, said = json.loads(body), _as_text(chunks)
    except ValueError:
        print(f"not kept, neither JSON nor text: {path}", file=sys.stderr, flush=True)
        return
    recording = Recording(
        datetime.now(UTC).isoformat(timespec="seconds"), path, request, answer.status_code,
        _kept_headers(upstream.vendor, answer), said, cut,
    )  # fmt: skip
    recorder.keep(recording)
    print(
        f"{recorder.kept}. {answer.status_code} {path}, {len(chunks)} chunks, {len(whole)} bytes", flush=True
    )


def _kept_headers(vendor: str, answer: httpx2.Response) -> dict[str, str]:
    readable = {"content-type", *wires.find(models.vendor(vendor).wire).READABLE_HEADERS}
    return {name: value for name, value in answer.headers.items() if name.lower() in readable}


def _as_text(chunks: list[tuple[float, bytes]]) -> list[tuple[float, str]]:
    """The chunks as text; a character that was cut in two goes with its second half. Raises `ValueError`."""
    decoder: Any = codecs.getincrementaldecoder("utf-8")()
    said = [(round(seconds, 4), decoder.decode(chunk)) for seconds, chunk in chunks]
    decoder.decode(b"", final=True)
    return [(seconds, text) for seconds, text in said if text]
