"""A call as a whole program: Python, JavaScript, a curl command for the shell, or what a web page runs."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Mapping
from dataclasses import replace
from string import Template
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from firstcall.calls import Call
from firstcall.programs import files
from firstcall.programs.write import javascript, shell
from firstcall.programs.write.layout import arguments_code, code

if TYPE_CHECKING:
    from firstcall.providers import Provider

_SDK_ONLY = ("extra_body", "extra_headers", "extra_query", "timeout")
_ARGUMENTS = re.compile(r"^([ \t]*)(.*)\$(?:arguments\b|\{arguments\})", re.MULTILINE)
_LONE_HEADERS = re.compile(r"^([ \t]*)\$headers[ \t\\]*\n", re.MULTILINE)


def render(call: Call, provider: Provider, language: str = "python", shape: str = "") -> str:
    """The program that makes `call` in `language`: `python`, `javascript`, `curl`, or `browser` where there is one.

    `shape` asks for the program of a page that goes beyond the first call; where there is none in the language, it is
    the one that makes any call.
    A key written into the call appears in Python only; elsewhere it is read from the environment.
    Raises `KeyError` where the provider has no template for the language.
    """
    if language != "python" and provider.structured is not None:
        call = provider.structured.by_hand(call)  # only Python has Pydantic's classes
    usual = provider.templates[language, "streamed" if call.streamed else "plain"]
    template = provider.templates.get((language, shape), usual)
    return _LANGUAGES[language](call, provider, template)


def render_whole(
    call: Call, provider: Provider, shape: str, parts: Mapping[str, str], language: str = "python"
) -> str:
    """The program of a shape that has places of its own, written `<name>` in its template, with these `parts` in them.

    What the call says is not searched for such places: a prompt may speak of `<tools>`.
    """
    template = provider.templates.get((language, shape))
    if template is None:
        return render(call, provider, language)
    mark = secrets.token_hex(8)
    marked = re.sub("<(" + "|".join(parts) + ")>", rf"{mark}\1;", template)
    templates = {**provider.templates, (language, shape): marked}
    source = render(call, replace(provider, templates=templates), language, shape)
    return re.sub(rf"{mark}(\w+);", lambda found: parts[found[1]], source)


def _python(call: Call, provider: Provider, template: str) -> str:
    indent = len(_margin(template))
    positional = [f"{code(value, indent, indent)}," for value in call.positional]
    named = _for_method(call, template)
    lines = [*positional, arguments_code(named, indent)] if named else positional
    client = ", ".join(f"{name}={code(value)}" for name, value in call.client.items())
    more = "".join(f",\n    {name}={code(value, 4)}" for name, value in call.client.items())
    return _filled(template, arguments=("\n" + " " * indent).join(lines), client=client, more=more)


def _javascript(call: Call, provider: Provider, template: str) -> str:
    arguments = _for_method(call, template)
    inside = provider.sdk.options.argument if provider.sdk.options else None
    options = {
        "headers": arguments.get("extra_headers"),
        "query": arguments.get("extra_query"),
        "timeout": javascript.milliseconds(arguments.get("timeout")),
    }
    client = {
        javascript.camel(name): javascript.milliseconds(value)
        if name == "timeout"
        else javascript.renamed(value)
        if name == inside
        else value
        for name, value in call.client.items()
        if name != "api_key"
    }
    properties = [f"{name}: {javascript.code(value)}" for name, value in client.items()]
    if (line := provider.sdk.patience.javascript) and "timeout" in client:
        in_its_place = line.format(milliseconds=javascript.code(client["timeout"]))
        properties[list(client).index("timeout")] = in_its_place
    said = {name: value for name, value in options.items() if value is not None}
    indent = len(_margin(template))
    said_to_it = javascript.properties(_written(call, provider, "javascript") or _body(arguments), indent)
    from_files = _read_from_files(said_to_it)
    return _filled(
        template if from_files == said_to_it else _READS_FILES + template,
        arguments=from_files,
        options=f", {javascript.code(said)}" if said else "",
        client=javascript.code(client) if client else "",
        more="".join(f",\n  {one}" for one in properties),
    )


_READS_FILES = 'import { readFileSync } from "node:fs";\n\n'


def _read_from_files(written: str) -> str:
    """JavaScript that holds the whole text of a file, as it reads that file in its place."""
    for name, text in files.every().items():
        literal, read = (
            javascript.text_code(text)[1:-1],
            f'readFileSync({javascript.text_code(name)}, "utf8")',
        )
        written = (
            written.replace(literal, f'" + {read} + "')
            .replace(f'"" + {read}', read)
            .replace(f'{read} + ""', read)
        )
    return written


def _curl(call: Call, provider: Provider, template: str) -> str:
    options = [f"-H {shell.quoted(f'{name}: {value}')}" for name, value in _headers(call, provider).items()]
    options += _curl_options(call, provider)
    return _filled(
        _LONE_HEADERS.sub(
            lambda line: "".join(f"{line[1]}{_literal(option)} \\\n" for option in options), template
        ),
        headers="".join(f" \\\n  {option}" for option in options),
        body=shell.json_argument(_sent(call, provider)),
        model=_in_address(call.model),
    )


def _headers(call: Call, provider: Provider) -> dict[str, str]:
    """The headers of the raw call; a learner's spelling of a name replaces the provider's."""
    found: dict[str, tuple[str, str]] = {}
    for given in (
        provider.address.headers,
        call.client.get("default_headers"),
        call.arguments.get("extra_headers"),
    ):
        if isinstance(given, Mapping):
            found |= {str(name).lower(): (str(name), str(value)) for name, value in given.items()}
    return dict(found.values())


def _curl_options(call: Call, provider: Provider) -> list[str]:
    query = call.arguments.get("extra_query")
    pairs = query.items() if isinstance(query, Mapping) else ()
    options = [f"--url-query {shell.quoted(f'{name}={value}')}" for name, value in pairs]
    seconds = call.arguments.get("timeout", provider.sdk.patience.seconds_of(call.client))
    return [*options, f"--max-time {seconds:g}"] if isinstance(seconds, int | float) else options


def _written(call: Call, provider: Provider, language: str) -> dict[str, Any] | None:
    """The arguments of a call by the provider's own rule for a language, `None` where there is none."""
    rule = provider.written.get(language)
    return dict(rule(call)) if rule else None


def _sent(call: Call, provider: Provider) -> dict[str, Any]:
    """The body of the raw call."""
    streamed = {"stream": True} if call.streamed else {}
    return _written(call, provider, "curl") or _body(call.arguments) | streamed


def _in_address(model: str) -> str:
    """A model's id as a part of an address, which a shell or a script reads too."""
    return quote(model, safe="/")


def _body(arguments: Mapping[str, Any]) -> dict[str, Any]:
    """What is sent as JSON: the arguments that are not for the SDK, and those passed around it."""
    extra = arguments.get("extra_body")
    body = {name: value for name, value in arguments.items() if name not in _SDK_ONLY}
    return body | dict(extra) if isinstance(extra, Mapping) else body


def _for_method(call: Call, template: str) -> Mapping[str, Any]:
    """The arguments as the template's method wants them: `create` is told to stream, `stream` is not."""
    if f".{call.method}(" in template:
        return call.arguments
    rest = {name: value for name, value in call.arguments.items() if name != "stream"}
    return rest if not call.streamed or "stream(" in template else rest | {"stream": True}


def _margin(template: str) -> str:
    found = _ARGUMENTS.search(template)
    return found[1] if found else ""


def _filled(template: str, **parts: str) -> str:
    return Template(template).substitute(parts)


def _literal(text: str) -> str:
    """Text that passes through a template unchanged."""
    return text.replace("$", "$$")


def _browser(call: Call, provider: Provider, template: str) -> str:
    """What a page runs: the body and the headers of the raw call."""
    headers = {"content-type": "application/json", **_headers(call, provider)}
    indent = len(_margin(template))
    return _filled(
        template,
        arguments=javascript.properties(_sent(call, provider), indent),
        headers=javascript.properties(headers, indent),
        model=_in_address(call.model),
    )


_LANGUAGES: Mapping[str, Callable[[Call, Any, str], str]] = {
    "python": _python,
    "javascript": _javascript,
    "curl": _curl,
    "browser": _browser,
}
