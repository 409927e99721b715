"""OpenAI's Responses API: create (plain and streamed), look at what was stored, delete it, count.

Written from openai 3.57.0's types and developers.openai.com. Which requests are refused is in `request`, `fields`
and `items`; the shape of a response is in `response`, its events in `reply`.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import parse_qs

from firstcall.practice.exchange import Exchange
from firstcall.practice.learners import Learners
from firstcall.practice.model.network import spoken_by
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai import cache
from firstcall.practice.wires.openai.counting import prompt_tokens
from firstcall.practice.wires.openai.errors import DOOR, answer, authenticate, not_served
from firstcall.practice.wires.openai.responses.items import Item
from firstcall.practice.wires.openai.responses.reply import QueuedReply, ResponseReply
from firstcall.practice.wires.openai.responses.request import read, read_to_count
from firstcall.practice.wires.openai.responses.stored import Shelf

_USUAL_PAGE, _MOST_OF_PAGE = 20, 100


def response(vendor: str, learners: Learners, began: float, key: str, body: bytes) -> ResponseReply:
    """The reply to the request in a body, decided on and not yet said. Raises `Refusal`."""
    shelf = Shelf(learners.kept, key)
    wanted = read(body, vendor, shelf)
    cached = learners.cache.use(key, cache.prefixes(wanted.chat, wanted.tokens))
    if wanted.fields.get("background") and not wanted.chat.stream:
        return spoken_by(None, partial(QueuedReply, wanted, cached, began, shelf, learners.pace_of(key)))
    return ResponseReply(wanted, cached, began, shelf)


async def retrieve(vendor: str, learners: Learners, exchange: Exchange) -> None:
    shelf = Shelf(learners.kept, authenticate(exchange))
    stored = shelf.get(exchange.path_params["id"])
    if _query(exchange).get("stream") == "true":
        raise not_served("stored responses as a stream", "stream")
    await answer(exchange, dict(stored.shown))


async def delete(vendor: str, learners: Learners, exchange: Exchange) -> None:
    shelf, id = Shelf(learners.kept, authenticate(exchange)), exchange.path_params["id"]
    shelf.remove(id)
    await answer(exchange, {"id": id, "object": "response", "deleted": True})


async def cancel(vendor: str, learners: Learners, exchange: Exchange) -> None:
    """Only what runs in the background can be cancelled (sentence: vllm-project/vllm 57999); what is done stays done."""
    shelf = Shelf(learners.kept, authenticate(exchange))
    stored = shelf.get(exchange.path_params["id"])
    if not stored.response["background"]:
        raise Refusal(400, "Cannot cancel a synchronous response.")
    if stored.waits:
        stored = stored.cancelled()
        shelf.put(stored)
    await answer(exchange, dict(stored.shown))


async def input_items(vendor: str, learners: Learners, exchange: Exchange) -> None:
    """What a response was an answer to, newest first, a page at a time (`types/responses/response_item_list.py`)."""
    shelf = Shelf(learners.kept, authenticate(exchange))
    await answer(exchange, page_of(shelf.get(exchange.path_params["id"]).items, exchange))


def page_of(found: Sequence[Item], exchange: Exchange) -> dict[str, Any]:
    """The part of these items that the query asks for, newest first unless it says otherwise. Raises `Refusal`."""
    items, query = list(found), _query(exchange)
    if query.get("order") != "asc":
        items.reverse()
    ids = [item["id"] for item in items]
    if (after := query.get("after")) in ids:
        items = items[ids.index(after) + 1 :]
    page = items[: _limit(query.get("limit"))]
    return listed(page) | {"has_more": len(page) < len(items)}


def listed(items: Sequence[Item]) -> dict[str, Any]:
    return {
        "object": "list",
        "data": list(items),
        "first_id": items[0]["id"] if items else None,
        "last_id": items[-1]["id"] if items else None,
        "has_more": False,
    }


def _query(exchange: Exchange) -> dict[str, str]:
    query = exchange.scope.get("query_string", b"").decode("latin-1")
    return {name: values[-1] for name, values in parse_qs(query, max_num_fields=20).items()}


def _limit(limit: str | None) -> int:
    if limit is None:
        return _USUAL_PAGE
    if not limit.isdecimal() or not 1 <= int(limit[:9]) <= _MOST_OF_PAGE:
        message = f"Invalid 'limit': expected an integer from 1 to {_MOST_OF_PAGE}."
        raise Refusal(400, message, param="limit")
    return int(limit)


async def input_tokens(vendor: str, learners: Learners, exchange: Exchange) -> None:
    """How many tokens a request would have (`types/responses/input_token_count_response.py`)."""
    await DOOR.answer(learners, exchange, partial(_counted, vendor, learners), answer)


def _counted(vendor: str, learners: Learners, key: str, body: bytes) -> dict[str, Any]:
    count = prompt_tokens(read_to_count(body, vendor, Shelf(learners.kept, key)))
    return {"object": "response.input_tokens", "input_tokens": count}


async def compact(vendor: str, learners: Learners, exchange: Exchange) -> None:
    authenticate(exchange)
    raise not_served("the compaction of conversations")
