"""Addresses that are no page, in a real browser: they lead to one, without Streamlit's dialog."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from firstcall.course import steps
from firstcall.ui import WORDS

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]


@pytest.mark.parametrize(("address", "told"), [(steps.every()[0].slug, 0), ("no_such_page", 1), ("a/b", 1)])
def test_another_address_leads_home(visit: Visit, address: str, told: int) -> None:
    page = visit(address)
    expect(page.get_by_role("heading", level=1, name=steps.every()[0].title)).to_be_visible()
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    expect(page.get_by_text(WORDS.line("frame/unknown"))).to_have_count(told)
    expect(page.get_by_role("dialog")).to_have_count(0)
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=steps.find("faq").title).click()
    expect(page.get_by_text(WORDS.line("frame/unknown"))).to_have_count(0)
