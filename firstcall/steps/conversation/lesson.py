"""What "Conversation" says and asks: the API remembers nothing, your list does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstcall.calls import Message
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet, system_of
from firstcall.running.runs import Run
from firstcall.steps.conversation import WORDS

SAMPLE: tuple[Message, ...] = (
    Message("user", WORDS.line("sample/user")),
    Message("assistant", WORDS.line("sample/assistant")),
    Message("user", WORDS.line("sample/ask")),
)
"""The conversation that the programs hold before the learner has had one."""


# Exercises

_TOLD = re.compile(
    r"\b(?:(?:[Mm]y name(?: is|'s|’s)|I am called|I'm called|[Cc]all me) ([^\W\d_][\w'’-]*)"
    r"|(?:I am|I'm|I’m) ([^\W\d_a-z][\w'’-]*))"
)
_NO_NAME = frozenset("a an the not so very just now".split())
_ASKS = re.compile(r"\bmy name\b|\bwho am i\b|\bwhat am i called\b", re.IGNORECASE)


def name_in(messages: Sequence[Message]) -> str | None:
    """The name that a user message tells, the latest one; `None` where nobody told one."""
    for message in reversed(messages):
        if message.role == "user":
            for found in reversed([one or other for one, other in _TOLD.findall(message.content)]):
                if found.casefold() not in _NO_NAME:
                    return str(found)
    return None


def knows(text: str, name: str) -> bool:
    """Whether a text holds a name as a word of its own."""
    return bool(re.search(rf"\b{re.escape(name)}\b", text, re.IGNORECASE))


def messages_of(run: Run) -> tuple[Message, ...]:
    return run.provider.read(run.call).messages


def chats(evidence: Evidence) -> list[Run]:
    """The turns of the conversation: replies to what the learner typed, not summaries or comparisons."""
    return [run for run in evidence.replies if not run.batch]


def _asks_name(run: Run) -> bool:
    last = messages_of(run)[-1:]
    return any(one.role == "user" and bool(_ASKS.search(one.content)) for one in last) and not name_in(last)


def _sent(run: Run, name: str) -> bool:
    return any(knows(text, name) for text in (system_of(run.call), *(m.content for m in messages_of(run))))


def _forget(evidence: Evidence) -> Verdict | None:
    runs = chats(evidence)
    told = [(at, name) for at, run in enumerate(runs) if (name := name_in(messages_of(run)))]
    if not told:
        return not_yet("first_tell_name") if runs else None
    latest = told[-1][1]
    for name in dict.fromkeys(name for _, name in told):
        first = next(at for at, said in told if said == name)
        knew = next((at for at in range(first, len(runs)) if _answered_with(runs[at], name)), None)
        if knew is None:
            continue
        for run in runs[knew + 1 :]:
            if _asks_name(run) and not _sent(run, name) and not knows(run.text, name):
                return done(name=name)
        latest = name
        if any(_asks_name(run) for run in runs[knew + 1 :]):
            return not_yet("list_still_says", name=name)
        return not_yet("knows_now_drop", name=name)
    if any(_asks_name(run) and not _sent(run, latest) for run in runs):
        return not_yet("dropped_history_before")
    return not_yet("told_now_ask", latest=latest)


def _answered_with(run: Run, name: str) -> bool:
    return _asks_name(run) and _sent(run, name) and knows(run.text, name)


def _shorter(evidence: Evidence) -> Verdict | None:
    runs = [run for run in chats(evidence) if run.record and run.record.usage]
    best: float | None = None
    lost = False
    for at, after in enumerate(runs):
        earlier = [run for run in runs[:at] if _same_model(run, after)]
        if not earlier or not _asks_name(after):
            continue
        longest = max(earlier, key=_input_tokens)
        name = name_in(messages_of(longest))
        if name is None or knows(messages_of(after)[-1].content, name):
            continue
        share = _input_tokens(after) / _input_tokens(longest)
        if not knows(after.text, name):
            lost = lost or share <= 0.5
            continue
        best = share if best is None else min(best, share)
    if best is not None and best <= 0.5:
        return done(rest=f"{1 - best:.0%}")
    if lost:
        return not_yet("short_enough_name")
    if best is not None and best < 1:
        return not_yet("knows_name_fewer", rest=f"{1 - best:.0%}")
    if not any(name_in(messages_of(run)) for run in runs):
        return not_yet("tell_name_first") if runs else None
    return not_yet("let_list_grow")


def _same_model(one: Run, other: Run) -> bool:
    return (one.provider.id, one.call.model) == (other.provider.id, other.call.model)


def _input_tokens(run: Run) -> int:
    assert run.record is not None and run.record.usage is not None
    return run.record.usage.input_tokens


def _switched(evidence: Evidence) -> Verdict | None:
    runs = chats(evidence)
    for at, run in enumerate(runs):
        said = {message.content for message in messages_of(run) if message.role == "assistant"}
        for before in runs[:at]:
            if before.provider.id != run.provider.id and before.text in said:
                return done(name=run.provider.name, name2=before.provider.name)
    if len({run.provider.id for run in runs}) > 1:
        return not_yet("two_providers_answered")
    return not_yet("answered_now_choose", name=runs[-1].provider.name) if runs else None


EXERCISES = exercises(WORDS, "conversation", forget=_forget, shorter=_shorter, switch=_switched)
