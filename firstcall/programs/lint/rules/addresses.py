"""Base URLs: whether they end as the SDK wants it, which puts the path of the call behind them.

OpenAI's ends in /v1 (`openai/_data_residency.py`), Anthropic's must not (`anthropic/resources/messages/messages.py`).
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial
from urllib.parse import urlsplit

from firstcall import providers
from firstcall.programs.change import fixes
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.read.tree import UNKNOWN
from firstcall.programs.read.vendors import homes as homes_of_sdks
from firstcall.programs.read.vendors import host_of
from firstcall.providers import Provider

_HERE = ("localhost", "127.0.0.1")


def wrong_base_url(program: Program) -> Iterator[Fault]:
    for node, provider in _base_urls(program):
        url = program.value(node)
        better = _mended(url, provider) if isinstance(url, str) and url is not UNKNOWN else None
        if better is not None and better != url:
            written = program.origin(node)
            yield fault(
                "wrong-base-url own-path" if _path(provider) else "wrong-base-url no-path", written, "error",
                partial(fixes.replace, program, written, f'"{better}"'),
                provider=provider.name, path=_path(provider) or provider.sdk.kinds[0].path, to=better[:60],
            )  # fmt: skip


def wrong_url_of_the_module(program: Program) -> Iterator[Fault]:
    """`openai.base_url = "…/v1"`: the module puts the path right behind it, without a slash between
    (`openai/__init__.py`, `_ModuleClient.base_url`)."""
    homes = {f"{home.sdk.module}.base_url": home for home in homes_of_sdks() if home.sdk.old.module_calls}
    for node in program.all(ast.Assign):
        home = homes.get(program.imported_as(node.targets[0]))
        url = program.value(node.value) if home is not None else UNKNOWN
        if home is not None and isinstance(url, str) and (better := slashed(url, home)) != url:
            written = program.origin(node.value)
            yield fault(
                "wrong-base-url module", written, "error", partial(fixes.replace, program, written, f'"{better}"'),
                provider=home.name, to=better[:60],
            )  # fmt: skip


def slashed(url: str, provider: Provider) -> str:
    """The base URL as the module wants it."""
    return (_mended(url, provider) or url).rstrip("/") + "/"


def _path(provider: Provider) -> str:
    """What the provider's own base URL ends in: `/v1`, or nothing."""
    return urlsplit(provider.address.base_url).path.rstrip("/")


def _base_urls(program: Program) -> Iterator[tuple[ast.expr, Provider]]:
    for client, provider in program.clients:
        node = program.words_of(client)[0].get(provider.sdk.base_url)
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
    own, asked = _path(provider), path
    for tail in sorted(_tails(provider), key=len, reverse=True):
        path = path.removesuffix(tail)
    if own and path in {"", "/api"} and host in {host_of(provider.address.base_url), *_HERE}:
        return root + own
    return root + path if path != asked else None


def _tails(provider: Provider) -> set[str]:
    """What the SDK itself puts behind the base URL: the ends of its paths; their beginnings too, where its own
    base URL is a host alone."""
    paths = [kind.path for kind in provider.sdk.kinds] + [old.path for old in provider.sdk.old.calls]
    found = set[str]()
    for parts in (path.strip("/").split("/") for path in paths if path):
        ends = [parts[at:] for at in range(len(parts))]
        begins = [] if _path(provider) else [parts[:at] for at in range(1, len(parts))]
        found |= {"/" + "/".join(some) for some in (*ends, *begins)}
    return found


RULES = (wrong_base_url, wrong_url_of_the_module)
