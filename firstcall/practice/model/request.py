"""What was asked, made ready for matching: the question, the conversation before it, the rules to obey."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from firstcall.practice.model.documents import Document
from firstcall.practice.model.pictures import Picture
from firstcall.practice.model.rules import Rules, rules_of
from firstcall.practice.model.tools import Result

_MOST = 6000
_LARGE = re.compile(
    r"opus|fable|sonnet|-sol\b|-terra\b|gpt-4o(?!-mini)|gpt-4\.1(?!-(?:mini|nano))|-pro\b|70b"
)


Shown = Picture | Document


@dataclass(frozen=True, slots=True)
class Request:
    """`question` is the last user message; `low` its first part in small letters without double blanks.

    `earlier` are the messages before it, `begun` is a reply begun after it; `large` says that the model is one
    of the big ones. `results` are those of the tools that were called since the question, `shown` the pictures
    and documents that it was sent with, `thinking` the tokens of thinking before the reply.
    """

    question: str
    low: str
    system: str
    earlier: tuple[tuple[str, str], ...]
    rules: Rules
    model: str = ""
    large: bool = False
    begun: str = ""
    results: tuple[Result, ...] = ()
    shown: tuple[Shown, ...] = ()
    thinking: int = 0

    def said(self, role: str) -> list[str]:
        """The earlier messages of a role, oldest first."""
        return [text for who, text in self.earlier if who == role]


def read_request(
    system: str,
    messages: tuple[tuple[str, str], ...],
    model: str,
    results: tuple[Result, ...] = (),
    shown: tuple[Shown, ...] = (),
    thinking: int = 0,
) -> Request:
    """Takes a request apart. Messages after the last user message are a reply already begun."""
    last = _last_question(messages)
    question = question_of(messages)
    plain = question[:_MOST].replace("’", "'").replace("…", "...")
    return Request(
        question,
        low=re.sub(r"\s+", " ", plain).lower(),
        system=system,
        earlier=messages[: last or 0],
        rules=rules_of(system, messages),
        model=model,
        large=bool(_LARGE.search(model.lower())),
        begun="" if last is None else "".join(text for _, text in messages[last + 1 :])[:16_000],
        results=results,
        shown=shown,
        thinking=thinking,
    )


def question_of(messages: Sequence[tuple[str, str]]) -> str:
    """What the user said last."""
    last = _last_question(messages)
    return "" if last is None else messages[last][1].strip()


def _last_question(messages: Sequence[tuple[str, str]]) -> int | None:
    return next((at for at in range(len(messages) - 1, -1, -1) if messages[at][0] == "user"), None)
