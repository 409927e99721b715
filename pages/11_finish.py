"""Finish: the page."""

from firstcall.steps.finish import parts

STEP = "finish"

parts.summary(STEP)
parts.can(STEP)
parts.numbers()
parts.ideas()
parts.take_home(STEP)
parts.keep(STEP)
parts.way_on(STEP)
