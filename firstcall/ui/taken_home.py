"""The programs of the pages, for a page that offers them all: each as it stands on its own.

A step offers one by saying in its words, as the title of `# take_home`, what it is called. It is the program at its
desk, which its module `lab` makes with `desk()` or which opens with its lesson's `OPENING`, or what `sources()` of its module
`take_home` gives by language.
"""

from __future__ import annotations

from collections.abc import Mapping

from firstcall import programs
from firstcall.calls import Settings
from firstcall.course import lessons, steps
from firstcall.providers import Provider
from firstcall.ui import languages
from firstcall.ui.desk import Desk


def offered() -> Mapping[str, str]:
    """What each program is called, by the step whose it is, in the order of the steps."""
    return {
        step.slug: step.words.title("take_home") for step in steps.every() if step.words.find("take_home")
    }


def sources(step: str, provider: Provider) -> Mapping[str, str]:
    """The program of a step by language, for the provider that is chosen; Python alone where it is not understood."""
    if own := getattr(lessons.module(step, "take_home"), "sources", None):
        found: Mapping[str, str] = own()
        return found
    desk = _desk(step)
    try:
        return languages.sources(provider, desk.parse(provider).call, desk.source_for(provider), desk.shape)
    except programs.NotUnderstood:
        return {"python": desk.source_for(provider)}


def _desk(step: str) -> Desk:
    if made := getattr(lessons.module(step, "lab"), "desk", None):
        found: Desk = made()
        return found
    opening = getattr(lessons.module(step), "OPENING", None)
    assert isinstance(opening, Settings), f"{step} offers a program and has none"
    return Desk(step, opening, ())
