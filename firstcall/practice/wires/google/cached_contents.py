"""Explicit caching: `cachedContents`, which a learner creates, names in later requests, prolongs and deletes.

https://ai.google.dev/api/caching and google-genai 3.6.1 `caches.py`. One lives an hour unless `ttl` or `expireTime`
says otherwise. The sentences are those of public reports (zyddnys/manga-image-translator 929, BerriAI/litellm 17304).
How many are kept, and how large they may be, is in `kept`.
"""

from __future__ import annotations

import re
import secrets
import string
import time
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from firstcall.models import Model
from firstcall.practice.exchange import Exchange
from firstcall.practice.kept import Kept
from firstcall.practice.learners import Learners
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.google import files, listing, media
from firstcall.practice.wires.google.contents import check_contents, text_of
from firstcall.practice.wires.google.counting import check_room, counted
from firstcall.practice.wires.google.errors import DOOR, authenticate, refused
from firstcall.practice.wires.google.protobuf import snake
from firstcall.practice.wires.google.request import Request, check_tools, fields_of, model_of, unknown_model
from firstcall.practice.wires.google.shapes import CACHED_CONTENT

_USUAL = timedelta(hours=1)
_DURATION = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)s")
_MAY_CHANGE = {"ttl", "expireTime", "name"}
_LETTERS = string.ascii_lowercase + string.digits


@dataclass(frozen=True, slots=True)
class CachedContent:
    """A beginning of prompts to one model, with its tokens, and until when it is kept. `bytes` is about its size."""

    name: str
    model: Model
    display_name: str
    contents: tuple[Mapping[str, Any], ...]
    system: str
    tools: tuple[Mapping[str, Any], ...]
    tool_config: Mapping[str, Any]
    tokens: int
    bytes: int
    created: datetime
    updated: datetime
    expires: datetime

    def shape(self) -> dict[str, Any]:
        found = {
            "name": self.name,
            "model": f"models/{self.model.id}",
            "createTime": _moment(self.created),
            "updateTime": _moment(self.updated),
            "expireTime": _moment(self.expires),
            "displayName": self.display_name,
            "usageMetadata": {"totalTokenCount": self.tokens},
        }
        return found if self.display_name else {name: found[name] for name in found if name != "displayName"}


async def create(version: str, vendor: str, learners: Learners, exchange: Exchange) -> None:
    await DOOR.answer(learners, exchange, partial(_made, vendor, version, learners.kept), _shown)


async def _shown(exchange: Exchange, made: CachedContent) -> None:
    await listing.answer(exchange, made.shape())


async def every(version: str, vendor: str, learners: Learners, exchange: Exchange) -> None:
    key = authenticate(exchange)
    things = (_alive(thing) for thing in learners.kept.every(key))
    found = [thing.shape() for thing in things if thing is not None]
    await listing.answer(exchange, listing.page(found, "cachedContents", exchange.query, 50))


async def one(version: str, vendor: str, learners: Learners, exchange: Exchange) -> None:
    key = authenticate(exchange)
    await listing.answer(exchange, _named(exchange, learners.kept, key).shape())


async def change(version: str, vendor: str, learners: Learners, exchange: Exchange) -> None:
    await DOOR.answer(learners, exchange, partial(_changed, learners.kept, exchange), _shown)


def _changed(kept: Kept, exchange: Exchange, key: str, body: bytes) -> CachedContent:
    """Only how long it is kept can be changed. Raises `Refusal`."""
    fields = fields_of(body, CACHED_CONTENT)
    found = _named(exchange, kept, key)
    other = sorted(set(fields) - _MAY_CHANGE)
    if other or not fields:
        said = ", ".join(map(snake, other)) or "no field"
        raise refused(f"Only ttl and expire_time of a CachedContent can be updated, not: {said}.")
    now = datetime.now(UTC)
    changed = replace(found, updated=now, expires=_expires(fields, now))
    kept.put(key, changed.name, changed, changed.bytes)
    return changed


async def delete(version: str, vendor: str, learners: Learners, exchange: Exchange) -> None:
    key = authenticate(exchange)
    learners.kept.remove(key, _named(exchange, learners.kept, key).name)
    await listing.answer(exchange, {})


def joined(request: Request, kept: Kept, key: str) -> tuple[Request, int]:
    """The request with the beginning that it names before it, and the tokens of that. Raises `Refusal`."""
    if not request.cached_content:
        return request, 0
    found = _alive(kept.get(key, request.cached_content))
    if found is None:
        raise _not_found()
    if found.model is not request.model:
        raise refused(
            f"Model used by GenerateContent request (models/{request.model.id}) and CachedContent "
            f"(models/{found.model.id}) has to be the same."
        )
    whole = replace(
        request,
        contents=found.contents + request.contents,
        system=found.system,
        tools=found.tools,
        tool_config=found.tool_config,
    )
    return whole, found.tokens


def _made(vendor: str, version: str, kept: Kept, key: str, body: bytes) -> CachedContent:
    made = _read(vendor, version, body, kept, key)
    kept.put(key, made.name, made, made.bytes)
    return made


def _read(vendor: str, version: str, body: bytes, kept: Kept, key: str) -> CachedContent:
    fields = files.filled(fields_of(body, CACHED_CONTENT), kept, key)
    if not fields.get("model"):
        raise refused("* CreateCachedContentRequest.cached_content.model: model is not specified\n")
    method = "createCachedContent"
    model = model_of(str(fields["model"]).removeprefix("models/"), vendor, version, method)
    if model.cache_minimum_tokens is None:
        raise unknown_model(model.id, version, method)
    contents, tools = tuple(fields.get("contents", ())), tuple(fields.get("tools", ()))
    if contents:
        check_contents(contents, replace(model, prefill=True))
        contents = media.read(contents)
    check_tools(fields)
    system = text_of(fields.get("systemInstruction", {}))
    total = counted(model, contents, system, tools).total
    check_room(total, model)
    if total < model.cache_minimum_tokens:
        raise refused(
            f"Cached content is too small. total_token_count={total}, "
            f"min_total_token_count={model.cache_minimum_tokens}"
        )
    now = datetime.now(UTC)
    return CachedContent(
        name="cachedContents/" + "".join(secrets.choice(_LETTERS) for _ in range(40)),
        model=model,
        display_name=fields.get("displayName", ""),
        contents=contents,
        system=system,
        tools=tools,
        tool_config=fields.get("toolConfig", {}).get("functionCallingConfig", {}),
        tokens=total,
        bytes=len(body),
        created=now,
        updated=now,
        expires=_expires(fields, now),
    )


def _expires(fields: Mapping[str, Any], now: datetime) -> datetime:
    """When a cached content goes, by `ttl` or `expireTime`; raises `Refusal` for what is neither."""
    if "ttl" in fields and "expireTime" in fields:
        raise refused(
            "Invalid value (oneof), oneof field 'expiration' is already set. Cannot set 'expireTime'"
        )
    if "expireTime" in fields:
        until = _read_moment(str(fields["expireTime"]))
    else:
        until = now + (_read_duration(str(fields["ttl"])) if "ttl" in fields else _USUAL)
    if until <= now:
        raise refused("* CachedContent.expire_time: expire_time must be in the future\n")
    return until


def _read_duration(said: str) -> timedelta:
    found = _DURATION.fullmatch(said)
    if found is None:
        raise refused(
            "Invalid value at 'cached_content.ttl' (type.googleapis.com/google.protobuf.Duration), "
            "Illegal duration format; duration must end with 's'"
        )
    return min(timedelta(seconds=float(found[1])), timedelta(days=3650))


def _read_moment(said: str) -> datetime:
    try:
        found = datetime.fromisoformat(said)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise refused(
            "Invalid value at 'cached_content.expire_time' (type.googleapis.com/google.protobuf.Timestamp), "
            "Field 'expireTime', Illegal timestamp format; timestamps must end with 'Z' or have a valid timezone offset."
        ) from error


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="microseconds").replace("+00:00", "Z")


def _named(exchange: Exchange, kept: Kept, key: str) -> CachedContent:
    found = _alive(kept.get(key, f"cachedContents/{exchange.path_params['id'][:100]}"))
    if found is None:
        raise _not_found()
    return found


def _alive(thing: object) -> CachedContent | None:
    """What is kept, if it is a cached content that has not expired."""
    return thing if isinstance(thing, CachedContent) and thing.expires.timestamp() > time.time() else None


def _not_found() -> Refusal:
    return Refusal(403, "CachedContent not found (or permission denied)")
