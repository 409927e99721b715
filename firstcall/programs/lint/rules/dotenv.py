"""The file `.env`: read before the client is made, for a client looks for its key when it is made."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read import environment
from firstcall.programs.read.environment import LOADS
from firstcall.programs.read.spelling import spelled
from firstcall.providers import Provider


def loaded_late(program: Program) -> Iterator[Fault]:
    """`client = OpenAI()` above `load_dotenv()`."""
    loads = environment.loads(program)
    first = program.statement_of(loads[0]) if loads else None
    if first is None or program.function_of(first) is not None or not program.places[id(first)].plain:
        return
    for client, provider in _waiting(program):
        made = program.statement_of(client)
        if made is not None and program.function_of(made) is None and made.lineno < first.lineno:
            mend = partial(_moved, program, first, made)
            yield fault("late-dotenv", made, "error", mend, variable=provider.address.key_variable)
            return


def _waiting(program: Program) -> Iterator[tuple[ast.Call, Provider]]:
    """The clients that find their key in the environment."""
    for client, provider in program.clients:
        words, whole = program.words_of(client)
        given = words.get("api_key")
        if (whole and given is None) or environment.reads(given):
            yield client, provider


def _moved(program: Program, loads: ast.stmt, before: ast.stmt) -> list[Edit]:
    """The line that reads the file, put before the client; what it needs must have been imported by then."""
    imports = [node for node in program.all(ast.ImportFrom, ast.Import) if LOADS in ast.unparse(node)]
    if not isinstance(loads, ast.Expr) or any(node.lineno > before.lineno for node in imports):
        raise NoFix
    line = fixes.written(program, loads.value)
    return [*fixes.remove_statement(program, loads), *fixes.insert_before(program, before, [line])]


def never_loaded(program: Program) -> Iterator[Fault]:
    """`load_dotenv` without brackets, or imported and never called: nobody reads the file."""
    needed = any(_waiting(program)) or any(call.old for call in program.calls)
    if environment.loads(program) or not needed:
        return
    bare = [node for node in program.all(ast.Expr) if spelled(node.value)[-1:] == [LOADS]]
    for node in bare:
        mend = partial(fixes.replace, program, node, f"{fixes.written(program, node.value)}()")
        yield fault("late-dotenv not-called", node, "error", mend)
    used = any(node.id == LOADS for node in program.all(ast.Name))
    for node in program.all(ast.ImportFrom):
        if not used and any(one.name == LOADS and not one.asname for one in node.names):
            mend = partial(fixes.after_imports, program, f"{LOADS}()")
            yield fault("late-dotenv not-called", node, "error", mend)


RULES = (loaded_late, never_loaded)
