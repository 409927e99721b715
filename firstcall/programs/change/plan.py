"""Which entries between two brackets stay, which are new, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from firstcall.programs.change.edits import Brackets, Item
from firstcall.programs.write.layout import code

UNCHANGED = object()


@dataclass(frozen=True)
class Kept:
    """An entry that stays, with the value it shall have."""

    item: Item
    new: Any


@dataclass(frozen=True)
class New:
    """An entry to be added: what stands before its value (`name=`, `"key": `, nothing), its value."""

    label: str
    value: Any


Plan = list[Kept | New]


def arranged(brackets: Brackets, new: Mapping[Any, Any], label: Callable[[Any], str]) -> Plan:
    """Entries that stay, in the text's order; each new one after the one that precedes it in `new`."""
    # The last entry of a key that is written twice is the one that counts.
    given = {item.key: item for item in brackets.items}
    plan: Plan = [
        Kept(item, new[item.key]) for item in brackets.items if item.key in new and given[item.key] is item
    ]
    previous = -1
    for key, value in new.items():
        if key in given:
            previous = next(place for place, entry in enumerate(plan) if _is(entry, given[key]))
        else:
            previous += 1
            plan.insert(previous, New(label(key), value))
    return plan


def _is(entry: Kept | New, item: Item) -> bool:
    return isinstance(entry, Kept) and entry.item is item


def groups(plan: Plan) -> list[tuple[Item | None, list[New]]]:
    """New entries that stand together, with the kept item before them."""
    groups: list[tuple[Item | None, list[New]]] = []
    before: Item | None = None
    for entry in plan:
        if isinstance(entry, Kept):
            before = entry.item
        elif groups and groups[-1][0] is before:
            groups[-1][1].append(entry)
        else:
            groups.append((before, [entry]))
    return groups


def written(entry: New, margin: int) -> str:
    return entry.label + code(entry.value, margin, margin + len(entry.label))
