"""Spans of calls: packages that make none with today's SDKs, and prompts that are written into them.

Which packages these are is data of each wire (`OldSdk`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read import environment, vendors
from firstcall.programs.read.spelling import called

_CONTENT = ("CAPTURE_MESSAGE_CONTENT", "TRACES_CONTENT_MODE")
"""How the variables end that put prompts and replies into spans: those of the packages `opentelemetry-instrumentation-genai-…`
(`opentelemetry/util/genai/environment_variables.py`), and that of an SDK with spans of its own."""
_OFF = frozenset({"", "false", "0", "no_content", "none"})


def gone_package(program: Program) -> Iterator[Fault]:
    """`from opentelemetry.instrumentation.openai_v2 import …`: it fails in its own import."""
    known: Mapping[str, str] = {
        name: now for home in vendors.homes() for name, now in home.sdk.old.tracing.items()
    }
    for node in program.all(ast.ImportFrom):
        if not node.level and (now := known.get(node.module or "")):
            mend = partial(_moved, program, node, now)
            yield fault("no-spans package", node, "error", mend, name=node.module, now=now)


def _moved(program: Program, node: ast.ImportFrom, now: str) -> list[Edit]:
    return fixes.replace(program, node, ast.unparse(ast.ImportFrom(now, node.names, 0)))


def refuses(program: Program) -> Iterator[Fault]:
    """`….instrument()` of a package that looks at the SDK's version first, and then does nothing but say so."""
    known = {name: word for home in vendors.homes() for name, word in home.sdk.old.refusing.items()}
    for node in program.all(ast.Call):
        if called(node) != "instrument" or not isinstance(node.func, ast.Attribute):
            continue
        made = program.origin(node.func.value)
        word = known.get(called(made)) if isinstance(made, ast.Call) else None
        if word and all(given.arg not in {word, None} for given in node.keywords):
            mend = partial(_let_in, program, node, word)
            yield fault("no-spans refuses", node, "error", mend, word=word)


def _let_in(program: Program, node: ast.Call, word: str) -> list[Edit]:
    given = [fixes.written(program, one) for one in node.args]
    given += [f"{one.arg}={fixes.written(program, one.value)}" for one in node.keywords]
    call = f"{fixes.written(program, node.func)}({', '.join([*given, f'{word}=True'])})"
    return fixes.replace(program, node, call)


def prompts(program: Program) -> Iterator[Fault]:
    """A variable set in the program, or an argument of the client, that writes what people said into every span."""
    for node in program.all(ast.Assign):
        target = node.targets[0]
        if environment.sets_variable(node) and isinstance(target, ast.Subscript):
            name, value = program.value(target.slice), program.value(node.value)
            if isinstance(name, str) and name.endswith(_CONTENT) and str(value).lower() not in _OFF:
                mend = partial(fixes.remove_statement, program, node)
                yield fault("prompts-in-spans", node, "warning", mend)
    for client, _ in program.clients:
        words, _ = program.words_of(client)
        traces = program.entries(words.get("open_telemetry")).get("traces")
        mode = program.entries(traces).get("content_mode")
        if mode is not None and str(program.value(mode)).lower() not in _OFF:
            yield fault("prompts-in-spans argument", mode, "warning")


RULES = (gone_package, refuses, prompts)
