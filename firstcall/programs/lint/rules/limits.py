"""The token limit: there, in the right words, not above what the model can write."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.lint.rules import Fault, Program
from firstcall.programs.read.whole_program import ApiCall

_NAMES = {
    "message": ("max_tokens",),
    "chat": ("max_completion_tokens", "max_tokens"),
    "response": ("max_output_tokens",),
}
_SDK_ROOM = 21_333
"""Anthropic's SDK refuses a larger `max_tokens` without streaming: 128,000 tokens are reckoned to take an
hour, and ten minutes are its limit (`anthropic/_base_client.py`, `_calculate_nonstreaming_timeout`)."""


def no_token_limit(program: Program) -> Iterator[Fault]:
    for call in program.calls:
        wanted = _NAMES.get(call.kind, ())
        if call.legacy or not wanted or not call.whole or set(wanted) & set(call.words):
            continue
        name = call.model.token_limit[0] if call.kind == "chat" and call.model else wanted[0]
        mend = partial(fixes.add_word, program, call.node, f"{name}=1024")
        if call.kind == "message":
            yield Fault(
                "no-token-limit", call.node.func, "error", "There is no `max_tokens`.",
                f"{call.provider.name} wants it in every call: the SDK raises a TypeError and sends nothing.",
                f"Add {name}=1024", mend,
            )  # fmt: skip
        else:
            yield Fault(
                "no-token-limit", call.node.func, "warning", "There is no limit on the reply's length.",
                f"Output tokens cost most, and `{name}` is the first guard against a large bill.",
                f"Add {name}=1024", mend,
            )  # fmt: skip


def two_limits(program: Program) -> Iterator[Fault]:
    for call in program.calls:
        if call.kind == "chat" and not call.legacy and set(_NAMES["chat"]) <= set(call.words):
            yield Fault(
                "refused-parameter", call.words["max_tokens"], "error",
                "`max_tokens` and `max_completion_tokens` are both given.",
                f"{call.provider.name} answers 400: only one of them may be sent.",
                "Remove max_tokens", partial(fixes.remove_word, program, call.node, "max_tokens"),
            )  # fmt: skip


def old_limit_name(program: Program) -> Iterator[Fault]:
    """`max_tokens` on OpenAI's current models."""
    for call in program.calls:
        model = call.model
        if call.kind != "chat" or "max_tokens" not in call.words or "max_completion_tokens" in call.words:
            continue
        if model is None or "max_tokens" in model.token_limit or call.legacy:
            continue
        value = call.words["max_tokens"]
        who = (
            f"{call.provider.name}'s models since GPT-5 answer" if call.of_sdk else f"{call.model_id} answers"
        )
        yield Fault(
            "refused-parameter", value, "error", f"{call.model_id} refuses `max_tokens`.",
            f"{who} 400: the argument is called `max_completion_tokens` now.",
            "Rename it",
            partial(_renamed, program, call, f"max_completion_tokens={fixes.written(program, value)}"),
        )  # fmt: skip


def _renamed(program: Program, call: ApiCall, entry: str) -> list[Edit]:
    return fixes.replace_word(program, call.node, "max_tokens", entry)


def limit_too_high(program: Program) -> Iterator[Fault]:
    for call in program.calls:
        for name in _NAMES.get(call.kind, ()):
            value = program.value(call.words.get(name))
            if type(value) is not int or call.legacy:
                continue
            node = program.origin(call.words[name])
            if call.model and value > call.model.output_tokens:
                most = call.model.output_tokens
                yield Fault(
                    "limit-too-high", node, "error", f"{call.model_id} writes at most {most:,} tokens.",
                    "A higher limit is a 400.", f"Set it to {most}",
                    partial(fixes.replace, program, node, str(most)),
                )  # fmt: skip
            elif _waits_too_long(program, call, value):
                yield Fault(
                    "limit-too-high", node, "error", f"`max_tokens` above {_SDK_ROOM:,} needs streaming.",
                    f"{call.provider.name}'s SDK raises a ValueError before it sends anything. "
                    "Stream, set `timeout=`, or ask for less.",
                    "Set it to 16000", partial(fixes.replace, program, node, "16000"),
                )  # fmt: skip


def _waits_too_long(program: Program, call: ApiCall, limit: int) -> bool:
    client = program.words_of(call.client)[0] if call.client else {}
    plain = call.method == "messages.create" and not program.replies.streams(call)
    return plain and limit > _SDK_ROOM and "timeout" not in {*call.words, *client}


RULES = (no_token_limit, two_limits, old_limit_name, limit_too_high)
