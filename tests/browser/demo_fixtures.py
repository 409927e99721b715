"""The demo page and its visitors, for the component tests (a pytest plugin: `pytest_plugins`)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, Request, expect

from tests.browser.conftest import COARSE
from tests.browser.demo_server import Demo

LET_GO = """() => new Promise(done => {
    document.activeElement.blur()
    setTimeout(done, 50)
})"""
"""An editor that is left tells what was typed 10 ms later, for the page that is shown: a hand's click comes after
that, Playwright's before it."""


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    started = Demo(tmp_path_factory.mktemp("demo") / "log.txt")
    started.start()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def demo_browser(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has the demo's scripts in its cache."""
    with browser.new_context(
        viewport={"width": 1100, "height": 1000}, reduced_motion="reduce", device_scale_factor=COARSE
    ) as context:
        yield context


@contextmanager
def watched(page: Page) -> Iterator[Page]:
    """A request to another host, or an error in the page, fails the test."""
    strangers: list[str] = []
    errors: list[str] = []

    def request(sent: Request) -> None:
        if urlsplit(sent.url).hostname not in {"127.0.0.1", None}:
            strangers.append(sent.url)

    def error(thrown: Error) -> None:
        errors.append(str(thrown))

    page.on("request", request)
    page.on("pageerror", error)
    yield page
    page.remove_listener("request", request)
    page.remove_listener("pageerror", error)
    assert strangers == []
    assert errors == []


@pytest.fixture
def demo_page(demo_browser: BrowserContext) -> Iterator[Page]:
    """A tab for a test that does more to it than the demo can forget."""
    with demo_browser.new_page() as page, watched(page):
        yield page


@pytest.fixture(scope="session")
def open_demo(demo: Demo, demo_browser: BrowserContext) -> Iterator[Page]:
    """The demo, opened once: opening it costs more than most of its tests."""
    with demo_browser.new_page() as page:
        page.goto(demo.url)
        yield page


@pytest.fixture
def visit_demo(open_demo: Page) -> Iterator[Callable[[str], Page]]:
    """Go to a page of the demo, which has forgotten what was done before."""

    def go(title: str) -> Page:
        open_demo.get_by_role("link", name=title, exact=True).click()
        return open_demo

    with watched(open_demo):
        open_demo.evaluate(LET_GO)
        expect(go("Begin again").get_by_text("The visit is over")).to_be_visible(timeout=30_000)
        # until the script has ended, the browser sends what the controls of the page before held
        expect(open_demo.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
        yield go
        open_demo.unroute_all()
        open_demo.emulate_media(color_scheme="light")
