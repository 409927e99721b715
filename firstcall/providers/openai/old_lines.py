"""Calls of old tutorials about tuning that fail today, by the argument that they are about, each with its smallest fix.

What they answer is in OpenAI's deployment checklist (developers.openai.com/api/docs/guides/deployment-checklist).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.calls import Call
from firstcall.providers import BrokenCall
from firstcall.providers._arrange import changed

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
        BrokenCall(
            "retired_gpt",
            "The model id of most old tutorials",
            "It was shut down on 23 October 2026. Today's models also call the ceiling by another name.",
            "Take today's small model",
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
        BrokenCall(
            "old_ceiling",
            "The ceiling under its old name",
            "Since GPT-5 the argument is called `max_completion_tokens`, because thinking counts too. "
            "Only the old models still take `max_tokens`.",
            "Use the new name",
            _OLD_CEILING,
            changed(_OLD_CEILING, ("max_tokens",), max_completion_tokens=256),
        ),
    ),
    "temperature": (
        BrokenCall(
            "while_reasoning",
            "A temperature while the model reasons",
            "The GPT-6 models take one only when they do not reason. Without `reasoning_effort` they do.",
            'Set the effort to "none"',
            _WHILE_REASONING,
            changed(_WHILE_REASONING, reasoning_effort="none"),
        ),
        BrokenCall(
            "never",
            "A model that never takes one",
            "The first GPT-5 models always reason, so only the default of 1 is accepted.",
            "Leave it out",
            _NEVER,
            changed(_NEVER, ("temperature",)),
        ),
    ),
    "stop": (
        BrokenCall(
            "no_stop",
            "A model that takes none",
            "The models from GPT-5 to 5.4 refuse `stop`. Take another, or cut the text in your own code: "
            '`text.split("6.")[0]`, and pay for the rest as well.',
            "Take another model",
            _NO_STOP,
            changed(_NO_STOP, model="gpt-6-luna", reasoning_effort="none"),
        ),
    ),
}
