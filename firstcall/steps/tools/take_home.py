"""The program of "Tool calling" that a learner takes home: the whole loop, with its functions and its bound."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall import programs
from firstcall.steps.tools import choosing, lab, lesson, loop_program
from firstcall.ui import languages


def sources() -> Mapping[str, str]:
    """The loop in Python and JavaScript, its first call in the other languages; the box alone where it is not
    understood."""
    desk = lab.desk()
    try:
        call = lesson.at_once(desk.provider, desk.parse().call)
        found = dict(languages.sources(desk.provider, call, desk.source, desk.shape))
    except programs.NotUnderstood:
        return {"python": desk.source}
    if desk.provider.tools is not None:
        most = choosing.bound(desk)
        loops = {
            name: loop_program.written(desk.provider, call, name, most=most)
            for name in ("python", "javascript")
        }
        found |= loops
    return found
