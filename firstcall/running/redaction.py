"""Takes secrets out of everything that leaves a call: what was recorded, what failed, what came back.

    secrets = Secrets((key,))
    secrets.without({"said": f"no such key: {key}"})   # {"said": "no such key: [redacted]"}

One function for all of it, at any depth, whichever way the secret is written. Bytes on their way to the SDK
go through a `Body`, which also finds a secret that is split over two events of a stream.
"""

from __future__ import annotations

import base64
import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cached_property
from typing import Any, Generic, TypeVar
from urllib.parse import quote, quote_plus

REDACTED = "[redacted]"
SHORTEST = 8
"""Characters of the shortest text that counts as a secret by its letters. Local servers take keys such as
`ollama` or `x`, and to cut these out of every reply would leave nothing of it."""

HINT = 4
"""Characters that a text must have in common with a secret's beginning to be taken for it. Fewer would be found in
every text with an `s` in it; the three that may go through are the same in every key."""

_DEEPEST = 200
_Any = TypeVar("_Any")
_Text = TypeVar("_Text", str, bytes)


class Secrets:
    """Texts that nobody may see. `names` are headers, in lower case, whose whole value is one."""

    def __init__(self, values: Iterable[str] = (), names: Iterable[str] = ()) -> None:
        self.names = frozenset(names)
        self.forms = sorted({form for value in values for form in _forms(value)}, key=len, reverse=True)

    def without(self, value: _Any, depth: int = 0) -> _Any:
        """The same value with every secret in it replaced: text, bytes, a container of them, a dataclass.

        Of an object of any other kind its `repr` is given, where that would show a secret.
        """
        if not self.forms or value is None or isinstance(value, bool | int | float):
            return value
        return self._without(value, depth)  # type: ignore[no-any-return]

    def header(self, name: str, value: str) -> str:
        """A header's value for display. The scheme stays: `Bearer` is part of the lesson. Other headers have none,
        and a key with a space in it has no half that may be seen."""
        if name.lower() not in self.names:
            return self.without(value)
        scheme, _, rest = value.partition(" ")
        schemed = name.lower().endswith("authorization") and scheme.isalpha()
        return f"{scheme} {REDACTED}" if rest and schemed else REDACTED

    def cleaned(self, error: Exception) -> Exception:
        """The same exception with no secret in its text, its attributes or those of what caused it.

        Its class stays, and what it is in the eyes of a program that catches it.
        """
        at: BaseException | None = error
        seen: set[int] = set()
        while at is not None and id(at) not in seen:
            seen.add(id(at))
            at.args = self.without(at.args)
            if isinstance(at, UnicodeError) and hasattr(at, "object"):
                at.object = self.without(at.object)
            for name, value in list(vars(at).items()):
                if isinstance(value, str | bytes | Mapping | list | tuple):
                    setattr(at, name, self.without(value))
            at = at.__cause__ or at.__context__
        return error

    def hinted(self, text: str | bytes) -> bool:
        """Whether a text has in it the first `HINT` characters of a secret, in one of its writings, or what may write
        one otherwise. Where it has not, no secret stands in it, and no more of one at its end than can be passed on."""
        hints: re.Pattern[Any] = self._byte_hints if isinstance(text, bytes) else self._text_hints
        return hints.search(text) is not None

    def spans(self, text: str) -> list[tuple[int, int]]:
        """Where secrets stand in a text, the last first."""
        return self._texts.spans(text)[::-1]

    def begun(self, text: str | bytes, fewest: int = 1) -> int:
        """How many characters at the end of a text, of at least so many, may be the beginning of a secret."""
        return self._bytes.begun(text, fewest) if isinstance(text, bytes) else self._texts.begun(text, fewest)

    def without_begun(self, text: _Text) -> _Text:
        """A text that ends for good: the larger half of a secret at its end goes too."""
        return self._bytes.whole(text) if isinstance(text, bytes) else self._texts.whole(text)

    def _without(self, value: Any, depth: int) -> Any:
        if isinstance(value, str):
            return self._texts.without(value)
        if isinstance(value, bytes | bytearray):
            return self._bytes.without(bytes(value))
        if depth > _DEEPEST:
            return self._object(value)
        if isinstance(value, Mapping):
            clean = {self.without(k, depth + 1): self.without(v, depth + 1) for k, v in value.items()}
            same = len(clean) == len(value) and all(k in clean and clean[k] is v for k, v in value.items())
            return value if same else clean
        if isinstance(value, list | tuple | set | frozenset) and type(value).__module__ == "builtins":
            each = [(one, self.without(one, depth + 1)) for one in value]
            return value if all(a is b for a, b in each) else type(value)(b for _, b in each)
        if is_dataclass(value) and not isinstance(value, type):
            return self._dataclass(value, depth)
        return self._object(value)

    def _dataclass(self, value: Any, depth: int) -> Any:
        each = [(one.name, getattr(value, one.name)) for one in fields(value) if one.init]
        clean = {name: self.without(inner, depth + 1) for name, inner in each}
        return value if all(clean[name] is inner for name, inner in each) else replace(value, **clean)

    def _object(self, value: Any) -> Any:
        try:
            shown = repr(value)
        except Exception:  # what cannot be looked through is not shown either
            return f"<{type(value).__name__}>"
        clean = self._texts.without(shown)
        return value if clean == shown else clean

    @cached_property
    def _text_hints(self) -> re.Pattern[str]:
        return re.compile("|".join(re.escape(start) for start in ("%", *self._starts)))

    @cached_property
    def _byte_hints(self) -> re.Pattern[bytes]:
        """In bytes there may be text as JSON writes it, in any encoding."""
        starts = (b"%", b"\\", b"\0", *(start.encode("utf-8", "surrogatepass") for start in self._starts))
        return re.compile(b"|".join(map(re.escape, starts)))

    @property
    def _starts(self) -> list[str]:
        return sorted({form[:HINT] for form in self.forms})

    @cached_property
    def _texts(self) -> _Finder[str]:
        return _Finder(self.forms, re.compile("|".join(map(_pattern, self.forms))), REDACTED, "%")

    @cached_property
    def _bytes(self) -> _Finder[bytes]:
        forms = [form.encode("utf-8", "surrogatepass") for form in self.forms]
        pattern = "|".join(map(_pattern, self.forms)).encode("utf-8", "surrogatepass")
        return _Finder(forms, re.compile(pattern), REDACTED.encode(), b"%")


@dataclass(frozen=True)
class _Finder(Generic[_Text]):
    """Looks for the forms of secrets, the longest first, in texts or in bytes. Where none stands, which is
    nearly always, a plain search finds that out many times faster than the pattern."""

    forms: list[_Text]
    pattern: re.Pattern[_Text]
    mark: _Text
    percent: _Text

    def without(self, text: _Text) -> _Text:
        return self.pattern.sub(self.mark, text) if self._may_stand_in(text) else text

    def spans(self, text: _Text) -> list[tuple[int, int]]:
        return [one.span() for one in self.pattern.finditer(text)] if self._may_stand_in(text) else []

    def begun(self, text: _Text, fewest: int) -> int:
        if not self.forms:
            return 0
        tail = text[-(len(self.forms[0]) - 1) :]
        for at in sorted(self._starts(tail, fewest)):
            if any(form.startswith(tail[at:]) and len(form) > len(tail) - at for form in self.forms):
                return len(tail) - at
        return 0

    def whole(self, text: _Text) -> _Text:
        count = self.begun(text, 1)
        beginning = text[len(text) - count :]
        if not any(form.startswith(beginning) and 0 < len(form) <= count * 2 for form in self.forms):
            return text
        return text[: len(text) - count] + self.mark

    def _may_stand_in(self, text: _Text) -> bool:
        return any(form in text for form in self.forms) or (bool(self.forms) and self.percent in text)

    def _starts(self, tail: _Text, fewest: int) -> Iterator[int]:
        for start in {form[:fewest] for form in self.forms}:
            at = tail.find(start)
            while at >= 0:
                yield at
                at = tail.find(start, at + 1)


def _pattern(form: str) -> str:
    """Two digits after a percent sign may be written in either case."""
    return re.sub("%[0-9A-F]{2}", lambda found: f"(?i:{found[0]})", re.escape(form))


def _forms(secret: str) -> Iterator[str]:
    """The ways in which a secret may be written, and its longer pieces where it has odd characters."""
    pieces = re.split(r"[^!-~]|[\\\"']", secret)
    escaped = [
        json.dumps(secret),
        json.dumps(secret, ensure_ascii=False),
        repr(secret),
        repr(secret.encode("utf-8", "replace"))[1:],
    ]
    quoted = [
        quote(secret, safe="", errors="replace"),
        quote(secret, errors="replace"),
        quote_plus(secret, errors="replace"),
    ]
    written = [secret, *pieces, *(one[1:-1] for one in escaped), *quoted, html.escape(secret)]
    written += [secret.encode("utf-8", "replace").hex(), *_base64(secret.encode("utf-8", "replace"))]
    yield from (form for form in written if len(form) >= SHORTEST and len(secret) >= SHORTEST)


def _base64(secret: bytes) -> Iterator[str]:
    """What a secret looks like inside a longer text in base64, wherever in a group of three bytes it begins."""
    for before in range(3):
        padded = bytes(before) + secret
        whole = (
            len(padded) // 3 * 4 + (0, 1, 2)[len(padded) % 3]
        )  # a character that what follows changes is left out
        for coded in (base64.b64encode(padded), base64.urlsafe_b64encode(padded)):
            yield coded[(0, 2, 3)[before] : whole].decode()
