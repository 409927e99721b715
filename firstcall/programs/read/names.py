"""What a name surely stands for at the one call: the strict look-up, which refuses where only running would tell."""

from __future__ import annotations

import ast
from dataclasses import dataclass

from firstcall.programs.read.bindings import Binding, Place
from firstcall.programs.read.tree import Tree


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
            raise self.tree.text.refuse(use, "name nothing", label=label, name=use.id)
        if len(found) > 1:
            rows = ", ".join(str(line) for line in sorted({one.line for one in found}))
            raise self.tree.text.refuse(use, "name several", label=label, name=use.id, rows=rows)
        binding = found[0]
        if binding.value is None or not binding.place.plain or not self._in_sight(binding, use):
            raise self.tree.text.refuse(use, "name running", label=label, name=use.id, row=binding.line)
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
                row = change.node.lineno
                raise self.tree.text.refuse(change.node, "name changed", label=label, name=use.id, row=row)
