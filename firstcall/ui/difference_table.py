"""The provider-difference table: its rows and groups, what to notice, and a column for each provider,
those that cannot be called from here yet included. What a provider says stands in its own folder.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from firstcall import providers
from firstcall.providers import Cell

SHORT = (
    "System prompt", "Call", "Token limit", "Temperature", "Stop", "Reply text", "Stop reason", "Tokens in",
    "Tokens out", "Streaming", "Auth header", "Request id",
)  # fmt: skip
"""The rows for a page that is about one call."""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: its name, its group, and what to notice across the providers."""

    name: str
    group: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class Column:
    """One provider's cells by row name. `callable_here` says whether its paths can have values."""

    id: str
    name: str
    cells: Mapping[str, Cell]
    callable_here: bool = True
    source: str = ""


GROUPS = ("Set up", "Ask", "Read", "When it fails", "Further on")

ROWS = (
    Row("Package", "Set up", "Google's older package, `google-generativeai`, is no longer the one to take."),
    Row("In JavaScript", "Set up", "The newest `openai` and `@google/genai` want Node.js 22 or later."),
    Row("Client", "Set up", "Make one and keep it in a variable."),
    Row("Key variable", "Set up", "The SDK reads it from the environment. Ollama runs on your own machine: no key."),
    Row("Endpoint", "Set up", "Always one HTTPS POST. Only Ollama, at home, does without the S."),
    Row("Auth header", "Set up", "The SDK puts the key there; you never write this header yourself."),
    Row("System prompt", "Ask", "A message in the list, or a field beside the list."),
    Row("Call", "Ask", "One method everywhere: messages in."),
    Row("Token limit", "Ask", "Another name each time. Thinking counts as output too."),
    Row("Temperature", "Ask", "Today's newest models refuse or ignore it. Ranges: Anthropic 0 to 1, OpenAI and Gemini 0 to 2."),
    Row("Stop", "Ask", "OpenAI takes at most four strings, and gpt-5 to gpt-5.4 take none."),
    Row("Reply text", "Read", "Text out. Reading one provider's reply with another's path is a classic mistake."),
    Row("Stop reason", "Read", "Look at it every time: a cut reply raises no error."),
    Row("Stop reason values", "Read", "Only Anthropic tells a stop sequence from a natural end."),
    Row("Tokens in", "Read", "Anthropic leaves cached tokens out of this number; OpenAI and Gemini count them in."),
    Row("Tokens out", "Read", "Thinking is included, but for Gemini, where it must be added."),
    Row("Request id", "Read", "Quote it when you ask for support."),
    Row("Streaming", "Read", "Server-sent events; only Ollama sends lines of JSON."),
    Row("Errors", "When it fails", "Catch these for an answer with an error status. A broken line has classes of its own."),
    Row("Structured output", "Further on", "`City` is a Pydantic class: the reply comes back as one."),
    Row("Tools", "Further on", "OpenAI gives the arguments as a string of JSON, the others as a dict."),
    Row("Caching", "Further on", "A long beginning that is sent again costs a fraction."),
    Row("Embeddings", "Further on", "Anthropic has none."),
)  # fmt: skip

NOT_CALLABLE = (
    "Google Gemini and Ollama cannot be called from here yet: their columns are text, read from their "
    "packages in November 2026, with no values of yours beside them."
)


def columns() -> dict[str, Column]:
    """Every provider by id: those found first, then those that are text only."""
    found = {
        provider.id: Column(
            provider.id,
            provider.name,
            {"In JavaScript": Cell(f"npm install {provider.sdk.javascript_package}"), **provider.table},
        )
        for provider in providers.every().values()
    }
    return found | {
        one.id: Column(one.id, one.name, one.table, callable_here=False, source=one.source)
        for one in providers.told().values()
    }


def matching(groups: Sequence[str], words: str, among: Sequence[Column]) -> list[Row]:
    """The rows of these groups (none chosen: all) in which every word stands, in their name, their
    remark or a cell of one of the columns."""
    wanted = words.casefold().split()
    return [
        row
        for row in ROWS
        if (not groups or row.group in groups) and all(word in _text(row, among) for word in wanted)
    ]


def _text(row: Row, among: Sequence[Column]) -> str:
    cells = [column.cells[row.name].code for column in among if row.name in column.cells]
    return " ".join([row.name, row.group, row.notice, *cells]).casefold()
