"""A response on its way to the SDK, with secrets taken out as it passes.

A document is looked at as a whole, which the SDK reads as a whole too. A stream goes on line by line: its
lines are parsed, and a text that ends with the beginning of a secret waits for the event that continues it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from pydantic_core import from_json

from firstcall.running.redaction import HINT, REDACTED, Secrets

_STREAMS = ("text/event-stream", "application/x-ndjson", "application/jsonl")
_LONGEST = 4_000_000
"""Bytes of a document or of a line that are kept until it is whole; a longer one is looked at piece by piece."""
_MOST_WAITING = 200
_JSON = (b"{", b"[")
"""What a line of JSON that has texts in it begins with."""
_DEEPEST = 49
"""Objects and lists around a text that is looked at. A secret that stands deeper is found in the bytes of its line."""

Path = tuple[str | int, ...]


class Body:
    """Bytes in, bytes out: `feed` gives what may go on now, `end` the rest."""

    def __init__(self, secrets: Secrets, content_type: str) -> None:
        self._secrets = secrets
        self._streamed: bool | None = True if content_type.lower().startswith(_STREAMS) else None
        self._rest = bytearray()
        self._too_long = False
        self._lines = _Lines(secrets)

    def feed(self, data: bytes) -> bytes:
        if not self._secrets.forms:
            return data
        self._rest += data
        self._too_long = self._too_long or len(self._rest) > _LONGEST
        if self._too_long:
            return self._lines.rest() + self._piece()
        return self._whole_lines() if self._is_streamed() else b""

    def end(self) -> bytes:
        rest, self._rest = bytes(self._rest), bytearray()
        if rest and not self._is_streamed(rest) and not self._too_long:
            return _document(self._secrets, rest)
        rest = self._secrets.without_begun(self._secrets.without(rest))
        fed = self._lines.feed(rest) if self._too_long else self._lines.feed_all(rest)
        return fed + self._lines.rest()

    def _is_streamed(self, rest: bytes = b"") -> bool:
        """Without a content type that says so, what begins like JSON is one document."""
        if self._streamed is None:
            start = (rest or bytes(self._rest[:1000])).lstrip()[:1]
            self._streamed = start not in (b"{", b"[", b'"') if start else None
        return self._streamed is True

    def _whole_lines(self) -> bytes:
        cut = max(self._rest.rfind(b"\n"), self._rest.rfind(b"\r")) + 1
        whole, self._rest = bytes(self._rest[:cut]), self._rest[cut:]
        return self._lines.feed_all(whole)

    def _piece(self) -> bytes:
        clean = self._secrets.without(bytes(self._rest))
        cut = len(clean) - self._secrets.begun(clean)
        self._rest = bytearray(clean[cut:])
        return clean[:cut]


def _document(secrets: Secrets, body: bytes) -> bytes:
    """One JSON document, or whatever else. It is written anew only where a secret stood behind an escape."""
    body = secrets.without(body)
    value = _parsed(body) if b"\\" in body else None
    clean = _clean(secrets, value)
    return secrets.without_begun(body) if clean is value else json.dumps(clean).encode()


def _parsed(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _clean(secrets: Secrets, value: Any) -> Any:
    try:
        return secrets.without(value)
    except RecursionError:  # the bytes were looked through; nobody reads a text that lies this deep
        return value


@dataclass(eq=False)
class _Line:
    """A line as it came, and the texts in its JSON by the path to each; `put` changes one."""

    raw: bytes
    before: bytes = b""
    value: Any = None
    texts: dict[Path, str] = field(default_factory=dict)
    changed: bool = False

    def put(self, path: Path, text: str) -> None:
        if self.texts[path] != text:
            place = self.value
            for part in path[:-1]:
                place = place[part]
            place[path[-1]] = self.texts[path] = text
            self.changed = True

    def bytes(self) -> bytes:
        if not self.changed:
            return self.raw
        end = self.raw[len(self.raw.rstrip(b"\r\n")) :]
        return self.before + json.dumps(self.value, separators=(",", ":")).encode() + end


def _line(secrets: Secrets, raw: bytes) -> _Line:
    raw = secrets.without(raw)
    before, value = _parts_of(raw)
    if value is None:
        return _Line(raw)
    clean = _clean(secrets, value) if b"\\" in raw else value
    return _Line(raw, before, clean, _texts(clean), changed=clean is not value)


def _parts_of(raw: bytes) -> tuple[bytes, Any]:
    """What stands before the JSON of a line, and the value that it writes; `None` where there is none."""
    said = _said(raw)
    return raw[: len(raw) - len(said)], _parsed(said) if said.startswith(_JSON) else None


def _said(raw: bytes) -> bytes:
    """A line without the name of its field."""
    return raw.removeprefix(b"data:").lstrip(b" ")


def _texts(value: Any) -> dict[Path, str]:
    """The texts in an object or a list, by the path to each."""
    found: dict[Path, str] = {}
    places: list[tuple[Path, Any]] = [((), value)]
    while places:
        path, place = places.pop()
        for key, inner in place.items() if isinstance(place, dict) else enumerate(place):
            kind = type(inner)
            if kind is str:
                found[(*path, key)] = inner
            elif (kind is dict or kind is list) and len(path) < _DEEPEST:
                places.append(((*path, key), inner))
    return found


class _Lines:
    """The lines of a stream, in order. They wait together while a text among them may be part of a secret."""

    def __init__(self, secrets: Secrets) -> None:
        self._secrets = secrets
        self._waiting: list[_Line] = []
        self._open: set[Path] = set()
        self._behind: dict[Path, str] = {}

    def feed_all(self, whole: bytes) -> bytes:
        """Lines one after the other; nearly always nothing in any of them hints at a secret."""
        lines = whole.splitlines(keepends=True)
        if not self._waiting and self._plainly_pass(whole, lines):
            return whole
        return b"".join(map(self.feed, lines))

    def feed(self, raw: bytes) -> bytes:
        if not self._waiting and self._plainly_pass(raw, [raw]):
            return raw
        line = _line(self._secrets, raw)
        self._waiting.append(line)
        for path in line.texts:
            self._look(path)
        if self._open and len(self._waiting) <= _MOST_WAITING:
            return b""
        return self.rest()

    def rest(self) -> bytes:
        """All that waits, whatever may come: of a secret that was begun, the larger half goes."""
        for path in self._open:
            joined = self._behind.get(path, "") + "".join(text for _, text in self._parts(path))
            self._cut(path, len(self._secrets.without_begun(joined).removesuffix(REDACTED)), len(joined))
        for line in self._waiting:
            for path, text in line.texts.items():
                self._behind[path] = (self._behind.get(path, "") + text)[1 - HINT :]
        found = b"".join(line.bytes() for line in self._waiting)
        self._waiting, self._open = [], set()
        return found

    def _plainly_pass(self, whole: bytes, lines: list[bytes]) -> bool:
        """Whether nothing in these lines hints at a secret, nor where their texts continue those before; then what comes
        next continues theirs."""
        if self._secrets.hinted(whole):
            return False
        behind: dict[Path, str] = {}
        seams = []
        for raw in lines:
            said = _said(raw)
            if not said.startswith(_JSON):
                continue
            try:
                value = from_json(said)  # several times as fast, of what both of them read
            except ValueError:
                return False
            for path, text in _texts(value).items():
                before = behind[path] if path in behind else self._behind.get(path, "")
                seams.append(before + text[: HINT - 1])
                behind[path] = (before + text)[1 - HINT :]
        if self._secrets.hinted("\n".join(seams)):
            return False
        self._behind.update(behind)
        return True

    def _parts(self, path: Path) -> list[tuple[_Line, str]]:
        return [(line, line.texts[path]) for line in self._waiting if path in line.texts]

    def _look(self, path: Path) -> None:
        behind = self._behind.get(path, "")
        joined = behind + "".join(text for _, text in self._parts(path))
        for start, end in self._secrets.spans(joined):
            self._cut(path, start, end)
        joined = behind + "".join(text for _, text in self._parts(path))
        (self._open.add if self._secrets.begun(joined, HINT) else self._open.discard)(path)

    def _cut(self, path: Path, start: int, end: int) -> None:
        """Take the characters from `start` to `end` out of what waits, and put the mark where they began."""
        at = len(self._behind.get(path, ""))
        mark = REDACTED if start < end else ""
        for line, text in self._parts(path):
            first, last = max(start - at, 0), min(end - at, len(text))
            at += len(text)
            if first < last:
                line.put(path, text[:first] + mark + text[last:])
                mark = ""
