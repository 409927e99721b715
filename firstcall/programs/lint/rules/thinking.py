"""Thinking, effort, and the shape of the messages: what a model refuses in them.

Sources: the catalogue; https://platform.claude.com/docs/en/build-with-claude/thinking-troubleshooting;
prefill and the system role: https://platform.claude.com/docs/en/api/messages.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import partial

from firstcall.programs.change import edits, fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.lint.rules import Fault, Program
from firstcall.programs.read.whole_program import ApiCall

_RULE = "refused-parameter"


def refused_thinking(program: Program) -> Iterator[Fault]:
    """`thinking={"type": …}` of a kind that the model does not have."""
    for call in program.calls:
        if call.kind != "message" or call.model is None or "thinking" not in call.words:
            continue
        entries = program.entries(call.words["thinking"])
        kind, budget = program.value(entries.get("type")), program.value(entries.get("budget_tokens"))
        if isinstance(kind, str) and kind not in call.model.thinking_types:
            better = '{"type": "adaptive"}' if kind == "enabled" and call.model.thinks else None
            yield Fault(
                _RULE, call.words["thinking"], "error", f'{call.model_id} has no thinking of type "{kind}".',
                "It answers 400. Current models decide themselves how long to think; `output_config` sets the effort.",
                "Let it decide" if better else "Remove thinking",
                partial(_thinking, program, call, better),
            )  # fmt: skip
        elif kind == "enabled" and _at_most(program.value(call.words.get("max_tokens")), budget):
            yield Fault(
                _RULE, entries["budget_tokens"], "error", "The thinking budget must be below `max_tokens`.",
                "Thinking counts as output, so the limit has to hold it and the answer. The API answers 400.",
            )  # fmt: skip


def _thinking(program: Program, call: ApiCall, better: str | None) -> list[Edit]:
    if better is None:
        return fixes.remove_word(program, call.node, "thinking")
    return fixes.replace(program, program.origin(call.words["thinking"]), better)


def _at_most(limit: object, budget: object) -> bool:
    return isinstance(limit, int) and isinstance(budget, int) and limit <= budget


def refused_effort(program: Program) -> Iterator[Fault]:
    for call in program.calls:
        if call.model is None or call.legacy:
            continue
        where = "output_config" if call.kind == "message" else "reasoning" if call.kind == "response" else ""
        node = (
            program.entries(call.words.get(where)).get("effort")
            if where
            else call.words.get("reasoning_effort")
        )
        said = program.value(node)
        if node is None or not isinstance(said, str) or said in call.model.effort:
            continue
        words = ", ".join(call.model.effort) or "none at all"
        yield Fault(
            _RULE, node, "error", f'{call.model_id} has no effort "{said}".',
            f"It answers 400. It takes: {words}.", "Remove it",
            partial(fixes.remove_entry, program, call, where, "effort") if where
            else partial(fixes.remove_word, program, call.node, "reasoning_effort"),
        )  # fmt: skip


def prefill(program: Program) -> Iterator[Fault]:
    """Messages that end with words put into the assistant's mouth."""
    for call in program.calls:
        messages = _messages(program, call)
        if call.kind != "message" or call.model is None or call.model.prefill or not messages:
            continue
        if program.role(messages.elts[-1]) == "assistant" and not _grows(program, call):
            yield Fault(
                "prefill", messages.elts[-1], "error", f"{call.model_id} does not go on from words of yours.",
                "The messages must end with a user message; beginning the assistant's answer for it is a 400 today.",
                "Remove this message",
                partial(fixes.remove_element, program, messages, len(messages.elts) - 1),
            )  # fmt: skip


def system_role(program: Program) -> Iterator[Fault]:
    """A system message in the list, where Anthropic wants `system=` beside it."""
    for call in program.calls:
        messages = _messages(program, call)
        if call.kind != "message" or not messages:
            continue
        if program.role(messages.elts[0]) in {"system", "developer"}:
            yield Fault(
                "system-role", messages.elts[0], "error",
                f"{call.provider.name}'s list of messages does not begin with a system role.",
                "It answers 400: the system prompt is an argument of its own, `system=`, beside `messages`.",
                "Move it to system=", partial(_moved, program, call, messages),
            )  # fmt: skip


def _moved(program: Program, call: ApiCall, messages: ast.List) -> list[Edit]:
    content = program.entries(messages.elts[0]).get("content")
    if content is None or "system" in call.words:
        raise NoFix
    entry = f"system={fixes.written(program, content)}"
    brackets = edits.of_call(program.text, call.node)
    before = next((item for item in brackets.items if item.key == "messages"), None)
    if before is None:
        raise NoFix
    indent = brackets.entry_indent()
    glue = ", " if indent is None else f",\n{indent}"
    return [Edit(before.start, before.start, entry + glue), *fixes.remove_element(program, messages, 0)]


def _messages(program: Program, call: ApiCall) -> ast.List | None:
    node = program.origin(call.words["messages"]) if "messages" in call.words else None
    return node if isinstance(node, ast.List) and node.elts else None


def _grows(program: Program, call: ApiCall) -> bool:
    """Whether the list is changed somewhere between its making and the call."""
    node = call.words["messages"]
    return isinstance(node, ast.Name) and bool(program.bindings.changes.get(node.id))


RULES = (refused_thinking, refused_effort, prefill, system_role)
