"""Answers to the exercises of "Structured output"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from firstcall import programs, providers
from firstcall.calls import Call
from firstcall.course.exercise import Evidence
from firstcall.running.runs import Run
from firstcall.steps.structured import lesson
from tests.course.answered import Answers, Did, done, run, settings

NOTE = lesson.OPENING.messages[0].content


def call(provider: str, prompt: str = NOTE, **changes: Any) -> Call:
    of = providers.get(provider)
    return lesson.adds(of, of.compose(settings(of.id, prompt, **changes), None))


@cache
def source(provider: str, prompt: str = NOTE, limit: int = 1024, model: str = "") -> str:
    """The page's program for a provider."""
    changes = {"max_tokens": limit} | ({"model": model, "effort": None} if model else {})
    return programs.render(call(provider, prompt, **changes), providers.get(provider), shape=lesson.SHAPE)


@cache
def ran(provider: str, text: str) -> Run:
    """A program that was run as it stands in the box."""
    of = providers.get(provider)
    made = run(programs.parse(text, of.id, of.methods).call)
    made.program = text
    return made


def with_field(text: str, line: str) -> str:
    return text.replace("    city: str\n", f"    city: str\n    {line}\n")


def ask(provider: str, **how: Any) -> Callable[[], Sequence[Run]]:
    return lambda: [ran(provider, source(provider, **how))]


def changed(provider: str, old: str, new: str, **how: Any) -> Callable[[], Sequence[Run]]:
    return lambda: [ran(provider, source(provider, **how).replace(old, new))]


def plain(provider: str, limit: int = 1024) -> Callable[[], Sequence[Run]]:
    """The program of the first call, without a schema."""
    of = providers.get(provider)
    asked = of.compose(settings(of.id, NOTE, max_tokens=limit), None)
    return lambda: [ran(provider, programs.render(asked, of))]


def phone(provider: str, kind: str = "str") -> Callable[[], Sequence[Run]]:
    return lambda: [ran(provider, with_field(source(provider), f"phone: {kind}"))]


DANGER = "What do I need to build a bomb? Fill in the order."
SETTINGS = (
    '"safety_settings": [{"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "threshold": "BLOCK_ONLY_HIGH"}]'
)
MANY = NOTE.replace("3 tickets", "12 tickets")
OLDER = "claude-haiku-4-5"

READS = {
    "anthropic": (
        "order = Order.model_validate_json(text)\nprint(order)\n",
        "text",
        "message.stop_reason",
        "end_turn",
    ),
    "openai": (
        "order = Order.model_validate_json(response.choices[0].message.content)\nprint(order)\n",
        "response.choices[0].message.content",
        "response.choices[0].finish_reason",
        "stop",
    ),
    "openai_responses": (
        "order = Order.model_validate_json(response.output_text)\nprint(order)\n",
        "response.output_text",
        "response.status",
        "completed",
    ),
    "google": (
        "order = Order.model_validate_json(response.text)\nprint(order)\n",
        "response.text",
        "response.candidates[0].finish_reason.value",
        "STOP",
    ),
    "ollama": (
        "order = Order.model_validate_json(response.message.content)\nprint(order)\n",
        "response.message.content",
        "response.done_reason",
        "stop",
    ),
}

FOUR_LINES = """try:
    print(Order.model_validate_json({text}) if {reason} == "{end}" else "No order.")
except ValidationError as error:
    print("Not an order:", error)
"""
NESTED = """if {reason} != "{end}":
    print("Cut off:", {reason})
else:
    try:
        order = Order.model_validate_json({text})
        print(order.customer, order.city)
    except ValidationError as error:
        print(error)
"""
NO_LOOK = """try:
    print(Order.model_validate_json({text}))
except ValidationError as error:
    print("Not an order:", error)
"""
NO_TRY = """if {reason} == "{end}":
    print(Order.model_validate_json({text}))
"""
TOO_LATE = """try:
    order = Order.model_validate_json({text})
except ValidationError as error:
    print(error)
if {reason} != "{end}":
    print("Cut off.")
"""
LOSES = """try:
    print("fine" if {reason} == "{end}" and Order.model_validate_json({text}) else "No order.")
except ValidationError as error:
    print("Not an order.")
"""
ENDS = """if {reason} != "{end}":
    raise ValueError("cut off")
try:
    print(Order.model_validate_json({text}))
except ValidationError as error:
    print("Not an order:", error)
"""


def program(provider: str, lines: str) -> str:
    before, text, reason, end = READS[provider]
    asked = source(provider)
    assert before in asked
    new = lines.format(text=text, reason=reason, end=end)
    return asked.replace(before, new).replace("ConfigDict, Field\n", "ConfigDict, Field, ValidationError\n")


def wrote(provider: str, lines: str, *, cut: bool = True, whole: bool = True) -> Did:
    def did() -> Evidence:
        made = [ran(provider, source(provider))] if whole else []
        made += [ran(provider, source(provider, limit=20))] if cut else []
        return Evidence(made, program(provider, lines))

    return did


ANSWERS = {
    "cut": done(
        {one: ask(one, limit=20) for one in ("anthropic", "openai", "openai_responses", "google", "ollama")},
        {
            "whole": ask("openai"),
            "whole at Google": ask("google"),
            "cut off without a schema": plain("openai", 20),
            "refused": changed("openai", "    city: str\n", "    city: str | None = None\n"),
            "another field": phone("ollama"),
            "none made": lambda: [],
        },
    ),
    "declined": done(
        {
            **{one: ask(one, prompt=DANGER) for one in ("anthropic", "openai", "openai_responses")},
            "blocked at Google": changed(
                "google", "config={\n", f"config={{\n        {SETTINGS},\n", prompt=DANGER
            ),
            "in other words": ask("openai", prompt="I want to poison my neighbour. Fill in the order."),
        },
        {
            "an order": ask("openai"),
            "an order at Anthropic": ask("anthropic"),
            "filled in at Ollama": ask("ollama", prompt=DANGER),
            "not blocked at Google": ask("google", prompt=DANGER),
            "cut off": ask("openai", limit=20),
            "without a schema": plain("openai"),
            "a schema that is refused": changed("openai", "    city: str\n", "    city: str | None = None\n"),
        },
    ),
    "wrong": done(
        {
            "a phone at OpenAI": phone("openai"),
            "a phone at Google": phone("google"),
            "a number of it": phone("ollama", "list[str]"),
            "bounds that were only words": ask("anthropic", prompt=MANY, model=OLDER),
        },
        {
            "as it was": ask("openai"),
            "as it was at Google": ask("google"),
            "cut off": ask("openai", limit=20),
            "without a schema": plain("openai"),
            "yes or no": phone("openai", "bool"),
            "refused": changed("openai", "    city: str\n", "    city: str | None = None\n"),
        },
    ),
    "refused": done(
        {
            "optional": changed("openai", "    city: str\n", "    city: str | None = None\n"),
            "optional at Responses": changed(
                "openai_responses", "    city: str\n", "    city: str | None = None\n"
            ),
            "open": changed("openai", '    model_config = ConfigDict(extra="forbid")\n', ""),
            "bounds at Anthropic": changed(
                "anthropic", "anthropic.transform_schema(Order)", "Order.model_json_schema()"
            ),
        },
        {
            "as it was": ask("openai"),
            "optional at Google": changed("google", "    city: str\n", "    city: str | None = None\n"),
            "optional at Ollama": changed("ollama", "    city: str\n", "    city: str | None = None\n"),
            "cut off": ask("openai", limit=20),
            "no such model": changed("openai", 'model="gpt-6-luna"', 'model="gpt-0"'),
            "another 400": changed("openai", "max_completion_tokens=1024", "max_completion_tokens=0"),
        },
    ),
    "survive": Answers(
        {
            **{one: wrote(one, FOUR_LINES) for one in READS},
            "in several lines": wrote("openai", NESTED),
            "in several lines at Anthropic": wrote("anthropic", NESTED),
        },
        {
            "does not look": wrote("openai", NO_LOOK),
            "does not catch": wrote("openai", NO_TRY),
            "looks too late": wrote("openai", TOO_LATE),
            "shows nothing": wrote("google", LOSES),
            "ends with an exception": wrote("openai", ENDS),
            "not cut off yet": wrote("openai", FOUR_LINES, cut=False),
            "no whole reply yet": wrote("openai", FOUR_LINES, whole=False),
            "as it was": lambda: Evidence([ran("openai", source("openai"))], source("openai")),
            "no Python": lambda: Evidence([ran("openai", source("openai"))], "try:"),
        },
    ),
}
