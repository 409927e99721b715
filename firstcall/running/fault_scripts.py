"""A script for the practice server as a learner types it: `429 retry-after 1, 429, ok`.

One entry for each request, in order; commas, semicolons, "then" or new lines between them. `read`
gives the entries as `PUT /control` wants them (see `firstcall/practice/faults.py`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from difflib import get_close_matches
from typing import Any

from firstcall.calls.failures import KINDS, Kind, of_status, of_type
from firstcall.running import WORDS

Entry = dict[str, Any]

MOST_ENTRIES = 30
STATUSES = (400, 401, 402, 403, 404, 408, 409, 413, 429, 500, 502, 503, 504, 529)
_PAGES = (200, 404, 500, 502, 503)
EXAMPLES = (
    ("429", "429"),
    ("429, wait 2 s", "429 retry-after 2"),
    ("500", "500"),
    ("529", "529"),
    ("No credit", "429 quota"),
    ("Drop", "drop"),
    ("Drop after 10", "drop after 10"),
    ("Hang", "hang"),
    ("Slow", "slow 3"),
    ("HTML", "html"),
    ("Broken JSON", "broken json"),
    ("Error event", "error event after 5"),
    ("Early end", "early end after 5"),
    ("Fine", "ok"),
)
"""What a page offers to append: a label, and what is written."""

_WORDS = (
    "ok fine success drop hang timeout slow html broken json error event early end after retry-after quota credit"
).split()
_SPLIT = re.compile(r"[,;\n]+|\bthen\b|->|→")
_TIMES = re.compile(r"(?:[x×*]\s*(\d+)|(\d+)\s*(?:[x×]|times))$")
_NUMBER = r"(\d+(?:\.\d+)?)"
_TOKENS = r"(?:\s*(?:after)?\s*(\d+)(?:\s*tokens?)?)?"


class ScriptError(ValueError):
    """An entry that is not understood, with what to write instead: the words `# script <id>`."""

    def __init__(self, id: str, **values: object) -> None:
        super().__init__(WORDS.line(f"script {id}", **values))
        self.id = id


def read(text: str) -> list[Entry]:
    """The entries of a script; an empty text is an empty script: all is well. Raises `ScriptError`."""
    found: list[Entry] = []
    for piece in _SPLIT.split(text.lower()):
        words = " ".join(piece.strip().strip(".").split()).removeprefix("and ")
        if words:
            found += _entries(words)
    if len(found) > MOST_ENTRIES:
        raise ScriptError("too_many", found=len(found), most=MOST_ENTRIES)
    return found


def _entries(words: str) -> list[Entry]:
    times = 1
    if words.startswith(("two ", "three ")):
        number, _, words = words.partition(" ")
        words, times = words.rstrip("s"), {"two": 2, "three": 3}[number]
    elif repeated := _TIMES.search(words):
        times, words = int(repeated[1] or repeated[2]), words[: repeated.start()].strip()
    if not 1 <= times <= MOST_ENTRIES:
        raise ScriptError("repeated", most=MOST_ENTRIES, times=times)
    return [_entry(words)] * times


def _entry(words: str) -> Entry:
    for pattern, make in _FORMS.items():
        if found := re.fullmatch(pattern, words):
            return make(found)
    if found := re.match(r"\d{3}\b", words):
        status = _played(int(found[0]))
        raise ScriptError("after_status", words=words[:40], status=status)
    near = get_close_matches(words.split()[0], _WORDS, n=1, cutoff=0.6)
    if near:
        raise ScriptError("misspelt", words=words[:40], near=near[0])
    raise ScriptError("not_understood", words=words[:40])


def _played(status: int) -> int:
    if status not in STATUSES:
        raise ScriptError("unknown_status", status=status, known=", ".join(map(str, STATUSES)))
    return status


def _status(found: re.Match[str]) -> Entry:
    return {"fault": "status", "status": _played(int(found[1]))}


def _waiting(found: re.Match[str]) -> Entry:
    seconds = float(found[2])
    if seconds > 86_400:
        raise ScriptError("waits_too_long")
    return _status(found) | {"retry_after": seconds}


def _no_credit(found: re.Match[str]) -> Entry:
    return _status(found) | {"code": "credit" if found[2].startswith("credit") else "insufficient_quota"}


def _page(found: re.Match[str]) -> Entry:
    status = int(found[1] or 200)
    if status not in _PAGES:
        raise ScriptError("no_page", status=status, statuses=", ".join(map(str, _PAGES)))
    return {"fault": "html", "status": status}


def _seconds(fault: str, field: str, otherwise: float) -> Callable[[re.Match[str]], Entry]:
    def make(found: re.Match[str]) -> Entry:
        seconds = float(found[1] or otherwise)
        if seconds > 120:
            raise ScriptError("too_slow", fault=fault, most=120, seconds=f"{seconds:g}")
        return {"fault": fault, field: seconds}

    return make


def _tokens(fault: str, otherwise: int | None) -> Callable[[re.Match[str]], Entry]:
    def make(found: re.Match[str]) -> Entry:
        tokens = int(found[1]) if found[1] else otherwise
        if tokens is not None and tokens > 20_000:
            raise ScriptError("too_late", most="20,000", tokens=tokens)
        return {"fault": fault} if tokens is None else {"fault": fault, "after_tokens": tokens}

    return make


_DROP = r"(?:drop|dropped|cut)(?: the)?(?: connection)?"
_FORMS: Mapping[str, Callable[[re.Match[str]], Entry]] = {
    r"(?:ok|okay|fine|success|succeeds?|well|all well|200)": lambda found: {"fault": "ok"},
    r"(\d{3})": _status,
    rf"(\d{{3}}) (?:retry[- ]after|wait|after)[ :=]*{_NUMBER}(?: ?s(?:econds?)?)?": _waiting,
    r"(\d{3}) (insufficient_quota|quota|credit|no credit)": _no_credit,
    r"html(?: (\d{3}))?": _page,
    rf"(?:hang|timeout|time-out|time out)(?: (?:for )?{_NUMBER}(?: ?s(?:econds?)?)?)?": _seconds("hang", "seconds", 120),
    rf"slow(?: {_NUMBER}(?: ?s(?:econds?)?)?)?": _seconds("slow", "first_token_seconds", 3),
    rf"{_DROP}(?: (?:after|at) ten(?: tokens)?)": lambda found: {"fault": "drop", "after_tokens": 10},
    rf"{_DROP}{_TOKENS}": _tokens("drop", None),
    rf"(?:broken|bad|malformed)[ _-]json{_TOKENS}": _tokens("broken_json", 3),
    rf"error[ _-]event{_TOKENS}": _tokens("error_event", 3),
    rf"(?:early[ _-]end|end early|no (?:finish|stop) reason){_TOKENS}": _tokens("early_end", 3),
}  # fmt: skip


def label(entry: Entry) -> str:
    """An entry in a word or two, for a picture: `429`, `drop`, `ok`."""
    return str(entry.get("status") or entry["fault"].replace("_", " "))


_KINDS = {
    "hang": "timeout",
    "slow": "timeout",
    "drop": "dropped",
    "broken_json": "broken_json",
    "early_end": "early_end",
}


def kind_of(entry: Entry) -> Kind | None:
    """The kind of failure that an entry brings about, `None` for one that brings a reply."""
    match entry["fault"]:
        case "ok":
            return None
        case "status":
            return KINDS["no_credit"] if "code" in entry else of_status(entry["status"])
        case "html":
            return KINDS["no_api" if entry["status"] < 500 else "bad_gateway"]
        case "error_event":
            return of_type(entry.get("type", "overloaded_error"))
    return KINDS[_KINDS[entry["fault"]]]


def is_passing(entry: Entry) -> bool:
    """Whether another try, a little later, can get past it."""
    kind = kind_of(entry)
    return kind is None or kind.passes
