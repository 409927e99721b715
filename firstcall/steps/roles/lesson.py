"""What "Roles" says and asks: what each role is for, what old code does with them, exercises."""

from __future__ import annotations

import re

from firstcall.calls import Message, Settings
from firstcall.course.exercise import Evidence, Exercise, Verdict, system_of
from firstcall.providers import Provider
from firstcall.running.runs import Run

IDEA = """
What you send is a list, and each entry says **who speaks**. The model reads the whole list, from the system
prompt to the last message, and predicts the next assistant message, one token (a word-piece) at a time.
It has no other source: who it is, what was said before, what it should do all stand in that list.
"""

OPENING = Settings(
    model="",
    messages=(
        Message("user", "Hello! Can you help me?"),
        Message("assistant", "Of course. What would you like to know?"),
        Message("user", "What is a token?"),
    ),
    system="You are a patient librarian. Answer in at most three sentences.",
    max_tokens=1024,
    stream=True,
)

PLACES: tuple[tuple[str, str, str, str], ...] = (
    ("Anthropic", 'system="…", beside messages', "user, assistant", ""),
    (
        "OpenAI",
        'first entry of messages: {"role": "system", …}',
        "system (or developer), user, assistant, tool",
        "",
    ),
    ("Google Gemini", 'config={"system_instruction": "…"}', "user, model", "Not callable here yet."),
    (
        "Ollama",
        'first entry of messages: {"role": "system", …}',
        "system, user, assistant, tool",
        "Not callable here yet.",
    ),
)
"""Where the system prompt goes and which roles there are, by provider. From the SDKs' own types:
`anthropic/types/message_create_params.py`, `openai/types/chat/chat_completion_message_param.py`,
`google/genai/types.py` (`GenerateContentConfig`), `ollama/_types.py` (`Message`)."""

_SYSTEM_LINE = re.compile(r'^\s*system=|"role": "(?:system|developer)"')


def system_line(source: str) -> int | None:
    """The line (from 1) on which a program gives its system prompt."""
    for number, line in enumerate(source.splitlines(), start=1):
        if _SYSTEM_LINE.search(line):
            return number
    return None


def stands(provider: Provider, source: str) -> str:
    """Where a program has its system prompt, as the mark in its line says it."""
    number = system_line(source)
    if number is None:
        return f"{provider.name}: there is no system prompt to place."
    line = source.splitlines()[number - 1]
    if line.lstrip().startswith("system="):
        return f"{provider.name}: the system prompt stands beside the list."
    return f"{provider.name}: the system prompt is the first entry of the list."


def reading(settings: Settings) -> list[tuple[str, str]]:
    """The list as the model reads it: role and text, the system prompt first."""
    system = [("system", settings.system)] if settings.system else []
    return [*system, *((message.role, message.content) for message in settings.messages)]


FAQ: tuple[tuple[str, str], ...] = (
    (
        "How binding is a system prompt?",
        "It weighs more than a user message, but it is text like all the rest, not a lock. Do not put a secret "
        "into it, and check in your own code what must never happen.",
    ),
    (
        "What is `developer`?",
        "OpenAI's newer name for the role `system`. Its current models take both.",
    ),
    (
        "Can instructions change in the middle of a conversation?",
        "Change the system prompt: the next call sends the new one with the whole list. OpenAI, and Anthropic's "
        "newest models, also take a `system` entry further down in the list; Anthropic's older models refuse it.",
    ),
    (
        "Must user and assistant take turns?",
        "It reads best that way. Two user messages in a row are accepted: Anthropic joins them. It does want "
        "a user message first, and its newest models refuse a list that ends with an assistant message.",
    ),
)

# Exercises

_PIRATE = re.compile(
    r"\barr+\b|\bmatey|\baye\b|\bahoy\b|\bye\b|\byer\b|\bshiver me\b|\bavast\b|\blandlubber|\bscallywag"
    r"|\bme hearties\b|\bdoubloon|\byo ho ho\b|\bsavvy\b",
    re.IGNORECASE,
)
_ABOUT_PIRATES = re.compile(r"pirat|buccaneer|jack sparrow", re.IGNORECASE)


def sounds_like_a_pirate(text: str) -> bool:
    return bool(_PIRATE.search(text))


def _replies(evidence: Evidence) -> list[Run]:
    """The replies to the program in the box; the old lines further down are no exercise."""
    return [run for run in evidence.replies if not run.batch]


def _pirate(evidence: Evidence) -> Verdict | None:
    replies = _replies(evidence)
    for run in replies:
        system = system_of(run.call)
        if system.strip() == OPENING.system or not system.strip():
            continue
        if sounds_like_a_pirate(run.text):
            return Verdict(True, f"It answers as a pirate: “{_short(run.text)}” One line did that.")
    if not replies:
        return Verdict(False, "No reply yet. Press **Run**.") if evidence.runs else None
    run = replies[-1]
    if _ABOUT_PIRATES.search(system_of(run.call)):
        return Verdict(False, "Your system prompt speaks of pirates, but this reply does not sound like one.")
    if sounds_like_a_pirate(run.text):
        return Verdict(
            False, "It sounds like a pirate, but not because of the system prompt. Change that line alone."
        )
    if any(_ABOUT_PIRATES.search(text) for _, text in _said(run)):
        return Verdict(False, "You asked for a pirate in a message. Say it in the **system** prompt.")
    return Verdict(False, "The last reply does not sound like a pirate. Change the system prompt, then Run.")


def _mouth(evidence: Evidence) -> Verdict | None:
    replies = _replies(evidence)
    for run in replies:
        name = _name_put_in(run)
        if name and re.search(rf"\b{re.escape(name)}\b", run.text):
            return Verdict(
                True,
                f"It says {name}, though no user ever said so. It believes what the list claims it said.",
            )
    if not replies:
        return None
    said = _said(replies[-1])
    if not _asks_name(said):
        return Verdict(False, "Let the last user message be “What is my name?”, then Run.")
    if any(role != "assistant" and _named(text) for role, text in said):
        return Verdict(
            False, "The name stands in a message of yours. Only an **assistant** message may hold it."
        )
    if _name_put_in(replies[-1]) is None:
        return Verdict(False, "No assistant message in this list mentions a name yet.")
    return Verdict(False, "The reply does not use the name. Try the words “Nice to meet you, Ada.”")


def _moved(evidence: Evidence) -> Verdict | None:
    replies = _replies(evidence)
    by_system = {_plain(system_of(run.call)) for run in replies} - {""}
    without = [run for run in replies if not system_of(run.call).strip()]
    for run in without:
        users = " ".join(_plain(text) for role, text in _said(run) if role == "user")
        if any(system and system in users for system in by_system):
            return Verdict(
                True,
                "Both work. A system prompt stands above the conversation and holds for every turn; the same words "
                "in a user message are one remark among others.",
            )
    if without:
        return Verdict(
            False, "You ran it without a system prompt. Put the very same words into a user message."
        )
    return Verdict(False, "You ran it with a system prompt. Now empty it.") if by_system else None


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _said(run: Run) -> list[tuple[str, str]]:
    """Role and text of the messages of a call, without its system prompt."""
    return [(message.role, message.content) for message in run.provider.read(run.call).messages]


def _asks_name(said: list[tuple[str, str]]) -> bool:
    questions = [text for role, text in said if role == "user"]
    return bool(questions) and bool(re.search(r"\bmy name\b|\bwho am i\b", questions[-1], re.IGNORECASE))


_NAMED = re.compile(r"\b(?:my name is|i am|i'm|call me) ([A-Z]\w+)")


def _named(text: str) -> bool:
    return bool(_NAMED.search(text.replace("My", "my").replace("Call", "call")))


def _name_put_in(run: Run) -> str | None:
    """A capitalised word that only assistant messages of the call hold, in a call that asks for the name."""
    said = _said(run)
    if not _asks_name(said):
        return None
    others = {word for role, text in [("system", system_of(run.call)), *said] if role != "assistant"
              for word in re.findall(r"\w+", text.casefold())}  # fmt: skip
    words = [word for role, text in said if role == "assistant"
             for word in re.findall(r"(?<![.!?] )(?<!^)\b[A-Z]\w+", text) if word.casefold() not in others]  # fmt: skip
    found = [word for word in words if re.search(rf"\b{re.escape(word)}\b", run.text)]
    return next(iter([*found, *words]), None)


def _short(text: str, most: int = 60) -> str:
    line = " ".join(text.split())
    line = re.sub(r"[\\`*_{}\[\]<>#|$~:]", "", line)
    return line if len(line) <= most else line[:most].rsplit(" ", 1)[0] + " …"


EXERCISES = (
    Exercise(
        "roles.pirate",
        "Make the model **answer as a pirate**. Change one line only, the system prompt, and Run.",
        "The system prompt says who the model is. Tell it to be somebody else.",
        "System prompt: `You are a pirate. Answer in at most three sentences.` The question stays as it is.",
        _pirate,
    ),
    Exercise(
        "roles.mouth",
        "**Put words into its mouth.** Make the model know your name without ever telling it: only an "
        "*assistant* message may mention the name. Then ask “What is my name?”.",
        "You may write assistant messages yourself. What would it have said if you had told it your name?",
        "user: `Hello!` · assistant: `Nice to meet you, Ada.` · user: `What is my name?`",
        _mouth,
    ),
    Exercise(
        "roles.moved",
        "**Move the instruction.** Run once with a system prompt. Then empty it, put the same words at the "
        "beginning of your user message, and Run again. Compare the two replies.",
        "Cut the text out of the system box, and paste it in front of your question.",
        "First run: the list as it is. Second run: the system prompt is empty, and the last user message reads "
        "`You are a patient librarian. Answer in at most three sentences. What is a token?`",
        _moved,
    ),
)

MISTAKES = (
    "Putting the system prompt into `messages` for Anthropic, where it belongs beside the list.",
    "Ending the list with an `assistant` message: newer Claude models refuse to go on from it.",
    "Keeping a secret in the system prompt: the model can be talked into repeating it.",
)
