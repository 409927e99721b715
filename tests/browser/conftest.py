"""The real app in a real browser: started once, watched for requests to any other host."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx2
import pytest
from playwright.sync_api import Browser, Page, Playwright, expect, sync_playwright

ROOT = Path(__file__).parent.parent.parent
CHROMIUMS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: the quick ones speak first."""
    items.sort(key=lambda item: "browser" in item.path.parts)


def chromium() -> str | None:
    told = os.environ.get("FIRSTCALL_CHROMIUM")
    return told or next(filter(None, map(shutil.which, CHROMIUMS)), None)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as running:
        yield running


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    path = chromium()
    if path is None and not os.environ.get("FIRSTCALL_NO_SKIPS"):
        pytest.skip("no Chromium found: name one in FIRSTCALL_CHROMIUM, or run tests/all.py, which gets one")
    launched = playwright.chromium.launch(executable_path=path, args=FLAGS)
    yield launched
    launched.close()


@dataclass(frozen=True)
class App:
    """The running app: where it is, where it keeps its ledger, and its process."""

    url: str
    ledger: Path
    log: Path
    pid: int = 0


def free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port: int = one.getsockname()[1]
    return port


def start_app(folder: Path, **environment: str) -> tuple[subprocess.Popen[bytes], App]:
    """`streamlit run app.py` on a free port, with no key of this machine in its environment."""
    app = App(f"http://127.0.0.1:{free_port()}", folder / "ledger.sqlite3", folder / "app.log")
    clean = {name: value for name, value in os.environ.items()
             if not name.startswith(("ANTHROPIC_", "OPENAI_", "FIRSTCALL_"))}  # fmt: skip
    command = [
        sys.executable, "-m", "streamlit", "run", "app.py",
        f"--server.port={app.url.rsplit(':', 1)[1]}", "--server.address=127.0.0.1", "--server.headless=true",
    ]  # fmt: skip
    with app.log.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=clean | {"FIRSTCALL_LEDGER": str(app.ledger)} | environment,
            stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
    deadline = time.monotonic() + 60
    while not healthy(app.url):
        if process.poll() is not None or time.monotonic() > deadline:
            process.kill()
            raise RuntimeError(f"the app did not start:\n{app.log.read_text()}")
        time.sleep(0.1)
    return process, replace(app, pid=process.pid)


def healthy(url: str) -> bool:
    try:
        return httpx2.get(f"{url}/_stcore/health", timeout=1).status_code == 200
    except httpx2.TransportError:
        return False


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    process, started = start_app(tmp_path_factory.mktemp("app"))
    yield started
    process.kill()  # an open stream would hold a polite stop up
    process.wait()


@pytest.fixture
def visit(browser: Browser, app: App) -> Iterator[Callable[..., Page]]:
    """Open a page of the app as a new visitor. Fails the test on a request to any other host."""
    contexts, strangers = [], []

    def note(request: Any) -> None:
        if not request.url.startswith((app.url, app.url.replace("http", "ws"), "data:", "blob:")):
            strangers.append(request.url)

    def open_page(path: str = "", *, width: int = 1280, height: int = 900, dark: bool = False) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height}, color_scheme="dark" if dark else "light"
        )
        contexts.append(context)
        page = context.new_page()
        page.on("request", note)
        page.goto(f"{app.url}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert strangers == [], f"requests to other hosts: {strangers}"
