"""The token limit: there, in the right words, not above what the model can write.

Which arguments they are, and what the SDK minds, is said by the wire (`Limit`); what a model takes, by the catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from firstcall import models, providers
from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.lint.rules import Fault, Program, fault, own_words
from firstcall.programs.read.whole_program import ApiCall

_MODEST = 16_000
"""A limit that no SDK minds and that holds any answer."""


def no_token_limit(program: Program) -> Iterator[Fault]:
    for call in program.todays_calls:
        if not call.whole or _given(call) or _misnamed(call) or _free(program, call):
            continue
        required, name = call.kind.limit.required, _taught(call)
        yield fault(
            "no-token-limit required" if required else "no-token-limit open",
            call.node.func,
            "error" if required else "warning",
            partial(fixes.add_word, program, call.node, f"{name}=1024"),
            name=name,
            provider=call.provider.name,
        )


def _free(program: Program, call: ApiCall) -> bool:
    """Whether the learner's own machine answers: its tokens cost nothing."""
    at_home = models.vendor(call.provider.id).at_home and not call.elsewhere
    return at_home or any(map(providers.at_home, program.asked_at(call)))


def _misnamed(call: ApiCall) -> bool:
    """Whether a call has the limit under another provider's name, which is a fault of its own."""
    return any(call.kind.meant.get(word) in call.kind.limit.names for word in call.words)


def _given(call: ApiCall) -> list[str]:
    """The arguments of a call that limit the reply."""
    return [name for name in call.kind.limit.names if name in call.words]


def _taught(call: ApiCall) -> str:
    """The name that the model takes, of those that the method has."""
    names = call.kind.limit.names
    if call.elsewhere:  # who copies a protocol knows its oldest names best
        return names[-1]
    return next((name for name in (call.model.token_limit if call.model else ()) if name in names), names[0])


def two_limits(program: Program) -> Iterator[Fault]:
    for call in program.todays_calls:
        first, *more = _given(call) or [""]
        for name in more:
            yield fault(
                "refused-parameter two-limits", call.words[name], "error",
                partial(fixes.remove_word, program, call.node, name),
                name=name, other=first, provider=call.provider.name,
            )  # fmt: skip


def old_limit_name(program: Program) -> Iterator[Fault]:
    """An argument that the method still has and that this model refuses."""
    for call in program.todays_calls:
        given, better = _given(call), _taught(call)
        if call.model is None or len(given) != 1 or better not in call.model.token_limit:
            continue
        if given[0] not in call.model.token_limit:
            yield fault(
                "refused-parameter old-limit", call.words[given[0]], "error",
                partial(_renamed, program, call, given[0], better),
                name=given[0], better=better, model=call.model_id,
                own=own_words(call, "refused-parameter old-limit"),
            )  # fmt: skip


def _renamed(program: Program, call: ApiCall, name: str, better: str) -> list[Edit]:
    return fixes.replace_word(
        program, call.node, name, f"{better}={fixes.written(program, call.words[name])}"
    )


def limit_too_high(program: Program) -> Iterator[Fault]:
    for call in program.todays_calls:
        for name in _given(call):
            value = program.value(call.words[name])
            if type(value) is not int:
                continue
            node = program.origin(call.words[name])
            if call.model and value > call.model.output_tokens:
                most = call.model.output_tokens
                yield fault(
                    "limit-too-high model", node, "error", partial(fixes.replace, program, node, str(most)),
                    model=call.model_id, most=f"{most:,}", to=most,
                )  # fmt: skip
            elif _waits_too_long(program, call, value):
                yield fault(
                    "limit-too-high unstreamed", node, "error", partial(fixes.replace, program, node, str(_MODEST)),
                    name=name, most=f"{call.kind.limit.unstreamed:,}", provider=call.provider.name, to=_MODEST,
                )  # fmt: skip


def _waits_too_long(program: Program, call: ApiCall, limit: int) -> bool:
    most = call.kind.limit.unstreamed
    if most is None or limit <= most or program.replies.streams(call):
        return False
    client = program.words_of(call.client)[0] if call.client else {}
    return "timeout" not in {*call.words, *client}


def limit_too_low(program: Program) -> Iterator[Fault]:
    for call in program.todays_calls:
        least = call.kind.limit.least
        for name in () if call.elsewhere else _given(call):
            value, node = program.value(call.words[name]), program.origin(call.words[name])
            if type(value) is int and value < least:
                yield fault(
                    "limit-too-low", node, "error", partial(fixes.replace, program, node, str(least)),
                    name=name, least=least, provider=call.provider.name,
                )  # fmt: skip


RULES = (no_token_limit, two_limits, old_limit_name, limit_too_high, limit_too_low)
