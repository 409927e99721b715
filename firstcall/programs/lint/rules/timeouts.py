"""Time-outs: SDKs wait ten minutes by themselves (`anthropic/_constants.py`, `openai/_constants.py`), or without end
(`Patience`)."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator, Mapping
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.providers import Provider

_SECONDS = 60


def no_timeout(program: Program) -> Iterator[Fault]:
    if any(_says(program, call.words, call.provider) for call in program.calls):
        return
    for client, provider in program.clients:
        words, whole = program.words_of(client)
        if whole and not _says(program, words, provider) and "http_client" not in words:
            yield _missing(program, client, words, provider)


def _says(program: Program, words: Mapping[str, ast.expr], provider: Provider) -> bool:
    """Whether arguments set a time-out, or may: where it stands in a dict, that may not be readable."""
    name, *inside = provider.sdk.patience.timeout
    if name not in words or not inside:
        return name in words
    return not isinstance(program.origin(words[name]), ast.Dict) or inside[0] in program.entries(words[name])


def _missing(program: Program, client: ast.Call, words: Mapping[str, ast.expr], provider: Provider) -> Fault:
    patience = provider.sdk.patience
    ((name, value),) = patience.written({}, None, _SECONDS).items()
    entry = f"{name}={json.dumps(value)}"
    mend = partial(fixes.add_word, program, client, entry) if name not in words else None
    says = "no-timeout endless" if patience.usual_seconds is None else "no-timeout"
    return fault(says, client, "info", mend, entry=entry)


RULES = (no_timeout,)
