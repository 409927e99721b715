"""Programs as tutorials of their time had them, for whoever has none at hand."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

_FOLDER = Path(__file__).parent / "programs"


@dataclass(frozen=True)
class OldProgram:
    """A file of `programs`, which end in `.py.txt`: they are wrong today, and no linter of ours reads them."""

    name: str
    label: str

    @property
    def source(self) -> str:
        return (_FOLDER / f"{self.name}.py.txt").read_text(encoding="utf-8")


OLD_PROGRAMS: tuple[OldProgram, ...] = (
    OldProgram("openai_2023", "OpenAI, spring 2023"),
    OldProgram("anthropic_2023", "Anthropic, autumn 2023"),
    OldProgram("both_2025", "A chat with both, 2025"),
)
