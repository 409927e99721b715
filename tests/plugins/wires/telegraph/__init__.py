"""A made-up wire: one path, a reply as one JSON object or as a line of JSON for each word."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from starlette.routing import BaseRoute, Route

from firstcall import models
from firstcall.practice import keys
from firstcall.practice.door import Door
from firstcall.practice.exchange import Endpoint, Exchange, as_json
from firstcall.practice.faults import Status
from firstcall.practice.learners import Learners
from firstcall.practice.model import speaker, tokens
from firstcall.practice.model.limits import LimitedReply, Piece
from firstcall.practice.parsing import parsed
from firstcall.practice.rates import Rate
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires import endpoint

VARIABLES = ("MORSE_BASE_URL", "MORSE_API_KEY")
READABLE_HEADERS = ("x-request-id", "retry-after")


def routes(vendor: str, learners: Learners) -> list[BaseRoute]:
    return [
        endpoint(vendor, learners, refuse, "/telegrams", "POST", telegrams),
        Route("/{path:path}", Endpoint(nowhere, refuse)),
    ]


async def refuse(exchange: Exchange, refusal: Refusal) -> None:
    await exchange.answer(
        refusal.status, as_json({"error": refusal.message}), headers("application/json") | refusal.headers
    )


async def nowhere(exchange: Exchange) -> None:
    raise Refusal(404, "There is no such office.")


def authenticate(exchange: Exchange) -> str:
    key = keys.bearer(exchange.headers)
    if not keys.accepted(key):
        raise Refusal(401, "This key opens no office.")
    return key


def busy() -> Refusal:
    return Refusal(429, "All lines are taken.", headers={"retry-after": "1"})


def check_type(exchange: Exchange, body: bytes) -> None:
    if not exchange.says_json:
        raise Refusal(400, "A telegram is JSON.")


def status_error(fault: Status, exchange: Exchange) -> Refusal:
    wait = {} if fault.retry_after is None else {"retry-after": f"{fault.retry_after:g}"}
    return Refusal(fault.status, f"The line answers {fault.status}.", headers=wait)


def count(exchange: Exchange, rate: Rate) -> None:
    exchange.told = {"x-left": str(rate.remaining)}
    if rate.wait:
        raise Refusal(429, "Too many telegrams.", headers={"retry-after": f"{rate.wait:g}"})


DOOR = Door(authenticate, busy, check_type, status_error, 100, count)


async def telegrams(vendor: str, learners: Learners, exchange: Exchange) -> None:
    await DOOR.reply(learners, exchange, lambda key, body: TelegramReply(read(body, vendor)))


def read(body: bytes, vendor: str) -> dict[str, Any]:
    try:
        said: dict[str, Any] = parsed(body)
        model = models.find(said["model"])
        missing = {"messages", "limit"} - said.keys()
    except (ValueError, KeyError, TypeError) as error:
        raise Refusal(400, "This is no telegram.") from error
    if model is None or model.provider != vendor:
        raise Refusal(404, f"No operator is called {said['model']}.")
    if missing or (model.temperature == "refused" and "temperature" in said):
        raise Refusal(400, "The telegram lacks something, or has a temperature that this operator refuses.")
    return said


def headers(content_type: str) -> dict[str, str]:
    return {"content-type": content_type, "x-request-id": f"req_{secrets.token_hex(8)}"}


class TelegramReply:
    """One reply, whole or as lines."""

    thinking = 0

    def __init__(self, said: Mapping[str, Any]) -> None:
        turns = tuple((one["role"], one["content"]) for one in said["messages"])
        system = said.get("system", "")
        asked = speaker.Asked(system, turns, said.get("temperature", 1.0), None, said["model"])
        self.limited = LimitedReply(speaker.speak(asked), said["limit"], said.get("stop", ()))
        self.headers = headers("application/x-ndjson" if said.get("stream") else "application/json")
        self.streams = bool(said.get("stream"))
        self._model = said["model"]
        self._received = self.fresh_tokens = tokens.count("\n".join([system, *(text for _, text in turns)]))
        self._text = ""

    def opening(self) -> Iterable[bytes]:
        return ()

    def thought(self) -> Iterable[bytes]:
        return ()

    def delta(self, piece: Piece) -> bytes:
        self._text += piece.text
        return as_json({"text": piece.text}) + b"\n"

    def closing(self) -> Iterable[bytes]:
        yield as_json({"telegram": self._telegram(self._text, True)}) + b"\n"

    def error_event(self, type: str) -> bytes:
        return as_json({"error": type}) + b"\n"

    def broken_event(self) -> bytes:
        return b'{"text": "st\n'

    def event_error(self, type: str) -> Refusal:
        return Refusal(503, type)

    def whole(self, pieces: list[Piece], finished: bool) -> bytes:
        return as_json(self._telegram("".join(piece.text for piece in pieces), finished))

    def _telegram(self, text: str, finished: bool) -> dict[str, Any]:
        ended = "length" if self.limited.ending == "limit" else "stop"
        return {
            "id": f"tg_{secrets.token_hex(8)}",
            "model": self._model,
            "text": text,
            "ended": ended if finished else None,
            "counted": {"received": self._received, "sent": self.limited.token_count},
        }
