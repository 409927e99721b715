"""Where a program finds what is in a response: the fields worth reading, the cells of the table of differences."""

from __future__ import annotations

from dataclasses import dataclass

from firstcall.calls import Call


@dataclass(frozen=True, slots=True)
class Field:
    """One thing worth reading in a response: its id and the code path that reads it.

    `streamed` is the path where the streamed program reads it elsewhere. Its label and what it is stand
    among the words under `# field <id>`.
    """

    id: str
    path: str
    streamed: str | None = None

    def path_in(self, call: Call) -> str:
        return self.streamed if self.streamed and call.streamed else self.path

    @property
    def cell(self) -> Cell:
        """Its cell of the provider-difference table: the path as it is written."""
        return Cell(self.path, self.path, streamed=self.streamed)


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of the provider-difference table: code as it is written, and the path that reads its
    value from a response (`names` of `Reply`) where there is one."""

    code: str
    path: str | None = None
    streamed: str | None = None

    def path_in(self, call: Call) -> str | None:
        return self.streamed if self.streamed and call.streamed else self.path

    def code_in(self, call: Call | None) -> str:
        """The code that fits a call: a streamed call may need another path. Without a call, as it is written."""
        return self.streamed if self.streamed and call is not None and call.streamed else self.code
