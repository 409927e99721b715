"""Where the text is: another provider's path, dict brackets on an object, a stream read like a reply.

Shapes: `anthropic/types/message.py`, `openai/types/chat/chat_completion.py`, `openai/types/responses/response.py`.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program
from firstcall.programs.read.replies import Path
from firstcall.programs.read.whole_program import ApiCall

TEXT_BLOCKS = '"".join(block.text for block in {0}.content if block.type == "text")'

_NAMES = {"chat": "a chat completion", "response": "a Responses reply"}
_END = r"(?![a-z_])"
_CHAT = "{0}.choices[0].message.content"
# What is read, and what to read instead; the first that fits counts. No second part: nothing takes its place.
_WRONG: dict[str, tuple[tuple[str, str | None], ...]] = {
    "message": (
        (r"\.choices\[-?\d+\]\.(message\.content|message\.text|text|delta\.content)" + _END, TEXT_BLOCKS),
        (r"\.choices\[-?\d+\]\.finish_reason" + _END, "{0}.stop_reason"),
        (r"\.choices" + _END, None),
        (r"\.(completion|output_text|text|message\.content)" + _END, TEXT_BLOCKS),
        (r"\.content\.text" + _END, TEXT_BLOCKS),
        (r"\.finish_reason" + _END, "{0}.stop_reason"),
        (r"\.usage\.prompt_tokens" + _END, "{0}.usage.input_tokens"),
        (r"\.usage\.completion_tokens" + _END, "{0}.usage.output_tokens"),
        (r"\.usage\.total_tokens" + _END, "({0}.usage.input_tokens + {0}.usage.output_tokens)"),
    ),
    "chat": (
        (r"\.choices\[-?\d+\]\.(text|content|message\.text|delta\.content)" + _END, _CHAT),
        (r"\.choices\.(message\.content|text|content)" + _END, _CHAT),
        (r"\.content(\[-?\d+\])?(\.text)?" + _END, _CHAT),
        (r"\.(completion|output_text|text|message\.content)" + _END, _CHAT),
        (r"\.(stop_reason|finish_reason)" + _END, "{0}.choices[0].finish_reason"),
        (r"\.usage\.input_tokens" + _END, "{0}.usage.prompt_tokens"),
        (r"\.usage\.output_tokens" + _END, "{0}.usage.completion_tokens"),
    ),
    "response": (
        (r"\.choices\[-?\d+\]\.(message\.content|text)" + _END, "{0}.output_text"),
        (r"\.choices" + _END, None),
        (r"\.content(\[-?\d+\])?(\.text)?" + _END, "{0}.output_text"),
        (r"\.usage\.prompt_tokens" + _END, "{0}.usage.input_tokens"),
        (r"\.usage\.completion_tokens" + _END, "{0}.usage.output_tokens"),
    ),
}  # fmt: skip


def wrong_path(program: Program) -> Iterator[Fault]:
    """A path that belongs to another provider, or to an older SDK."""
    for path in program.replies.paths:
        if path.held.part != "whole" or path.held.call.legacy:
            continue
        plain = [_attribute(step) for step in path.steps]
        for pattern, better in _WRONG.get(path.held.call.kind, ()):
            found = re.match(pattern, "".join(plain))
            node = _node_at(path, plain, found.end()) if found else None
            if node is None or found is None:
                continue
            yield Fault(
                "wrong-path", node, "error", f"`{found[0]}` is not where {_name(path.held.call)} keeps this.",
                "Each provider's reply has its own shape; another one's path ends in an AttributeError.",
                "Read it from the right place" if better else None,
                partial(_put, program, path, node, better) if better else None,
            )  # fmt: skip
            break


def _name(call: ApiCall) -> str:
    """What a call's reply is called: `an Anthropic message`."""
    name = call.provider.name
    return _NAMES.get(call.kind) or f"{'an' if name[0] in 'AEIOU' else 'a'} {name} message"


def _attribute(step: str) -> str:
    return f".{step[2:-2]}" if step.startswith("['") else step


def _node_at(path: Path, steps: list[str], end: int) -> ast.expr | None:
    """The expression after the steps that a match of `end` characters covers."""
    here = 0
    for step, node in zip(steps, path.nodes, strict=True):
        here += len(step)
        if here == end:
            return node
    return None


def _put(program: Program, path: Path, node: ast.expr, better: str) -> list[Edit]:
    """The right path in place of the wrong one, in quotes that fit into an f-string around it."""
    if not isinstance(path.root, ast.Name) and better.count("{0}") > 1:
        raise NoFix
    text = better.format(fixes.written(program, path.root))
    return fixes.replace(program, node, quotes_inside(program, node, text))


def quotes_inside(program: Program, node: ast.AST, text: str) -> str:
    """`text` with single quotes where it is to stand inside an f-string."""
    inside = any(isinstance(above, ast.JoinedStr) for above in program.ancestors(node))
    return text.replace('"', "'") if inside else text


def dict_brackets(program: Program) -> Iterator[Fault]:
    """`response["choices"]`: replies have been objects since the SDKs' version 1."""
    for path in program.replies.paths:
        keyed = next(
            (n for step, n in zip(path.steps, path.nodes, strict=True) if step.startswith("['")), None
        )
        got = _got(path)
        if path.held.call.kind == "prompt" or not (keyed or got):
            continue
        yield Fault(
            "dict-access", path.end, "error", "A reply is an object, not a dict: read its fields with a dot.",
            "Square brackets with a name, and `.get(…)`, worked in SDKs before 2023 and are a TypeError or AttributeError now.",
            "Use dots", partial(_dotted, program, path, got),
        )  # fmt: skip


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


def stream_read_whole(program: Program) -> Iterator[Fault]:
    """`response.choices[0]` on what `stream=True` gives."""
    for path in program.replies.paths:
        call = path.held.call
        if path.held.part != "stream" or call.legacy or not call.method.endswith(".create"):
            continue
        if path.steps and _attribute(path.steps[0]) in {".choices", ".content", ".usage", ".output_text"}:
            yield Fault(
                "stream-read-whole", path.nodes[0], "error", "This is a stream: there is no whole reply in it yet.",
                "With `stream=True` the call gives pieces one after the other. Loop over them, or leave `stream` out.",
                "Remove stream=True", partial(fixes.remove_word, program, call.node, "stream", "stream_options"),
            )  # fmt: skip


RULES = (wrong_path, dict_brackets, stream_read_whole)
