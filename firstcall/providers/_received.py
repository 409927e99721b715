"""What a server sent, brought to values of ours: a server may call anything its text, its usage or its id.

Here it stops being foreign. The SDKs check no types (`_models.py` of both, `construct`): a count may be a text,
a text a list.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.calls import MOST_TOKENS, Reply, Usage, tier_of

_LONGEST_WORD = 200
_LONGEST_SENTENCE = 2_000


def text(value: Any) -> str:
    """A text as it may be shown and kept. Of a list of parts, as some servers send it, the texts."""
    if isinstance(value, str):
        return value.encode(
            "utf-8", "replace"
        ).decode()  # half a character can go into no file and on no page
    if isinstance(value, list):
        return "".join(text(one) for one in value if isinstance(one, str | Mapping))
    inner = value.get("text") if isinstance(value, Mapping) else None
    return text(inner) if isinstance(inner, str) else ""


def sentence(value: Any) -> str:
    """What an error says: at most 2,000 characters, for a gateway may send a whole page."""
    said = text(value)
    return (
        said if len(said) <= _LONGEST_SENTENCE else said[: _LONGEST_SENTENCE - 1] + "\N{HORIZONTAL ELLIPSIS}"
    )


def word(value: Any) -> str:
    """An id or a name: one line of at most 200 characters, empty where there is none."""
    if value is None or isinstance(value, list | Mapping):
        return ""
    try:
        said = text(value) if isinstance(value, str) else repr(value)
    except ValueError:  # a number of more digits than Python writes out
        return ""
    return "".join(one if one.isprintable() else " " for one in said[:_LONGEST_WORD])


def count(value: Any) -> int | None:
    """A number of tokens, `None` for what is none."""
    return value if type(value) is int and 0 <= value <= MOST_TOKENS else None


def counts(value: Any, *names: str) -> tuple[int, ...]:
    """Several counts of one object, 0 for each that is not there or is none."""
    return tuple(count(getattr(value, name, None)) or 0 for name in names)


def usage(
    input_tokens: Any,
    output_tokens: Any,
    *,
    cached: int,
    written: int,
    thinking: int,
    for_an_hour: int = 0,
    tier: tuple[Any, ...] = (),
) -> Usage | None:
    """The counts of one reply, `None` where one of the two that every price needs is none.

    Of the others, each a part of these two, one that is larger than its whole counts nothing; those written
    `for_an_hour` are a part of the written ones. `tier` are the provider's words for how it served the call.
    """
    came, went = count(input_tokens), count(output_tokens)
    if came is None or went is None:
        return None
    if cached + written > came:
        cached = written = 0
    return Usage(
        came,
        went,
        cached,
        written,
        thinking if thinking <= went else 0,
        for_an_hour if for_an_hour <= written else 0,
        tier_of(*map(word, tier)),
    )


def reply(
    *,
    said: Any,
    stop_reason: Any,
    usage: Usage | None,
    model: Any,
    id: Any,
    request_id: Any,
    names: Mapping[str, Any],
) -> Reply:
    """A `Reply` from what an SDK's object says; `names` are the SDK's own objects, for looking at."""
    return Reply(
        text=text(said),
        stop_reason=word(stop_reason) or None,
        usage=usage,
        model=word(model),
        id=word(id),
        request_id=word(request_id) or None,
        names=names,
    )
