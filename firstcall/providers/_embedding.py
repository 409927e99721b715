"""How a provider makes vectors of texts: another call than its chat, with the same client, key and failures."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Any, Literal

from firstcall.calls import Call, Reply, Usage
from firstcall.providers import _received
from firstcall.providers._fields import Field
from firstcall.providers._kinds import Kind

SHAPE = "embedding"
"""The name of its programs in a provider's folder."""

Purpose = Literal["", "query", "document"]
"""What a text is for, where a model wants to know: to search with, to be found. Empty where it is not said."""

Vectors = tuple[tuple[float, ...], ...]


@dataclass(frozen=True, slots=True)
class Texts:
    """What an embedding call asks for; without `dimensions` a vector is as long as the model makes it."""

    model: str
    texts: tuple[str, ...]
    dimensions: int | None = None
    purpose: Purpose = ""


@dataclass(frozen=True, slots=True)
class Embedding:
    """How a provider makes vectors.

    `kind` says what such a call looks like. `compose` writes texts into a call, leaving arguments that it does not
    cover as they are; `read` is its reverse. `vectors` takes them out of the SDK's object, `counted` its usage.
    `models` are those to choose from, the one to begin with first; `told` are those that an argument tells what a text
    is for. One request takes at `most` so many texts, `None` where nothing is said of it. `fields` say where things are
    in the response, `written` gives a call's arguments in a language that names them otherwise than its chat's do.
    """

    kind: Kind
    compose: Callable[[Texts, Call | None], Call]
    read: Callable[[Call], Texts]
    vectors: Callable[[Any], Any]
    counted: Callable[[Any], Usage | None]
    fields: tuple[Field, ...]
    models: tuple[str, ...]
    most: int | None = None
    told: frozenset[str] = frozenset()
    written: Mapping[str, Callable[[Call], Mapping[str, Any]]] | None = None

    @property
    def method(self) -> str:
        return self.kind.methods[0]

    def to_be_found(self, model: str, texts: tuple[str, ...]) -> Texts:
        """Texts as documents of a search, whole vectors of a model."""
        return Texts(model, texts, None, "document" if model in self.told else "")

    def made(self, names: Mapping[str, Any]) -> Vectors:
        """The vectors of a reply, in the order of its texts; none where what came are no vectors of one length."""
        try:
            found = tuple(tuple(map(float, one)) for one in self.vectors(names[self.kind.named]))
        except (AttributeError, KeyError, TypeError, ValueError):
            return ()
        return found if found and found[0] and len(set(map(len, found))) == 1 else ()

    def perform(self, client: Any, call: Call, names: dict[str, Any]) -> Generator[str, None, Reply]:
        """Make the call, which brings all vectors at once and no text. The SDK's exceptions pass through."""
        made = attrgetter(call.method)(client)(*call.positional, **call.arguments)
        names[self.kind.named] = made
        yield ""
        return _received.reply(
            said="",
            stop_reason=None,
            usage=self.counted(made),
            model=getattr(made, "model", None) or call.model,
            id=None,
            request_id=getattr(made, "_request_id", None),
            names=names,
        )

    def usage_so_far(self, names: Mapping[str, Any]) -> Usage | None:
        """What was counted, where vectors came."""
        made = names.get(self.kind.named)
        return None if made is None else self.counted(made)


def usage(tokens: Any) -> Usage | None:
    """What was counted: texts alone, for nothing is written. `None` where it is no count."""
    found = _received.count(tokens)
    return None if found is None else Usage(input_tokens=found)
