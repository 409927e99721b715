"""Puzzles with an answer that comes to mind at once and is wrong: who thinks long enough finds the right one.

The first is from Shane Frederick, "Cognitive Reflection and Decision Making" (Journal of Economic Perspectives 19, 2005),
as are the two after it; the snail is older than print. How many tokens of thinking each takes is made up.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import NamedTuple

from firstcall.practice.model.answer import Answer, reply
from firstcall.practice.model.replies import mapping
from firstcall.practice.model.request import Request

_MOST = 600
_UNITS = ("minute", "hour", "second", "day")


class _Found(NamedTuple):
    """What a puzzle comes to: at first sight, and thought through; with what else its sentence names."""

    hasty: str
    right: str
    named: Mapping[str, str] = {}


def puzzled(request: Request) -> Answer | None:
    """`A bat and a ball cost $1.10 together …`: any numbers, right after enough thinking."""
    low = request.low[:_MOST]
    for id, solve in _PUZZLES.items():
        if found := solve(low):
            enough = request.thinking >= int(mapping("puzzles/needs")[id])
            return reply(f"puzzles/{id}", answer=found.right if enough else found.hasty, **found.named)
    return None


def _ball(low: str) -> _Found | None:
    """Two things cost so much together, one costs so much more than the other."""
    found = re.search(
        r"an? (\w+) and an? (\w+) cost \$?(\d+(?:\.\d+)?).{0,40}? together.{0,60}? \$?(\d+(?:\.\d+)?) (?:\w+ )?more than",
        low,
    )
    if not found:
        return None
    together, more = float(found[3]), float(found[4])
    return _Found(_money(together - more), _money((together - more) / 2), {"what": found[2]})


def _money(dollars: float) -> str:
    return f"${dollars:.2f}"


def _lilies(low: str) -> _Found | None:
    """What doubles every day fills the whole on a day; on which is it the half?"""
    found = re.search(r"doubles.{0,80}?\bday (\d{1,4})\b", low)
    if not found or "half" not in low:
        return None
    last = int(found[1])
    return _Found(f"{last // 2}", f"{last - 1}")


def _machines(low: str) -> _Found | None:
    """So many machines make as many parts in some time; how long do more machines take for as many more?"""
    found = re.search(
        rf"(\d+) (\w+) (?:make|build|produce|need|take)\w* (\d+) .{{0,40}}?(\d+) ({'|'.join(_UNITS)})s?"
        r".{0,80}?(\d+) \2.{0,80}?(\d+) ",
        low,
    )
    if not found or found[1] != found[3] or found[6] != found[7]:
        return None
    return _Found(found[6], found[4], {"unit": f"{found[5]}s"})


def _snail(low: str) -> _Found | None:
    """A climber who slips back each night: on which day is it at the top?"""
    found = re.search(r"(\d+)[ -]met.{0,80}?climbs (?:up )?(\d+) .{0,60}?(?:slips|slides) back (\d+)", low)
    if not found:
        return None
    deep, up, back = map(int, found.groups())
    if not deep > up > back:
        return None
    return _Found(f"{-(-deep // (up - back))}", f"{-(-(deep - up) // (up - back)) + 1}")


_PUZZLES: Mapping[str, Callable[[str], _Found | None]] = {
    "ball": _ball, "lilies": _lilies, "machines": _machines, "snail": _snail,
}  # fmt: skip
