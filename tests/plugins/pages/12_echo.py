"""Echo: the page."""

from firstcall.steps.echo import WORDS, lesson

from firstcall.ui import bench, controls, desk, results

STEP = "echo"

here = desk.Desk(STEP, lesson.OPENING, controls.ALL)
bench.draw(here, WORDS.say("idea"), results.tabs(here))
