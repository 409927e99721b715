"""What names stand for at one place of a retry program: values, modules, classes of exceptions."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from firstcall.programs.read.client import chain
from firstcall.programs.refusals import NotUnderstood

if TYPE_CHECKING:
    from firstcall.programs.retry.program import Retry

_PACKAGES = frozenset({"httpx2", "json"})
"""Where classes of exceptions come from besides the SDK itself."""
_CLASSES: Mapping[str, type[BaseException]] = {
    kind.__name__: kind
    for kind in (BaseException, Exception, TimeoutError, ConnectionError, OSError, ValueError, TypeError, RuntimeError,
                 KeyError, AttributeError, SystemExit, KeyboardInterrupt)
}  # fmt: skip


class Scope:
    def __init__(self, retry: Retry) -> None:
        self.retry = retry
        self.names: dict[str, Any] = {"__name__": "__main__"}
        self.modules: dict[str, str] = {}

    def refuse(self, node: Any, message: str) -> NotUnderstood:
        return self.retry.text.refuse(node, message)

    def classes(self, node: ast.expr) -> tuple[type[BaseException], ...]:
        if isinstance(node, ast.Tuple | ast.List):
            return tuple(kind for one in node.elts for kind in self.classes(one))
        if isinstance(node, ast.Name) and isinstance(self.names.get(node.id), tuple | list | type):
            found = self.names[node.id]
            kinds = found if isinstance(found, tuple | list) else (found,)
            if all(isinstance(kind, type) and issubclass(kind, BaseException) for kind in kinds):
                return tuple(kinds)
        kind = self.class_of(node)
        if kind is None:
            written = self.retry.text.segment(node)
            raise self.refuse(
                node, f"There is no class of exceptions called {written}. Look at its spelling."
            )
        return (kind,)

    def class_of(self, node: ast.expr) -> type[BaseException] | None:
        """The class of exceptions that a name stands for, `None` where it stands for none."""
        dotted = self.dotted(node)
        if dotted in _CLASSES:
            return _CLASSES[dotted]
        package, _, name = dotted.partition(".")
        if package not in {*_PACKAGES, self.retry.package} or "." in name or name.startswith("_"):
            return None
        kind = getattr(importlib.import_module(package), name, None)
        return kind if isinstance(kind, type) and issubclass(kind, BaseException) else None

    def dotted(self, node: ast.expr) -> str:
        """`anthropic.RateLimitError` for that expression, however it was imported; empty for another."""
        names = chain(node)
        root: ast.expr = node
        while isinstance(root, ast.Attribute):
            root = root.value
        if not isinstance(root, ast.Name) or root.id in self.names:
            return ""
        return ".".join([self.modules.get(root.id, root.id), *names])
