"""Where the process finds its own server, and where a browser does, in each way in which the app is reached."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from typing import Any

import httpx2
import pytest

from firstcall.server import assets
from firstcall.server.server import Local

PLAIN = ("127.0.0.1", 8501)


@pytest.fixture
def local() -> Iterator[Local]:
    own, before = Local(), assets.server_url("")
    yield own
    own.close()
    assets.set_origin(before or None)


@pytest.fixture
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """The app's event loop, in a thread of its own."""
    running = asyncio.new_event_loop()
    thread = threading.Thread(target=running.run_forever)
    thread.start()
    yield running
    running.call_soon_threadsafe(running.stop)
    thread.join()
    running.close()


def asked(
    local: Local, loop: asyncio.AbstractEventLoop, server: Any = PLAIN, scheme: str = "http", **headers: str
) -> None:
    """A request that reaches the app."""
    named = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]

    async def note() -> None:
        local.note({"type": "http", "scheme": scheme, "server": server, "headers": named})

    asyncio.run_coroutine_threadsafe(note(), loop).result(10)


def answers(origin: str) -> bool:
    return httpx2.get(f"{origin}/practice/").status_code == 200


@pytest.mark.parametrize(
    ("server", "origin"),
    [(PLAIN, "http://127.0.0.1:8501"), (("0.0.0.0", 80), "http://127.0.0.1:80"), (("::1", 8501), "http://[::1]:8501"),
     (("::ffff:10.0.0.5", 8501), "http://10.0.0.5:8501")],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["http", "ws"])
def test_an_app_without_tls_is_reached_on_its_own_port(
    local: Local, loop: asyncio.AbstractEventLoop, server: tuple[str, int], origin: str, scheme: str
) -> None:
    asked(local, loop, server, scheme)
    assert local.origin == origin and local.is_mounted


@pytest.mark.parametrize(
    ("server", "scheme", "forwarded"),
    [(PLAIN, "https", {}), (PLAIN, "wss", {}), (PLAIN, "https", {"x_forwarded_proto": "https"}),
     (PLAIN, "http", {"x_forwarded_proto": "http"}), (("/run/app.sock", None), "http", {}), (None, "http", {})],
)  # fmt: skip
def test_any_other_gets_a_loopback_port_and_the_browser_stays_where_it_is(
    local: Local, loop: asyncio.AbstractEventLoop, server: Any, scheme: str, forwarded: dict[str, str]
) -> None:
    asked(local, loop, server, scheme, **forwarded)
    assert local.origin.startswith("http://127.0.0.1:") and answers(local.origin)
    assert assets.server_url("/assets/x") == f"{assets.base_path()}/assets/x"
    asked(local, loop)
    assert answers(local.origin)  # what a page shows already stays true
    local.close()


def test_without_an_app_it_is_a_thread_and_the_browser_is_told_where(local: Local) -> None:
    assert answers(local.origin) and not local.is_mounted
    assert assets.server_url("/assets/x").startswith(local.origin)
