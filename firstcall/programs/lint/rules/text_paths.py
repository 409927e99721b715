"""Where the text is: another wire's path, dict brackets on an object, a stream read like a reply.

Where each thing stands in a reply, and where programs look for it in vain, is said by the wires (`Place`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.patience import hurry
from firstcall.programs.read import vendors
from firstcall.programs.read.replies import Path
from firstcall.providers import Kind, What

_END = r"(?![a-z_])"


def in_reply(kind: Kind, what: What, owner: str) -> str:
    """The code that reads something from a reply with the name `owner`."""
    return re.sub(rf"\b{kind.named}\b", lambda _: owner, kind.places[what].path)


def quotes_inside(program: Program, node: ast.AST, text: str) -> str:
    """`text` with single quotes where it is to stand inside an f-string."""
    inside = any(isinstance(above, ast.JoinedStr) for above in program.ancestors(node))
    return text.replace('"', "'") if inside else text


@dataclass(frozen=True)
class _Wrong:
    """The beginning of a path that leads nowhere, and what it was to lead to, where there is such a thing."""

    begins: str
    what: What | None


def wrong_path(program: Program) -> Iterator[Fault]:
    """A path that belongs to another wire, or to an older SDK."""
    for path in program.replies.paths:
        call = path.held.call
        found = _wrong(path) if path.held.part == "whole" and not call.legacy else None
        node = _node_at(path, found.begins) if found else None
        if found is not None and node is not None:
            yield fault(
                "wrong-path" if found.what else "wrong-path nothing", node, "error",
                partial(_put, program, path, node, found.what) if found.what else None,
                path=found.begins, provider=call.provider.name, reply=call.kind.reply,
            )  # fmt: skip


def _wrong(path: Path) -> _Wrong | None:
    """The longest beginning of a path that some wire knows and this one does not.

    What begins a right way of its own is none, even where it leads nowhere in another wire's reply: by it stand fields
    that no `Place` names, such as `.usage.cache_read_input_tokens`.
    """
    hurry()
    kind, text = path.held.call.kind, spelled(path)
    rights = [begins for place in kind.places.values() for begins in place.right]
    if any(_begins(begins, text) for begins in rights):
        return None  # it goes the right way and stops before its end
    known = max((len(found) for begins in rights if (found := _begins(text, begins))), default=0)
    tried = (
        (begins, what) for begins, what in _ways(kind) if not any(_begins(one, begins) for one in rights)
    )
    ways = (_Wrong(found, what) for begins, what in tried if (found := _begins(text, begins)))
    longest = max(ways, key=lambda way: len(way.begins), default=None)
    if longest is not None and len(longest.begins) > known:
        return longest
    own, first = {_first(begins) for begins in rights}, _first(text)
    return _Wrong(first, None) if first and first in _firsts() - own else None


def spelled(path: Path) -> str:
    """A path from the reply on, with dots for the keys that a program wrote in brackets."""
    return "".join(_attribute(step) for step in (*path.before, *path.steps))


def _ways(kind: Kind) -> Iterator[tuple[str, What]]:
    """Every path that programs try, with what it leads to somewhere."""
    for other in vendors.kinds():
        for what, place in other.places.items():
            if what in kind.places:
                yield from ((begins, what) for begins in place.wrong)
                yield from ((begins, what) for begins in place.right if other is not kind)


def _firsts() -> set[str]:
    """What the paths of all wires begin with."""
    return {_first(b) for kind in vendors.kinds() for place in kind.places.values() for b in place.right}


def _first(text: str) -> str:
    found = re.match(r"\.\w+", text)
    return found[0] if found else ""


def _begins(text: str, begins: str) -> str:
    """What a path has of that beginning, whatever number is asked for in a list; empty where it has another."""
    found = _pattern(begins).match(text)
    return found[0] if found else ""


@cache
def _pattern(begins: str) -> re.Pattern[str]:
    one = r"\[(?:-?\d+|\?)\]"
    return re.compile(re.sub(r"\\\[(?:-?\d+|\\\?)\\\]", lambda _: one, re.escape(begins)) + _END)


def _attribute(step: str) -> str:
    return f".{step[2:-2]}" if step.startswith("['") else step


def _node_at(path: Path, begins: str) -> ast.expr | None:
    """The expression that ends where this beginning of its path does."""
    here = sum(len(_attribute(step)) for step in path.before)
    for step, node in zip(path.steps, path.nodes, strict=True):
        here += len(_attribute(step))
        if here == len(begins):
            return node
    return None


def _put(program: Program, path: Path, node: ast.expr, what: What) -> list[Edit]:
    """The right path in place of the wrong one, in quotes that fit into an f-string around it."""
    kind, owner = path.held.call.kind, fixes.written(program, path.source)
    text = in_reply(kind, what, owner)
    if not isinstance(path.source, ast.Name) and text.count(owner) > 1:
        raise NoFix
    for begins in kind.places[what].right if path.before else ():
        # What the program has under a name is used, where the right way leads through it.
        led = "".join(_attribute(step) for step in path.before)
        if (rest := _pattern(led).match(begins)) and text == owner + begins:
            text = fixes.written(program, path.root) + begins[rest.end() :]
    text = f"({text})" if " + " in text else text
    return fixes.replace(program, node, quotes_inside(program, node, text))


def dict_brackets(program: Program) -> Iterator[Fault]:
    """`response["choices"]`: replies have been objects since the SDKs' version 1, and few take both."""
    for path in program.replies.paths:
        keyed = any(step.startswith("['") for step in path.steps)
        got, old = _got(path), path.held.call.old
        taken = path.held.call.provider.sdk.brackets
        if (keyed or got) and not taken and not (old and old.prompt and old.sign):
            yield fault("dict-access", path.end, "error", partial(_dotted, program, path, got))


def _got(path: Path) -> str | None:
    """The name in `.get("content", "")` at the end of a path inside a reply."""
    match path.method:
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str() as name), *_]):
            return name if name.isidentifier() and path.held.part != "stream" else None
    return None


def _dotted(program: Program, path: Path, got: str | None) -> Iterable[Edit]:
    if "[?]" in path.steps and not path.text.endswith("[?]"):
        raise NoFix
    steps = "".join(_attribute(step) for step in path.steps if step != "[?]")
    text, node = fixes.written(program, path.root) + steps, path.end
    if "[?]" in path.steps:
        node = path.nodes[-2] if len(path.nodes) > 1 else path.root
    if got is not None and path.method is not None:
        text, node = f"{text}.{got}", path.method
        if len(path.method.args) > 1:
            text = f"({text} or {fixes.written(program, path.method.args[1])})"
    return fixes.replace(program, node, text)


def key_looked_for(program: Program) -> Iterator[Fault]:
    """`"content" in delta`: an object has no keys, so the answer is no."""
    for path in program.replies.paths:
        above = program.parent(path.end)
        match above:
            case ast.Compare(left=ast.Constant(value=str() as name), ops=[ast.In() | ast.NotIn() as sign]):
                if path.held.part != "stream" and name.isidentifier() and path.end is above.comparators[0]:
                    is_in = isinstance(sign, ast.In)
                    yield fault(
                        "dict-access key", above, "error", partial(_there, program, path, above, name, is_in)
                    )


def _there(program: Program, path: Path, node: ast.Compare, name: str, is_in: bool) -> list[Edit]:
    if any("[?]" == step or step.startswith("['") for step in path.steps):
        raise NoFix
    return fixes.replace(
        program, node, f"{fixes.written(program, path.end)}.{name} is {'not ' if is_in else ''}None"
    )


def stream_read_whole(program: Program) -> Iterator[Fault]:
    """`response.choices[0]` on what `stream=True` gives."""
    for path in program.replies.paths:
        call, streaming = path.held.call, path.held.call.kind.streaming
        if path.held.part != "stream" or call.legacy or call.method in streaming.methods:
            continue
        if path.steps and _attribute(path.steps[0]) in _firsts():
            words = [word for word in (streaming.argument, streaming.options) if word]
            looped = any(one.held.part == "chunk" and one.held.call is call for one in program.replies.paths)
            yield fault(
                "stream-read-whole looped" if looped else "stream-read-whole", path.nodes[0], "error",
                None if looped else partial(fixes.remove_word, program, call.node, *words),
                name=streaming.argument,
            )  # fmt: skip


RULES = (wrong_path, dict_brackets, key_looked_for, stream_read_whole)
