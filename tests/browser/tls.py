"""A certificate that nobody knows, and a reverse proxy that ends TLS and serves one path."""

from __future__ import annotations

import asyncio
import socket
import ssl
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

NAME = "first-call.example"
"""The host that the certificate is for; a browser and a program are told that it is this machine."""


@dataclass(frozen=True)
class Certificate:
    chain: Path
    key: Path


def certificate(folder: Path) -> Certificate:
    """A self-signed one for `NAME`."""
    made = Certificate(folder / "chain.pem", folder / "key.pem")
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
               "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}",
               "-keyout", str(made.key), "-out", str(made.chain)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return made


@contextmanager
def proxy(tls: Certificate, to_port: int, path: str) -> Iterator[int]:
    """Forwards what begins with `path` to a port of this machine, without TLS; gives its own port."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(tls.chain, tls.key)
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    with socket.create_server(("127.0.0.1", 0)) as bound:
        serving = asyncio.start_server(_Forward(to_port, path), sock=bound, ssl=context)
        server = asyncio.run_coroutine_threadsafe(serving, loop).result(10)
        yield bound.getsockname()[1]
        loop.call_soon_threadsafe(server.close)
        asyncio.run_coroutine_threadsafe(_end_all(), loop).result(10)
        loop.call_soon_threadsafe(loop.call_later, 0.2, loop.stop)  # what was closed says goodbye
        thread.join(10)
        loop.close()


async def _end_all() -> None:
    """End the connections that are open still."""
    others = asyncio.all_tasks() - {asyncio.current_task()}
    for task in others:
        task.cancel()
    await asyncio.gather(*others, return_exceptions=True)


@dataclass(frozen=True)
class _Forward:
    """One connection: its first request is answered, and the bytes after it go both ways."""

    to_port: int
    path: str

    async def __call__(self, client: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        with suppress(OSError, asyncio.IncompleteReadError), _closing(back):
            head = (await client.readuntil(b"\r\n\r\n")).decode("latin-1")
            if not head.split(" ", 2)[1].startswith(f"{self.path}/"):
                back.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
                await back.drain()
                return
            upstream, forth = await asyncio.open_connection("127.0.0.1", self.to_port)
            with _closing(forth):
                forth.write(_forwarded(head).encode("latin-1"))
                asked = asyncio.create_task(_pour(client, forth))
                await _pour(upstream, back)
                asked.cancel()


@contextmanager
def _closing(writer: asyncio.StreamWriter) -> Iterator[None]:
    try:
        yield
    finally:
        writer.close()


def _forwarded(head: str) -> str:
    """A request's head as a proxy sends it on: who asked and how, and one request for each connection."""
    request, *headers = head.removesuffix("\r\n\r\n").split("\r\n")
    added = ["X-Forwarded-For: 203.0.113.9", "X-Forwarded-Proto: https"]
    if not any(header.lower().startswith("upgrade:") for header in headers):
        headers = [header for header in headers if not header.lower().startswith("connection:")]
        added.append("Connection: close")
    return "\r\n".join([request, *headers, *added, "", ""])


async def _pour(source: asyncio.StreamReader, into: asyncio.StreamWriter) -> None:
    while data := await source.read(65536):
        into.write(data)
        await into.drain()
