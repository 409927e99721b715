"""Models: found by a need, a line clicked, its address sent to somebody, a first call made with it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from firstcall.running import catalogue
from firstcall.steps.catalogue import needs
from firstcall.steps.catalogue.needs import Asked

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]

LINE = 35
"""How high a line of the table is, in pixels; the first is its head."""


def test_a_model_is_found_sent_and_called(visit: Visit) -> None:
    first = needs.find(catalogue.rows(), Asked("openai", ("stop",))).fitting[0].id
    page = visit("catalogue")
    page.get_by_role("button", name="Stop sequence", exact=True).click()
    page.get_by_role("searchbox", name="Search models").fill("openai")
    expect(page.get_by_text(re.compile("Of .* more it is not known: .*gpt-6-luna"))).to_be_visible()
    table = page.get_by_test_id("stDataFrame")
    # The lines that the canvas shows now, in the table that it has for screen readers: it is drawn after the sentence.
    expect(table.get_by_role("gridcell", include_hidden=True).filter(has_text="claude")).to_have_count(0)
    expect(table.get_by_role("gridcell", include_hidden=True).filter(has_text=first).first).to_be_attached()
    table.click(position={"x": 15, "y": 1.5 * LINE})
    expect(page.get_by_role("combobox", name="Model")).to_have_value(first)
    page.wait_for_url(re.compile(f"catalogue_needs=Stop.*catalogue_model={first}"))
    page.reload()
    expect(page.get_by_role("searchbox", name="Search models")).to_have_value("openai")
    page.get_by_role("tab", name="A call with it").click()
    page.get_by_role("link", name="Open First call with this model").click()
    expect(page.get_by_role("textbox", name="Python program for")).to_contain_text(f'model="{first}"')
