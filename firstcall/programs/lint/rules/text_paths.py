"""Where the text is: another wire's path, dict brackets on an object, a stream read like a reply.

Where each thing stands in a reply, and where programs look for it in vain, is said by the wires (`Place`).
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Mend, Program, fault
from firstcall.programs.patience import hurry
from firstcall.programs.read import sdk, vendors
from firstcall.programs.read.replies import Path
from firstcall.programs.read.reply_paths import (
    attribute,
    beginning,
    dots,
    leads_to_text,
    method_name,
    pattern,
    steps_of,
)
from firstcall.programs.read.spelling import chain
from firstcall.programs.read.whole_program import ApiCall
from firstcall.programs.write.javascript import camel
from firstcall.providers import Kind, What

_PATH = re.compile(r"[\w$.]+(?:\[\d+\][\w.]*)*")
_LOOKS = frozenset({"hasattr", "getattr", "isinstance"})


def in_reply(kind: Kind, what: What, owner: str) -> str:
    """The code that reads something from a reply with the name `owner`."""
    return re.sub(rf"\b{kind.named}\b", lambda _: owner, kind.places[what].path)


def quotes_inside(program: Program, node: ast.AST, text: str) -> str:
    """`text` with single quotes where it is to stand inside an f-string."""
    inside = any(isinstance(above, ast.JoinedStr) for above in program.ancestors(node))
    return text.replace('"', "'") if inside else text


@dataclass(frozen=True)
class _Wrong:
    """The beginning of a path that leads nowhere, and what it was to lead to, where there is such a thing. Only what
    is `before` its end is wrong where the rest could be asked of the right thing; only its last step, where that stands
    `between` what would be right."""

    begins: str
    what: What | None
    before: str | None = None
    between: bool = False

    @property
    def instead(self) -> str:
        """The beginning in whose place the right path stands."""
        return self.begins if self.before is None else self.before


def wrong_path(program: Program) -> Iterator[Fault]:
    """A path that belongs to another wire, or to an older SDK, or that the SDK's class does not have."""
    yield from _wrong_paths(program, methods=True)


def wrong_path_in_javascript(program: Program) -> Iterator[Fault]:
    """The same where lists and texts have other methods, and promises have some."""
    yield from _wrong_paths(program, methods=False)


def _wrong_paths(program: Program, *, methods: bool) -> Iterator[Fault]:
    for path in program.replies.paths:
        call = path.held.call
        if path.held.part != "whole" or call.legacy:
            continue
        steps = steps_of(path, methods=methods)
        found = _wrong(call.kind, dots(steps)) or _missing(program, path, steps)
        node = _node_at(path, found.begins) if found else None
        if found is not None and node is not None:
            yield fault(
                "wrong-path" if found.what else "wrong-path nothing", node, "error",
                _mend(program, path, node, found), path=found.begins, provider=call.provider.name, reply=call.kind.reply,
            )  # fmt: skip


def _mend(program: Program, path: Path, node: ast.expr, found: _Wrong) -> Mend | None:
    if found.between and isinstance(node, ast.Attribute):
        return partial(_left_out, program, node)
    where = _node_at(path, found.instead) or path.source
    return partial(put_right, program, path, where, found.what) if found.what else None


def _left_out(program: Program, node: ast.Attribute) -> list[Edit]:
    """A path without a step that is not there."""
    start, end = program.text.span(node.value)[1], program.text.span(node)[1]
    return [Edit(start, end, "", own=True)]


def _wrong(kind: Kind, text: str) -> _Wrong | None:
    """The longest beginning of a path that some wire knows and this one does not.

    What begins a right way of its own is none, even where it leads nowhere in another wire's reply: by it stand fields
    that no `Place` names, such as `.usage.cache_read_input_tokens`.
    """
    hurry()
    rights = [begins for place in kind.places.values() for begins in place.right]
    if any(beginning(begins, text) for begins in rights):
        return None  # it goes the right way and stops before its end
    known = max((len(found) for begins in rights if (found := beginning(text, begins))), default=0)
    tried = (
        (begins, what) for begins, what in _ways(kind) if not any(beginning(one, begins) for one in rights)
    )
    ways = (_Wrong(found, what) for begins, what in tried if (found := beginning(text, begins)))
    longest = max(ways, key=lambda way: len(way.begins), default=None)
    if longest is not None and len(longest.begins) > known:
        return longest
    own, first = {_first(begins) for begins in rights}, _first(text)
    return _Wrong(first, None) if first and first in _firsts() - own else None


def _missing(program: Program, path: Path, steps: tuple[str, ...]) -> _Wrong | None:
    """The beginning of a path that ends at something which the SDK's class does not have."""
    call = path.held.call
    if (
        call.own_models
        or "beta" in chain(call.node.func)
        or _usual(call.kind, steps)
        or _looked_for(program, path)
    ):
        return None
    types = sdk.along(call, "whole", steps)
    at = next((at for at, one in enumerate(types) if one is sdk.NOTHING), None)
    if at is None or at <= len(path.before) or _brackets_missing(call, types[at - 1], steps[at - 1]):
        return None
    begins, before = dots(steps[:at]), dots(steps[: at - 1])
    # A text was meant where something is asked of an object that a text has, such as `.strip()`.
    meant = hasattr(str, steps[at - 1][1:]) and leads_to_text(call.kind, before)
    rights = [right for place in call.kind.places.values() for right in place.right]
    between = any(
        beginning(dots(steps[at:]), right.removeprefix(before)) for right in rights if right != before
    )
    return _Wrong(begins, "text" if meant else None, before if meant else None, between)


def _usual(kind: Kind, steps: tuple[str, ...]) -> bool:
    """Whether a path goes a way that is known, with a method of texts at its end: no class has to be looked at."""
    rights = [begins for place in kind.places.values() for begins in place.right]
    *most, last = steps or ("",)
    whole, text = dots(steps), dots(most)
    return any(beginning(begins, whole) for begins in rights) or (
        hasattr(str, last[1:]) and text in kind.places["text"].right
    )


def _looked_for(program: Program, path: Path) -> bool:
    """Whether a program asks first if it is there, or goes on without it."""
    for above in program.ancestors(path.end):
        match above:
            case ast.If(test=test) | ast.IfExp(test=test):
                if any(isinstance(node, ast.Name) and node.id in _LOOKS for node in ast.walk(test)):
                    return True
            case ast.Try(handlers=handlers):
                if any(_catches(handler, "AttributeError") for handler in handlers):
                    return True
    return _of_several(program, path)


def _catches(handler: ast.ExceptHandler, name: str) -> bool:
    return handler.type is not None and any(
        isinstance(node, ast.Name) and node.id == name for node in ast.walk(handler.type)
    )


def _of_several(program: Program, path: Path) -> bool:
    """Whether the name of a reply is given others as well, such as another provider's in another branch."""
    if not isinstance(path.source, ast.Name):
        return False
    function = program.function_of(path.source)
    held = [
        program.replies.of(one.value) for one in program.bindings.given.get(path.source.id, ())
        if one.place.function is function and one.value is not None
    ]  # fmt: skip
    return any(one is None or one.call.kind is not path.held.call.kind for one in held)


def _brackets_missing(call: ApiCall, owner: object, step: str) -> bool:
    """Whether brackets with a name are the fault, of which another rule speaks."""
    return step.startswith("['") and sdk.is_object(owner)


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


def _node_at(path: Path, begins: str) -> ast.expr | None:
    """The expression that ends where this beginning of its path does."""
    here = sum(len(attribute(step)) for step in path.before)
    for step, node in zip(path.steps, path.nodes, strict=True):
        here += len(attribute(step))
        if here == len(begins):
            return node
    if path.method is not None and here + len(method_name(path.method)) + 1 == len(begins):
        return path.method.func
    return None


def put_right(program: Program, path: Path, node: ast.expr, what: What) -> list[Edit]:
    """The right path in place of the wrong one, in quotes that fit into an f-string around it."""
    kind, owner = path.held.call.kind, fixes.written(program, path.source)
    text = in_reply(kind, what, owner)
    if not isinstance(path.source, ast.Name) and text.count(owner) > 1:
        raise NoFix
    for begins in kind.places[what].right if path.before else ():
        # What the program has under a name is used, where the right way leads through it.
        led = dots(path.before)
        if (rest := pattern(led).match(begins)) and text == owner + begins:
            text = fixes.written(program, path.root) + begins[rest.end() :]
    text = f"({text})" if " + " in text else text
    if program.text.language == "javascript":
        return [Edit(*program.text.span(node), _in_javascript(path, text), own=True)]
    return fixes.replace(program, node, quotes_inside(program, node, text))


def _in_javascript(path: Path, text: str) -> str:
    """The same path in JavaScript; what is more than a path is written in another way there."""
    if not _PATH.fullmatch(text):
        raise NoFix
    return camel(text) if path.held.call.provider.sdk.javascript_camel else text


def called_field(program: Program) -> Iterator[Fault]:
    """`response.output_text()`: what is there is no method."""
    for path in program.replies.paths:
        call, method = path.held.call, path.method
        if path.held.part != "whole" or call.legacy or method is None or not method_name(method):
            continue
        steps = steps_of(path, methods=True)
        if hasattr(str, method_name(method)) and _usual(call.kind, steps):
            continue
        found = sdk.along(call, "whole", steps)[-1]
        if sdk.is_object(found) or sdk.is_text(found):
            mend = partial(fixes.replace, program, method, fixes.written(program, method.func))
            bare = not method.args and not method.keywords
            yield fault(
                "wrong-path called", method.func, "error", mend if bare else None,
                path=dots(steps), reply=call.kind.reply,
            )  # fmt: skip


def stream_read_whole(program: Program) -> Iterator[Fault]:
    """`response.choices[0]` on what `stream=True` gives."""
    for path in program.replies.paths:
        call, streaming = path.held.call, path.held.call.kind.streaming
        if path.held.part != "stream" or call.legacy or call.method in streaming.methods:
            continue
        if path.steps and attribute(path.steps[0]) in _firsts():
            words = [word for word in (streaming.argument, streaming.options) if word]
            looped = any(one.held.part == "chunk" and one.held.call is call for one in program.replies.paths)
            yield fault(
                "stream-read-whole looped" if looped else "stream-read-whole", path.nodes[0], "error",
                None if looped else partial(fixes.remove_word, program, call.node, *words),
                name=streaming.argument,
            )  # fmt: skip


RULES = (wrong_path, called_field, stream_read_whole)
