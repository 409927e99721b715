"""A value that a program works out by an expression of its own."""

from __future__ import annotations

from typing import Any


class Written(dict[str, Any]):
    """A dict with the code by which a program makes it: the JSON schema of a class, as `Order.model_json_schema()`."""

    __slots__ = ("code",)

    def __init__(self, value: dict[str, Any], code: str) -> None:
        super().__init__(value)
        self.code = code
