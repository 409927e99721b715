"""Thinking, effort, and words put into the mouth of a model: what it refuses of them.

What a model takes is in the catalogue; where it is written is said by the wire.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.lint.rules import Fault, Program, fault
from firstcall.programs.lint.rules.sampling import reasons
from firstcall.programs.read.whole_program import ApiCall

_TOOLS = ("tools", "functions")
"""The second is the older name of the first (`openai/types/chat/completion_create_params.py`)."""


def refused_thinking(program: Program) -> Iterator[Fault]:
    """`thinking={"type": …}` of a kind that the model does not have."""
    for call in program.calls:
        way = call.kind.thinking
        if way is None or call.model is None or way.argument not in call.words:
            continue
        entries = program.entries(call.words[way.argument])
        kind, budget = program.value(entries.get(way.type)), program.value(entries.get(way.budget))
        limit = program.value(call.words.get(call.kind.limit.names[0]))
        if isinstance(kind, str) and kind not in call.model.thinking_types:
            itself = kind == way.by_budget and call.model.thinks
            yield fault(
                "refused-parameter thinking-by-budget" if itself else "refused-parameter thinking",
                call.words[way.argument], "error",
                partial(_by_itself, program, call, f'{{"{way.type}": "{way.by_itself}"}}') if itself
                else partial(fixes.remove_word, program, call.node, way.argument),
                model=call.model_id, kind=kind, name=way.argument, effort=(*call.kind.effort, "")[0],
            )  # fmt: skip
        elif kind == way.by_budget and isinstance(limit, int) and isinstance(budget, int) and limit <= budget:
            yield fault(
                "refused-parameter budget", entries[way.budget], "error", name=call.kind.limit.names[0]
            )


def _by_itself(program: Program, call: ApiCall, better: str) -> list[Edit]:
    assert call.kind.thinking is not None
    return fixes.replace(program, program.origin(call.words[call.kind.thinking.argument]), better)


def refused_effort(program: Program) -> Iterator[Fault]:
    for call in program.todays_calls:
        node = program.at(call, call.kind.effort)
        said = program.value(node)
        if call.model is None or node is None or not isinstance(said, str) or said in call.model.effort:
            continue
        word, *keys = call.kind.effort
        yield fault(
            "refused-parameter effort" if call.model.effort else "refused-parameter no-effort", node, "error",
            partial(fixes.remove_entry, program, call, word, *keys) if keys
            else partial(fixes.remove_word, program, call.node, word),
            model=call.model_id, effort=said, takes=", ".join(call.model.effort),
        )  # fmt: skip


def refused_tools(program: Program) -> Iterator[Fault]:
    """Tools on Chat Completions for a model that reasons: which ones take them there
    with effort "none" alone is in the catalogue (`tools_while_reasoning`)."""
    for call in program.todays_calls:
        model, effort = call.model, call.kind.effort
        if model is None or model.tools_while_reasoning or len(effort) != 1 or not reasons(program, call):
            continue
        entry = f'{effort[0]}="{model.quiet_effort}"'
        for name in _TOOLS:
            if name not in call.words or program.value(call.words[name]) in ([], None):
                continue
            given = effort[0] in call.words
            change = fixes.replace_word if given else fixes.add_word
            where = (effort[0], entry) if given else (entry,)
            yield fault(
                "refused-parameter tools", call.words[name], "error", partial(change, program, call.node, *where),
                name=name, model=call.model_id, entry=entry,
            )  # fmt: skip


def prefill(program: Program) -> Iterator[Fault]:
    """Messages that end with words put into the assistant's mouth."""
    for call in program.calls:
        messages = program.messages(call)
        refuses = "no_prefill" in call.provider.traits and call.model is not None and not call.model.prefill
        if not refuses or messages is None:
            continue
        if program.role(messages.elts[-1]) == call.kind.turns.role and not _grows(program, call):
            counted_on = _counted_on(program, messages.elts[-1])
            yield fault(
                "prefill counted-on" if counted_on else "prefill", messages.elts[-1], "error",
                None if counted_on else partial(fixes.remove_element, program, messages, len(messages.elts) - 1),
                model=call.model_id,
            )  # fmt: skip


def _counted_on(program: Program, message: ast.expr) -> bool:
    """Whether the program puts the words of a message in front of the answer, which goes on from them no more."""
    begun = program.entries(message).get("content")
    said = program.value(begun)
    again = (
        node for node in program.all(ast.Constant)
        if isinstance(node.value, str) and node is not program.origin(begun or message)
    )  # fmt: skip
    named = isinstance(begun, ast.Name) and sum(n.id == begun.id for n in program.all(ast.Name)) > 2
    return named or (isinstance(said, str) and any(node.value.strip() == said.strip() for node in again))


def _grows(program: Program, call: ApiCall) -> bool:
    """Whether the list is changed somewhere between its making and the call."""
    node = call.words[call.kind.messages]
    return isinstance(node, ast.Name) and bool(program.bindings.changes.get(node.id))


_ROOM, _MODEST = 100, 1024
"""A limit below the first is used up by the thoughts of one ordinary answer; the second holds both."""


def room_for_thoughts(program: Program) -> Iterator[Fault]:
    """A small token limit for a model that thinks: the reply may be empty, and nothing fails."""
    for call in program.todays_calls:
        model, kind = call.model, call.kind
        if model is None or not model.effort or not program.thinks(call) or not reasons(program, call):
            continue
        effort = program.at(call, kind.effort)
        if (program.value(effort) if effort is not None else model.default_effort) in model.thinking_off:
            continue
        for name in kind.limit.names:
            value = program.value(call.words.get(name))
            if type(value) is int and kind.limit.least <= value < _ROOM:
                yield fault(
                    "no-room-for-thoughts", call.words[name], "warning",
                    partial(fixes.replace, program, program.origin(call.words[name]), str(_MODEST)),
                    name=name, limit=value, model=call.model_id, to=_MODEST,
                )  # fmt: skip


RULES = (room_for_thoughts, refused_thinking, refused_effort, refused_tools, prefill)
