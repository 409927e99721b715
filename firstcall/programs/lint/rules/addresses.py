"""Base URLs: whether they end as the SDK wants it. OpenAI's ends in /v1, Anthropic's must not."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from firstcall import providers
from firstcall.programs.change import fixes
from firstcall.programs.lint.rules import Fault, Program
from firstcall.programs.read.tree import UNKNOWN
from firstcall.programs.read.vendors import host_of
from firstcall.providers import Provider


def wrong_base_url(program: Program) -> Iterator[Fault]:
    for node, provider in _base_urls(program):
        url = program.value(node)
        better = _mended(url, provider) if isinstance(url, str) and url is not UNKNOWN else None
        if better is not None and better != url:
            written = program.origin(node)
            yield Fault(
                "wrong-base-url", written, "error", f"This base URL does not fit {provider.name}.",
                _why(provider), f"Use {better[:60]}", partial(fixes.replace, program, written, f'"{better}"'),
            )  # fmt: skip


def _path(provider: Provider) -> str:
    """What the provider's own base URL ends in: `/v1`, or nothing."""
    return urlsplit(provider.address.base_url).path.rstrip("/")


def _why(provider: Provider) -> str:
    path = _path(provider)
    if not path:
        return f"{provider.name}'s SDK puts `/v1/…` behind the base URL itself: with another `/v1` every call is a 404."
    return f"{provider.name}'s SDK puts only the rest behind the base URL, so it must end in `{path}`. Else: a 404."


def _base_urls(program: Program) -> Iterator[tuple[ast.expr, Provider]]:
    for client, provider in program.clients:
        node = program.words_of(client)[0].get("base_url")
        if node is not None:
            yield node, provider
    variables = {provider.address.base_url_variable: provider for provider in providers.every().values()}
    for statement in program.all(ast.Assign):
        match statement.targets:
            case [
                ast.Subscript(value=ast.Attribute(attr="environ"), slice=ast.Constant(value=str() as name))
            ]:
                if name in variables:
                    yield statement.value, variables[name]


def _mended(url: str, provider: Provider) -> str | None:
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
    own, asked = _path(provider), parts.path.rstrip("/")
    if not own:
        return root + path.removesuffix("/v1") if path.endswith("/v1") or path != asked else None
    if path in {"", "/api"} and host in {host_of(provider.address.base_url), "localhost", "127.0.0.1"}:
        return root + own
    return root + path if path != asked else None


RULES = (wrong_base_url,)
