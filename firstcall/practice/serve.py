"""Runs the practice server in this process, on the loopback address and a free port."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import wait
from contextlib import contextmanager
from functools import partial

import uvicorn
from starlette.types import ASGIApp

from firstcall.practice.app import create_app

_SECONDS_TO_START = 10.0
_SECONDS_TO_STOP = 5.0


class _Server(uvicorn.Server):
    """Announces in `ready` that requests are answered from now on."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.ready.set()


class _Guest(_Server):
    """In an event loop that another server runs, whose signals are the other's."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


@contextmanager
def serve(
    app: ASGIApp | None = None,
    host: str = "127.0.0.1",
    port: int = 0,
    loop: asyncio.AbstractEventLoop | None = None,
) -> Iterator[str]:
    """Serves an app, a new practice server by default, and yields its URL, such as `http://127.0.0.1:51234`.

    It runs in a thread of its own, or in a `loop` that another thread runs: an app that is served there
    already keeps its one event loop.

    The socket is bound before anything else, so port 0 (a free one) cannot be taken by another
    process in between; a port in use raises `OSError`.
    """
    with socket.create_server((host, port), backlog=512) as bound:
        server = (_Server if loop is None else _Guest)(
            uvicorn.Config(
                create_app() if app is None else app,
                log_level="warning",
                access_log=False,
                lifespan="off",
                ws="none",
                timeout_graceful_shutdown=1,
            )
        )
        ended = _in_thread(server, bound) if loop is None else _in_loop(server, bound, loop)
        try:
            if not server.ready.wait(_SECONDS_TO_START):
                raise RuntimeError("The practice server did not start.")
            yield f"http://{host}:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            ended(_SECONDS_TO_STOP)


def _in_thread(server: _Server, bound: socket.socket) -> Callable[[float], object]:
    """Run it in a thread; gives what waits for its end, for so many seconds at most."""
    thread = threading.Thread(target=server.run, args=([bound],), name="practice", daemon=True)
    thread.start()
    return thread.join


def _in_loop(
    server: _Server, bound: socket.socket, loop: asyncio.AbstractEventLoop
) -> Callable[[float], object]:
    return partial(wait, [asyncio.run_coroutine_threadsafe(server.serve([bound]), loop)])
