"""A tab that is closed and an app that dies in the middle of a live call: what is paid, what is told."""

from __future__ import annotations

import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import httpx2
import pytest
from playwright.sync_api import Browser, Page, expect

from firstcall.practice.app import create_app
from firstcall.practice.serve import serve
from tests.browser.conftest import COARSE, App, start_app

pytestmark = [pytest.mark.browser, pytest.mark.attack]
KEY = "sk-practice-live-of-the-owner"
Start = Callable[[], App]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts the app with a key of its owner; a slow practice server stands in the provider's place."""
    begun = []
    with serve(create_app()) as provider:
        slow = {"pace": {"first_token_seconds": 100, "tokens_per_second": 4}}
        httpx2.put(f"{provider}/control", headers={"x-api-key": KEY}, json=slow).raise_for_status()

        def start_one() -> App:
            process, app = start_app(
                tmp_path, ANTHROPIC_API_KEY=KEY, ANTHROPIC_BASE_URL=f"{provider}/anthropic"
            )
            begun.append(process)
            return app

        yield start_one
        for process in begun:
            process.kill()
            process.wait()


def rows(app: App) -> list[tuple[object, ...]]:
    with closing(sqlite3.connect(app.ledger)) as book:
        return book.execute("SELECT mode, stopped, writer IS NOT NULL FROM calls").fetchall()


def until(holds: Callable[[], bool], seconds: float) -> bool:
    give_up = time.monotonic() + seconds
    while not holds() and time.monotonic() < give_up:
        time.sleep(0.2)
    return holds()


def call(page: Page) -> None:
    """A live call that would take minutes."""
    page.get_by_role("textbox", name="Python program for").wait_for()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("button", name="Stop", exact=True)).to_be_enabled()


@pytest.mark.parametrize(
    ("slug", "method"), [("first_call", "messages.create"), ("roles", "messages.stream")]
)
def test_a_closed_tab_ends_a_live_call(start: Start, browser: Browser, slug: str, method: str) -> None:
    app = start()
    page = browser.new_page(device_scale_factor=COARSE)
    page.goto(f"{app.url}/{slug}")
    expect(page.get_by_role("textbox", name="Python program for")).to_contain_text(method)
    call(page)
    assert until(lambda: rows(app) != [], 10)
    page.close()
    assert until(lambda: rows(app)[0][1] == 1, 90), "the call ran on"
    assert rows(app) == [("live", 1, 0)]


def test_a_call_that_dies_with_the_app_is_told_to_its_learner_at_the_next_start(
    start: Start, browser: Browser
) -> None:
    app = start()
    context = browser.new_context(device_scale_factor=COARSE)
    page = context.new_page()
    page.goto(f"{app.url}/first_call")
    call(page)
    assert until(lambda: rows(app) != [], 10)
    os.kill(app.pid, signal.SIGKILL)
    os.waitpid(app.pid, 0)  # until then its number is still taken
    again = start()
    page = context.new_page()
    page.goto(f"{again.url}/tokens_cost")
    expect(page.get_by_text("cut off when the app stopped").first).to_be_visible()
    stranger = browser.new_page(device_scale_factor=COARSE)
    stranger.goto(f"{again.url}/tokens_cost")
    expect(stranger.get_by_role("heading", name="What it cost")).to_be_visible()
    expect(stranger.get_by_text("cut off when the app stopped")).to_have_count(0)
