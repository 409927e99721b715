"""What a learner may come back to: a response by `previous_response_id`, an item by its id, a conversation.

OpenAI keeps a response for 30 days (developers.openai.com/api/docs/guides/conversation-state), this server for two
hours of disuse at most; bounds are in `firstcall.practice.kept`.
"""

from __future__ import annotations

import secrets
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from firstcall.practice.exchange import as_json
from firstcall.practice.kept import Kept
from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.openai.responses.items import Item

_NOTHING_YET: Mapping[str, Any] = {
    "output": [],
    "usage": None,
    "completed_at": None,
    "incomplete_details": None,
}


def new_id(prefix: str) -> str:
    return f"{prefix}_{secrets.token_hex(24)}"


@dataclass(frozen=True, slots=True)
class Stored:
    """One response, and the `items` that it was an answer to, oldest first; they take about so many `bytes`."""

    response: Mapping[str, Any]
    items: tuple[Item, ...]
    bytes: int
    begins: float = 0.0
    due: float = 0.0
    """When it begins to be made and when it is there, on `time.monotonic`'s clock, of one in the background."""

    @property
    def waits(self) -> bool:
        return time.monotonic() < self.due

    @property
    def shown(self) -> Mapping[str, Any]:
        """The response as it is now."""
        if not self.waits:
            return self.response
        status = "queued" if time.monotonic() < self.begins else "in_progress"
        return {**self.response, "status": status, **_NOTHING_YET}

    def cancelled(self) -> Stored:
        """The same without what was not there yet."""
        return replace(self, response={**self.response, "status": "cancelled", **_NOTHING_YET}, due=0.0)

    @property
    def all(self) -> tuple[Item, ...]:
        """Its items and those of the response itself."""
        return (*self.items, *self.response["output"])


@dataclass(frozen=True, slots=True)
class Conversation:
    """What was said in a conversation, oldest first; the items take about so many `bytes`."""

    id: str
    created_at: int
    metadata: Mapping[str, Any]
    all: tuple[Item, ...] = ()
    bytes: int = 0

    def with_items(self, items: Sequence[Item]) -> Conversation:
        more = sum(len(as_json(item)) for item in items)
        return replace(self, all=(*self.all, *items), bytes=self.bytes + more)


@dataclass(frozen=True, slots=True)
class Shelf:
    """The responses and conversations of one learner."""

    kept: Kept
    key: str

    def put(self, stored: Stored) -> None:
        self.kept.put(self.key, stored.response["id"], stored, stored.bytes)

    def get(self, id: str) -> Stored:
        """Raises `Refusal` 404 for one that is not there (any longer)."""
        found = self.kept.get(self.key, id)
        if not isinstance(found, Stored):
            raise Refusal(404, f"Response with id '{id[:200]}' not found.")
        return found

    def postpone(self, id: str, first: float, whole: float) -> None:
        """A response that was stored is there after so many seconds only, and begun after the first of them."""
        now, found = time.monotonic(), self.get(id)
        response = found.response
        if response["completed_at"] is not None:
            response = {**response, "completed_at": int(time.time() + whole)}
        self.put(replace(found, response=response, begins=now + first, due=now + whole))

    def remove(self, id: str) -> None:
        self.get(id)
        self.kept.remove(self.key, id)

    def keep(self, conversation: Conversation) -> None:
        self.kept.put(self.key, conversation.id, conversation, conversation.bytes + 200)

    def conversation(self, id: str) -> Conversation:
        """Raises `Refusal` 404 for one that is not there (any longer)."""
        found = self.kept.get(self.key, id)
        if not isinstance(found, Conversation):
            raise Refusal(404, f"Conversation with id '{id[:200]}' not found.")
        return found

    def add(self, id: str, items: Sequence[Item]) -> None:
        """To a conversation, unless it was deleted meanwhile."""
        found = self.kept.get(self.key, id)
        if isinstance(found, Conversation):
            self.keep(found.with_items(items))

    def before(self, id: str | None) -> tuple[int, tuple[Item, ...]]:
        """What was said up to and with the response of this id, and about how many bytes that takes."""
        if id is None:
            return 0, ()
        found = self.kept.get(self.key, id)
        if not isinstance(found, Stored):
            message = f"Previous response with id '{id[:200]}' not found."
            raise Refusal(400, message, param="previous_response_id", code="previous_response_not_found")
        return found.bytes, found.all

    def item(self, id: str, stored: bool) -> Item:
        """The item of this id in what is kept. Raises `Refusal` 404 (sentences: vercel/ai 7543)."""
        for each in reversed(self.kept.every(self.key)):
            if isinstance(each, Stored | Conversation):
                found = next((item for item in each.all if item.get("id") == id), None)
                if found is not None:
                    return found
        message = f"Item with id '{id[:200]}' not found."
        if not stored:
            message += (
                " Items are not persisted when `store` is set to false. Try again with `store` set to true, or "
                "remove this item from your input."
            )
        raise Refusal(404, message, param="input")
