"""A reply that quotes the key does not show it: whole or in pieces, in whichever writing, to the SDK or to a page."""

from __future__ import annotations

import base64
import gzip
import json
import random
from collections.abc import Sequence
from itertools import pairwise
from typing import Any
from urllib.parse import quote

import pytest

from firstcall.running.redacted_body import Body
from firstcall.running.redaction import Secrets

KEY = "sk-test-Zx81/hello+there=0123456789"
SECRETS = Secrets((KEY,))
JSON, EVENTS = "application/json", "text/event-stream"


def through(parts: Sequence[bytes], kind: str = JSON, secrets: Secrets = SECRETS) -> bytes:
    body = Body(secrets, kind)
    return b"".join([*(body.feed(part) for part in parts), body.end()])


def stream(*texts: str) -> bytes:
    return b"".join(
        b"data: " + json.dumps({"n": n, "delta": {"text": text}}).encode() + b"\n\n"
        for n, text in enumerate(texts)
    )


def said(body: bytes) -> list[str]:
    return [json.loads(line[6:])["delta"]["text"] for line in body.splitlines() if line.startswith(b"data: ")]


def cut(text: str, *places: int) -> list[str]:
    edges = [0, *places, len(text)]
    return [text[a:b] for a, b in pairwise(edges)]


WRITTEN = {
    "as it is": KEY,
    "percent-encoded": quote(KEY, safe=""),
    "percent-encoded in lower case": quote(KEY, safe="").replace("%2F", "%2f").replace("%2B", "%2b"),
    "percent-encoded as a path": quote(KEY),
    "in base64": base64.b64encode(KEY.encode()).decode(),
    "in base64 after one byte": base64.b64encode(b":" + KEY.encode()).decode(),
    "in base64 as a password": base64.b64encode(b"me:" + KEY.encode() + b"!").decode(),
    "in base64 as a header": base64.urlsafe_b64encode(b"Bearer " + KEY.encode() + b" and more").decode(),
    "in hexadecimal": KEY.encode().hex(),
    "escaped": "".join(f"\\u{ord(c):04x}" for c in KEY),
    "half escaped": KEY.replace("/", "\\/").replace("s", "\\u0073"),
}  # fmt: skip


@pytest.mark.parametrize("writing", WRITTEN)
@pytest.mark.parametrize("kind", [JSON, EVENTS, "text/html"])
def test_the_key_goes_in_every_writing(writing: str, kind: str) -> None:
    document = b'{"error":{"message":"no such key: ' + WRITTEN[writing].encode() + b' here"}}'
    body = b"data: " + document + b"\n\n" if kind == EVENTS else document
    came = json.loads(through([body], kind).removeprefix(b"data: "))["error"]["message"]
    assert "[redacted]" in came and came.startswith("no such key: ")
    assert "hello" not in came and "0123456789" not in came


@pytest.mark.parametrize("kind", [JSON, EVENTS, "text/html", ""])
def test_bytes_that_quote_no_key_pass_unchanged_however_they_are_cut(kind: str) -> None:
    dice = random.Random(7)
    for body in (
        b"",
        b"{}",
        b'{"a": [1, NaN, 1e999]}',
        b"<html>\r\n" * 9,
        stream("s", "sk-", "sk-t", "est"),
        b"data: {\n\n",
        bytes(range(256)) * 3,
    ):
        places = sorted(dice.sample(range(len(body) + 1), min(len(body), 12)))
        assert through([body[a:b] for a, b in zip([0, *places], [*places, None], strict=False)], kind) == body


def test_the_key_goes_wherever_the_bytes_are_cut() -> None:
    for body, kind in ((stream(f"a {KEY} b"), EVENTS), (f"<p>{KEY}</p>".encode(), "text/html")):
        for place in range(len(body)):
            came = through([body[:place], body[place:]], kind)
            assert b"hello" not in came and b"[redacted]" in came


@pytest.mark.parametrize("place", range(1, len(KEY)))
def test_the_key_goes_when_it_is_split_over_two_events(place: int) -> None:
    came = said(through([stream(f"a {KEY[:place]}", f"{KEY[place:]} b", "c")], EVENTS))
    assert len(came) == 3 and "Zx81" not in "".join(came) and "0123456789" not in "".join(came)
    assert "".join(came).endswith("[redacted] bc")
    assert "".join(came).removesuffix("[redacted] bc") in ("a ", "a s", "a sk", "a sk-")


@pytest.mark.parametrize("before", ["", "  ", "data:", "data:  "])
def test_the_key_goes_when_it_is_split_over_two_lines_of_json(before: str) -> None:
    lines = [f'{before}{{"text": "{part}"}}\n'.encode() for part in cut(f"it is {KEY}.", 14)]
    for parts in (lines, [b"".join(lines)]):  # one after the other, and at once
        passed = through(parts, "application/x-ndjson")
        assert passed.count(b"[redacted]") == 1 and KEY[8:].encode() not in passed


def test_the_key_goes_when_each_event_holds_one_letter_of_it() -> None:
    came = "".join(said(through([stream(*"my key: ", *KEY, *" it is")], EVENTS)))
    assert came == "my key: sk-[redacted] it is"


def test_the_key_goes_twice_and_when_it_is_split_in_three() -> None:
    came = said(through([stream(*cut(f"{KEY} and {KEY}", 9, 20, 50), "!")], EVENTS))
    assert "".join(came) == "[redacted] and [redacted]!"


def test_another_text_between_the_halves_does_not_hide_it() -> None:
    events = [stream(KEY[:20]), b": ping\n\n", b'event: ping\ndata: {"type":"ping"}\n\n', stream(KEY[20:])]
    assert "".join(text for text in said(through(events[:2] + events[3:], EVENTS))) == "[redacted]"


def test_a_stream_is_held_up_only_by_what_may_be_the_key() -> None:
    body = Body(SECRETS, EVENTS)
    assert body.feed(stream("a plain piece that ends with s")) == stream("a plain piece that ends with s")
    assert body.feed(stream("it begins with sk-t")) == b""
    assert body.feed(stream("able things")) == stream("it begins with sk-t") + stream("able things")


def test_of_a_key_that_was_begun_and_not_ended_nothing_is_left() -> None:
    assert "Zx81" not in through([stream(KEY[:-4])], EVENTS).decode()
    assert "Zx81" not in through([f"<p>{KEY[:-4]}".encode()], "text/html").decode()
    assert "Zx81" not in through([b'{"a": "' + KEY[:-4].encode()], JSON).decode()


def test_a_beginning_that_waits_does_not_wait_for_ever() -> None:
    body = Body(SECRETS, EVENTS)
    came = b"".join([body.feed(stream(KEY[:30])), *(body.feed(b": ping\n\n") for _ in range(300))])
    assert came.count(b"ping") >= 190 and b"Zx81" not in came


def test_a_long_line_passes_piece_by_piece() -> None:
    parts = [b'{"a": "' + b"x" * 3_000_000, b"y" * 3_000_000 + KEY[:9].encode(), KEY[9:].encode() + b'"}']
    came = through(parts)
    assert len(json.loads(came)["a"]) == 6_000_000 + len("[redacted]")


def test_a_short_key_of_a_local_server_is_a_word_like_any_other() -> None:
    body = b'{"content": "ollama is a server"}'
    assert through([body], JSON, Secrets(("ollama", "x", ""))) == body


NESTED: Any = {
    KEY: [KEY, (KEY.encode(), {KEY}), frozenset({f"a {KEY}"})],
    "url": f"https://host/?key={quote(KEY, safe='')}",
    "none": [None, True, 7, 1.5, b"plain"],
}


def test_a_value_is_cleaned_at_any_depth_and_keeps_its_kinds() -> None:
    clean = SECRETS.without(NESTED)
    assert "hello" not in repr(clean)
    assert clean["[redacted]"][1] == (b"[redacted]", {"[redacted]"})
    assert clean["none"] == NESTED["none"]


def test_an_object_that_shows_the_key_is_shown_without_it() -> None:
    assert SECRETS.without({"error": ValueError(KEY)}) == {"error": "ValueError('[redacted]')"}


def test_a_value_that_lies_too_deep_is_no_way_out() -> None:
    deep: Any = KEY
    for _ in range(400):
        deep = [deep]
    assert "hello" not in repr(SECRETS.without(deep))


def test_packed_bytes_are_none_of_its_business() -> None:
    packed = gzip.compress(b"x" * 100)
    assert through([packed], "application/octet-stream") == packed
