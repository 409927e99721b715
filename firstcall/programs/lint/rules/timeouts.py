"""Time-outs: SDKs wait ten minutes by themselves (`anthropic/_constants.py`, `openai/_constants.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.lint.rules import Fault, Program, fault


def no_timeout(program: Program) -> Iterator[Fault]:
    if any("timeout" in call.words for call in program.calls):
        return
    for client, _ in program.clients:
        words, whole = program.words_of(client)
        if whole and "timeout" not in words and "http_client" not in words:
            mend = partial(fixes.add_word, program, client, "timeout=60")
            yield fault("no-timeout", client, "info", mend)


RULES = (no_timeout,)
