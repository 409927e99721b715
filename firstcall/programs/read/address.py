"""Where a program's client calls, for a provider of which the learner says which server it is."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from firstcall.programs.refusals import NotUnderstood


def held_to(source: str, base_url: str) -> None:
    """Raises `NotUnderstood` for a program whose client is given another base URL than this, or none: the app would call
    elsewhere than the program that it shows. One that leaves it to the environment says neither."""
    words = list(_base_urls(source))
    said = [url for word in words for url in _urls(word.value)]
    if not words or any(url.rstrip("/") != base_url.rstrip("/") for url in said):
        raise NotUnderstood(
            "client other_server", words[0].value.lineno if words else None, base_url=base_url
        )


def _base_urls(source: str) -> Iterator[ast.keyword]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            yield from (word for word in node.keywords if word.arg == "base_url")


def _urls(value: ast.expr) -> Iterator[str]:
    for node in ast.walk(value):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "://" in node.value:
            yield node.value
