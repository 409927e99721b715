"""Calls of old tutorials about tuning that fail today, by the argument that they are about, each with its smallest fix.

What they answer is in Anthropic's migration notes (platform.claude.com/docs/en/api/migration-2026-10-21).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from firstcall import text
from firstcall.calls import Call
from firstcall.providers import BrokenCall
from firstcall.providers._arrange import changed
from firstcall.providers._old_lines import old_line

_old = partial(old_line, text.beside(__file__))

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
    "model": (_old("retired_claude", _OLD_CLAUDE, changed(_OLD_CLAUDE, model="claude-haiku-5-5")),),
    "max_tokens": (_old("no_ceiling", _NO_CEILING, changed(_NO_CEILING, max_tokens=1024)),),
    "temperature": (
        _old("keyword", _KEYWORD, changed(_KEYWORD, ("temperature",), max_tokens=1024)),
        _old("no_header", _NO_HEADER, changed(_NO_HEADER, extra_headers=_OLD_VERSION)),
        _old("new_model", _NEW_MODEL, changed(_NEW_MODEL, model="claude-haiku-4-5")),
        _old("too_hot", _TOO_HOT, changed(_TOO_HOT, extra_body={"temperature": 1.0})),
    ),
    "stop": (_old("blank_stop", _BLANK_STOP, changed(_BLANK_STOP, stop_sequences=["2."])),),
}
