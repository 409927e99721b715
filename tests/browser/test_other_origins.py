"""Pages of another origin in a real browser: they neither frame the app nor speak to it; links arm nothing."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, FrameLocator, Page, expect

from firstcall.server import doorway
from tests.browser.conftest import COARSE, App, start_app

pytestmark = pytest.mark.browser
LINK = "first_call?provider=anthropic&prompt=Where%20is%20Oslo%3F"
LIVE = re.compile("Live at .*: no price")
SPEAK = """url => new Promise(done => {
    const socket = new WebSocket(url, ["streamlit"])
    socket.onopen = () => { socket.close(); done("open") }
    socket.onerror = () => done("refused")
})"""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """A test's output is its own."""


@contextmanager
def stranger(folder: Path, app: str) -> Iterator[int]:
    """A site of somebody else on this machine, with the app in a frame; gives its port."""
    (folder / "index.html").write_text(
        f'<h1>Win a prize</h1><iframe width="900" height="900" src="{app}/{LINK}">'
    )
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=folder)) as site:
        threading.Thread(target=site.serve_forever, daemon=True).start()
        yield site.server_port
        site.shutdown()


@pytest.fixture(scope="module")
def elsewhere(app: App, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with stranger(tmp_path_factory.mktemp("stranger"), app.url) as port:
        yield port


@pytest.fixture
def tab(browser: Browser) -> Iterator[Page]:
    with browser.new_context(device_scale_factor=COARSE) as context:
        yield context.new_page()


def framed(page: Page) -> FrameLocator:
    return page.frame_locator("iframe")


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_a_page_of_another_origin_cannot_frame_the_app(tab: Page, elsewhere: int, name: str) -> None:
    tab.goto(f"http://{name}:{elsewhere}/", wait_until="load")
    inside = tab.frames[1]
    inside.wait_for_url("chrome-error://**")
    assert framed(tab).get_by_role("button").count() == 0


def test_a_page_of_the_app_can(tab: Page, app: App) -> None:
    tab.goto(f"{app.url}/_stcore/health")
    tab.evaluate(
        """url => document.body.append(Object.assign(document.createElement('iframe'), {src: url}))""",
        app.url,
    )
    expect(framed(tab).get_by_role("heading", level=1)).to_be_attached()


def websocket(app: App, name: str = "127.0.0.1") -> str:
    return f"ws://{name}:{urlsplit(app.url).port}/_stcore/stream"


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost"])
def test_a_page_of_another_port_cannot_open_the_websocket(
    tab: Page, app: App, elsewhere: int, name: str
) -> None:
    tab.goto(f"http://{name}:{elsewhere}/")
    assert tab.evaluate(SPEAK, websocket(app, name)) == "refused"
    assert tab.evaluate(SPEAK, websocket(app)) == "refused"


def test_nor_can_the_app_under_another_name_or_a_page_without_an_origin(tab: Page, app: App) -> None:
    tab.goto("data:text/html,<h1>Nowhere</h1>")
    assert tab.evaluate(SPEAK, websocket(app)) == "refused"
    tab.goto(app.url)
    assert tab.evaluate(SPEAK, websocket(app, "localhost")) == "refused"
    assert tab.evaluate(SPEAK, websocket(app)) == "open"


def test_who_embeds_on_purpose_still_arms_nothing(tab: Page, tmp_path: Path, practice: str) -> None:
    """The owner's key is there, the frame is allowed, and the link brings a program: it is practice."""
    told = {"ANTHROPIC_API_KEY": "sk-practice-of-the-owner", "ANTHROPIC_BASE_URL": f"{practice}/anthropic"}
    process, app = start_app(tmp_path, **told, **{doorway.VARIABLE: "http://127.0.0.1:*"})
    try:
        with stranger(tmp_path, app.url) as port:
            tab.goto(f"http://127.0.0.1:{port}/")
            inside = framed(tab)
            expect(inside.get_by_text("Practice: free")).to_be_visible()
            expect(inside.get_by_text("comes from a link")).to_be_visible()
            expect(inside.get_by_text(LIVE)).to_have_count(0)
            tab.goto(f"{app.url}/first_call")
            expect(tab.get_by_text(LIVE)).to_be_visible()
    finally:
        process.kill()
        process.wait()
