"""Lines of old tutorials about tuning that fail today, by lab and provider, each with its smallest fix.

What they answer is in Anthropic's migration notes (platform.claude.com/docs/en/api/migration-2026-10-21)
and in OpenAI's deployment checklist (developers.openai.com/api/docs/guides/deployment-checklist).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.calls import Call
from firstcall.ui.broken_lines import Broken, changed

_HAIKU = [{"role": "user", "content": "Write a haiku about the sea."}]
_LIST = [{"role": "user", "content": "List ten breakfast foods as a numbered list."}]
_OLD_VERSION = {"anthropic-version": "2023-06-01"}


def _anthropic(**arguments: Any) -> Call:
    return Call("anthropic", "messages.create", arguments)


def _openai(**arguments: Any) -> Call:
    return Call("openai", "chat.completions.create", arguments)


_OLD_CLAUDE = _anthropic(model="claude-3-haiku-20240307", max_tokens=1024, messages=_HAIKU)
_OLD_GPT = _openai(model="gpt-3.5-turbo", max_tokens=1024, messages=_HAIKU)
_NO_CEILING = _anthropic(model="claude-haiku-5-5", messages=_HAIKU)
_OLD_CEILING = _openai(model="gpt-6-luna", reasoning_effort="none", max_tokens=256, messages=_HAIKU)
_KEYWORD = _anthropic(model="claude-sonnet-5", max_tokens=200, temperature=0.0, messages=_HAIKU)
_NO_HEADER = _anthropic(
    model="claude-haiku-4-5", max_tokens=200, extra_body={"temperature": 0.0}, messages=_HAIKU
)
_NEW_MODEL = _anthropic(
    model="claude-haiku-5-5",
    max_tokens=1024,
    extra_body={"temperature": 0.0},
    extra_headers=_OLD_VERSION,
    messages=_HAIKU,
)
_TOO_HOT = _anthropic(
    model="claude-haiku-4-5",
    max_tokens=200,
    extra_body={"temperature": 1.5},
    extra_headers=_OLD_VERSION,
    messages=_HAIKU,
)
_WHILE_REASONING = _openai(
    model="gpt-6-luna",
    reasoning_effort="medium",
    max_completion_tokens=1024,
    temperature=0.5,
    messages=_HAIKU,
)
_NEVER = _openai(model="gpt-5-mini", max_completion_tokens=1024, temperature=0, messages=_HAIKU)
_BLANK_STOP = _anthropic(model="claude-haiku-5-5", max_tokens=1024, stop_sequences=["\n"], messages=_LIST)
_NO_STOP = _openai(model="gpt-5.4-mini", max_completion_tokens=1024, stop=["6."], messages=_LIST)

BROKEN: Mapping[str, Mapping[str, tuple[Broken, ...]]] = {
    "model": {
        "anthropic": (
            Broken(
                "retired_claude",
                "The model id of most old tutorials",
                "It retired on 20 April 2026. The id is all that is wrong; the 404 names it.",
                "Take today's small model",
                _OLD_CLAUDE,
                changed(_OLD_CLAUDE, model="claude-haiku-5-5"),
            ),
        ),
        "openai": (
            Broken(
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
    },
    "max_tokens": {
        "anthropic": (
            Broken(
                "no_ceiling",
                "No ceiling at all",
                "Anthropic insists on one: without `max_tokens` the SDK does not even send the call.",
                "Set a ceiling",
                _NO_CEILING,
                changed(_NO_CEILING, max_tokens=1024),
            ),
        ),
        "openai": (
            Broken(
                "old_ceiling",
                "The ceiling under its old name",
                "Since GPT-5 the argument is called `max_completion_tokens`, because thinking counts too. "
                "Only the old models still take `max_tokens`.",
                "Use the new name",
                _OLD_CEILING,
                changed(_OLD_CEILING, ("max_tokens",), max_completion_tokens=256),
            ),
        ),
    },
    "temperature": {
        "anthropic": (
            Broken(
                "keyword",
                "`temperature=` as an argument",
                "The SDK has had no such argument since version 1: nothing is sent. And the ceiling of 200 "
                "was made for a model that did not think.",
                "Leave the temperature out, raise the ceiling",
                _KEYWORD,
                changed(_KEYWORD, ("temperature",), max_tokens=1024),
            ),
            Broken(
                "no_header",
                "Past the SDK, with `extra_body`",
                "It travels, and is refused: under the API version that the SDK asks for, no model takes it. "
                "Old models still do under the old version, for how long nobody has said.",
                "Ask for the old API version",
                _NO_HEADER,
                changed(_NO_HEADER, extra_headers=_OLD_VERSION),
            ),
            Broken(
                "new_model",
                "The old version, but a new model",
                "The newest models take no temperature under any version.",
                "Take a model that accepts it",
                _NEW_MODEL,
                changed(_NEW_MODEL, model="claude-haiku-4-5"),
            ),
            Broken(
                "too_hot",
                "Above the range",
                "At Anthropic it ends at 1; OpenAI's goes up to 2.",
                "Set it to 1",
                _TOO_HOT,
                changed(_TOO_HOT, extra_body={"temperature": 1.0}),
            ),
        ),
        "openai": (
            Broken(
                "while_reasoning",
                "A temperature while the model reasons",
                "The GPT-6 models take one only when they do not reason. Without `reasoning_effort` they do.",
                'Set the effort to "none"',
                _WHILE_REASONING,
                changed(_WHILE_REASONING, reasoning_effort="none"),
            ),
            Broken(
                "never",
                "A model that never takes one",
                "The first GPT-5 models always reason, so only the default of 1 is accepted.",
                "Leave it out",
                _NEVER,
                changed(_NEVER, ("temperature",)),
            ),
        ),
    },
    "stop": {
        "anthropic": (
            Broken(
                "blank_stop",
                "A line break as stop sequence",
                "Anthropic wants something visible in each stop sequence. To get one line only, ask for it in "
                "the prompt, or cut the text in your own code.",
                "Stop at something visible",
                _BLANK_STOP,
                changed(_BLANK_STOP, stop_sequences=["2."]),
            ),
        ),
        "openai": (
            Broken(
                "no_stop",
                "A model that takes none",
                "The models from GPT-5 to 5.4 refuse `stop`. Take another, or cut the text in your own code: "
                '`text.split("6.")[0]`, and pay for the rest as well.',
                "Take another model",
                _NO_STOP,
                changed(_NO_STOP, model="gpt-6-luna", reasoning_effort="none"),
            ),
        ),
    },
}
