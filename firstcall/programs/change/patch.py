"""Changing a program so that it says another call, with the smallest edits to the learner's text."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from firstcall.calls import Call
from firstcall.programs.change import edits
from firstcall.programs.change.edits import Brackets, Edit, Item, Overlap
from firstcall.programs.change.plan import UNCHANGED, Kept, New, Plan, arranged, groups, written
from firstcall.programs.patience import shared
from firstcall.programs.read.client import FROM_ENVIRONMENT, is_environment
from firstcall.programs.read.literals import same
from firstcall.programs.read.parse import Reading, read_program
from firstcall.programs.refusals import WORDS, NotUnderstood
from firstcall.programs.write.layout import STEP, WIDTH, arguments_code, code


@shared()
def patch(source: str, provider_id: str, methods: Sequence[str], call: Call) -> str:
    """The program with `call` in place of the call it makes; only what differs is changed.

    A value given through a name is changed where the name gets it. Raises `NotUnderstood` where the
    program cannot be read, `ValueError` where `call` has another method or cannot be written.
    """
    reading = read_program(source, provider_id, methods)
    if reading.call.method != call.method:
        raise ValueError(f"the program calls {reading.call.method}, not {call.method}")
    if _says(reading.call, call):
        return source
    # The tidiest change first. Each is read back before it counts: an edit that makes the program say
    # something else, because a name stands for two values or two edits meet, gives way to a coarser one.
    for attempt in (_Edits(reading, False).all, _Edits(reading, True).all, _Edits(reading, True).afresh):
        try:
            result = edits.apply(reading.text.source, attempt(call))
            if _says(read_program(result, provider_id, methods).call, call):
                # The tree was made from plain line ends; the learner's own come back.
                return result.replace("\n", "\r\n") if "\r\n" in source else result
        except (Overlap, NotUnderstood):
            continue
    raise ValueError("the call holds a value that cannot be written as a plain Python value")


def _says(one: Call, other: Call) -> bool:
    pairs = ((one.arguments, other.arguments), (one.client, other.client), (one.positional, other.positional))
    return all(same(_plain(a), _plain(b)) for a, b in pairs)


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else value


@dataclass(frozen=True)
class _Edits:
    """Finds the edits; with `inline`, a name whose value changes gives way to the value itself."""

    reading: Reading
    inline: bool

    def all(self, call: Call) -> list[Edit]:
        brackets = edits.of_call(self.reading.text, self.reading.node)
        places = [(place, value) for place, value in enumerate(call.positional)]
        plan = arranged(brackets, dict(places) | dict(call.arguments), lambda key: f"{key}=")
        # A positional argument cannot be added behind named ones; `afresh` writes the call in order.
        if any(isinstance(entry, New) and entry.label.rstrip("=").isdigit() for entry in plan):
            raise Overlap
        return self._between(brackets, plan) + self._client(call.client)

    def afresh(self, call: Call) -> list[Edit]:
        """All arguments written anew, the last resort."""
        brackets = edits.of_call(self.reading.text, self.reading.node)
        step = len(brackets.indent) + STEP
        margin = "\n" + " " * step
        positional = "".join(f"{margin}{code(value, step, step)}," for value in call.positional)
        named = margin + arguments_code(call.arguments, step) if call.arguments else ""
        found = [Edit(brackets.opener, brackets.closer, f"{positional}{named}\n{brackets.indent}")]
        rest = _inline(call.client)
        for node in self.reading.clients:
            inside = edits.of_call(self.reading.text, node)
            ours = [
                self.reading.text.source[item.start : item.end] for item in inside.items if self._ours(item)
            ]
            found.append(Edit(inside.opener, inside.closer, ", ".join(filter(None, (*ours, rest)))))
            rest = ""
        return found + (self._with_options(call.client) if rest else [])

    def _client(self, wanted: Mapping[str, Any]) -> list[Edit]:
        found: list[Edit] = []
        missing = dict(wanted)
        # From the outermost `with_options` inwards: where two give the same argument, the outer one counts.
        for node in reversed(self.reading.clients):
            brackets = edits.of_call(self.reading.text, node)
            given = {str(item.key): item for item in brackets.items}
            here = {key: missing.pop(key) for key in given if key in missing}
            shadowed = [
                Kept(item, UNCHANGED) for key, item in given.items() if key in wanted and key not in here
            ]
            # What is read from the environment is the learner's way to the server, no part of the call.
            ours = [
                Kept(item, UNCHANGED) for key, item in given.items() if key not in wanted and self._ours(item)
            ]
            kept = [Kept(given[key], new) for key, new in here.items()]
            plan: Plan = [*sorted([*shadowed, *ours, *kept], key=lambda entry: entry.item.start)]
            if node is self.reading.clients[0]:
                plan += [New(f"{key}=", value) for key, value in missing.items()]
                missing = {}
            found += self._between(brackets, plan)
        return found + (self._with_options(missing) if missing else [])

    def _ours(self, item: Item) -> bool:
        return item.key in FROM_ENVIRONMENT and is_environment(item.value, self.reading.literals)

    def _with_options(self, wanted: Mapping[str, Any]) -> list[Edit]:
        end = self.reading.text.span(self.reading.base)[1]
        return [Edit(end, end, f".with_options({_inline(wanted)})")]

    def _value(self, node: ast.expr, new: Any, indent: int | None = None) -> list[Edit]:
        if new is UNCHANGED:
            return []
        literals = self.reading.literals
        if not is_environment(node, literals):
            old = literals.read(node, WORDS.line("label value"))
            if same(old, new):
                return []
            # The name keeps its meaning for the rest of the program; only what it is given changes.
            if isinstance(node, ast.Name) and not self.inline:
                return self._value(literals.names.value(node, WORDS.line("label value")), new)
            if isinstance(node, ast.List) and isinstance(new, list):
                return self._list(node, old, new, indent)
            if isinstance(node, ast.Dict) and isinstance(new, dict):
                keys = [literals.read(key, WORDS.line("label key")) for key in node.keys if key]
                brackets = edits.of_dict(self.reading.text, node, keys)
                return self._between(brackets, arranged(brackets, new, lambda key: f"{code(key)}: "), indent)
        return [self._replaced(node, new, indent)]

    def _replaced(self, node: ast.expr, new: Any, indent: int | None) -> Edit:
        source = self.reading.text.source
        start, end = self.reading.text.span(node)
        line = source[source.rfind("\n", 0, start) + 1 : start]
        # Inside brackets that are opened anew the column is not known yet: 20 stands for a usual name before it.
        step = len(line) - len(line.lstrip()) if indent is None else indent
        return Edit(start, end, code(new, step, len(line) if indent is None else indent + 20))

    def _list(self, node: ast.List, old: list[Any], new: list[Any], indent: int | None) -> list[Edit]:
        """What is the same at the beginning and at the end of the list stays; the middle is changed."""
        brackets = edits.of_list(self.reading.text, node)
        # So a turn added to a conversation leaves the comments beside the older turns where they are.
        shorter = min(len(old), len(new))
        head = next((place for place in range(shorter) if not same(old[place], new[place])), shorter)
        tail = next((n for n in range(shorter - head) if not same(old[-1 - n], new[-1 - n])), shorter - head)
        changed = brackets.items[head : len(old) - tail]
        middle = new[head : len(new) - tail]
        plan: Plan = [Kept(item, UNCHANGED) for item in brackets.items[:head]]
        plan += [Kept(item, value) for item, value in zip(changed, middle, strict=False)]
        plan += [New("", value) for value in middle[len(changed) :]]
        plan += [Kept(item, UNCHANGED) for item in brackets.items[len(old) - tail :]]
        return self._between(brackets, plan, indent)

    def _between(self, brackets: Brackets, plan: Plan, indent: int | None = None) -> list[Edit]:
        step = len(brackets.indent) if indent is None else indent
        kept = [entry for entry in plan if isinstance(entry, Kept)]
        if self._opens(brackets, plan, kept):
            return self._opened(brackets, plan, step)
        found = [edit for entry in kept for edit in self._value(entry.item.value, entry.new, indent)]
        stay = {entry.item for entry in kept}
        found += brackets.delete([item for item in brackets.items if item not in stay])
        inner = brackets.entry_indent()
        margin = step if inner is None else len(inner)
        for after, entries in groups(plan):
            texts = [written(entry, margin) for entry in entries]
            found += brackets.insert(after, kept[0].item if kept else None, texts)
        return found

    def _opens(self, brackets: Brackets, plan: Plan, kept: Sequence[Kept]) -> bool:
        """Whether entries that stood on one line, or not at all, now need lines of their own."""
        added = [entry for entry in plan if isinstance(entry, New)]
        if not added:
            return False
        if not kept:
            return True
        if not brackets.one_line:
            return False
        texts = [written(entry, 0) for entry in added]
        line = brackets.source[brackets.source.rfind("\n", 0, brackets.opener) + 1 :].partition("\n")[0]
        wide = len(line) + sum(len(text) + 2 for text in texts) > WIDTH
        return wide or any("\n" in text or text.startswith("{") for text in texts)

    def _opened(self, brackets: Brackets, plan: Plan, step: int) -> list[Edit]:
        margin = step + STEP
        elsewhere: list[Edit] = []
        texts = []
        for entry in plan:
            if isinstance(entry, New):
                texts.append(written(entry, margin))
                continue
            inside: list[Edit] = []
            for edit in self._value(entry.item.value, entry.new, margin):
                here = entry.item.start <= edit.start and edit.end <= entry.item.end
                (inside if here else elsewhere).append(edit)
            start, end = entry.item.start, entry.item.end
            moved = [Edit(edit.start - start, edit.end - start, edit.text) for edit in inside]
            texts.append(edits.apply(brackets.source[start:end], moved))
        flat = ", ".join(texts)
        if (
            not brackets.items
            and "\n" not in flat
            and not flat.startswith("{")
            and len(flat) + step < WIDTH // 2
        ):
            return [Edit(brackets.opener, brackets.opener, flat)]
        body = "".join(f"\n{' ' * margin}{text}," for text in texts)
        return [*elsewhere, Edit(brackets.opener, brackets.closer, body + "\n" + " " * step)]


def _inline(arguments: Mapping[str, Any]) -> str:
    return ", ".join(f"{name}={code(value)}" for name, value in arguments.items())
