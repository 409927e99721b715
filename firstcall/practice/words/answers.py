"""Finds the answer."""

from __future__ import annotations

from collections.abc import Iterator

from firstcall.practice.words.chance import Sampler, Span
from firstcall.practice.words.heard import Heard
from firstcall.practice.words.pieces import words


def compose(heard: Heard, sampler: Sampler) -> Iterator[Span]:
    reply = words("{Hello|Hi|Good day}! I am a practice model and {understood|heard}: “{=q}”.", q=heard.question[:200])
    return sampler.spans(reply)
