"""What "Conversation" says and asks: the API remembers nothing, your list does."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstcall.calls import Message
from firstcall.course.exercise import Evidence, Exercise, Verdict, system_of
from firstcall.running.runs import Run

IDEA = """
The API is **stateless**: each call starts from nothing. A chat that remembers is a list that *your* code
keeps, makes longer, and sends again, whole, every turn. So the input of each turn grows, and its price too.
"""

SYSTEM = "You are a helpful assistant. Answer in at most three sentences."

SUGGESTIONS = (
    "My name is Ada.",
    "What is an API? Explain it with a picture from everyday life.",
    "What is my name?",
)

SAMPLE: tuple[Message, ...] = (
    Message("user", "My name is Ada."),
    Message("assistant", "Nice to meet you, Ada."),
    Message("user", "What is my name?"),
)
"""The conversation that the programs hold before the learner has had one."""

QUESTION = "What is my name?"

STATELESS = """
Ask the same question twice, at the same moment: once as a lonely message, once at the end of your list.
Same key, same model, same second. The only difference is what you send.
"""

LONG = """
The list cannot grow for ever: each turn pays for all of it again, and each model has a longest list that it
reads. There are three ways to make it shorter. Try one, then ask again and look at the input tokens.
"""

WAYS = {
    "drop": (
        "Drop it",
        "Forget everything. The next call starts from nothing. Cheapest, and it knows nothing.",
    ),
    "trim": ("Keep the last turns", "Old turns fall off. What was said in them is gone, a name for example."),
    "summarise": (
        "Summarise",
        "One more call asks the model for a summary. It takes the place of all turns but the last. That call "
        "costs once; every later turn is shorter.",
    ),
}

FAQ: tuple[tuple[str, str], ...] = (
    (
        "Why does it forget what I said?",
        "Because your program did not send it again. The provider keeps nothing between two calls that the model "
        "could read. Append each message and each reply to a list, and send the list.",
    ),
    (
        "Why does the bill grow during a chat?",
        "Each turn sends all earlier turns again as input. Ten turns of equal length cost about 55 times the input "
        "of one, not ten times. Trim, summarise, or use prompt caching, which makes the repeated part cheaper.",
    ),
    (
        "Can I change the model in the middle?",
        "Yes. The memory is the list, and the list is yours. The next call can go to another model or another "
        "provider.",
    ),
    (
        "May I change what the model said?",
        "Yes. The model cannot tell a reply that it wrote from one that you wrote: it only reads the list.",
    ),
)

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
        return Verdict(False, "First tell it your name, such as “My name is Ada.”") if runs else None
    latest = told[-1][1]
    for name in dict.fromkeys(name for _, name in told):
        first = next(at for at, said in told if said == name)
        knew = next((at for at in range(first, len(runs)) if _answered_with(runs[at], name)), None)
        if knew is None:
            continue
        for run in runs[knew + 1 :]:
            if _asks_name(run) and not _sent(run, name) and not knows(run.text, name):
                return Verdict(
                    True,
                    f"It knew {name} while the list said so, and no longer. The memory was yours all along.",
                )
        latest = name
        if any(_asks_name(run) for run in runs[knew + 1 :]):
            return Verdict(False, f"The list still says {name} somewhere. Use **Drop it**, then ask again.")
        return Verdict(False, f"It knows {name}. Now **drop the history** and ask for your name again.")
    if any(_asks_name(run) and not _sent(run, latest) for run in runs):
        return Verdict(
            False, "You dropped the history before it had a chance to answer. Tell it your name again."
        )
    return Verdict(False, f"It was told {latest}. Now ask: “What is my name?”")


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
        return Verdict(True, f"{1 - best:.0%} fewer input tokens, and it still knows your name.")
    if lost:
        return Verdict(
            False, "Short enough, but the name is gone with the rest. Keep the message that holds it."
        )
    if best is not None and best < 1:
        return Verdict(
            False,
            f"It knows your name, with {1 - best:.0%} fewer input tokens. Get to 50 %: let the chat grow first.",
        )
    if not any(name_in(messages_of(run)) for run in runs):
        return Verdict(False, "Tell it your name first, then talk of something else.") if runs else None
    return Verdict(False, "Let the list grow, make it shorter, then ask for your name.")


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
                return Verdict(
                    True,
                    f"{run.provider.name} went on with what {before.provider.name} had said. The list is the memory, "
                    "not the provider.",
                )
    if len({run.provider.id for run in runs}) > 1:
        return Verdict(False, "Two providers have answered, but not in one list. Switch without dropping it.")
    return (
        Verdict(False, f"{runs[-1].provider.name} has answered. Now choose another provider.")
        if runs
        else None
    )


EXERCISES = (
    Exercise(
        "conversation.forget",
        "**Tell it your name, ask for it.** Then drop the history and ask again.",
        "Three messages: “My name is …”, “What is my name?”, and after **Drop it** once more “What is my name?”.",
        "Click *My name is Ada.*, then *What is my name?*. Under “When the history gets long” press **Drop it**, "
        "then click *What is my name?* again. The last call holds one message, and it says nothing of Ada.",
        _forget,
    ),
    Exercise(
        "conversation.shorter",
        "**Half the tokens, same memory.** Tell it your name and chat for a few turns. Then make the list shorter, "
        "so that a call needs at most half the input tokens, and it still knows your name.",
        "Trimming throws the name away if you told it first. What does a summary keep? You can also remove single "
        "turns, or tell your name again before you trim.",
        "My name is Ada. → three or four long questions → remove those turns one by one with **Remove turn**, or "
        "press **Summarise** → “What is my name?”",
        _shorter,
    ),
    Exercise(
        "conversation.switch",
        "**Change the provider in the middle** of a conversation, and let the other one go on.",
        "The choice of the provider stands above the chat. The list stays when you change it.",
        "One turn with Anthropic, choose OpenAI, ask “What did you just say?”.",
        _switched,
    ),
)

MISTAKES = (
    "Sending only the last message and expecting memory.",
    "Appending what the user said, but forgetting to append what the model answered.",
    "Letting the list grow for ever: each turn pays for all turns before it.",
)
