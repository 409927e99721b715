"""Runs the practice server in a thread of this process, on the loopback address and a free port."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

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


@contextmanager
def serve(app: ASGIApp | None = None, host: str = "127.0.0.1", port: int = 0) -> Iterator[str]:
    """Serves an app, a new practice server by default, and yields its URL, such as `http://127.0.0.1:51234`.

    The socket is bound before anything else, so port 0 (a free one) cannot be taken by another
    process in between; a port in use raises `OSError`.
    """
    with socket.create_server((host, port), backlog=512) as bound:
        server = _Server(
            uvicorn.Config(
                create_app() if app is None else app,
                log_level="warning",
                access_log=False,
                lifespan="off",
                ws="none",
                timeout_graceful_shutdown=1,
            )
        )
        thread = threading.Thread(target=server.run, args=([bound],), name="practice", daemon=True)
        thread.start()
        try:
            if not server.ready.wait(_SECONDS_TO_START):
                raise RuntimeError("The practice server did not start.")
            yield f"http://{host}:{bound.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(_SECONDS_TO_STOP)
