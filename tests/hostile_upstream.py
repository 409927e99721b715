"""A server that is only nearly compatible: replies on each wire in which one thing is not what it should be."""

from __future__ import annotations

import copy
import json
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from tests.wire_replies import EVENTS, body_of, document, events, refusal

Path = tuple[str | int, ...]
Bodies = Mapping[str, tuple[str, str]]

_GONE = object()


def _nested(depth: int) -> Any:
    """Lists in lists. Python reads some 900 of them, and from deep inside a page shows fewer."""
    value: Any = "deep"
    for _ in range(depth):
        value = [value]
    return value


KINDS: Mapping[str, Any] = {
    "missing": _GONE,
    "null": None,
    "true": True,
    "zero": 0,
    "minus": -1,
    "fraction": 1.5,
    "NaN": float("nan"),
    "infinity": float("inf"),
    "2**63": 2**63,
    "10**400": 10**400,
    "empty text": "",
    "text": "seven",
    "digits": "12",
    "half a character": "a\ud800b\udfff",
    "control characters": "\0\x1b[31m\u202e",
    "markup": '</script><img src=x onerror="alert(1)">',
    "long text": "x" * 50_000,
    "empty list": [],
    "list": ["a", 1, None],
    "parts": [{"type": "text", "text": "Hi"}, {"type": "image"}],
    "empty object": {},
    "object": {"a": {"b": [1]}},
    "deep": _nested(120),
    "deeper": _nested(800),
}  # fmt: skip


def paths(value: Any, path: Path = ()) -> Iterator[Path]:
    """Every place of a document."""
    if path:
        yield path
    if isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from paths(inner, (*path, key))


def changed(value: Any, path: Path, to: Any) -> Any:
    """A copy in which one place holds something else, or nothing."""
    whole = place = copy.deepcopy(value)
    for part in path[:-1]:
        place = place[part]
    if to is _GONE:
        del place[path[-1]]
    else:
        place[path[-1]] = to
    return whole


def bodies(wire: str, streamed: bool) -> Bodies:
    """Body and content type by a name: each place of a reply times each wrong kind, and whole bodies that are none."""
    whole = events(wire) if streamed else document(wire)
    found = {
        f"{'.'.join(map(str, path))} {kind}": body_of(wire, streamed, changed(whole, path, to))
        for path in paths(whole)
        for kind, to in KINDS.items()
    }
    return found | (_no_streams(wire, whole) if streamed else _no_documents())


def refusals(wire: str) -> Bodies:
    """The same of an error's body."""
    whole = refusal(wire)
    found = {
        f"error {'.'.join(map(str, path))} {kind}": body_of(wire, False, changed(whole, path, to))
        for path in paths(whole)
        for kind, to in KINDS.items()
    }
    return found | _no_documents()


def _no_documents() -> dict[str, tuple[str, str]]:
    said = {kind: json.dumps(to) for kind, to in KINDS.items() if to is not _GONE}
    said |= {
        "nothing": "",
        "half": '{"id": "x',
        "very deep": "[" * 5000 + "]" * 5000,
        "two": "{}{}",
        "digits of an int": "9" * 5000,
    }
    bare = {f"body {name}": (body, "application/json") for name, body in said.items()}
    typed = {
        f"body as {kind}": ("{}", kind)
        for kind in ("text/html", "", EVENTS, "application/json; charset=utf-99")
    }
    return bare | typed


def _no_streams(wire: str, whole: Sequence[Any]) -> dict[str, tuple[str, str]]:
    orders = {
        "backwards": whole[::-1],
        "twice": [*whole, *whole],
        "each twice": [e for one in whole for e in (one, one)],
    }
    orders |= {f"without {n}": [*whole[:n], *whole[n + 1 :]] for n in range(len(whole))}
    orders |= {f"up to {n}": whole[:n] for n in range(len(whole))}
    orders |= {
        f"{kind} in between": [whole[0], to, *whole[1:]] for kind, to in KINDS.items() if to is not _GONE
    }
    orders |= {
        f"with an error, {'.'.join(map(str, path))} {kind}": [*whole[:3], changed(refusal(wire), path, to)]
        for path in paths(refusal(wire))
        for kind, to in KINDS.items()
    }
    found = {f"events {name}": body_of(wire, True, said) for name, said in orders.items()}
    lines = {
        "nothing": "",
        "blank lines": "\n\n\n",
        "a comment": ": hello\n\n",
        "done": "data: [DONE]\n\n",
        "no colon": "data\n\n",
        "half": 'data: {"id": "x',
        "very deep": f"data: {'[' * 5000}{']' * 5000}\n\n",
        "a document": json.dumps(whole[0]),
    }
    return found | {f"lines {name}": (said, EVENTS) for name, said in lines.items()}


@contextmanager
def serving(bodies: Bodies, status: int = 200) -> Iterator[Mapping[str, str]]:
    """Answers with each of these bodies, under a base URL of its own, which is given by name."""
    numbered = list(bodies.values())

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.0"

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["content-length"]))
            body, kind = numbered[int(self.path.split("/")[1])]
            said = body.encode()
            self.send_response(status)
            self.send_header("content-type", kind)
            self.send_header("content-length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the terminal of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield {name: f"http://127.0.0.1:{server.server_port}/{n}" for n, name in enumerate(bodies)}
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
