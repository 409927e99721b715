"""What a name surely stands for at the one call: the strict look-up, which refuses where only running would tell."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from firstcall.programs.read.bindings import Binding, Place
from firstcall.programs.read.tree import Tree
from firstcall.programs.refusals import NotUnderstood


@dataclass(frozen=True)
class Names:
    """Looks up the value behind a name, as the call at `call` would see it."""

    tree: Tree
    call: ast.Call

    @property
    def place(self) -> Place:
        return self.tree.places[id(self.call)]

    def value(self, use: ast.Name, label: str) -> ast.expr:
        """The expression that the name stands for. Raises `NotUnderstood` where only running would tell."""
        found = self.tree.bindings.given.get(use.id, [])
        if not found:
            raise self._refuse(
                use, label, f"nothing above gives {use.id} a value. Add a line such as {use.id} = …"
            )
        if len(found) > 1:
            lines = ", ".join(str(line) for line in sorted({one.line for one in found}))
            raise self._refuse(
                use, label, f"{use.id} gets a value in more than one place (line {lines}). Keep one"
            )
        binding = found[0]
        if binding.value is None or not binding.place.plain or not self._in_sight(binding, use):
            raise self._refuse(
                use,
                label,
                f"{use.id} (line {binding.line}) is only known when the program runs. "
                f"Write the value itself, or {use.id} = … on a line of its own above the call",
            )
        self._unchanged(use, label)
        return binding.value

    def _in_sight(self, binding: Binding, use: ast.Name) -> bool:
        same_body = binding.place.function is self.place.function
        return (binding.place.function is None or same_body) and (
            not same_body or binding.at < (use.lineno, use.col_offset)
        )

    def _unchanged(self, use: ast.Name, label: str) -> None:
        for change in self.tree.bindings.changes.get(use.id, ()):
            earlier = (change.node.lineno, change.node.col_offset) < (self.call.lineno, self.call.col_offset)
            together = change.place.loop is not None and change.place.loop is self.place.loop
            if earlier or together:
                message = (
                    f"{use.id} is changed on line {change.node.lineno}. Write its whole value in one place"
                )
                raise self._refuse(change.node, label, message)

    def _refuse(self, node: ast.expr, label: str, reason: str) -> NotUnderstood:
        return self.tree.text.refuse(node, f"{label} cannot be read: {reason}. The box never runs code.")
