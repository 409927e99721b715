"""JSON that is read before anybody has looked why the reply ended."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read import vendors
from firstcall.programs.read.spelling import called, spelled
from firstcall.programs.read.whole_program import ApiCall

_FORMATS = frozenset({"output_config", "response_format", "text", "format"})
_INSIDE = frozenset({"response_schema", "response_json_schema", "response_mime_type"})
_TESTS = (ast.If, ast.IfExp, ast.While, ast.Assert)
_CATCH = frozenset({"ValidationError", "ValueError", "Exception", "JSONDecodeError"})


def parse_before_stop_reason(program: Program) -> Iterator[Fault]:
    """A reply in JSON that is cut off is no JSON: only the stop reason says so beforehand."""
    calls = [call for call in program.todays_calls if _asks_for_json(program, call)]
    if calls and not program.other_calls:
        name = calls[0].kind.places["stop_reason"].path.rpartition(".")[2]
        for node in parsed_unseen(program):
            yield fault("parse-before-stop-reason", node, "warning", name=name)


def parsed_unseen(program: Program) -> Iterator[ast.Call]:
    """The places where JSON is read and no test before has looked why the reply ended."""
    tests = [node.test for node in program.all(*_TESTS) if _looks(node.test)]
    tests += [node.subject for node in program.all(ast.Match) if _looks(node.subject)]
    for node in _reads(program):
        inside = [above for above in program.ancestors(node) if isinstance(above, ast.IfExp)]
        seen = any(_looks(above.test) for above in inside)
        if not seen and not any(
            (one.lineno, one.col_offset) < (node.lineno, node.col_offset) for one in tests
        ):
            yield node


def catches(program: Program) -> bool:
    """Whether JSON is read where an exception about it is met."""
    for node in _reads(program):
        for above in program.ancestors(node):
            if isinstance(above, ast.Try) and any(map(_meets, above.handlers)):
                return True
    return False


def _meets(clause: ast.ExceptHandler) -> bool:
    kinds = clause.type.elts if isinstance(clause.type, ast.Tuple) else [clause.type]
    return any(kind is None or bool(_CATCH & set(spelled(kind)[-1:])) for kind in kinds)


def _reads(program: Program) -> Iterator[ast.Call]:
    for node in program.all(ast.Call):
        if called(node) == "model_validate_json" or spelled(node.func) == ["json", "loads"]:
            yield node


def _looks(test: ast.expr) -> bool:
    looks = frozenset[str]().union(*(kind.looks for kind in vendors.kinds()))
    return any(isinstance(node, ast.Attribute) and node.attr in looks for node in ast.walk(test))


def _asks_for_json(program: Program, call: ApiCall) -> bool:
    inside = program.entries(call.words["config"]) if "config" in call.words else {}
    return bool(_FORMATS & call.words.keys() or _INSIDE & inside.keys())


RULES = (parse_before_stop_reason,)
