"""Which tools the practice model calls, with what arguments, and what it says of their results.

A tool is called where the question fits its name or its description, or where the request says so. The
arguments fit the tool's schema and come from the question where they can. The same question asks for the same
calls, so that a loop of several steps comes to its end: what has been answered is not asked for again.
"""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Literal
from zlib import crc32

from firstcall.practice.model.replies import entries, lines, template
from firstcall.practice.model.schema import filled

Choice = Literal["auto", "none", "required"]

MOST_CALLS = 8
_MOST_TEXT = 4000
_FITS = 2
_CAPITAL = r"[A-Z\u00c0-\u00de][\w'’-]*(?: [A-Z\u00c0-\u00de][\w'’-]*)*"
_SEVERAL = re.compile(
    rf"\b((?:in|for|of|at|to|from|between) )({_CAPITAL}(?:, {_CAPITAL})*,? (?:and|or|&) {_CAPITAL})"
)
_AGAIN = re.compile(rf"\b(in|for|of|at) ({_CAPITAL},? (?:and|or)) \1 (?={_CAPITAL})")
"""A preposition that is said twice: "in Rome and in Oslo"."""
_NUMBER = r"(?<![\w.])-?\d+(?:\.\d+)?(?![\w]|\.\d)"
_SIGNS = {
    "plus": "+",
    "minus": "-",
    "times": "*",
    "multiplied by": "*",
    "divided by": "/",
    "to the power of": "**",
}
_OPERATIONS = {
    "+": {"+", "add", "addition", "plus", "sum"},
    "-": {"-", "subtract", "subtraction", "minus"},
    "*": {"*", "×", "multiply", "multiplication", "times"},
    "/": {"/", "÷", "divide", "division"},
    "**": {"**", "^", "power"},
}
_BETWEEN = re.compile(r"\d\s*(\*\*|[-+*/×÷^])\s*\(?-?\d")
_SIGN = re.compile(rf"(?<=\d)\s+({'|'.join(_SIGNS)})\s+(?=\d)", re.IGNORECASE)
_SUM = re.compile(
    r"\d\s*[-+*/×÷^]\s*\(?\d|\d\s+(?:plus|minus|times|divided by|multiplied by|to the power)\s+\d", re.I
)


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that a request offers: its name, what it says of itself, the JSON schema of its arguments."""

    name: str
    description: str = ""
    schema: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Called:
    """One call of a tool that a reply asks for."""

    name: str
    arguments: Mapping[str, Any]

    def json(self) -> str:
        return json.dumps(self.arguments, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Result:
    """What came of a call since the last question; `failed` says that it was an error."""

    name: str
    said: str
    arguments: Mapping[str, Any] = field(default_factory=dict)
    failed: bool = False

    @property
    def went_wrong(self) -> bool:
        """Whether it is an error, where a protocol has no field that says so too."""
        return self.failed or self.said.lower().startswith(("error", '{"error'))

    @property
    def passes(self) -> bool:
        """Whether it is an error that says of itself that the same call may succeed."""
        return self.went_wrong and "try again" in self.said.lower()


@dataclass(frozen=True, slots=True)
class Offer:
    """What a request says about tools: those it offers, whether one has to be called, whether several may be at
    once, and what came of the calls since the last question."""

    tools: tuple[Tool, ...] = ()
    choice: Choice = "auto"
    parallel: bool = True
    results: tuple[Result, ...] = ()


NOTHING = Offer()


def calls(offer: Offer, question: str) -> tuple[Called, ...]:
    """The calls that the reply to a question asks for; none where it answers in words."""
    if offer.choice == "none" or not offer.tools:
        return ()
    wanted = _left(_wanted(offer.tools, question[:_MOST_TEXT]), offer.results)
    if not wanted and offer.choice == "required":
        tool = max(offer.tools, key=lambda tool: _fit(tool, _said(question)))
        wanted = [_call(tool, question)]
    return tuple(wanted[: MOST_CALLS if offer.parallel else 1])


def _wanted(tools: Sequence[Tool], question: str) -> list[Called]:
    """All calls that a question asks for, in its own order where it names several things."""
    found: list[Called] = []
    for part in _parts(tools, question):
        fits = {tool.name: _fit(tool, _said(part)) for tool in tools}
        best = max(fits.values(), default=0)
        chosen = [tool for tool in tools if fits[tool.name] == best and best >= _FITS][:1]
        found += [call for tool in chosen for call in _calls_of(tool, part) if call not in found]
    return found


def _parts(tools: Sequence[Tool], question: str) -> list[str]:
    """The question, or its halves where they are about different tools: "the weather in Rome and the time in Oslo"."""
    halves = [
        part for part in re.split(r"(?<=[.?!])\s+|,? and (?=\w+(?: \w+)* )|; ", question) if part.strip()
    ]
    about = {max(tools, key=lambda tool: _fit(tool, _said(half))).name for half in halves
             if max(_fit(tool, _said(half)) for tool in tools) >= _FITS}  # fmt: skip
    return halves if len(about) > 1 else [question]


def _calls_of(tool: Tool, part: str) -> list[Called]:
    """A call for each of several places or names that one question is about."""
    part = _AGAIN.sub(r"\1 \2 ", part)
    several = _SEVERAL.search(part)
    if several is None or not _takes_text(tool.schema):
        return [_call(tool, part)]
    names = [name for name in re.split(r", and |, | and | or | & ", several[2]) if name]
    before, after = part[: several.start(2)], part[several.end(2) :]
    return [_call(tool, f"{before}{name}{after}") for name in names]


def _takes_text(schema: Mapping[str, Any]) -> bool:
    properties = schema.get("properties")
    kinds = properties.values() if isinstance(properties, Mapping) else ()
    return any(isinstance(kind, Mapping) and kind.get("type", "string") == "string" for kind in kinds)


def _call(tool: Tool, question: str) -> Called:
    rng = random.Random(crc32(f"{tool.name}\n{question}".encode("utf-8", "replace")))
    question = _SIGN.sub(lambda sign: f" {_SIGNS[sign[1].lower()]} ", question)
    made = filled({"type": "object", **tool.schema}, question, rng)
    if not isinstance(made, dict):
        return Called(tool.name, {})
    return Called(tool.name, _in_order(made, question) | _operation(tool.schema, question))


def _operation(schema: Mapping[str, Any], question: str) -> dict[str, Any]:
    """What is to be done with two numbers, by the argument that has a list of such to choose from."""
    between = _BETWEEN.search(question)
    properties = schema.get("properties")
    if between is None or not isinstance(properties, Mapping):
        return {}
    names = next(names for names in _OPERATIONS.values() if between[1] in names)
    offered = {
        name: kind["enum"]
        for name, kind in properties.items()
        if isinstance(kind, Mapping) and isinstance(kind.get("enum"), list)
    }
    fitting = {name: [one for one in enum if str(one).lower() in names] for name, enum in offered.items()}
    return {name: ones[0] for name, ones in fitting.items() if ones}


def _in_order(arguments: dict[str, Any], question: str) -> dict[str, Any]:
    """Several numbers that stand for themselves are taken as the question has them: "add 3 and 4"."""
    places = [name for name, value in arguments.items() if type(value) in {int, float}]
    numbers = [number for number in re.findall(_NUMBER, question) if len(number) < 16]
    if len(places) < 2 or len(numbers) != len(places):
        return arguments
    pairs = zip(places, numbers, strict=True)
    if any(type(arguments[place]) is int and "." in number for place, number in pairs):
        return arguments
    as_said = {place: type(arguments[place])(number) for place, number in zip(places, numbers, strict=True)}
    return arguments | as_said


def _left(wanted: list[Called], results: Iterable[Result]) -> list[Called]:
    """Without the calls of which the result is there: the same ones first, else the first of the same tool. After an
    error that says so the same is asked once more."""
    results = list(results)
    results = [one for at, one in enumerate(results) if not (one.passes and _first(one, results[:at]))]
    answered = [(result.name, json.dumps(result.arguments, sort_keys=True)) for result in results]
    left = []
    for call in wanted:
        same = (call.name, json.dumps(call.arguments, sort_keys=True))
        if same in answered:
            answered.remove(same)
        else:
            left.append(call)
    again = Counter(name for name, _ in answered)
    kept = []
    for call in left:
        if again[call.name] > 0:
            again[call.name] -= 1
        else:
            kept.append(call)
    return kept


def _first(result: Result, before: Sequence[Result]) -> bool:
    """Whether nothing came of the same call yet."""
    return not any(one.name == result.name and one.arguments == result.arguments for one in before)


# Whether a question is about a tool


@lru_cache(maxsize=512)
def _said(text: str) -> frozenset[str]:
    """The words of a text by which a tool is known, and the kinships they stand for."""
    low = text[:_MOST_TEXT].lower()
    words = {stem(word) for word in re.findall(r"[a-z]{2,}", low)} - _common()
    kin = {f"~{number}" for number, family in enumerate(_families()) if family & words}
    if _SUM.search(text[:_MOST_TEXT]):
        kin.add(f"~{next(number for number, family in enumerate(_families()) if 'calculator' in family)}")
    return frozenset(words | kin | {f"={name}" for name in re.findall(r"\w+_\w+|\w+[a-z][A-Z]\w+", text)})


def _fit(tool: Tool, said: frozenset[str]) -> int:
    """How well a tool fits what was said: a word of its name counts twice, `_FITS` is enough."""
    if f"={tool.name}" in said:
        return 100
    name = _said(re.sub(r"(?<=[a-z])(?=[A-Z])|[_.-]", " ", tool.name))
    description = _said(tool.description) - name
    return _FITS * len(name & said) + len(description & said)


def stem(word: str) -> str:
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


@lru_cache(maxsize=1)
def _common() -> frozenset[str]:
    """Words that say nothing of what a tool is for, as stems."""
    return frozenset(map(stem, entries(template("tools/common words").replace("\n", " "))))


@lru_cache(maxsize=1)
def _families() -> tuple[frozenset[str], ...]:
    """Words that are of one kind: who asks for an umbrella asks for the weather. `calculator` stays as it is."""
    return tuple(
        frozenset(part for word in entries(line) for part in (stem(word), word))
        for line in lines("tools/families")
    )


def about(arguments: Mapping[str, Any]) -> str:
    """What a call was about, in a word or two: its first text or number."""
    values = [value for value in arguments.values() if isinstance(value, str | int | float)]
    return str(values[0])[:80] if values else ""


def in_words(said: str) -> str:
    """A result as a part of a sentence: the fields of a JSON object one after the other."""
    try:
        value = json.loads(said)
    except (ValueError, RecursionError):
        return said.strip()[:_MOST_TEXT]
    if isinstance(value, dict) and value:
        return ", ".join(f"{str(name).replace('_', ' ')} {_short(one)}" for name, one in value.items())[
            :_MOST_TEXT
        ]
    return _short(value)


def _short(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
