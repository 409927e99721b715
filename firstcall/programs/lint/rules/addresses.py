"""Base URLs: OpenAI's ends in /v1, Anthropic's must not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from firstcall.programs.change import fixes
from firstcall.programs.lint.rules import Fault, Program
from firstcall.programs.read.tree import UNKNOWN

_VARIABLES = {"OPENAI_BASE_URL": "openai", "ANTHROPIC_BASE_URL": "anthropic"}
_NAMES = {"openai": "OpenAI", "anthropic": "Anthropic"}
_WHY = {
    "openai": "OpenAI's SDK puts `/chat/completions` behind the base URL, so it must end in `/v1`. Else: a 404.",
    "anthropic": "Anthropic's SDK puts `/v1/messages` behind the base URL itself: with another `/v1` every call is a 404.",
}


def wrong_base_url(program: Program) -> Iterator[Fault]:
    for node, provider in _base_urls(program):
        url = program.value(node)
        better = _mended(url, provider) if isinstance(url, str) and url is not UNKNOWN else None
        if better is not None and better != url:
            written = program.origin(node)
            yield Fault(
                "wrong-base-url", written, "error", f"This base URL does not fit {_NAMES[provider]}.",
                _WHY[provider], f"Use {better[:60]}", partial(fixes.replace, program, written, f'"{better}"'),
            )  # fmt: skip


def _base_urls(program: Program) -> Iterator[tuple[ast.expr, str]]:
    for client, provider in program.clients:
        node = program.words_of(client)[0].get("base_url")
        if node is not None:
            yield node, provider
    for statement in program.all(ast.Assign):
        match statement.targets:
            case [
                ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str() as name))
            ]:
                if name in _VARIABLES:
                    yield statement.value, _VARIABLES[name]


def _mended(url: str, provider: str) -> str | None:
    """The base URL as the SDK wants it; `None` where it is no URL or a server whose paths nobody knows."""
    try:
        parts = urlsplit(url)
        host, path = parts.hostname, parts.path.rstrip("/")
    except ValueError:
        return None
    if parts.scheme not in {"http", "https"} or not host or parts.query or not url.isprintable():
        return None
    root = f"{parts.scheme}://{parts.netloc}"
    for tail in ("/chat/completions", "/completions", "/responses", "/messages", "/complete"):
        path = path.removesuffix(tail)
    if provider == "anthropic":
        return (
            root + path.removesuffix("/v1")
            if path.endswith("/v1") or path != parts.path.rstrip("/")
            else None
        )
    if path in {"", "/api"} and host in {"api.openai.com", "localhost", "127.0.0.1"}:
        return root + "/v1"
    return root + path if path != parts.path.rstrip("/") else None


RULES = (wrong_base_url,)
