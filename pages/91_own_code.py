"""Bring your own code: the page."""

from firstcall.steps.own_code import workbench
from firstcall.ui import costs

workbench.draw()
costs.draw(workbench.STEP)
