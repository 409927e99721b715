"""The call that the first page makes, and the places where beginners get stuck."""

from __future__ import annotations

from dataclasses import dataclass

from firstcall.calls import Message, Settings
from firstcall.steps.start_here import WORDS

OPENING = Settings(
    model="", messages=(Message("user", WORDS.line("opening/user")),), max_tokens=1024, stream=False
)


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
