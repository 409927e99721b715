"""Why something is refused: a program that is not understood, an expression that is not allowed.

Both say the id of their words, which lie in `en.md` beside, and the values that go into them.
"""

from __future__ import annotations

from firstcall import text

WORDS = text.beside(__file__)


class NotUnderstood(Exception):
    """A program that the box cannot read as one call.

    `says` is the id of its words. `line` counts from 1, `column` counts characters from 1; both are `None`
    where no place in the program is to blame.
    """

    def __init__(
        self, says: str, line: int | None = None, column: int | None = None, **values: object
    ) -> None:
        super().__init__(says)
        self.says, self.line, self.column, self.values = says, line, column, values

    @property
    def message(self) -> str:
        """The reason in words for a beginner."""
        return WORDS.line(self.says, **self.values)

    def __str__(self) -> str:
        return self.message

    def afresh(self) -> NotUnderstood:
        """The same without the traceback that whoever catches it has added to it."""
        return NotUnderstood(self.says, self.line, self.column, **self.values)


class NotAllowed(Exception):
    """An expression that `evaluate` refuses to look at. `says` is the id of the reason."""

    def __init__(self, says: str, **values: object) -> None:
        super().__init__(says)
        self.says, self.values = says, values

    def __str__(self) -> str:
        return WORDS.line(self.says, **self.values)
