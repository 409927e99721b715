"""A call as code and code as a call: read, changed, written, and what it would print. Nothing is run."""

from firstcall.snippets.layout import arguments_code
from firstcall.snippets.parse import Program, parse
from firstcall.snippets.patch import patch
from firstcall.snippets.paths import ERRORS, evaluate
from firstcall.snippets.printed import Printed, printed
from firstcall.snippets.refusals import NotAllowed, NotUnderstood
from firstcall.snippets.render import render

__all__ = [
    "ERRORS",
    "NotAllowed",
    "NotUnderstood",
    "Printed",
    "Program",
    "arguments_code",
    "evaluate",
    "parse",
    "patch",
    "printed",
    "render",
]
