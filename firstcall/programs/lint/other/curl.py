"""The rules of requests with curl: those that speak of the API, and what an SDK does by itself: headers, JSON.

Which headers a vendor wants is said by its provider (`Address`).
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from functools import partial

from firstcall.programs.change.edits import Edit
from firstcall.programs.lint.rules import (
    Fault,
    Program,
    Rule,
    ended_models,
    fault,
    keys,
    limits,
    model_ids,
    sampling,
    system_role,
    thinking,
)
from firstcall.programs.read.vendors import whose
from firstcall.providers import Provider

_CALLED = {"curl", "request"}
_QUERY_KEY = "key="
"""Google takes a key in the URL as well: https://ai.google.dev/gemini-api/docs/api-key."""


def open_quote(program: Program) -> Iterator[Fault]:
    """A shell waits for the end of a text that is never closed."""
    for call in _requests(program):
        if "open" in program.words_of(call)[0]:
            yield fault("curl-open-quote", call, "error")


def missing_headers(program: Program) -> Iterator[Fault]:
    """What the SDKs send by themselves: the key, and the version of the API."""
    for call, provider, words in _asked(program):
        given = {name.lower() for name in program.entries(words.get("headers"))}
        taken = {*provider.address.key_headers, "authorization"}
        needs = provider.address.needs_key and _QUERY_KEY not in str(program.value(words["url"]))
        if needs and not taken & given:
            header = provider.address.key_headers[0]
            yield fault(
                "curl-no-key", call, "error", partial(_with_header, program, words, _key(provider)),
                provider=provider.name, header=header,
            )  # fmt: skip
        for name, value in provider.address.headers.items():
            if name not in given:
                header = f"{name}: {value}"
                mend = partial(_with_header, program, words, header)
                yield fault("curl-header", call, "error", mend, provider=provider.name, header=header)


def _key(provider: Provider) -> str:
    """The header with the key that the environment has."""
    header, variable = provider.address.key_headers[0], provider.address.key_variable
    return f"{header}: Bearer ${variable}" if header.lower() == "authorization" else f"{header}: ${variable}"


def _with_header(program: Program, words: Mapping[str, ast.expr], header: str) -> list[Edit]:
    """A header more, behind the URL."""
    source, end = program.text.source, program.text.span(words["url"])[1]
    while end < len(source) and not source[end].isspace():  # the quotes around it, and what it asks for
        end += 1
    return [Edit(end, end, f' -H "{header}"', own=True)]


def not_called_json(program: Program) -> Iterator[Fault]:
    """`-d` sends a form unless a header says otherwise: https://curl.se/docs/manpage.html#-d."""
    for _, provider, words in _asked(program):
        headers = {name.lower(): value for name, value in program.entries(words.get("headers")).items()}
        said = program.value(headers.get("content-type"))
        called = provider.address.json_alone or (isinstance(said, str) and "json" in said)
        if "body" in words and "json" not in words and not called:
            mend = partial(_with_header, program, words, "content-type: application/json")
            yield fault("curl-not-called-json", words["body"], "error", mend, provider=provider.name)


def no_json(program: Program) -> Iterator[Fault]:
    """A body that is written out and that no reader of JSON takes."""
    for _, provider, words in _asked(program):
        body = words.get("body")
        said = program.value(body)
        if body is None or not isinstance(said, str) or said.startswith(("@", "$")) or "open" in words:
            continue
        try:
            json.loads(said)
        except ValueError as error:
            why = str(error).partition(":")[0]
            yield fault("curl-no-json", body, "error", provider=provider.name, why=why)


def _requests(program: Program) -> Iterator[ast.Call]:
    for call in program.all(ast.Call):
        if isinstance(call.func, ast.Name) and call.func.id in _CALLED:
            yield call


def _asked(program: Program) -> Iterator[tuple[ast.Call, Provider, dict[str, ast.expr]]]:
    """The requests to a provider, with what they say of themselves."""
    for call in _requests(program):
        words, _ = program.words_of(call)
        provider = whose(str(program.value(words.get("url"))))
        if provider is not None:
            yield call, provider, words


RULES: tuple[Rule, ...] = (
    open_quote,
    missing_headers,
    not_called_json,
    no_json,
    *ended_models.RULES,
    *keys.RULES,
    *limits.RULES,
    *model_ids.RULES,
    sampling.refused_in_body,
    sampling.refused_while_thinking,
    sampling.out_of_range,
    sampling.refused_stop,
    sampling.blank_stop,
    *system_role.RULES,
    *thinking.RULES,
)
