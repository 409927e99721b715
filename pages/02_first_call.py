"""Your first call: the page."""

from firstcall.steps.first_call import WORDS, lesson
from firstcall.ui import bench, controls, costs, desk, line_notes, results

STEP = "first_call"

here = desk.Desk(STEP, lesson.OPENING, (controls.prompt,), notes=line_notes.notes, around=desk.usual(STEP))
bench.draw(here, WORDS.say("idea"), results.tabs(here))

costs.draw(STEP)
