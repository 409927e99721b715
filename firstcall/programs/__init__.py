"""A call as code and code as a call: read, changed, written, and what it would print. Nothing is run."""

from firstcall.programs.change.patch import patch
from firstcall.programs.follow.evaluation import ERRORS
from firstcall.programs.follow.paths import evaluate
from firstcall.programs.follow.printed import printed
from firstcall.programs.follow.program import Came, Printed
from firstcall.programs.follow.whole import followed, refused
from firstcall.programs.read.address import held_to
from firstcall.programs.read.parse import Program, parse
from firstcall.programs.refusals import NotAllowed, NotUnderstood
from firstcall.programs.write.layout import arguments_code
from firstcall.programs.write.render import render

__all__ = [
    "ERRORS",
    "Came",
    "NotAllowed",
    "NotUnderstood",
    "Printed",
    "Program",
    "arguments_code",
    "evaluate",
    "followed",
    "held_to",
    "parse",
    "patch",
    "printed",
    "refused",
    "render",
]
