"""The program that a learner takes home: all reviews within the limit of the page."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall import programs
from firstcall.steps.many import box, lesson
from firstcall.ui import languages
from firstcall.ui.desk import Desk


def sources() -> Mapping[str, str]:
    """All reviews in Python; in the other languages the call that is made for each of them."""
    desk = Desk(lesson.STEP, lesson.OPENING, ())
    try:
        call = desk.parse().call
    except programs.NotUnderstood:
        return {"python": desk.source}
    return languages.sources(desk.provider, call, box.shown(desk, box.chosen(desk)) or desk.source)
