"""What a text is before anybody reads it as a program: an empty box, settings, a notebook, a line for a shell."""

from __future__ import annotations

import ast
import builtins
import json
import re
from typing import Literal

from firstcall.programs.read import javascript, notebook_file
from firstcall.programs.read.source import read
from firstcall.programs.refusals import NotUnderstood

TextKind = Literal[
    "empty",
    "comments",
    "settings",
    "requirements",
    "notebook",
    "json",
    "curl",
    "error",
    "python",
    "javascript",
    "unreadable",
]
_NAME_AND_VALUE = re.compile(r"(?:export\s+|set\s+|\$env:)?[A-Z_][A-Z0-9_]*=(?!=)\S*.*")
"""A line of a file `.env`, or one that a shell takes. Python's own constants have blanks around the sign."""
_SPACED = re.compile(r"(?:export\s+)?[A-Z_][A-Z0-9_]*\s*=(?!=).*|\[[\w.-]+\]")
"""The same with blanks, as `.env` and `secrets.toml` may have it, and the head of a section of the latter: settings where
Python would know no value of it (https://pypi.org/project/python-dotenv/, "File format")."""
_REQUIREMENT = re.compile(r"[A-Za-z][\w.-]*(?:\[[\w,-]+\])?\s*(?:(?:[=<>~!]=|[<>])\s*\d[\w.*]*\s*,?\s*)*")
_VERSIONED = re.compile(r"[=~><]=\s*\d")
_PROMPT = re.compile(r"^\s*(?:\$|>|%)\s+")
_SHELL = re.compile(r"(?:export|set|setx|\$env:|cd|source)\b")


def kind_of(source: str) -> TextKind:
    """The kind of a text. Reads it as Python only where nothing simpler fits."""
    lines = logical_lines(source)
    if not source.strip():
        return "empty"
    if lines and all(map(_NAME_AND_VALUE.fullmatch, lines)):
        return "settings"
    if lines and all(map(_SPACED.fullmatch, lines)) and not _has_values(source):
        return "settings"
    if any(map(_VERSIONED.search, lines)) and all(map(_REQUIREMENT.fullmatch, lines)):
        return "requirements"
    if is_curl(lines):
        return "curl"
    if notebook_file.code_cells(source) is not None:
        return "notebook"
    if _is_json(source):
        return "json"
    try:
        return "python" if read(source).tree.body else "comments"
    except NotUnderstood:
        return _unread(source)


def _has_values(source: str) -> bool:
    """Whether a text is Python whose every name stands for something: `sk-abc` is `sk` minus `abc` otherwise."""
    try:
        tree = read(source).tree
    except NotUnderstood:
        return False
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    given = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return all(node.id in given or hasattr(builtins, node.id) for node in names)


def _unread(source: str) -> TextKind:
    if "Traceback (most recent call last)" in source:
        return "error"
    fenced = "```" in source or "~~~" in source  # a page, whose code can be taken out
    return "javascript" if not fenced and javascript.looks_like(source) else "unreadable"


def logical_lines(source: str) -> list[str]:
    r"""The lines that say something, without prompts and comments, those that end in `\` joined to the next."""
    joined = re.sub(r"[\\^`][ \t]*\r?\n", " ", source)
    lines = (_PROMPT.sub("", line).strip() for line in joined.splitlines())
    return [line for line in lines if line and not line.startswith("#")]


def is_curl(lines: list[str]) -> bool:
    """Whether a text is a request as one types it: a line that begins with `curl`, and no Python around it."""
    begins = [line for line in lines if line.startswith(("curl ", "curl.exe "))]
    return bool(begins) and (lines[0] in begins or bool(_SHELL.match(lines[0])))


def _is_json(source: str) -> bool:
    try:
        return isinstance(json.loads(source), dict | list)
    except (ValueError, RecursionError):
        return False
