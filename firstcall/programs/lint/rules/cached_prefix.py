"""A prompt that is to be cached and begins in another way each time: with the date, the time, an id.

A cache knows a prompt by its beginning: https://platform.claude.com/docs/en/build-with-claude/prompt-caching,
https://developers.openai.com/api/docs/guides/prompt-caching, https://ai.google.dev/gemini-api/docs/caching.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence

from firstcall.programs.lint.rules import INSTRUCTIONS, Fault, Program, fault
from firstcall.programs.read.whole_program import ApiCall

_CLOCKS = {
    "now", "utcnow", "today", "time", "time_ns", "ctime", "asctime", "localtime", "gmtime", "strftime",
    "monotonic", "perf_counter", "uuid1", "uuid4", "uuid7", "token_hex", "token_urlsafe",
}  # fmt: skip
"""What gives something else each time: `datetime`, `date`, `time`, `uuid`, `secrets` of the standard library."""
_FILES = {"read", "read_text"}
_LONG = 4_000
"""So many characters are worth a cache at most models that have one."""
_SOME = 500


def moving_prefix(program: Program) -> Iterator[Fault]:
    """Instructions in which something that changes stands before a long text, or before one that is marked to be kept."""
    for call in program.todays_calls:
        caching = call.provider.caching
        counts_on_it = caching is not None and any(name in caching.marks for name in _said(program, call))
        for text in _instructions(program, call):
            pieces = list(_pieces(program, text))
            at = next((at for at, piece in enumerate(pieces) if _moves(program, piece)), None)
            if at is not None and _is_long(program, pieces[at + 1 :], counts_on_it):
                yield fault("moving-prefix", pieces[at], "warning", written=ast.unparse(pieces[at])[:60])


def _said(program: Program, call: ApiCall) -> Iterator[str]:
    """The arguments of a call, and the keys in what they are given."""
    yield from call.words
    for node in call.words.values():
        for inner in ast.walk(program.origin(node)):
            if isinstance(inner, ast.Dict):
                yield from (
                    key.value
                    for key in inner.keys
                    if isinstance(key, ast.Constant) and isinstance(key.value, str)
                )


def _instructions(program: Program, call: ApiCall) -> Iterator[ast.expr]:
    """The system prompt of a call: an argument, the first entry of its messages, or the first block of either."""
    kind = call.kind
    inside = (kind.inside.argument,) if kind.inside else ()
    beside = program.at(call, (*inside, kind.system)) if kind.system else None
    messages = program.messages(call)
    first = messages.elts[0] if messages is not None else None
    leads = first is not None and program.role(first) in INSTRUCTIONS
    for node in (beside, program.entries(first).get("content") if leads else None):
        if node is not None:
            yield _first_block(program, node)


def _first_block(program: Program, node: ast.expr) -> ast.expr:
    found = program.origin(node)
    if isinstance(found, ast.List) and found.elts:
        return program.entries(found.elts[0]).get("text", found)
    return found


def _pieces(program: Program, node: ast.expr, depth: int = 0) -> Iterator[ast.expr]:
    """What a text is put together from, in order."""
    found = program.origin(node)
    match found:
        case ast.JoinedStr(values=values) if depth < 20:
            for value in values:
                yield from _pieces(
                    program, value.value if isinstance(value, ast.FormattedValue) else value, depth + 1
                )
        case ast.BinOp(left=left, op=ast.Add(), right=right) if depth < 20:
            yield from _pieces(program, left, depth + 1)
            yield from _pieces(program, right, depth + 1)
        case _:
            yield node


def _moves(program: Program, piece: ast.expr) -> bool:
    """Whether a piece surely is another one in the next run: it asks a clock, or for an id."""
    for node in ast.walk(program.origin(piece)):
        behind = ast.walk(program.origin(node)) if isinstance(node, ast.Name) else (node,)
        calls = (one for one in behind if isinstance(one, ast.Call))
        if any((program.names_of(call.func) or [""])[-1] in _CLOCKS for call in calls):
            return True
    return False


def _is_long(program: Program, pieces: Sequence[ast.expr], counts_on_it: bool) -> bool:
    """Whether what follows is worth a cache. A text that is known by a name alone is, in a program that counts on one."""
    known = [said for one in pieces if isinstance(said := program.value(one), str)]
    if counts_on_it and len(known) < len(pieces):
        return True
    least = _SOME if counts_on_it else _LONG
    return sum(map(len, known)) >= least or any(_is_file(program.origin(one)) for one in pieces)


def _is_file(piece: ast.expr) -> bool:
    return isinstance(piece, ast.Call) and isinstance(piece.func, ast.Attribute) and piece.func.attr in _FILES


RULES = (moving_prefix,)
