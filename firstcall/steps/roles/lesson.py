"""What "Roles" says and asks: what each role is for, what old code does with them, exercises."""

from __future__ import annotations

import re

from firstcall import providers
from firstcall.calls import Message, Settings
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet, system_of
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.roles import WORDS

OPENING = Settings(
    model="",
    messages=(
        Message("user", WORDS.line("opening/user")),
        Message("assistant", WORDS.line("opening/assistant")),
        Message("user", WORDS.line("opening/ask")),
    ),
    system=WORDS.line("opening/system"),
    max_tokens=1024,
    stream=True,
)

# The places of the system prompt and the roles are from the SDKs' own types:
# `anthropic/types/message_create_params.py`, `openai/types/chat/chat_completion_message_param.py`,
# `google/genai/types.py` (`GenerateContentConfig`), `ollama/_types.py` (`Message`).
PLACES = "roles place"
"""Under which id each provider's words say where the system prompt goes and which roles there are."""

_BESIDE = "|".join(
    sorted({kind.system for one in providers.every().values() for kind in one.sdk.kinds if kind.system})
)
_SYSTEM_LINE = re.compile(rf'(?:^\s*|[({{])"?(?P<beside>{_BESIDE})"?\s*[=:]|"role": "(?:system|developer)"')


def system_line(source: str) -> int | None:
    """The line (from 1) on which a program gives its system prompt."""
    for number, line in enumerate(source.splitlines(), start=1):
        if _SYSTEM_LINE.search(line):
            return number
    return None


def stands(provider: Provider, source: str) -> str:
    """Where a program has its system prompt, as the mark in its line says it."""
    number = system_line(source)
    found = _SYSTEM_LINE.search(source.splitlines()[number - 1]) if number else None
    if found is None:
        return WORDS.line("stands/nowhere", provider=provider.name)
    where = "in_list"
    if found["beside"]:
        where = "inside" if provider.kind and provider.kind.inside else "beside"
    return WORDS.line(f"stands/{where}", provider=provider.name)


def reading(settings: Settings) -> list[tuple[str, str]]:
    """The list as the model reads it: role and text, the system prompt first."""
    system = [("system", settings.system)] if settings.system else []
    return [*system, *((message.role, message.content) for message in settings.messages)]


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
            return done(text=_short(run.text))
    if not replies:
        return not_yet("no_reply_press_run") if evidence.runs else None
    run = replies[-1]
    if _ABOUT_PIRATES.search(system_of(run.call)):
        return not_yet("system_prompt_speaks")
    if sounds_like_a_pirate(run.text):
        return not_yet("sounds_like_pirate")
    if any(_ABOUT_PIRATES.search(text) for _, text in _said(run)):
        return not_yet("asked_pirate_message")
    return not_yet("last_reply_does")


def _mouth(evidence: Evidence) -> Verdict | None:
    replies = _replies(evidence)
    for run in replies:
        name = _name_put_in(run)
        if name and re.search(rf"\b{re.escape(name)}\b", run.text):
            return done(name=name)
    if not replies:
        return None
    said = _said(replies[-1])
    if not _asks_name(said):
        return not_yet("let_last_user")
    if any(role != "assistant" and _named(text) for role, text in said):
        return not_yet("name_stands_message")
    if _name_put_in(replies[-1]) is None:
        return not_yet("no_assistant_message_list")
    return not_yet("reply_does_use")


def _moved(evidence: Evidence) -> Verdict | None:
    replies = _replies(evidence)
    by_system = {_plain(system_of(run.call)) for run in replies} - {""}
    without = [run for run in replies if not system_of(run.call).strip()]
    for run in without:
        users = " ".join(_plain(text) for role, text in _said(run) if role == "user")
        if any(system and system in users for system in by_system):
            return done()
    if without:
        return not_yet("ran_without_system")
    return not_yet("ran_system_prompt") if by_system else None


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


EXERCISES = exercises(WORDS, "roles", pirate=_pirate, mouth=_mouth, moved=_moved)
