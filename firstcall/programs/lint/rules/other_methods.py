"""Methods of an SDK's client besides the calls of a model, such as `embeddings.create`: what they take and give.

The rules of their models are not known here; that the method is there, its arguments and what its reply has are.
"""

from __future__ import annotations

import ast
import difflib
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.lint.rules.arguments import nearly
from firstcall.programs.read import sdk
from firstcall.programs.read.sdk import NOTHING
from firstcall.programs.read.sdk_methods import Method, methods, read_from


def no_such_method(program: Program) -> Iterator[Fault]:
    """`client.images.create(…)`."""
    for method in methods(program):
        old = method.provider.sdk.old
        gone = [*(one.name for one in old.members), *(one.name for one in old.shut_down)]
        told = any(method.path.startswith(name) for name in gone) or _is_nearly_known(method)
        if method.function is NOTHING and not told:
            near = difflib.get_close_matches(_last(method), dir(method.owner), 1, 0.75)
            better = f"{method.path.rpartition('.')[0]}.{near[0]}".lstrip(".") if near else ""
            yield fault(
                "wrong-method misspelt" if better else "wrong-method nothing", method.node.func, "error",
                partial(_renamed_method, program, method, near[0]) if near else None, name=method.path[:60], right=better,
            )  # fmt: skip


def _last(method: Method) -> str:
    return method.path.rpartition(".")[2]


def _is_nearly_known(method: Method) -> bool:
    """Whether one of the calls of a model is meant, of which another rule speaks."""
    names = method.path.split(".")
    return any(nearly(names[at:], method.provider.methods) for at in range(len(names) - 1))


def _renamed_method(program: Program, method: Method, name: str) -> list[Edit]:
    assert isinstance(method.node.func, ast.Attribute)
    owner = fixes.written(program, method.node.func.value)
    return fixes.replace(program, method.node.func, f"{owner}.{name}")


def unknown_argument(program: Program) -> Iterator[Fault]:
    """`embeddings.create(engine=…)`, `ollama.generate(num_predict=3)`."""
    for method in methods(program):
        found = sdk.signature(method.function) if callable(method.function) else None
        words, _ = program.words_of(method.node)
        for name, value in words.items() if found is not None and not found.any else ():
            if found is None or name in found.names:
                continue
            better = _meant(method, name, found.names - set(words))
            mend = (
                partial(fixes.replace_word, program, method.node, name, f"{better}={fixes.written(program, value)}")
                if better else None
            )  # fmt: skip
            yield fault(
                "unknown-argument renamed" if better else "unknown-argument", value, "error", mend,
                name=name[:40], better=better, error="TypeError",
            )  # fmt: skip


def _meant(method: Method, name: str, free: frozenset[str]) -> str | None:
    """The argument that is called otherwise on another wire, or was misspelt."""
    meant = (kind.meant.get(name) for kind in method.provider.sdk.kinds)
    near = difflib.get_close_matches(name, sorted(free), 1, 0.75)
    return next((one for one in meant if one in free), near[0] if near else None)


def missing_argument(program: Program) -> Iterator[Fault]:
    for method in methods(program):
        found = sdk.signature(method.function) if callable(method.function) else None
        words, whole = program.words_of(method.node)
        if found is None or not whole or method.node.args:
            continue
        for name in found.needed - set(words):
            if not any(_meant(method, word, frozenset({name})) for word in words):
                yield fault("missing-argument", method.node.func, "error", name=name, entry="")


def wrong_path(program: Program) -> Iterator[Fault]:
    """`client.embeddings.create(…)["data"]`, `client.images.generate(…).url`."""
    for method in methods(program):
        for steps in read_from(program, method):
            for owner, step, node in steps:
                if step.startswith("['") and sdk.is_object(owner) and not method.provider.sdk.brackets:
                    yield fault("dict-access", node, "error", partial(_dotted, program, steps))
                    break
                if sdk.after(owner, step) is NOTHING:
                    path = "".join(one for _, one, at in steps if at.end_col_offset is not None)
                    yield fault(
                        "wrong-path nothing", node, "error", path=path[: path.index(step) + len(step)],
                        provider=method.provider.name, reply=method.gives.__name__,
                    )  # fmt: skip
                    break


def _dotted(program: Program, steps: list[tuple[object, str, ast.expr]]) -> list[Edit]:
    """The path with dots where an object is asked."""
    found = list[Edit]()
    for owner, step, node in steps:
        if step.startswith("['") and sdk.is_object(owner):
            assert isinstance(node, ast.Subscript)
            found.append(Edit(program.text.span(node.value)[1], program.text.span(node)[1], f".{step[2:-2]}"))
    return found


RULES = (no_such_method, unknown_argument, missing_argument, wrong_path)
