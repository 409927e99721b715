"""OpenAI's conversations: items that are kept under an id, which responses read and add to.

Shapes: openai 3.57.0 `types/conversations/*.py`, `resources/conversations/*.py`. That one is not found is worded after
the sentence about a response. Bounds are in `firstcall.practice.kept`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from firstcall.practice.exchange import Exchange
from firstcall.practice.learners import Learners
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai.errors import DOOR, answer, authenticate
from firstcall.practice.wires.openai.fields import Field, check_all, too_long
from firstcall.practice.wires.openai.request import fields_of
from firstcall.practice.wires.openai.responses import listed, page_of
from firstcall.practice.wires.openai.responses.fields import check_metadata
from firstcall.practice.wires.openai.responses.items import Item, check_items, listed_as
from firstcall.practice.wires.openai.responses.stored import Conversation, Shelf, new_id

MOST_NEW = 20
"""Items in one request."""
_ITEMS = Field((list,), wanted="an array of objects")
_METADATA = Field((dict,), wanted="a metadata object")
Do = Callable[[Shelf, str, Mapping[str, Any]], dict[str, Any]]
"""What a request with a body does: on whose shelf, to the conversation of which id, with which fields."""


def _shape(conversation: Conversation) -> dict[str, Any]:
    return {
        "id": conversation.id,
        "object": "conversation",
        "created_at": conversation.created_at,
        "metadata": dict(conversation.metadata),
    }


async def _changed(do: Do, vendor: str, learners: Learners, exchange: Exchange) -> None:
    id = exchange.path_params.get("id", "")
    await DOOR.answer(learners, exchange, partial(_done, do, learners, id), answer)


def _done(do: Do, learners: Learners, id: str, key: str, body: bytes) -> dict[str, Any]:
    return do(Shelf(learners.kept, key), id, fields_of(body or b"{}"))


def _created(shelf: Shelf, id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    check_all(fields, {"items": _ITEMS, "metadata": _METADATA}, ())
    metadata = fields.get("metadata") or {}
    check_metadata(metadata)
    made = Conversation(new_id("conv"), int(time.time()), metadata).with_items(_items(fields))
    shelf.keep(made)
    return _shape(made)


def _updated(shelf: Shelf, id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    check_all(fields, {"metadata": _METADATA}, ("metadata",))
    metadata = fields["metadata"] or {}
    check_metadata(metadata)
    changed = replace(shelf.conversation(id), metadata=metadata)
    shelf.keep(changed)
    return _shape(changed)


def _added(shelf: Shelf, id: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    check_all(fields, {"items": _ITEMS}, ("items",))
    new = _items(fields)
    shelf.keep(shelf.conversation(id).with_items(new))
    return listed(new)


def _items(fields: Mapping[str, Any]) -> list[Item]:
    """The items of a request, with their ids. Raises `Refusal`."""
    given = fields.get("items") or []
    if len(given) > MOST_NEW:
        raise too_long("items", MOST_NEW, len(given))
    check_items(given, "items")
    return [listed_as(item, new_id("msg")) for item in given]


create = partial(_changed, _created)
update = partial(_changed, _updated)
add = partial(_changed, _added)


def _asked(learners: Learners, exchange: Exchange) -> tuple[Shelf, Conversation]:
    shelf = Shelf(learners.kept, authenticate(exchange))
    return shelf, shelf.conversation(exchange.path_params["id"])


async def retrieve(vendor: str, learners: Learners, exchange: Exchange) -> None:
    await answer(exchange, _shape(_asked(learners, exchange)[1]))


async def delete(vendor: str, learners: Learners, exchange: Exchange) -> None:
    """Its items stay with the responses that have them."""
    shelf, conversation = _asked(learners, exchange)
    shelf.kept.remove(shelf.key, conversation.id)
    await answer(exchange, {"id": conversation.id, "object": "conversation.deleted", "deleted": True})


async def items(vendor: str, learners: Learners, exchange: Exchange) -> None:
    await answer(exchange, page_of(_asked(learners, exchange)[1].all, exchange))


async def item(vendor: str, learners: Learners, exchange: Exchange) -> None:
    _, conversation = _asked(learners, exchange)
    await answer(exchange, dict(_item(conversation, exchange.path_params["item"])))


async def remove(vendor: str, learners: Learners, exchange: Exchange) -> None:
    shelf, conversation = _asked(learners, exchange)
    gone = _item(conversation, exchange.path_params["item"])
    shelf.keep(replace(conversation, all=tuple(each for each in conversation.all if each is not gone)))
    await answer(exchange, _shape(conversation))


def _item(conversation: Conversation, id: str) -> Item:
    found = next((each for each in conversation.all if each.get("id") == id), None)
    if found is None:
        raise Refusal(404, f"Conversation item with id '{id[:200]}' not found.")
    return found
