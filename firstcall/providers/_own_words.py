"""What a provider's folder says about it in Markdown, for steps that show words of each provider.

All of it is optional: a step that finds nothing shows its general words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from firstcall import text

_FENCED = re.compile(r"```\w*\n(.*?)```", re.DOTALL)


@dataclass(frozen=True, slots=True)
class OwnWords:
    """The words of one folder, and where it says nothing those of the one `behind` it. Each may be `None`."""

    folder: Path | None = None
    behind: Path | None = None

    def _find(self, id: str) -> text.Section | None:
        folders = (folder for folder in (self.folder, self.behind) if folder)
        return next((found for folder in folders if (found := text.Words(folder).find(id))), None)

    def say(self, id: str) -> str:
        """The Markdown of a section, empty where there is none."""
        found = self._find(id)
        return found.body if found else ""

    def code(self, id: str) -> str:
        """The code block of a section, empty where there is none."""
        found = _FENCED.search(self.say(id))
        return found[1] if found else ""

    def items(self, id: str) -> tuple[str, ...]:
        """The list of a section, entry by entry."""
        found = self._find(id)
        return found.items() if found else ()

    def listed(self, id: str) -> Mapping[str, str]:
        """The list of a section whose entries are `name: text`, by name. A name in backticks is an id."""
        entries = (entry.partition(": ") for entry in self.items(id))
        return {name.strip("`"): said for name, _, said in entries}
