"""A page's settings as the query of a link, and back: readable names, never a key.

    http://localhost:8501/first_call?provider=openai&model=gpt-6-luna&prompt=Hi&max_tokens=300&stream=yes

A name that is missing leaves the page's own setting as it is; a name with an empty value leaves that
argument out of the call. What a link says is checked as anything that a stranger wrote.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, cast, get_args
from urllib.parse import quote, urlencode

from firstcall import models, providers
from firstcall.calls import Message, Role, Settings
from firstcall.ui import WORDS

NAMES = (
    "provider",
    "model",
    "system",
    "message",
    "prompt",
    "max_tokens",
    "temperature",
    "effort",
    "stop",
    "stream",
)
TAB = "tab"
"""What an address calls the tab to open."""
IN_AN_ADDRESS = (*NAMES, TAB)
MOST_CHARACTERS = 2_000
"""Characters of one text that a link carries: browsers and chat programs cut longer links."""
MOST_STOPS = 4
MOST_OF_TURNS = 4_000
"""Characters of all messages before the last together."""
MOST_QUERY = 4_096
"""Characters of a whole query, as it is sent: the texts of a longer one stay out of it."""
_TEXTS = ("message", "system", "prompt")
"""What stays out of a query that is too long, the first of them first."""

KEY = re.compile(r"\bsk-[\w-]{12,}|\bAIza[\w-]{20,}")
_MODEL = re.compile(r"[\w.:/-]{1,100}", re.ASCII)
_WORD = re.compile(r"[a-z]{1,12}")
_YES, _NO = {"yes", "true", "1", "on"}, {"no", "false", "0", "off"}

Query = Mapping[str, Sequence[str]]


@dataclass(frozen=True, slots=True)
class Written:
    """The query of a link, and what it does not carry over, in sentences."""

    query: Mapping[str, str | list[str]]
    remarks: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """The query as it stands in an address."""
        return encoded(self.query)

    def beside(self, opening: Written) -> Written:
        """Provider and model, and of the rest what the page's opening does not say by itself."""
        query = {
            name: value
            for name, value in self.query.items()
            if name in {"provider", "model"} or value != opening.query.get(name)
        }
        # What is said of a text that the page says by itself is said of nothing that the link should carry.
        remarks = (
            self.remarks
            if query.keys() & set(_TEXTS)
            else tuple(remark for remark in self.remarks if remark not in opening.remarks)
        )
        return Written(query, remarks)

    def bounded(self) -> Written:
        """The same in `MOST_QUERY` characters; a remark says which texts are left out for that."""
        query, remarks = dict(self.query), list(self.remarks)
        for name in _TEXTS:
            if name in query and len(encoded(query)) > MOST_QUERY:
                del query[name]
                remarks.append(WORDS.line("link/too_long", name=name))
        return Written(query, tuple(remarks))


def encoded(query: Mapping[str, str | list[str]]) -> str:
    """A query as text, its names in their order here."""
    ordered = {name: query[name] for name in IN_AN_ADDRESS if name in query}
    return urlencode(ordered, doseq=True, quote_via=quote)


def write(provider: str, settings: Settings, opening: Settings) -> Written:
    """Settings as a query. `opening` is what the page says by itself: what it sets and `settings` leave
    out goes into the link as an empty value."""
    remarks: list[str] = []
    *before, last = settings.messages or (Message("user", ""),)
    asks = last.role == "user"  # otherwise there is no prompt: the assistant's words stand at the end
    said: dict[str, Any] = {
        "provider": provider,
        "model": settings.model,
        "system": settings.system or ("" if opening.system else None),
        "prompt": last.content if asks else None,
        "max_tokens": settings.max_tokens if settings.max_tokens is not None else "",
        "temperature": _or_empty(settings.temperature, opening.temperature),
        "effort": _or_empty(settings.effort, opening.effort),
        "stop": list(settings.stop[:MOST_STOPS]) or ("" if opening.stop else None),
        "stream": "yes" if settings.stream else "no",
    }
    turns = _turns(before if asks else settings.messages, remarks)
    said["message"] = turns or ("" if len(opening.messages) > 1 else None)
    query = {
        name: value for name, text in said.items() if (value := _carried(name, text, remarks)) is not None
    }
    return Written(query, tuple(remarks))


def _turns(messages: Sequence[Message], remarks: list[str]) -> list[str]:
    """The messages before the last as `role:text`, as many of the latest as a link has room for."""
    turns: list[str] = []
    room = MOST_OF_TURNS
    for message in reversed(messages):
        room -= len(message.content)
        if room < 0 or len(message.content) > MOST_CHARACTERS:
            break
        turns.insert(0, f"{message.role}:{message.content}")
    if left := len(messages) - len(turns):
        remarks.append(WORDS.line("link/earlier_messages", turns=len(turns), left=left))
    return turns


def _or_empty(value: object, opening: object) -> object:
    return value if value is not None else "" if opening is not None else None


def _carried(name: str, value: Any, remarks: list[str]) -> str | list[str] | None:
    """A value as the link carries it, `None` where it is left out; says so in `remarks`."""
    if value is None:
        return None
    if isinstance(value, list):
        return [text for one in value if isinstance(text := _carried(name, one, remarks), str)]
    text = f"{value:g}" if isinstance(value, float) else str(value)
    if KEY.search(text):
        remarks.append(WORDS.line("link/like_a_key", name=name))
        return None
    return _cut(name, text, remarks)


def _cut(name: str, text: str, remarks: list[str]) -> str:
    if len(text) > MOST_CHARACTERS:
        remarks.append(WORDS.line("link/cut", name=name, most=f"{MOST_CHARACTERS:,}"))
    return text[:MOST_CHARACTERS]


@dataclass(frozen=True, slots=True)
class Opened:
    """What a link asks for. `turns` are the messages before the prompt, `None` where the page's own stay;
    `changes` are fields of `Settings`; `problems` say what was not understood."""

    provider: str | None = None
    model: str | None = None
    prompt: str | None = None
    turns: tuple[Message, ...] | None = None
    changes: Mapping[str, Any] = field(default_factory=dict)
    problems: tuple[str, ...] = ()

    def onto(self, settings: Settings) -> Settings:
        """These settings with what the link says."""
        changed = replace(settings, **self.changes)
        if self.model:
            changed = replace(changed, model=self.model)
        *before, last = changed.messages or (Message("user", ""),)
        if self.turns is not None:
            before = list(self.turns)
        if self.prompt is None and self.turns and self.turns[-1].role != "user":
            return replace(changed, messages=self.turns)
        prompt = last if self.prompt is None else replace(last, content=self.prompt)
        return replace(changed, messages=(*before, prompt))


def read(query: Query) -> Opened | None:
    """What a page's query says, `None` if it says nothing of ours. Of a name given twice the last counts."""
    given = {name: list(query[name]) for name in NAMES if query.get(name)}
    if not given:
        return None
    problems: list[str] = []
    last = {name: values[-1] for name, values in given.items()}
    provider = _provider(last.get("provider"), problems)
    model = _model(last.get("model"), problems)
    found = models.find(model) if model else None
    if found and (provider is None or found.provider != providers.get(provider).id):
        if provider and "provider" in last:
            name = providers.get(provider).name
            problems.append(WORDS.line("link/other_provider", model=model, provider=name))
            model, found = None, None
        else:
            provider = found.provider
    changes = {
        name: value
        for name, check in (
            ("max_tokens", _max_tokens), ("temperature", _temperature), ("effort", _effort), ("stream", _stream)
        )
        if name in last and (value := check(last[name], found, problems)) is not _IGNORED
    }  # fmt: skip
    if "system" in last:
        changes["system"] = _cut("system", last["system"], problems)
    if "stop" in given:
        changes["stop"] = tuple(_cut("stop", text, problems) for text in given["stop"] if text)[:MOST_STOPS]
    prompt = _cut("prompt", last["prompt"], problems) if "prompt" in last else None
    turns = None
    if "message" in given:
        turns = tuple(filter(None, (_turn(text, problems) for text in given["message"] if text)))
    return Opened(provider, model, prompt, turns, changes, tuple(problems))


_IGNORED = object()


def _turn(text: str, problems: list[str]) -> Message | None:
    role, _, said = text.partition(":")
    if role in get_args(Role) and len(said) <= MOST_CHARACTERS:
        return Message(cast(Role, role), said)
    problems.append(WORDS.line("link/message"))
    return None


def _provider(text: str | None, problems: list[str]) -> str | None:
    if text is None or text in providers.ways():
        return text
    problems.append(WORDS.line("link/no_provider", said=text[:40]))
    return None


def _model(text: str | None, problems: list[str]) -> str | None:
    if not text:
        return None
    if _MODEL.fullmatch(text):
        return text
    problems.append(WORDS.line("link/no_model_id"))
    return None


def _max_tokens(text: str, model: models.Model | None, problems: list[str]) -> object:
    if text == "" and model and "max_tokens" not in model.token_limit:
        return None
    most = model.output_tokens if model else 128_000
    if text.isascii() and text.isdigit() and len(text) < 10 and 1 <= int(text) <= most:
        return int(text)
    problems.append(WORDS.line("link/token_limit", said=text[:20], most=f"{most:,}"))
    return _IGNORED


def _temperature(text: str, model: models.Model | None, problems: list[str]) -> object:
    if text == "":
        return None
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if 0 <= value <= 2:
        return value
    problems.append(WORDS.line("link/temperature", said=text[:20]))
    return _IGNORED


def _effort(text: str, model: models.Model | None, problems: list[str]) -> object:
    if text == "":
        return None
    if text in model.effort if model else _WORD.fullmatch(text):
        return text
    problems.append(WORDS.line("link/effort", said=text[:20]))
    return _IGNORED


def _stream(text: str, model: models.Model | None, problems: list[str]) -> object:
    if text.lower() in _YES | _NO:
        return text.lower() in _YES
    problems.append(WORDS.line("link/stream", said=text[:20]))
    return _IGNORED
