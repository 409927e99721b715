"""Finds the answer: every skill is asked in turn, the first that understands the question answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from firstcall.practice.model.answer import Answer, Skill
from firstcall.practice.model.request import Heard
from firstcall.practice.model.sampler import Sampler, Span
from firstcall.practice.model.shape import continued, dressed, shaped
from firstcall.practice.model.skills.chores import email, extracted, mood, rewritten, summarised
from firstcall.practice.model.skills.completion import completed
from firstcall.practice.model.skills.conversation import looked_back, repeated
from firstcall.practice.model.skills.explain import explained, facts_about
from firstcall.practice.model.skills.languages import excuse, excused, spoken
from firstcall.practice.model.skills.letters import changed, letters_counted, opposite, synonyms
from firstcall.practice.model.skills.lists import coin, counted, listed, one_thing
from firstcall.practice.model.skills.memory import recalled, told
from firstcall.practice.model.skills.phrases import translated
from firstcall.practice.model.skills.programs import programmed
from firstcall.practice.model.skills.small_requests import described, fun_fact, rhymed, sentences_about, who
from firstcall.practice.model.skills.small_talk import (
    anything_else,
    greeted,
    how_many,
    introduced,
    placed,
    reckoned,
    unknowable,
)
from firstcall.practice.model.skills.stories import essay, story
from firstcall.practice.model.skills.verse import haiku, joke, poem

SKILLS: tuple[Skill, ...] = (
    repeated, completed, translated, mood, extracted, spoken, looked_back, summarised, recalled, told, rewritten, email,
    programmed, opposite, synonyms, changed, letters_counted, rhymed, haiku, story, sentences_about, described, essay, poem,
    joke, counted, coin, fun_fact, facts_about, one_thing, listed, reckoned, how_many, who, placed, greeted, introduced,
    unknowable, explained, excuse,
)  # fmt: skip
"""The order matters: what names its task clearly comes before what only recognises a word."""


def answered(heard: Heard) -> Answer:
    """The answer of the first skill that has one; for anything else the honest reply of a practice model."""
    for skill in SKILLS:
        answer = skill(heard)
        if answer is not None:
            return answer
    return anything_else(heard)


def compose(heard: Heard, sampler: Sampler) -> Iterable[Span]:
    """The reply as spans of decided text; what the request has already begun is not said again."""
    rules = replace(heard.rules, json=True) if heard.begun.startswith("{") else heard.rules
    answer = answered(heard) if rules.json else excused(answered(heard), heard)
    spans = shaped(sampler.spans(dressed(answer, rules)), answer, rules)
    return continued(list(spans), heard.begun) if heard.begun else spans
