"""Temperature 0 taken for a guarantee.

OpenAI's SDK says of `seed`, which is meant for it, "Determinism is not guaranteed"
(`openai/types/chat/completion_create_params.py`); the other wires have nothing of the kind.
"""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.lint import WORDS
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.patience import hurry
from firstcall.programs.read.whole_program import ApiCall

_CLAIM = re.compile(
    r"determinis|reproducib|guarante|(always|exactly) the same|"
    r"same (answer|reply|output|response|result|text)s? (every|each|all)|no randomness|never (changes|varies)",
    re.IGNORECASE,
)
_DOUBT = re.compile(
    r"\bnot\b|n't\b|nearly|almost|mostly|\bmore\b|usually|fairly|largely|less|no guarantee", re.IGNORECASE
)
_NEAR_LINES = 3


def zero_as_guarantee(program: Program) -> Iterator[Fault]:
    """A comment, a docstring or a comparison that relies on temperature 0 giving the same text."""
    calls = [call for call in program.calls if _is_zero(program, call)]
    if not calls:
        return
    yield from _comments(program, calls)
    yield from _docstrings(program, calls)
    yield from _comparisons(program, calls)


def _is_zero(program: Program, call: ApiCall) -> bool:
    node = call.words.get("temperature") or program.at(call, call.kind.sampling.temperature)
    value = program.value(node)
    return type(value) in (int, float) and value == 0


def _comments(program: Program, calls: list[ApiCall]) -> Iterator[Fault]:
    if not _CLAIM.search(program.text.source):
        return
    near = {
        line
        for call in calls
        for line in range(call.node.lineno - _NEAR_LINES, (call.node.end_lineno or call.node.lineno) + 1)
    }
    for line, column, comment in _all_comments(program.text.source):
        hurry()
        about = line in near
        said_zero = re.search(r"temperature", program.text.lines[line - 1], re.IGNORECASE)
        if (about or said_zero) and _claims(comment):
            start = program.text.starts[line - 1] + column
            edit = Edit(start, start + len(comment), f"# {WORDS.line('zero-as-guarantee comment/instead')}")
            spot = _Spot(line, column, line, column + len(comment), program)
            yield fault("zero-as-guarantee comment", spot, "warning", partial(list, [edit]))


class _Spot(ast.AST):
    """A place that no node has: a comment. Columns are given in characters and kept in bytes."""

    def __init__(self, line: int, start: int, end_line: int, end: int, program: Program) -> None:
        super().__init__()
        text = program.text.lines[line - 1]
        self.lineno, self.end_lineno = line, end_line
        self.col_offset, self.end_col_offset = len(text[:start].encode()), len(text[:end].encode())


def _all_comments(source: str) -> list[tuple[int, int, str]]:
    try:
        tokens = list(tokenize.generate_tokens(io.StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return []
    return [(*token.start, token.string) for token in tokens if token.type == tokenize.COMMENT]


def _claims(text: str) -> bool:
    return bool(_CLAIM.search(text)) and not _DOUBT.search(text)


def _docstrings(program: Program, calls: list[ApiCall]) -> Iterator[Fault]:
    for function in {program.function_of(call.node) for call in calls}:
        if not isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        first = function.body[0]
        said = ast.get_docstring(function)
        if said and _claims(said):
            yield fault("zero-as-guarantee", first, "warning")


def _comparisons(program: Program, calls: list[ApiCall]) -> Iterator[Fault]:
    """`assert ask(q) == ask(q)`, or of two names that hold replies."""
    askers = {
        function.name
        for call in calls
        if isinstance(function := program.function_of(call.node), ast.FunctionDef | ast.AsyncFunctionDef)
    }
    for node in program.all(ast.Compare):
        sides = [node.left, *node.comparators]
        equal = all(isinstance(sign, ast.Eq | ast.NotEq) for sign in node.ops)
        if equal and len(sides) == 2 and all(_is_reply(program, side, askers) for side in sides):
            statement = program.statement_of(node)
            asserted = isinstance(statement, ast.Assert)
            mend = partial(fixes.remove_statement, program, statement) if asserted and statement else None
            yield fault("zero-as-guarantee comparison", node, "warning", mend)


def _is_reply(program: Program, node: ast.expr, askers: set[str]) -> bool:
    """Whether an expression is made from a call: itself, or through the name that holds it."""
    held = program.once("held", lambda: {id(path.root) for path in program.replies.paths})
    origins = [node]
    if isinstance(node, ast.Name) and (found := program.binding(node)) and found.value is not None:
        origins.append(found.value)
    return any(
        id(part) in held
        or (isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id in askers)
        for origin in origins
        for part in ast.walk(origin)
    )


RULES = (zero_as_guarantee,)
