"""Time-outs: both SDKs wait ten minutes by themselves (`anthropic/_constants.py`, `openai/_constants.py`)."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.lint.rules import Fault, Program


def no_timeout(program: Program) -> Iterator[Fault]:
    if any("timeout" in call.words for call in program.calls):
        return
    for client, _ in program.clients:
        words, whole = program.words_of(client)
        if whole and "timeout" not in words and "http_client" not in words:
            yield Fault(
                "no-timeout", client, "info", "No time-out is set.",
                "The SDK waits up to ten minutes for an answer. A person does not: say how long is long enough.",
                "Add timeout=60", partial(fixes.add_word, program, client, "timeout=60"),
            )  # fmt: skip


RULES = (no_timeout,)
