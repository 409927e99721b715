"""Calls of old tutorials about tuning that fail today, by the argument that they are about, each with its smallest fix.

What they answer is in OpenAI's deployment checklist (developers.openai.com/api/docs/guides/deployment-checklist).
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


def _call(**arguments: Any) -> Call:
    return Call("openai", "chat.completions.create", arguments)


_OLD_GPT = _call(model="gpt-3.5-turbo", max_tokens=1024, messages=_HAIKU)
_OLD_CEILING = _call(model="gpt-6-luna", reasoning_effort="none", max_tokens=256, messages=_HAIKU)
_WHILE_REASONING = _call(
    model="gpt-6-luna",
    reasoning_effort="medium",
    max_completion_tokens=1024,
    temperature=0.5,
    messages=_HAIKU,
)
_NEVER = _call(model="gpt-5-mini", max_completion_tokens=1024, temperature=0, messages=_HAIKU)
_NO_STOP = _call(model="gpt-5.4-mini", max_completion_tokens=1024, stop=["6."], messages=_LIST)

OLD_LINES: Mapping[str, tuple[BrokenCall, ...]] = {
    "model": (
        _old(
            "retired_gpt",
            _OLD_GPT,
            changed(
                _OLD_GPT,
                ("max_tokens",),
                model="gpt-6-luna",
                reasoning_effort="none",
                max_completion_tokens=1024,
            ),
        ),
    ),
    "max_tokens": (
        _old("old_ceiling", _OLD_CEILING, changed(_OLD_CEILING, ("max_tokens",), max_completion_tokens=256)),
    ),
    "temperature": (
        _old("while_reasoning", _WHILE_REASONING, changed(_WHILE_REASONING, reasoning_effort="none")),
        _old("never", _NEVER, changed(_NEVER, ("temperature",))),
    ),
    "stop": (_old("no_stop", _NO_STOP, changed(_NO_STOP, model="gpt-6-luna", reasoning_effort="none")),),
}
