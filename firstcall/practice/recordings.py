"""Answers that a vendor really gave, kept in a file, and told again to the same request at the same pace.

A file has one recording on each line, as JSON:

    {"recorded": "2026-11-27T10:00:00+00:00", "path": "/openai/v1/chat/completions", "request": {...},
     "status": 200, "headers": {"content-type": "text/event-stream"}, "chunks": [[0.41, "data: ..."], ...]}

`path` is the practice server's, `request` the JSON body, a chunk is what came and how many seconds after the
request; `cut` says that the line broke after the last of them. No header of a request is in it, so no key is.
A request is the same if its path and its JSON are, in whatever order its fields stand.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from functools import partial
from hashlib import blake2b
from pathlib import Path
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from firstcall.practice import keys
from firstcall.practice.exchange import Endpoint, Exchange, Gone, TooLarge, TooSlow
from firstcall.practice.learners import Learners
from firstcall.practice.parsing import parsed
from firstcall.practice.refusal import Refusal

HEADER = "x-practice-recorded"
"""The response header that marks an answer as recorded, and says when."""
VARIABLE = "FIRSTCALL_RECORDINGS"
"""The setting that names the file from which the app's own practice server tells."""
MOST_BYTES = 64 * 1024 * 1024
MOST_RECORDINGS = 10_000


class _Line(BaseModel):
    model_config = ConfigDict(extra="forbid")

    recorded: str
    path: Annotated[str, Field(pattern="^/")]
    request: Any
    status: Annotated[int, Field(ge=200, le=599)]
    headers: dict[str, str]
    chunks: list[tuple[Annotated[float, Field(ge=0, le=900, allow_inf_nan=False)], str]]
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Recording:
    """One answer: `chunks` are (seconds after the request, text), `cut` says that the line broke after them."""

    recorded: str
    path: str
    request: Any
    status: int
    headers: Mapping[str, str]
    chunks: Sequence[tuple[float, str]]
    cut: bool = field(default=False)

    @property
    def fingerprint(self) -> bytes:
        return fingerprint(self.path, self.request)

    def line(self) -> str:
        """As it stands in the file."""
        return json.dumps(asdict(self), ensure_ascii=False)


def fingerprint(path: str, request: Any) -> bytes:
    """The same for requests that ask the same."""
    canonical = json.dumps(request, sort_keys=True, separators=(",", ":"))
    return blake2b(f"{path}\n{canonical}".encode(), digest_size=16).digest()


def read(file: Path) -> Mapping[bytes, Recording]:
    """The recordings of a file by fingerprint; of the same request the last.

    Raises `OSError`, or `ValueError` that names the line.
    """
    if file.stat().st_size > MOST_BYTES:
        raise ValueError(f"{file} is larger than {MOST_BYTES // 1024 // 1024} MB")
    found: dict[bytes, Recording] = {}
    with file.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            if len(found) == MOST_RECORDINGS:
                raise ValueError(f"{file} has more than {MOST_RECORDINGS:,} recordings")
            try:
                recording = Recording(**dict(_Line.model_validate_json(line)))
            except ValidationError as error:
                complaint = error.errors()[0]
                where = ".".join(map(str, complaint["loc"]))
                raise ValueError(f"{file}, line {number}: {where} {complaint['msg']}".strip()) from error
            found[recording.fingerprint] = recording
    return found


class Replaying:
    """The practice server behind it, before it the recordings: what was recorded is not made up.

    A learner whose script has a fault next meets the fault. Who sends no practice key is left to the server.
    """

    def __init__(self, app: ASGIApp, learners: Learners, recordings: Mapping[bytes, Recording]) -> None:
        self._app = app
        self._learners = learners
        self._recordings = recordings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "POST" or not self._recordings:
            return await self._app(scope, receive, send)
        exchange = Exchange(scope, receive, send)
        key = keys.anywhere(exchange.headers, exchange.query)
        if not keys.accepted(key) or self._learners.faults_of(key):
            return await self._app(scope, receive, send)
        again = _Again(receive)
        with self._learners.work.place(exchange) as free:
            found = await self._find(Exchange(scope, again, send)) if free else None
            if found is not None:
                at_once = self._learners.pace_of(key).tokens_per_second == 0
                return await Endpoint(partial(_tell, found, at_once), _never)(scope, receive, send)
        await self._app(scope, again.replayed, send)

    async def _find(self, exchange: Exchange) -> Recording | None:
        path = exchange.scope["path"].removeprefix(exchange.scope.get("root_path", ""))
        try:
            body = await exchange.body()
            return await self._learners.work.apart(exchange, partial(self._recorded, path, body))
        except (ValueError, Gone, TooLarge, TooSlow):
            return None  # the server behind says what is wrong with it

    def _recorded(self, path: str, body: bytes) -> Recording | None:
        return self._recordings.get(fingerprint(path, parsed(body)))


class _Again:
    """Lets the server behind read a request that was read before it.

    `transport` is that of the connection, which `Exchange.cut` looks for.
    """

    def __init__(self, receive: Receive) -> None:
        self.transport = getattr(getattr(receive, "__self__", None), "transport", None)
        self._receive = receive
        self._read: list[Message] = []

    async def __call__(self) -> Message:
        message = await self._receive()
        self._read.append(message)
        return message

    async def replayed(self) -> Message:
        return self._read.pop(0) if self._read else await self._receive()


async def _never(exchange: Exchange, refusal: Refusal) -> None:
    raise refusal


async def _tell(recording: Recording, at_once: bool, exchange: Exchange) -> None:
    """The recorded answer, each chunk when it came then, or all of them without a wait."""
    began = asyncio.get_running_loop().time()
    await exchange.start(recording.status, {**recording.headers, HEADER: recording.recorded})
    for seconds, chunk in recording.chunks:
        if not at_once:
            await exchange.wait_until(began + seconds)
        await exchange.write((chunk.encode(),))
    if recording.cut:
        await exchange.cut()
    await exchange.finish()
