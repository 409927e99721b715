"""The pieces of a stream: which of them have text, and that some have none.

Where the text of a piece is, is said by the wires (`Said`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program, Severity, fault
from firstcall.programs.read.replies import Path
from firstcall.programs.read.reply_paths import spelled
from firstcall.providers import Said

_LOOKS = frozenset({"hasattr", "getattr", "isinstance"})
_STEP = "    "


def _pieces(program: Program) -> Iterator[tuple[Path, Said]]:
    for path in program.replies.paths:
        call = path.held.call
        said = call.kind.streaming.said
        if path.held.part == "chunk" and said is not None and not call.legacy:
            yield path, said


def wrong_piece(program: Program) -> Iterator[Fault]:
    """`chunk.choices[0].text` and `completion.completion`: where the text was before, or is in a whole reply."""
    for path, said in _pieces(program):
        call = path.held.call
        if spelled(path) in said.wrong and path.nodes and call.method not in call.kind.streaming.methods:
            yield fault(
                "wrong-path piece", path.end, "error", partial(_put, program, path, said),
                path=spelled(path), provider=call.provider.name, better=said.path,
            )  # fmt: skip


def _put(program: Program, path: Path, said: Said) -> list[Edit]:
    if path.before:
        raise NoFix
    text = f"{fixes.written(program, path.root)}{said.path}"
    changed = fixes.replace(program, path.end, f'({text} or "")' if said.none else text)
    return [*changed, *(_only_text(program, path, said) if said.tests else [])]


def other_delta(program: Program) -> Iterator[Fault]:
    """A piece that is read as text, though thoughts come in pieces too."""
    for path, said in _pieces(program):
        if not said.tests or spelled(path) != said.path:
            continue
        *outer, inner = said.tests.values()
        if _asks(program, path, inner):
            continue
        thinks = program.thinks(path.held.call)
        surely = thinks or not outer or not all(_asks(program, path, value) for value in outer)
        severity: Severity = "error" if surely else "warning"
        yield fault(
            _other_kind(surely, bool(outer)), path.end, severity,
            partial(_only_text, program, path, said), model=path.held.call.model_id, kind=inner,
            name=list(said.tests)[-1].lstrip("."),
        )  # fmt: skip


def _other_kind(surely: bool, of_text: bool) -> str:
    """What is said: of a piece of a kind that has text or thoughts, or of an event that may have neither."""
    if not of_text:
        return "delta-kind events"
    return "delta-kind" if surely else "delta-kind may-think"


def _asks(program: Program, path: Path, value: str) -> bool:
    """Whether the program looks for a kind of piece before it reads this one."""
    return any(_mentions(test, value) for test in _tests(program, path))


def _mentions(test: ast.AST, value: str) -> bool:
    return any(
        (isinstance(node, ast.Constant) and node.value == value)
        or (isinstance(node, ast.Name) and node.id in _LOOKS)
        for node in ast.walk(test)
    )


def _tests(program: Program, path: Path) -> Iterator[ast.AST]:
    """The conditions under which a path is read, in its loop."""
    for above in program.ancestors(path.end):
        if isinstance(above, ast.If | ast.IfExp | ast.While):
            yield above.test
        elif isinstance(above, ast.BoolOp):
            yield from above.values
        elif isinstance(above, ast.match_case):
            yield above.pattern
        elif isinstance(above, ast.comprehension | ast.ListComp | ast.GeneratorExp):
            generators = [above] if isinstance(above, ast.comprehension) else above.generators
            yield from (test for one in generators for test in one.ifs)
        elif isinstance(above, ast.For | ast.AsyncFor):
            yield from (
                one.test for one in above.body
                if isinstance(one, ast.If) and one.lineno < path.end.lineno and _leaves(one)
            )  # fmt: skip
            return


def _leaves(statement: ast.If) -> bool:
    return isinstance(statement.body[-1], ast.Continue | ast.Break | ast.Return | ast.Raise)


def _only_text(program: Program, path: Path, said: Said) -> list[Edit]:
    """The test for the innermost kind beside the one for the outer, or both at the top of the loop."""
    name = fixes.written(program, path.root)
    *outer, inner = said.tests.items()
    for above in program.ancestors(path.end):
        if isinstance(above, ast.If) and all(_mentions(above.test, value) for _, value in outer):
            return _and(program, above.test, f'{name}{inner[0]} == "{inner[1]}"')
        if isinstance(above, ast.For | ast.AsyncFor):
            tests = " or ".join(f'{name}{where} != "{value}"' for where, value in said.tests.items())
            first = above.body[0]
            return fixes.insert_before(program, first, [f"if {tests}:", f"{_STEP}continue"])
    raise NoFix


def _and(program: Program, test: ast.expr, other: str) -> list[Edit]:
    written = fixes.written(program, test)
    either = isinstance(test, ast.BoolOp) and isinstance(test.op, ast.Or)
    return fixes.replace(program, test, f"({written}) and {other}" if either else f"{written} and {other}")


def none_at_the_end(program: Program) -> Iterator[Fault]:
    """`text += chunk.choices[0].delta.content`, which is `None` in the last piece."""
    for path, said in _pieces(program):
        if not said.none or spelled(path) != said.path or _guarded(program, path):
            continue
        used = _use(program, path)
        if used is not None:
            yield fault(
                "piece-may-be-none" if used == "error" else "piece-may-be-none shown", path.end, used,
                partial(_or_nothing, program, path), path=said.path,
            )  # fmt: skip


def _guarded(program: Program, path: Path) -> bool:
    names = {part.id for part in ast.walk(path.end) if isinstance(part, ast.Name)}
    last = spelled(path).rpartition(".")[2]
    for test in _tests(program, path):
        for node in ast.walk(test):
            if (isinstance(node, ast.Attribute) and node.attr == last) or (
                path.before and isinstance(node, ast.Name) and node.id in names
            ):
                return True
    return False


def _use(program: Program, path: Path) -> Severity | None:
    """What `None` does where a piece is used: an error, or the word None among the others."""
    if path.method is not None:
        return "error"
    above, here = program.parent(path.end), path.end
    match above:
        case ast.AugAssign() | ast.BinOp(op=ast.Add()):
            return "error"
        case ast.GeneratorExp() | ast.ListComp() if above.elt is here:
            call = program.parent(above)
            return "error" if isinstance(call, ast.Call) and _is_method(call, "join") else None
        case ast.Call(func=ast.Name(id="print")) | ast.FormattedValue():
            return "warning"
        case ast.Call() if _is_method(above, "write") and "stdout" in ast.unparse(above.func):
            return "error"
    return None


def _is_method(call: ast.Call, name: str) -> bool:
    return isinstance(call.func, ast.Attribute) and call.func.attr == name


def _or_nothing(program: Program, path: Path) -> list[Edit]:
    node: ast.AST = path.end
    text = f'{fixes.written(program, path.end)} or ""'
    above = program.parent(node)
    inside = isinstance(above, ast.FormattedValue)
    alone = isinstance(above, ast.AugAssign) or (isinstance(above, ast.Call) and path.method is None)
    text = text.replace('"', "'") if inside else text
    return fixes.replace(program, node, text if alone or inside else f"({text})")


def counts_not_asked_for(program: Program) -> Iterator[Fault]:
    """`chunk.usage` where the call did not ask for it."""
    done = set[int]()
    for path, _ in _pieces(program):
        call, first = path.held.call, (*path.before, *path.steps, "")[0]
        word, *_ = (*call.kind.streaming.counted, "")
        place = call.kind.places["total_tokens"].path
        if (
            not word
            or word in call.words
            or not call.whole
            or f"{first}." not in place
            or id(call.node) in done
        ):
            continue
        if not path.before:
            done.add(id(call.node))
            surely = (len(path.steps) > 1 and not _asks_for(program, path, first)) or _kept(program, path)
            yield fault(
                "usage-not-asked" if surely else "usage-not-asked looked-for", path.end,
                "error" if surely else "warning", partial(_ask, program, path), name=first.lstrip("."),
            )  # fmt: skip


def _asks_for(program: Program, path: Path, first: str) -> bool:
    attribute = first.lstrip(".")
    return any(
        isinstance(node, ast.Attribute) and node.attr == attribute
        for test in _tests(program, path) for node in ast.walk(test)
    )  # fmt: skip


def _kept(program: Program, path: Path) -> bool:
    """Whether what never comes is given to a name that is read behind the loop, and has no other value."""
    attribute = path.end.attr if isinstance(path.end, ast.Attribute) else ""
    for node in program.all(ast.Assign):
        kept = isinstance(node.value, ast.Attribute) and node.value.attr == attribute
        target = node.targets[0]
        if kept and isinstance(target, ast.Name) and program.single(target.id) is not None:
            loop = next((a for a in program.ancestors(node) if isinstance(a, ast.For | ast.AsyncFor)), None)
            end = (loop.end_lineno or 0) if loop else 0
            return loop is not None and any(
                n.id == target.id and n.lineno > end for n in program.all(ast.Name)
            )
    return False


def _ask(program: Program, path: Path) -> list[Edit]:
    word, key = path.held.call.kind.streaming.counted
    return fixes.add_word(
        program, path.held.call.node, f'{word}={{"{key}": True}}', path.held.call.kind.streaming.argument
    )


RULES = (wrong_piece, other_delta, none_at_the_end, counts_not_asked_for)
