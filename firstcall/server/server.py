"""What the app serves beside its pages: the practice server, the live text, the code editor's files.

Started through `app.py`, these live on the app's own port. Started in any other way (a page test,
a plain script) the same routes run in a thread on a free loopback port. One per process.
"""

from __future__ import annotations

import asyncio
import logging
import os
import threading
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from contextlib import ExitStack, asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.routing import BaseRoute, Mount
from starlette.types import Scope

from firstcall.practice import pace, recordings
from firstcall.practice.app import create_app
from firstcall.practice.recordings import Recording
from firstcall.practice.serve import serve
from firstcall.server import assets, catalogue, doorway, shell, short_links, warmup
from firstcall.server.addresses import Addresses
from firstcall.server.event_stream import ReplyStreams

PRACTICE, STREAMS = "/practice", "/streams"
log = logging.getLogger(__name__)


def _recordings() -> Mapping[bytes, Recording]:
    """What the operator recorded; nothing, and a line in the log, where the file cannot be used."""
    file = os.environ.get(recordings.VARIABLE)
    try:
        return recordings.read(Path(file).expanduser()) if file else {}
    except (OSError, ValueError, RuntimeError) as error:
        log.warning("%s: no recording is told: %s", recordings.VARIABLE, error)
        return {}


@dataclass
class Local:
    """The process's own server: what it serves, and where it can be reached from this machine.

    `loop` is the event loop of the app that serves these routes with its pages; a browser then finds them on
    the page's own origin. `mounted_at` is that app's own port, where it is known to speak HTTP without TLS.
    """

    practice: Any = field(default_factory=lambda: create_app(pace.told(os.environ), _recordings()))
    streams: ReplyStreams = field(default_factory=ReplyStreams)
    loop: asyncio.AbstractEventLoop | None = None
    mounted_at: str | None = None
    _beside: str | None = None
    _lock: threading.Lock = field(default_factory=threading.Lock)
    _open: ExitStack = field(default_factory=ExitStack)

    def routes(self) -> list[BaseRoute]:
        base = assets.base_path()
        return [
            Mount(f"{base}{PRACTICE}", app=self.practice),
            *self.streams.routes(f"{base}{STREAMS}"),
            short_links.route(base),
            catalogue.route(base),
            *assets.asset_routes(),
        ]

    @property
    def is_mounted(self) -> bool:
        """Whether a browser finds the routes where it found the page."""
        return self.loop is not None

    @property
    def origin(self) -> str:
        """Where this process reaches its own server: `http://127.0.0.1:<port>`.

        The app's own port, or another one, opened now, where that port is not known or speaks TLS: no SDK would
        trust a certificate that an operator made, and a proxy's address need not lead back to this machine.
        """
        with self._lock:
            if self._beside is None and self.mounted_at is None:
                self._beside = self._open.enter_context(
                    serve(Starlette(routes=self.routes()), loop=self.loop)
                )
                assets.set_origin(None if self.is_mounted else self._beside)
            return self._beside or self.mounted_at or ""

    def note(self, scope: Scope) -> None:
        """Learn the app's event loop and its own port from a request that reaches it."""
        self.loop = self.loop or asyncio.get_running_loop()
        address = scope.get("server")
        # A proxy's header changes the scheme that is told here: https://www.uvicorn.org/settings/#http
        plain = scope["scheme"] in {"http", "ws"} and "x-forwarded-proto" not in Headers(scope=scope)
        if self.mounted_at is None and plain and address and address[1] is not None:
            host = address[0].removeprefix("::ffff:")  # an IPv4 address on a socket that speaks both
            host = "127.0.0.1" if host in {"0.0.0.0", "::", "localhost"} else host
            self.mounted_at = (
                f"http://[{host}]:{address[1]}" if ":" in host else f"http://{host}:{address[1]}"
            )

    def close(self) -> None:
        """Close the port that was opened. Not for the event loop that serves it."""
        self._open.close()


@cache
def local() -> Local:
    return Local()


def practice_origin() -> str:
    """The practice server's address as this process reaches it."""
    return f"{local().origin}{assets.base_path()}{PRACTICE}"


def routes(base_path: str = "") -> Sequence[BaseRoute]:
    """The routes that `app.py` adds to the app, under the path where the app is served."""
    assets.set_base_path(base_path)
    return local().routes()


def middleware(
    environ: Mapping[str, str], origins: Iterable[str] | None = (), pages: Sequence[str] = ()
) -> Sequence[Middleware]:
    """The app's doorway, what leads from other addresses to its `pages`, and their shell.

    `origins` are others than its own whose pages may open its websocket, `None` for all.
    """
    told = environ.get(doorway.VARIABLE, "")
    door = Middleware(doorway.Doorway, note=local().note, embedded_in=told, origins=origins)
    ways = [Middleware(Addresses, pages=pages, base_path=assets.base_path())] if pages else []
    return [door, *ways, Middleware(shell.Shell)]


@asynccontextmanager
async def lifespan(app: object) -> AsyncIterator[None]:
    """The lifespan of the ASGI app: https://starlette.dev/lifespan/"""
    warmup.begin()
    yield
    await asyncio.to_thread(local().close)
