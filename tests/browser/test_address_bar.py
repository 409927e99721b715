"""The address bar holds what can be shared: it follows the desk, is copied by a click, and reload, back and forward
bring it back."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_journey import ask, box

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
ASKED = "Where is Oslo, & why? 100 %"


def prompt(page: Page) -> str | None:
    return parse_qs(urlsplit(page.url).query).get("prompt", [None])[0]


def holds(page: Page, text: str) -> None:
    """The box and the address say it."""
    expect(box(page)).to_contain_text(text)
    page.wait_for_function("text => new URL(location.href).searchParams.get('prompt') === text", arg=text)


def go(page: Page, title: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_the_address_follows_the_desk_and_brings_it_back(visit: Visit) -> None:
    page = visit("first_call")
    page.wait_for_function("location.search.includes('provider=')")
    entries = page.evaluate("history.length")
    ask(page, ASKED)
    holds(page, ASKED)
    assert page.evaluate("history.length") == entries, "each edit would be a step back"
    page.reload()
    holds(page, ASKED)
    expect(page.get_by_text("The settings come from the link")).to_have_count(0)

    go(page, "Roles")
    page.wait_for_function("location.pathname.endsWith('/roles') && location.search.includes('provider=')")
    assert prompt(page) != ASKED
    page.go_back()
    expect(page.get_by_role("heading", level=1, name="Your first call")).to_be_visible()
    holds(page, ASKED)
    ask(page, "Where is Bergen?")
    holds(page, "Where is Bergen?")
    page.go_forward()
    page.wait_for_function("location.pathname.endsWith('/roles')")
    page.go_back()
    holds(page, "Where is Bergen?")
