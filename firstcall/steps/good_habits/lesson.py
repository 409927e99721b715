"""What "Good habits" says: do and don't, each with its step and a tiny program."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from firstcall.providers import Provider
from firstcall.steps.good_habits import WORDS


@dataclass(frozen=True)
class Habit:
    """One line of do or don't: the step that teaches it, and the bug to practise on, where there is one.

    What it says lies in the words, as `# do <name>` or `# dont <name>`. The code that shows it stands among
    a provider's words (`# habit <name>`), or here where it is the same everywhere.
    """

    kind: Literal["do", "dont"]
    name: str
    step: str
    bug: str | None = None
    code: str = ""

    @property
    def text(self) -> str:
        return WORDS.title(f"{self.kind} {self.name}")

    @property
    def why(self) -> str:
        return WORDS.line(f"{self.kind} {self.name}")

    def code_for(self, provider: Provider) -> str:
        return provider.words.code(f"habit {self.name}") or self.code


DO: tuple[Habit, ...] = (
    Habit("do", "token_limit", "tune", bug="no_limit"),
    Habit("do", "temperature", "tune", bug="reasoning_temperature"),
    Habit("do", "stream", "streaming"),
    Habit("do", "log_usage", "tokens_cost"),
    Habit("do", "stop_reason", "first_call", bug="no_stop_reason"),
    Habit("do", "key", "setup", bug="key_in_code"),
    Habit("do", "retry", "failures", bug="retry_400"),
    Habit("do", "timeout", "failures"),
)

DONT: tuple[Habit, ...] = (
    Habit("dont", "key_in_code", "setup", bug="key_in_code"),
    Habit("dont", "no_limit", "tune", bug="no_limit"),
    Habit(
        "dont",
        "deterministic",
        "tune",
        bug="guarantee",
        code="assert ask(question) == ask(question)  # passes, until it does not\n",
    ),
    Habit("dont", "block", "streaming"),
    Habit("dont", "other_path", "providers", bug="other_path"),
    Habit(
        "dont",
        "retry_400",
        "failures",
        bug="retry_400",
        code="except Exception:  # catches those too\n    time.sleep(2**attempt)\n",
    ),
    Habit("dont", "tight_loop", "failures", bug="tight_loop"),
    Habit(
        "dont",
        "last_message",
        "conversation",
        bug="last_message",
        code='messages=[{"role": "user", "content": question}]  # instead of the whole history\n',
    ),
    Habit("dont", "old_model", "tune", bug="retired_model"),
)
