"""Finds the answer: every skill is asked in turn, the first that understands the question answers.

What is to be said, up to what chance decides, depends on the request alone. A room asks the same short questions again
and again: those are remembered.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace

from firstcall.practice.model import own_replies
from firstcall.practice.model.answer import Answer, Skill
from firstcall.practice.model.asked import Asked
from firstcall.practice.model.at_hand import takes_long
from firstcall.practice.model.own_replies import own
from firstcall.practice.model.pieces import Pieces
from firstcall.practice.model.request import Request, read_request
from firstcall.practice.model.rules import Rules
from firstcall.practice.model.sampler import Odds, Sampler, Span
from firstcall.practice.model.shape import bare, continued, dressed, in_tags, shaped, text_of
from firstcall.practice.model.skills.capitals import capital
from firstcall.practice.model.skills.chores import email, extracted, mood, rewritten, summarised
from firstcall.practice.model.skills.completion import completed
from firstcall.practice.model.skills.conversation import looked_back, repeated
from firstcall.practice.model.skills.examples import by_example
from firstcall.practice.model.skills.explain import explained, facts_about
from firstcall.practice.model.skills.json_begun import json_begun
from firstcall.practice.model.skills.languages import apology, in_language, with_apology
from firstcall.practice.model.skills.letters import changed, letters_counted, opposite, synonyms
from firstcall.practice.model.skills.lists import coin, counted, listed, one_thing
from firstcall.practice.model.skills.memory import noted, recalled
from firstcall.practice.model.skills.phrases import translated
from firstcall.practice.model.skills.pictures import looked, seen
from firstcall.practice.model.skills.programs import programmed
from firstcall.practice.model.skills.puzzles import puzzled
from firstcall.practice.model.skills.reading import read
from firstcall.practice.model.skills.small_requests import described, fun_fact, rhymed, sentences_about, who
from firstcall.practice.model.skills.small_talk import (
    anything_else,
    calculated,
    greeted,
    how_many,
    introduced,
    unknowable,
)
from firstcall.practice.model.skills.stories import essay, story
from firstcall.practice.model.skills.tool_results import told
from firstcall.practice.model.skills.verse import haiku, joke, poem

MOST_REMEMBERED = 2000
"""Characters of a request that is remembered."""
MOST_PIECES = 40
"""Of a reply that is remembered."""
MOST_PLANS = 256
SKILLS: tuple[Skill, ...] = (
    own, told, looked, by_example, puzzled, counted,
    repeated, completed, translated, mood, extracted, in_language, looked_back, summarised, read, recalled, noted, rewritten,
    email, programmed, opposite, synonyms, changed, letters_counted, rhymed, haiku, story, sentences_about, described, essay,
    poem, joke, coin, fun_fact, facts_about, one_thing, listed, calculated, how_many, who, capital, greeted, introduced,
    unknowable, explained, seen, apology,
)  # fmt: skip
"""The order matters: what names its task clearly comes before what only recognises a word."""


def answered(request: Request) -> Answer:
    """The answer of the first skill that has one; for anything else the honest reply of a practice model."""
    for skill in SKILLS:
        answer = skill(request)
        if answer is not None:
            return answer
    return anything_else(request)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be said to a request, before chance decides; with the `odds` of its choices where it is remembered."""

    request: Request
    answer: Answer
    rules: Rules
    pieces: Pieces
    odds: dict[tuple[int, float], Odds] | None = None


class Remembered:
    """The plans of the last few short requests. Safe to use from several threads."""

    def __init__(self) -> None:
        self._plans: OrderedDict[Hashable, Plan] = OrderedDict()
        self._lock = threading.Lock()

    def __len__(self) -> int:
        return len(self._plans)

    def get(self, request: Hashable) -> Plan | None:
        with self._lock:
            plan = self._plans.get(request)
            if plan is not None:
                self._plans.move_to_end(request)
            return plan

    def put(self, request: Hashable, plan: Plan) -> None:
        """A plan of many pieces, as that of a story, is not kept."""
        if len(plan.pieces) > MOST_PIECES:
            return
        with self._lock:
            self._plans[request] = replace(plan, odds={})
            if len(self._plans) > MOST_PLANS:
                self._plans.popitem(last=False)

    def clear(self) -> None:
        with self._lock:
            self._plans.clear()


remembered = Remembered()


def plan(asked: Asked) -> Plan:
    """Takes a request apart and finds its answer, or remembers both."""
    short = not asked.shown and not asked.offer.results and _length(asked) <= MOST_REMEMBERED
    name = (
        (asked.system, asked.messages, asked.model, asked.thinking, own_replies.version()) if short else None
    )
    known = remembered.get(name) if name else None
    if known is not None:
        return known
    takes_long()
    request = read_request(
        asked.system, asked.messages, asked.model, asked.offer.results, asked.shown, asked.thinking
    )
    made = _planned(request)
    if name:
        remembered.put(name, made)
    return made


def _length(asked: Asked) -> int:
    """Characters, and some for each message, which takes room too."""
    return len(asked.system) + sum(len(text) + 50 for _, text in asked.messages)


def _planned(request: Request) -> Plan:
    rules = replace(request.rules, json=True) if request.begun.startswith("{") else request.rules
    answer = answered(request) if rules.json else with_apology(answered(request), request)
    return Plan(request, answer, rules, dressed(answer, rules))


def compose(plan: Plan, sampler: Sampler) -> Iterable[Span]:
    """The reply as spans of decided text; what the request has already begun is not said again."""
    request, rules = plan.request, plan.rules
    in_a_word = bare(plan.answer, rules) if plan.answer.language == "en" else ()
    spans = shaped(sampler.spans(plan.pieces), plan.answer, rules, lambda: sampler.spans(in_a_word))
    if request.begun:
        said = list(spans)
        whole = None if text_of(said).startswith(request.begun) else json_begun(request, text_of(said))
        return continued([Span(whole)] if whole else said, request.begun)
    return in_tags(spans, rules.tags)
