"""The demo page and its visitors, for the component tests (a pytest plugin: `pytest_plugins`)."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Request

from tests.browser.demo_server import Demo


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    started = Demo(tmp_path_factory.mktemp("demo") / "log.txt")
    started.start()
    yield started
    started.stop()


@pytest.fixture(scope="session")
def demo_browser(browser: Browser) -> Iterator[BrowserContext]:
    """A browser that has the demo's scripts in its cache."""
    with browser.new_context(viewport={"width": 1100, "height": 1000}, reduced_motion="reduce") as context:
        yield context


@pytest.fixture
def demo_page(demo_browser: BrowserContext) -> Iterator[Page]:
    """A new visitor. A request to another host, or an error in the page, fails the test."""
    demo_browser.set_storage_state({"cookies": [], "origins": []})
    page = demo_browser.new_page()
    strangers: list[str] = []
    errors: list[str] = []

    def note(request: Request) -> None:
        if urlsplit(request.url).hostname not in {"127.0.0.1", None}:
            strangers.append(request.url)

    page.on("request", note)
    page.on("pageerror", lambda error: errors.append(str(error)))
    yield page
    page.close()
    assert strangers == []
    assert errors == []
