"""Replies of the room's own: a Markdown file that an instructor writes, asked before any other reply.

    # opening hours | when are you open
    The library is open {from nine to five|until five}.

A heading names the words by which a question is known, an `…` among them stands for anything; below it
stands the reply. `{this|that}` leaves a choice to chance; all other text is said as it stands, code included.
A list is an answer with items. The file is read again when it has changed, while the server runs.
"""

from __future__ import annotations

import logging
import os
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from firstcall import text
from firstcall.practice.model.answer import Answer
from firstcall.practice.model.pieces import Fixed, Pieces, words
from firstcall.practice.model.replies import any_of, names
from firstcall.practice.model.request import Request

VARIABLE = "FIRSTCALL_REPLIES"
"""The setting that names the file."""
MOST_BYTES = 1_000_000
_CHOICE = re.compile(r"\{[^{}\n|]+(?:\|[^{}\n|]*)+\}")
Version = tuple[Path, int]
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class OwnReply:
    """Questions that `asked` finds, in small letters, are answered by `answer`."""

    asked: re.Pattern[str]
    answer: Answer


def own(request: Request) -> Answer | None:
    """What the room's file says to a question, `None` where it says nothing or there is no file."""
    standing = version()
    if standing is None:
        return None
    replies = _read(*standing)
    return next((reply.answer for reply in replies if reply.asked.search(request.low)), None)


def version() -> Version | None:
    """The file that is named, and its version; `None` where there is none."""
    name = os.environ.get(VARIABLE)
    if not name:
        return None
    file = Path(name).expanduser()
    return file, _changed(file)


def read(file: Path) -> tuple[OwnReply, ...]:
    """The replies of a file, in its order. Raises `OSError`, or `ValueError` that says what to change."""
    if file.stat().st_size > MOST_BYTES:
        raise ValueError(f"{file} is larger than {MOST_BYTES:,} bytes")
    page = text.read_now(file)
    if not page.sections:
        raise ValueError(f"{file} has no heading: begin each reply with a line like `# opening hours`")
    for id, section in page.sections.items():
        if not section.body:
            raise ValueError(f"{file} has no reply under `# {id}`")
    return tuple(OwnReply(_pattern(id), _answer(section)) for id, section in page.sections.items())


def _pattern(heading: str) -> re.Pattern[str]:
    return re.compile(any_of(name for name in names(heading.lower()) if name))


def _answer(section: text.Section) -> Answer:
    items = section.items()
    alone = all(re.match(r"[-*+]\s|\d+[.)]\s|\s", line) for line in section.body.splitlines())
    if items and alone:
        return Answer(items=tuple(map(_pieces, items)))
    return Answer(_pieces(section.body), form="verse")


def _pieces(said: str) -> Pieces:
    pieces: list[Pieces] = []
    at = 0
    for choice in _CHOICE.finditer(said):
        pieces += [(Fixed(said[at : choice.start()], quoted=True),), words(choice[0])]
        at = choice.end()
    pieces.append((Fixed(said[at:], quoted=True),))
    return tuple(piece for some in pieces for piece in some if piece != Fixed("", quoted=True))


def _changed(file: Path) -> int:
    """When the file was written last; another number where it cannot be looked at."""
    try:
        return file.stat().st_mtime_ns
    except OSError as error:
        return -(error.errno or 0)


@lru_cache(maxsize=4)
def _read(file: Path, changed: int) -> tuple[OwnReply, ...]:
    """The replies of this version; none, and a line in the log, where it cannot be used."""
    try:
        return read(file)
    except (OSError, ValueError) as error:
        log.warning("%s: the room's own replies cannot be used: %s", VARIABLE, error)
        return ()
