"""A server that answers every request with one body, word for word: counts that no practice model would say.

It does not look at what it is asked for, so it is a proxy too, which sees what goes through it in `seen`.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from firstcall.providers import Provider


def in_place_of(provider: Provider, url: str) -> Provider:
    """The provider as if this URL were its own address, so that its prices hold there."""
    return replace(provider, address=replace(provider.address, base_url=url))


@contextmanager
def answering(
    body: str | bytes,
    content_type: str = "application/json",
    *,
    status: int = 200,
    whole: bool = True,
    headers: Sequence[tuple[str, str]] = (),
    seen: list[str] | None = None,
    heard: list[tuple[list[tuple[str, str]], bytes]] | None = None,
) -> Iterator[str]:
    """Gives the base URL. Without `whole` the line is cut after the body, though more was announced.

    `seen` collects what each request asked for: a path, or a whole URL where this is its proxy; `heard` its
    headers and its body.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.do_POST()

        def do_POST(self) -> None:
            asked = self.rfile.read(int(self.headers.get("content-length", 0)))
            if heard is not None:
                heard.append((self.headers.items(), asked))
            if seen is not None:
                seen.append(self.path)
            said = body.encode() if isinstance(body, str) else body
            self.send_response(status)
            self.send_header("content-type", content_type)
            for name, value in headers:
                self.send_header(name, value)
            self.send_header("content-length", str(len(said) + (0 if whole else 1)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the terminal of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
