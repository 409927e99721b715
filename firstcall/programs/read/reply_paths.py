"""Paths in a reply as text, held against where its kind keeps things and against the SDK's own classes."""

from __future__ import annotations

import ast
import re
from collections.abc import Sequence
from functools import cache

from firstcall.programs.read import sdk
from firstcall.programs.read.replies import Path
from firstcall.programs.read.tree import UNKNOWN
from firstcall.providers import Kind

_END = r"(?![a-z_])"


def steps_of(path: Path, *, methods: bool = False) -> tuple[str, ...]:
    """The steps of a path from the reply on, with `methods` also the one that is called at its end."""
    called = method_name(path.method) if methods and path.method is not None else ""
    return (*path.before, *path.steps, *([f".{called}"] if called else []))


def dots(steps: Sequence[str]) -> str:
    """Steps as one text, with dots for the keys that a program wrote in brackets."""
    return "".join(map(attribute, steps))


def method_name(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else ""


def spelled(path: Path) -> str:
    """A path from the reply on, with dots for the keys that a program wrote in brackets."""
    return dots(steps_of(path))


def beginning(text: str, begins: str) -> str:
    """What a path has of that beginning, whatever number is asked for in a list; empty where it has another."""
    found = pattern(begins).match(text)
    return found[0] if found else ""


@cache
def pattern(begins: str) -> re.Pattern[str]:
    one = r"\[(?:-?\d+|\?)\]"
    return re.compile(re.sub(r"\\\[(?:-?\d+|\\\?)\\\]", lambda _: one, re.escape(begins)) + _END)


def attribute(step: str) -> str:
    return f".{step[2:-2]}" if step.startswith("['") else step


def leads_to_text(kind: Kind, text: str) -> bool:
    """Whether a path stops on the way to the text."""
    rights = kind.places["text"].right
    return not text or any(beginning(begins, text) and not beginning(text, begins) for begins in rights)


def is_object_at(path: Path, at: int) -> bool:
    """Whether so many steps of a path lead to an object: what has fields and no keys."""
    if path.held.part == "stream":
        return True
    steps, call = (*path.before, *path.steps[:at]), path.held.call
    if not steps:
        return True
    found = sdk.along(call, path.held.part, steps)[-1]
    if found is not UNKNOWN:
        return sdk.is_object(found)
    said = call.kind.streaming.said
    ends = (said.path,) if path.held.part == "chunk" and said is not None else call.kind.places["text"].right
    text = dots(steps)
    return any(beginning(end, text) and not beginning(text, end) for end in ends)
