"""Documents in a prompt, as far as this server looks at them: that one is a PDF, and of how many pages.

Nothing here reads what stands on a page. A file is searched, never interpreted, so that no file costs more than its
size.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

_HEAD = 1024
_SLICE = 1024 * 1024
"""So much is searched at once: a longer search would stop every other thread."""
_MOST_SPOTS = 100_000
_MOST_STREAMS = 2000
_MOST_UNPACKED = 16 * 1024 * 1024
_BEFORE = 4096
_PAGE = re.compile(rb"/Type\s{0,9}/Page(?![A-Za-z])")
_NUMBER = re.compile(rb"(\d{1,10})\s{1,9}\d{1,5}\s{1,9}$")


@dataclass(frozen=True, slots=True)
class Document:
    """A PDF of a prompt; `seal` tells it from others. Of one that stands elsewhere only the address is known: `pages`
    is 0, and it counts as one."""

    seal: str
    pages: int = 0


class NoDocument(ValueError):
    """The bytes are no PDF, or none with pages that can be found."""


class Locked(NoDocument):
    """Its pages are encrypted."""


def looked_at(data: bytes) -> Document:
    """The PDF in these bytes. Raises `NoDocument`."""
    if b"%PDF-" not in data[:_HEAD]:
        raise NoDocument("it does not begin as a PDF does")
    if any(not data[at + 8 : at + 9].isalpha() for at in _spots(data, b"/Encrypt")):
        raise Locked("its pages are encrypted")
    pages = len(_numbers_of_pages(data)) + sum(len(_PAGE.findall(packed)) for packed in _unpacked(data))
    if not pages:
        raise NoDocument("it has no pages")
    return Document(hashlib.sha256(data).hexdigest(), pages)


def elsewhere(address: str) -> Document:
    """A document of which only the address was sent."""
    return Document(hashlib.sha256(address.encode("utf-8", "replace")).hexdigest())


def _spots(data: bytes, word: bytes) -> Iterator[int]:
    """Where a word stands. Raises `NoDocument` for more places than any document has."""
    found = 0
    for start in range(0, len(data), _SLICE):
        end = start + _SLICE + len(word) - 1
        at = data.find(word, start, end)
        while at >= 0:
            found += 1
            if found > _MOST_SPOTS:
                raise NoDocument(f"it says {word.decode()} too often")
            yield at
            at = data.find(word, at + 1, end)


def _numbers_of_pages(data: bytes) -> set[bytes | int]:
    """The numbers of the objects that are pages: a page that was changed stands there again under its number."""
    found: set[bytes | int] = set()
    for at in _spots(data, b"/Page"):
        named = data.rfind(b"/Type", max(0, at - 16), at)
        if named >= 0 and _PAGE.match(data, named):
            begun = data.rfind(b"obj", max(0, at - _BEFORE), at)
            number = _NUMBER.search(data, max(0, begun - 32), begun) if begun >= 0 else None
            found.add(number[1] if number else at)
    return found


def _unpacked(data: bytes) -> Iterator[bytes]:
    """What stands in packed object streams (ISO 32000-2, 7.5.7), up to a bound."""
    left = _MOST_UNPACKED
    for count, at in enumerate(_spots(data, b"/ObjStm")):
        begun = data.find(b"stream", at, at + _BEFORE)
        if count >= _MOST_STREAMS or left <= 0:
            raise NoDocument("it is packed too often")
        if begun >= 0:
            packed = data[begun + len(b"stream") : begun + _SLICE].lstrip(b"\r\n")
            unpacked = _inflated(packed, left)
            left -= len(unpacked)
            yield unpacked


def _inflated(packed: bytes, most: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, most)
    except zlib.error:
        return b""
