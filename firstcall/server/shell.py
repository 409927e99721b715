"""The HTML shell of the app with the page's own styles and script in it: nothing moves when they arrive later."""

from __future__ import annotations

from collections.abc import MutableMapping, Sequence
from pathlib import Path
from typing import Any

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_UI = Path(__file__).parent.parent / "ui"
HEAD = (_UI / "bench.css", _UI / "appearance.css", _UI / "frontend" / "src" / "appearance.js")
"""What stands in the head of each document."""
# Encoded or told to be unchanged, a shell could not be written into.
_PLAIN = {b"accept-encoding", b"if-none-match", b"if-modified-since"}


class Shell:
    """An ASGI middleware that writes `files`, styles and scripts, into the head of each HTML document."""

    def __init__(self, app: ASGIApp, *, files: Sequence[Path] = HEAD) -> None:
        self.app = app
        self._head = f"{''.join(map(_element, files))}</head>".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        asked = dict(scope["headers"]) if scope["type"] == "http" else {}
        if b"text/html" not in asked.get(b"accept", b""):
            await self.app(scope, receive, send)
            return
        plain = [(name, value) for name, value in scope["headers"] if name not in _PLAIN]
        await self.app({**scope, "headers": plain}, receive, _Writing(self._head, send))


def _element(file: Path) -> str:
    name = "script" if file.suffix == ".js" else "style"
    return f"<{name}>{file.read_text(encoding='utf-8')}</{name}>"


class _Writing:
    """`send` for one document: held back until it is whole, then with the style in its head."""

    def __init__(self, head: bytes, send: Send) -> None:
        self._head = head
        self._send = send
        self._start: MutableMapping[str, Any] | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_html(message):
            self._start = message
        elif self._start is None or message["type"] != "http.response.body":
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body", False):
                await self._finish(self._start)

    async def _finish(self, start: MutableMapping[str, Any]) -> None:
        body = self._body.replace(b"</head>", self._head, 1)
        headers = MutableHeaders(scope=start)
        if "content-length" in headers:
            headers["content-length"] = str(len(body))
        for name in ("etag", "last-modified"):  # of the file alone, which stays when the style changes
            if name in headers:
                del headers[name]
        await self._send(start)
        await self._send({"type": "http.response.body", "body": body})


def _is_html(message: Message) -> bool:
    return MutableHeaders(scope=message).get("content-type", "").startswith("text/html")
