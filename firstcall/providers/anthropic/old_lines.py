"""Calls of old tutorials about tuning that fail today, by the argument that they are about, each with its smallest fix.

What they answer is in Anthropic's migration notes (platform.claude.com/docs/en/api/migration-2026-10-21).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.calls import Call
from firstcall.providers import BrokenCall
from firstcall.providers._arrange import changed

_HAIKU = [{"role": "user", "content": "Write a haiku about the sea."}]
_LIST = [{"role": "user", "content": "List ten breakfast foods as a numbered list."}]
_OLD_VERSION = {"anthropic-version": "2023-06-01"}


def _call(**arguments: Any) -> Call:
    return Call("anthropic", "messages.create", arguments)


_OLD_CLAUDE = _call(model="claude-3-haiku-20240307", max_tokens=1024, messages=_HAIKU)
_NO_CEILING = _call(model="claude-haiku-5-5", messages=_HAIKU)
_KEYWORD = _call(model="claude-sonnet-5", max_tokens=200, temperature=0.0, messages=_HAIKU)
_NO_HEADER = _call(model="claude-haiku-4-5", max_tokens=200, extra_body={"temperature": 0.0}, messages=_HAIKU)
_NEW_MODEL = _call(
    model="claude-haiku-5-5",
    max_tokens=1024,
    extra_body={"temperature": 0.0},
    extra_headers=_OLD_VERSION,
    messages=_HAIKU,
)
_TOO_HOT = _call(
    model="claude-haiku-4-5",
    max_tokens=200,
    extra_body={"temperature": 1.5},
    extra_headers=_OLD_VERSION,
    messages=_HAIKU,
)
_BLANK_STOP = _call(model="claude-haiku-5-5", max_tokens=1024, stop_sequences=["\n"], messages=_LIST)

OLD_LINES: Mapping[str, tuple[BrokenCall, ...]] = {
    "model": (
        BrokenCall(
            "retired_claude",
            "The model id of most old tutorials",
            "It retired on 20 April 2026. The id is all that is wrong; the 404 names it.",
            "Take today's small model",
            _OLD_CLAUDE,
            changed(_OLD_CLAUDE, model="claude-haiku-5-5"),
        ),
    ),
    "max_tokens": (
        BrokenCall(
            "no_ceiling",
            "No ceiling at all",
            "Anthropic insists on one: without `max_tokens` the SDK does not even send the call.",
            "Set a ceiling",
            _NO_CEILING,
            changed(_NO_CEILING, max_tokens=1024),
        ),
    ),
    "temperature": (
        BrokenCall(
            "keyword",
            "`temperature=` as an argument",
            "The SDK has had no such argument since version 1: nothing is sent. And the ceiling of 200 "
            "was made for a model that did not think.",
            "Leave the temperature out, raise the ceiling",
            _KEYWORD,
            changed(_KEYWORD, ("temperature",), max_tokens=1024),
        ),
        BrokenCall(
            "no_header",
            "Past the SDK, with `extra_body`",
            "It travels, and is refused: under the API version that the SDK asks for, no model takes it. "
            "Old models still do under the old version, for how long nobody has said.",
            "Ask for the old API version",
            _NO_HEADER,
            changed(_NO_HEADER, extra_headers=_OLD_VERSION),
        ),
        BrokenCall(
            "new_model",
            "The old version, but a new model",
            "The newest models take no temperature under any version.",
            "Take a model that accepts it",
            _NEW_MODEL,
            changed(_NEW_MODEL, model="claude-haiku-4-5"),
        ),
        BrokenCall(
            "too_hot",
            "Above the range",
            "At Anthropic it ends at 1; OpenAI's goes up to 2.",
            "Set it to 1",
            _TOO_HOT,
            changed(_TOO_HOT, extra_body={"temperature": 1.0}),
        ),
    ),
    "stop": (
        BrokenCall(
            "blank_stop",
            "A line break as stop sequence",
            "Anthropic wants something visible in each stop sequence. To get one line only, ask for it in "
            "the prompt, or cut the text in your own code.",
            "Stop at something visible",
            _BLANK_STOP,
            changed(_BLANK_STOP, stop_sequences=["2."]),
        ),
    ),
}
