"""The picture of a call, and the places where beginners get stuck."""

from __future__ import annotations

from dataclasses import dataclass

from firstcall.steps.start_here import WORDS


def diagram() -> str:
    """A call in one picture, as Mermaid text."""
    return f"""
sequenceDiagram
    participant P as {WORDS.line("diagram/program")}
    participant M as {WORDS.line("diagram/model")}
    P->>M: {WORDS.line("diagram/sent")}
    M-->>P: {WORDS.line("diagram/came")}
"""


@dataclass(frozen=True, slots=True)
class Hurdle:
    """A place where beginners get stuck, and the step that deals with it; in the words as `# hurdle <step>`."""

    step: str

    @property
    def name(self) -> str:
        return WORDS.title(f"hurdle {self.step}")

    @property
    def about(self) -> str:
        return WORDS.line(f"hurdle {self.step}")


HURDLES = (Hurdle("setup"), Hurdle("first_call"), Hurdle("tune"), Hurdle("failures"))
