"""Lines with curl as requests: `shlex` splits them as a shell does."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass

_BEGINS = re.compile(r"^[ \t]*(?:[$>%][ \t]+)?(?P<name>curl(?:\.exe)?)(?=[ \t])", re.MULTILINE)
_GOES_ON = re.compile(r"[\\^`]\n")
_BODY = {"-d", "--data", "--data-raw", "--data-binary", "--data-ascii", "--json"}
_HEADER, _URL = {"-H", "--header"}, {"--url"}
_WITH_VALUE = {
    "-X",
    "--request",
    "-o",
    "--output",
    "-u",
    "--user",
    "-m",
    "--max-time",
    "-A",
    "-e",
    "--retry",
    "-w",
}
_HERE = re.compile(r"<<-?[ \t]*(['\"]?)(?P<mark>\w+)\1\n(?P<body>.*?)\n[ \t]*(?P=mark)\b", re.DOTALL)


@dataclass(frozen=True)
class Word:
    """One word of a line, without its quotes, and where each of its characters stands in the text."""

    text: str
    places: tuple[int, ...]

    def part(self, start: int, end: int) -> Word:
        return Word(self.text[start:end], self.places[start:end])


@dataclass(frozen=True)
class Request:
    """One request: where `curl` stands, its words as far as they are known. `open` says that a quote is not closed."""

    name: Word
    url: Word | None
    headers: tuple[Word, ...]
    body: Word | None
    json: bool
    open: bool


def requests(source: str) -> Iterator[Request]:
    """Every request of a text, in its order."""
    plain = _GOES_ON.sub("  ", source)  # as long as before, so that places stay
    for begin in _BEGINS.finditer(plain):
        start = begin.start("name")
        end = _end_of_line(plain, start)
        yield _request(plain, start, end)


def _end_of_line(text: str, start: int) -> int:
    """The end of the line of a shell that begins at `start`: the first line end outside of quotes."""
    quote = ""
    for at in range(start, len(text)):
        sign = text[at]
        if sign == quote and not (quote == '"' and text[at - 1] == "\\"):
            quote = ""
        elif not quote and sign in "'\"" and text[at - 1] != "\\":
            quote = sign
        elif not quote and sign == "\n":
            return at
    return len(text)


def _request(text: str, start: int, end: int) -> Request:
    words = list(_words(text, start, end))
    url, headers, body, is_json = None, list[Word](), None, False
    waiting = iter(words[1:])
    for word in waiting:
        if word.text in {"|", ";", "&&", "||", ">"}:
            break
        option, _, _ = word.text.partition("=")
        if option in _BODY | _HEADER | _URL | _WITH_VALUE:
            value = next(waiting, None)
            if value is None:
                break
            if option in _HEADER:
                headers.append(value)
            elif option in _BODY:
                body, is_json = value, is_json or option == "--json"
            elif option in _URL:
                url = value
        elif not word.text.startswith("-") and url is None:
            url = word
    if (here := _HERE.search(text, start)) and body is not None and body.text == "@-":
        body = Word(here["body"], tuple(range(*here.span("body"))))
    name = Word("curl", tuple(range(start, start + 4)))
    return Request(name, url, tuple(headers), body, is_json, _is_open(text[start:end]))


def _is_open(line: str) -> bool:
    try:
        shlex.split(line)
    except ValueError:
        return True
    return False


def _words(text: str, start: int, end: int) -> Iterator[Word]:
    """The words of a line with the places of their characters; what comes before an open quote."""
    at, lexer = start, shlex.shlex(text[start:end], posix=True)
    lexer.whitespace_split, lexer.commenters = True, ""
    try:
        for word in lexer:
            places = list[int]()
            for sign in word:
                while at < end and text[at] != sign:
                    at += 1
                places.append(at)
                at += 1
            yield Word(word, tuple(places))
    except ValueError:
        return
