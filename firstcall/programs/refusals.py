"""Why something is refused: a program that is not understood, an expression that is not allowed."""

from __future__ import annotations


class NotUnderstood(Exception):
    """A program that the box cannot read as one call, said in words for a beginner.

    `line` counts from 1, `column` counts characters from 1; both are `None` where no place in
    the program is to blame.
    """

    def __init__(self, message: str, line: int | None = None, column: int | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class NotAllowed(Exception):
    """An expression that `evaluate` refuses to look at, with the reason."""
