"""The real app in a real browser: started once, watched for requests to any other host."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from playwright.sync_api import (
    Browser,
    Page,
    Playwright,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)

from firstcall.course.steps import Step

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
    "--disable-component-update", "--disable-sync", "--in-process-gpu",
]  # fmt: skip
SIZE: ViewportSize = {"width": 1280, "height": 900}
COARSE = 0.25
"""Dots for a CSS pixel: nobody looks at what tests see, and painting it is a quarter of a page's work."""
LONGEST = [
    f"test_{name}.py"
    for name in ("journey", "every_step", "memory", "keyboard", "appearance", "progress", "accessibility")
]
Walk = Callable[[Step], Page]
expect.set_options(timeout=20_000)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browser tests last: the quick ones speak first. Of them the longest first, for none is divided between processes."""
    last = len(LONGEST)
    place = {name: at for at, name in enumerate(LONGEST)}
    items.sort(key=lambda item: ("browser" in item.path.parts, place.get(item.path.name, last)))


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


def start_app(
    folder: Path,
    at: str = "http://127.0.0.1:{port}",
    streamlit: Sequence[str] = ("-m", "streamlit"),
    **environment: str,
) -> tuple[subprocess.Popen[bytes], App]:
    """`streamlit run app.py` on a free port, with no key of this machine in its environment.

    `at` is where it will answer, told its certificate and its base path. `streamlit` is how Python begins it.
    """
    app = App(at.format(port=free_port()), folder / "ledger.sqlite3", folder / "app.log")
    clean = {name: value for name, value in os.environ.items()
             if not name.startswith(("ANTHROPIC_", "OPENAI_", "FIRSTCALL_"))}  # fmt: skip
    command = [
        sys.executable, *streamlit, "run", "app.py",
        f"--server.port={urlsplit(app.url).port}", "--server.address=127.0.0.1", "--server.headless=true",
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


def end(process: subprocess.Popen[bytes]) -> None:
    """Stop an app as a person does, who is patient for a while."""
    process.terminate()
    try:
        process.wait(30)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def healthy(url: str) -> bool:
    try:
        return httpx2.get(f"{url}/_stcore/health", timeout=1, verify=False).status_code == 200
    except httpx2.TransportError:
        return False


AT_ONCE = """
import sys
from firstcall.practice.pace import INSTANT
from firstcall.server import server
from streamlit.web.cli import main
server.local().practice.state.learners.pace = INSTANT
sys.exit(main())
"""


@pytest.fixture(scope="session")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    yield from until_killed(*start_app(tmp_path_factory.mktemp("app")))


@contextmanager
def answering_at_once(folder: Path) -> Iterator[App]:
    """The app for tests that make many calls and look at none while it runs: its practice server takes no time."""
    yield from until_killed(*start_app(folder, streamlit=("-c", AT_ONCE)))


def until_killed(process: subprocess.Popen[bytes], started: App) -> Iterator[App]:
    yield started
    process.kill()  # an open stream would hold a polite stop up
    process.wait()


@dataclass
class Visitors:
    """Pages of the app, and every address that they asked for outside it."""

    app: App
    strangers: list[str] = field(default_factory=list)

    def arrive(self, page: Page, path: str = "") -> Page:
        page.on("request", self.note)
        page.goto(f"{self.app.url}/{path}")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        return page

    def leave(self, page: Page) -> None:
        """Nothing of the visitor stays in the tab."""
        page.remove_listener("request", self.note)
        page.evaluate("sessionStorage.clear()")
        page.goto("about:blank")
        page.context.set_storage_state({"cookies": [], "origins": []})

    def note(self, request: Request) -> None:
        if not request.url.startswith((self.app.url, self.app.url.replace("http", "ws"), "data:", "blob:")):
            self.strangers.append(request.url)

    def check(self) -> None:
        assert self.strangers == [], f"requests to other hosts: {self.strangers}"


@pytest.fixture(scope="session")
def known_tab(browser: Browser) -> Iterator[Page]:
    """A tab that has the app's scripts ready: reading them in a new one is what a visit costs most."""
    with browser.new_context(color_scheme="light", device_scale_factor=COARSE) as context:
        yield context.new_page()


@pytest.fixture
def visit(browser: Browser, known_tab: Page, app: App) -> Iterator[Callable[..., Page]]:
    """Open a page of the app as a new visitor. Fails the test on a request to any other host."""
    visitors = Visitors(app)
    tabs = [known_tab]

    def open_page(path: str = "", *, width: int = 1280, height: int = 900) -> Page:
        page = tabs.pop() if tabs else _new_visitor(browser)
        page.set_viewport_size({"width": width, "height": height})
        opened.append(page)
        return visitors.arrive(page, path)

    opened: list[Page] = []
    yield open_page
    for page in opened:
        if page is known_tab:
            visitors.leave(page)
        else:
            page.close()
    visitors.check()


def _new_visitor(browser: Browser) -> Page:
    """A tab in a context of its own."""
    return browser.new_page(color_scheme="light", device_scale_factor=COARSE)


@contextmanager
def walking(browser: Browser, app: App) -> Iterator[Walk]:
    """Go from step to step inside one open app, through its navigation: loading it costs more than most tests."""
    visitors = Visitors(app)
    with browser.new_context(viewport=SIZE, color_scheme="light", device_scale_factor=COARSE) as context:
        page = visitors.arrive(context.new_page())

        def go(step: Step) -> Page:
            page.get_by_test_id("stSidebarNav").get_by_role("link", name=step.title).click()
            arrived(page, step)
            return page

        yield go
    visitors.check()


@pytest.fixture(scope="module")
def walk(browser: Browser, app: App) -> Iterator[Walk]:
    """One visitor for all tests of a module that asks for it."""
    with walking(browser, app) as go:
        yield go


def arrived(page: Page, step: Step) -> None:
    """Wait until a step is drawn to its end."""
    expect(page.get_by_role("heading", level=1, name=step.title)).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.wait_for_load_state("networkidle")
