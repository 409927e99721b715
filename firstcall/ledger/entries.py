"""Ledger rows: what of a call may be written down, how it becomes a table.

Where rows are kept is in `ledger`, what they add up to in `sums`.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from firstcall.calls import STANDARD, Call, Record, Usage

_LONGEST_WORD = 200
_LARGEST = 2**63 - 1

COUNTS = (
    *("input_tokens", "output_tokens", "cached_tokens", "cache_write_tokens", "cache_write_1h_tokens"),
    "reasoning_tokens",
)
COLUMNS = (
    *("id", "at", "step", "provider", "model", "mode"),
    *COUNTS,
    "tier",
    *("usd", "seconds", "first_token_seconds", "stop_reason", "error", "attempts", "stopped", "estimated"),
    *("request_id", "parameters", "prompt", "reply", "cut_off", "server"),
)

SETTINGS = frozenset(
    """
    max_tokens max_completion_tokens max_output_tokens num_predict num_ctx temperature top_p top_k n seed
    presence_penalty frequency_penalty stream stop_count effort reasoning_effort thinking thinking_level
    thinking_budget budget_tokens include_thoughts think verbosity service_tier speed logprobs top_logprobs
    parallel_tool_calls store include_usage
    """.split()
)
"""Names of the settings that may be written down, at all providers."""

_NESTS = (
    "output_config",
    "extra_body",
    "config",
    "options",
    "reasoning",
    "thinking_config",
    "stream_options",
)
TEXTS = ("system", "messages", "system_instruction", "contents", "instructions", "input")
"""What a call says, by the names of all providers."""
_STOPS = ("stop", "stop_sequences")
_WORD = re.compile("[A-Za-z_]{1,16}")


def parameters_of(arguments: Mapping[str, Any]) -> dict[str, bool | int | float | str]:
    """The settings among a call's arguments that the ledger may keep: known names, with numbers,
    yes or no, or one short word such as an effort. No text that a learner wrote passes.

    Of stop sequences only the number is kept, as `stop_count`; settings inside `output_config`,
    `extra_body`, `options` and their like are lifted out.
    """
    kept: dict[str, bool | int | float | str] = {}
    for name, value in arguments.items():
        if name in _NESTS and isinstance(value, Mapping):
            kept |= parameters_of(value)
        elif name == "thinking" and isinstance(value, Mapping):
            kept |= parameters_of(
                {"budget_tokens": value.get("budget_tokens"), "thinking": value.get("type")}
            )
        elif name in _STOPS and value:
            kept["stop_count"] = len(value) if isinstance(value, list | tuple) else 1
        elif name in SETTINGS and (plain := _plain(value)) is not None:
            kept[name] = plain
    return kept


def _plain(value: object) -> bool | int | float | str | None:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float):
        return value if abs(value) < 1e18 else "nan" if value != value else "huge"
    return value if isinstance(value, str) and _WORD.fullmatch(value) else None


def prompt_of(call: Call) -> str:
    """The texts that a call sends, as JSON, for a learner who wants them kept in the log."""
    texts = {name: call.arguments[name] for name in TEXTS if name in call.arguments}
    return json.dumps(texts, ensure_ascii=False, default=str)


def row_of(record: Record) -> dict[str, Any]:
    """A record as plain values by column: ISO 8601 times, money as decimal text, unknown counts `None`."""
    counts = {name: None if record.usage is None else getattr(record.usage, name) for name in COUNTS}
    special = {
        "at": record.at.isoformat(),
        "usd": None if record.usd is None else format(record.usd, "f"),
        "parameters": dict(record.parameters),
        "tier": None if record.usage is None else record.usage.tier,
    } | counts
    return {name: special[name] if name in special else getattr(record, name) for name in COLUMNS}


def to_csv(records: Iterable[Record]) -> str:
    """The calls as a table for a spreadsheet. A text that a spreadsheet would take for a formula
    gets an apostrophe in front."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS)
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row_of(record).items()} for record in records)
    return file.getvalue()


def _cell(value: object) -> object:
    if isinstance(value, dict):
        return json.dumps(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str) and value.startswith(("=", "+", "-", "@", "\t", "\r", "\n")):
        return "'" + value
    return value


def to_json_lines(records: Iterable[Record]) -> str:
    """The calls as JSON, one object a line."""
    return "".join(json.dumps(row_of(record), ensure_ascii=False) + "\n" for record in records)


def fit(record: Record) -> Record:
    """The record as it may be written down, whatever was put into it: known settings only, identifiers cut to
    200 characters, counts that a file can hold. Never raises: what does not fit is left out."""
    words = ("step", "provider", "server", "model", "stop_reason", "error", "request_id")
    texts = {name: _utf8(getattr(record, name)) for name in (*words, "prompt", "reply")}
    texts |= {name: text[:_LONGEST_WORD] for name in words if (text := texts[name]) is not None}
    usd = record.usd if isinstance(record.usd, Decimal) and record.usd.is_finite() else None
    return replace(
        record,
        id=None,
        parameters=parameters_of(record.parameters),
        usage=_countable(record.usage),
        usd=usd,
        seconds=_finite(record.seconds) or 0.0,
        first_token_seconds=_finite(record.first_token_seconds),
        attempts=min(record.attempts, _LARGEST),
        **texts,  # type: ignore[arg-type]
    )


def _countable(usage: Usage | None) -> Usage | None:
    """The usage, if all its counts are whole numbers that SQLite can hold."""
    counts = [getattr(usage, name, None) for name in COUNTS]
    return usage if all(type(count) is int and abs(count) <= _LARGEST for count in counts) else None


def _finite(seconds: float | None) -> float | None:
    return seconds if isinstance(seconds, int | float) and math.isfinite(seconds) else None


def _utf8(text: object) -> str | None:
    """A Python text may hold half a surrogate pair, which no file can; a server may say any JSON for a text."""
    return None if text is None else str(text).encode("utf-8", "replace").decode()


@dataclass(frozen=True, slots=True)
class Entry:
    """A record in the ledger, and what only the ledger knows of it.

    `writer` is the program that has the call on its way, `None` once it has ended. `owners` says that it is
    paid by the operator; `counts` is what it counts for under a cap, in US dollars: the most it can cost while
    it is on its way, then what it is taken to have cost.
    """

    session: str
    record: Record
    learner: str = ""
    writer: str | None = None
    owners: bool = False
    counts: Decimal | None = None
    uid: str = field(default_factory=lambda: secrets.token_hex(12))

    @property
    def day(self) -> date:
        """The day on which the call was made, in UTC."""
        return self.record.at.astimezone(UTC).date()

    def nameless(self) -> Entry:
        """The entry as nobody's: what it cost, for the operator's caps, and nothing of whoever made it."""
        record = replace(self.record, parameters={}, request_id=None, prompt=None, reply=None)
        return replace(self, session="", learner="", record=record)

    def cut_off(self) -> Entry:
        """The entry of a call whose program died: it may have been billed, up to the most it could cost."""
        record = replace(self.record, cut_off=True, usd=self.counts, estimated=self.counts is not None)
        return replace(self, record=record, writer=None)


def record_of(row: Mapping[str, Any]) -> Record:
    """The record that `row_of` turned into values, its parameters as JSON text."""
    values = dict(row)
    usage = usage_of([values.pop(name) for name in COUNTS], values.pop("tier"))
    values |= {
        "at": datetime.fromisoformat(values["at"]),
        "parameters": json.loads(values["parameters"]),
        "usage": usage,
        "usd": None if values["usd"] is None else Decimal(values["usd"]),
        "stopped": bool(values["stopped"]),
        "estimated": bool(values["estimated"]),
    }
    return Record(**values)


def usage_of(counts: Sequence[int | None], tier: str | None) -> Usage | None:
    """The usage of the counts in a row, in the order of `COUNTS`."""
    read, written, cached, into_cache, for_an_hour, thinking = counts
    if read is None:
        return None
    # Rows of an older file know neither the tier nor how long what was written stays in the cache.
    return Usage(
        read, written or 0, cached or 0, into_cache or 0, thinking or 0, for_an_hour or 0, tier or STANDARD
    )
