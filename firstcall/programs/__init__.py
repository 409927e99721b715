"""A call as code and code as a call: read, changed, written, and what it would print. Nothing is run."""

from firstcall.programs.change.patch import patch
from firstcall.programs.change.schema_class import SchemaOf, schema_of, with_fields
from firstcall.programs.follow.evaluation import ERRORS
from firstcall.programs.follow.paths import evaluate
from firstcall.programs.follow.printed import printed
from firstcall.programs.follow.program import Came, Printed
from firstcall.programs.follow.whole import followed, refused
from firstcall.programs.read.address import held_to
from firstcall.programs.read.parse import Program, parse
from firstcall.programs.read.schema_class import SchemaField
from firstcall.programs.refusals import NotAllowed, NotUnderstood
from firstcall.programs.write.layout import arguments_code
from firstcall.programs.write.render import render, render_whole
from firstcall.providers._structured import CLASS as SCHEMA_CLASS

__all__ = [
    "ERRORS",
    "SCHEMA_CLASS",
    "Came",
    "NotAllowed",
    "NotUnderstood",
    "Printed",
    "Program",
    "SchemaField",
    "SchemaOf",
    "arguments_code",
    "evaluate",
    "followed",
    "held_to",
    "parse",
    "patch",
    "printed",
    "refused",
    "render",
    "render_whole",
    "schema_of",
    "with_fields",
]
