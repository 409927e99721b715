"""What arguments are given: by name, and of the type that they have.

Names and types are read from the signatures of the installed SDK.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read import vendors
from firstcall.programs.read.sdk import Parameters, parameters
from firstcall.programs.read.spelling import called
from firstcall.programs.read.whole_program import ApiCall

_TEXT = re.compile(r"\bstr\b|Literal")
_NUMBER = re.compile(r"\b(int|float)\b")


def by_name(program: Program) -> Iterator[Fault]:
    """`OpenAI(key)`, `client.messages.create("claude-…")`: everything has to be given by its name."""
    for client, provider in program.clients:
        owner = f"{vendors.module_of(provider)}.{called(client)}"
        if client.args and (found := parameters(owner, "__init__")) is not None and not found.plain:
            free = "api_key" not in program.words_of(client)[0] and len(client.args) == 1
            mend = partial(_named, program, client, ["api_key"]) if free else None
            yield fault(
                "positional-argument client", client.args[0], "error", mend, name="api_key", call=called(client)
            )  # fmt: skip
    for call in program.todays_calls:
        found = _types(call)
        given = [one for one in call.node.args if not isinstance(one, ast.Starred)]  # which may give nothing
        if given and found is not None and not found.plain:
            names = [name for one in given if (name := _meant(program, call, one))]
            whole = len(set(names) - set(call.words)) == len(call.node.args)
            mend = partial(_named, program, call.node, names) if whole else None
            yield fault(
                "positional-argument", given[0], "error", mend, name=(*names, "model")[0],
                call=call.method,
            )  # fmt: skip


def _meant(program: Program, call: ApiCall, node: ast.expr) -> str | None:
    """The argument that a value without a name was meant for: a text is the model, a list the messages."""
    if isinstance(program.value(node), str):
        return "model"
    return call.kind.messages if isinstance(program.origin(node), ast.List) else None


def _named(program: Program, node: ast.Call, names: list[str]) -> list[Edit]:
    if any(isinstance(one, ast.Starred) for one in node.args):
        raise NoFix
    starts = [program.text.span(one)[0] for one in node.args]
    return [Edit(at, at, f"{name}=") for at, name in zip(starts, names, strict=True)]


def of_its_type(program: Program) -> Iterator[Fault]:
    """`max_tokens="50"`, `messages="Hi"`."""
    for call in program.todays_calls:
        found = _types(call)
        for name, node in call.words.items() if found is not None else ():
            annotation = (
                found.types.get(name, "str") if found is not None and name not in call.inside else "str"
            )
            if _TEXT.search(annotation):
                continue
            written = program.origin(node)
            if name == call.kind.messages:
                yield from _conversation(program, call, written)
            elif _NUMBER.search(annotation) and isinstance(program.value(written), str):
                said = str(program.value(written))
                number = re.fullmatch(r"\s*-?\d+(\.\d+)?\s*", said)
                mend = partial(fixes.replace, program, written, said.strip()) if number else None
                yield fault(
                    "wrong-type number", written, "error", mend, name=name, provider=call.provider.name
                )


def _conversation(program: Program, call: ApiCall, node: ast.expr) -> Iterator[Fault]:
    text = isinstance(node, ast.JoinedStr) or isinstance(program.value(node), str)
    if not text and not (isinstance(node, ast.Dict) and "role" in program.entries(node)):
        return
    written = fixes.written(program, node)
    entry = call.kind.turns.question["python"].format(said=written) if text else written
    mend = partial(fixes.replace, program, node, f"[{entry}]")
    yield fault(
        "wrong-type messages", node, "error", mend, name=call.kind.messages, provider=call.provider.name
    )


def turns_of_its_form(program: Program) -> Iterator[Fault]:
    """`contents=[{"role": "user", "content": "Hi"}]` where a turn has its words under another key."""
    for call in program.todays_calls:
        form = call.kind.turns.question["python"]
        messages = program.messages(call) if '"content"' not in form else None
        for one in messages.elts if messages is not None else ():
            entries = program.entries(one)
            if "role" in entries and "content" in entries:
                mend = partial(_of_form, program, call, one, entries["content"])
                yield fault(
                    "wrong-type turn",
                    one,
                    "error",
                    mend,
                    provider=call.provider.name,
                    form=form.format(said="…"),
                )


def _of_form(program: Program, call: ApiCall, node: ast.expr, said: ast.expr) -> list[Edit]:
    if program.role(node) != "user" or not isinstance(node, ast.Dict):
        raise NoFix
    return fixes.replace(
        program, node, call.kind.turns.question["python"].format(said=fixes.written(program, said))
    )


def fits(call: ApiCall, name: str, value: object) -> bool:
    """Whether a plain value may be given to an argument, as far as its type says."""
    found = _types(call)
    annotation = found.types.get(name) if found is not None else None
    if annotation is None or name in call.inside:
        return True
    if isinstance(value, bool):
        return "bool" in annotation
    if isinstance(value, int | float):
        return bool(_NUMBER.search(annotation))
    return not isinstance(value, str) or bool(_TEXT.search(annotation))


def _types(call: ApiCall) -> Parameters | None:
    return parameters(call.kind.owner, call.method.rpartition(".")[2])


RULES = (by_name, of_its_type, turns_of_its_form)
