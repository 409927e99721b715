"""Finds the answer: every skill is asked in turn, the first that understands the question answers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from firstcall.practice.words.answer import Answer, Skill
from firstcall.practice.words.chance import Sampler, Span
from firstcall.practice.words.chores import email, extracted, mood, rewritten, single_words, summarised, translated
from firstcall.practice.words.completion import completed
from firstcall.practice.words.conversation import looked_back, repeated
from firstcall.practice.words.explain import explained, facts_about
from firstcall.practice.words.heard import Heard
from firstcall.practice.words.lists import coin, counted, listed, one_thing
from firstcall.practice.words.memory import recalled, told
from firstcall.practice.words.programs import programmed
from firstcall.practice.words.shape import dressed, shaped
from firstcall.practice.words.tales import essay, story
from firstcall.practice.words.talk import anything_else, greeted, how_many, introduced, placed, reckoned, unknowable
from firstcall.practice.words.tongues import apology, excuse, spoken
from firstcall.practice.words.verse import haiku, joke, poem

SKILLS: tuple[Skill, ...] = (
    repeated, completed, translated, mood, extracted, spoken, looked_back, summarised, recalled, told, rewritten, email,
    programmed, single_words, haiku, story, essay, poem, joke, counted, coin, facts_about, one_thing, listed, reckoned, how_many, placed, greeted,
    introduced, unknowable, explained, excuse,
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
    """The reply as spans of decided text."""
    answer = answered(heard)
    sorry = apology(heard.rules.language)
    if sorry and answer.form != "raw" and answer.pieces and not heard.rules.json:
        answer = replace(answer, pieces=(*sorry, *answer.pieces))
    return shaped(sampler.spans(dressed(answer, heard.rules)), answer, heard.rules)
