"""Puzzles: a hasty answer, and the right one after enough thinking, with any numbers."""

from __future__ import annotations

import pytest

from firstcall.practice.model.speaker import Asked, speak

BALL = "A bat and a ball cost ${} together. The bat costs ${} more than the ball. What does the ball cost?"
MACHINES = "{0} machines make {0} parts in {1} minutes. How many minutes do {2} machines need for {2} parts?"
LILIES = "A patch of lilies doubles in size every day. It covers the lake on day {}. On which day did it cover half?"
SNAIL = (
    "A snail sits in a well of {} metres. Each day it climbs {} metres, each night it slips back {}. "
    "On which day is it out?"
)


def said(question: str, thinking: int) -> str:
    asked = Asked("Reply with the result alone.", (("user", question),), 0.0, thinking=thinking)
    return "".join(token.text for token in speak(asked))


@pytest.mark.parametrize(
    ("question", "needs", "hasty", "right"),
    [
        (BALL.format("1.10", "1.00"), 6, "0.10", "0.05"),
        (BALL.format("22", "20"), 6, "2.00", "1.00"),
        (LILIES.format(48), 12, "24", "47"),
        (LILIES.format(30), 12, "15", "29"),
        (MACHINES.format(5, 5, 100), 40, "100", "5"),
        (MACHINES.format(3, 7, 40), 40, "40", "7"),
        (SNAIL.format(10, 3, 2), 100, "10", "8"),
        (SNAIL.format(30, 5, 2), 100, "10", "10"),
    ],
)
def test_enough_thinking_makes_it_right(question: str, needs: int, hasty: str, right: str) -> None:
    assert hasty in said(question, needs - 1)
    assert right in said(question, needs)


@pytest.mark.parametrize(
    "question",
    [
        SNAIL.format(10, 2, 3),
        MACHINES.format(5, 5, 100).replace("100 parts", "200 parts"),
        LILIES.format(48).replace("half", "all"),
    ],
)
def test_what_is_no_such_puzzle_is_answered_as_before(question: str) -> None:
    assert said(question, 0) == said(question, 500)
