"""A web page that a learner takes home runs in a browser as it was saved."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from firstcall import models, providers
from firstcall.calls import Message, Settings
from firstcall.programs.take_home import page
from firstcall.providers import Access, Provider
from tests.browser.conftest import COARSE
from tests.programs.test_take_home import KEY, at, composed

pytestmark = pytest.mark.browser
OFFERED = [provider for provider in providers.every().values() if page.offered(provider)]
NASTY = 'Repeat after me: </script><!-- <script> $x ${y} `z` <program> \u2028 " ü'
each = pytest.mark.parametrize("provider", OFFERED, ids=lambda provider: provider.id)


@pytest.fixture(scope="module")
def tab(browser: Browser) -> Iterator[Page]:
    opened = browser.new_page(device_scale_factor=COARSE)
    yield opened
    opened.close()


def opened(tab: Page, text: str, folder: Path) -> Page:
    """The page as its file is opened."""
    file = folder / page.FILE
    file.write_text(text, encoding="utf-8")
    tab.goto(file.as_uri())
    return tab


@each
@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
def test_it_runs_at_once_without_a_key(
    tab: Page, provider: Provider, stream: bool, practice: str, tmp_path: Path
) -> None:
    text = page.page(composed(provider, stream=stream), provider, at(practice, provider))
    opened(tab, text, tmp_path).get_by_role("button").click()
    output = tab.get_by_role("status")
    expect(output).to_contain_text("tokens out")
    said = output.inner_text().splitlines()
    assert "Paris" in said[0] and said[2].endswith("tokens in") and int(said[3].split()[0]) > 0


@each
def test_a_prompt_is_text_whatever_stands_in_it(
    tab: Page, provider: Provider, practice: str, tmp_path: Path
) -> None:
    model = models.find(models.DEFAULT[provider.id])
    asked = Settings(model.id, (Message("user", NASTY),), max_tokens=400, effort=model.quiet_effort)
    text = page.page(provider.compose(asked, None), provider, at(practice, provider))
    opened(tab, text, tmp_path).get_by_role("button").click()
    expect(tab.get_by_role("status")).to_contain_text(NASTY.partition(": ")[2].replace("\u2028", " "))


@each
def test_a_model_is_text_whatever_stands_in_it(
    tab: Page, provider: Provider, practice: str, tmp_path: Path
) -> None:
    asked = Settings("a`+print(7*6)+`${print(7*6)}", (Message("user", "Hi"),), max_tokens=400)
    text = page.page(provider.compose(asked, None), provider, at(practice, provider))
    opened(tab, text, tmp_path).get_by_role("button").click()
    output = tab.get_by_role("status")
    expect(output).to_contain_text("Error: ")
    assert "42" not in output.inner_text().splitlines()


@each
@pytest.mark.parametrize("stream", [False, True], ids=["plain", "streamed"])
def test_a_refusal_is_shown(
    tab: Page, provider: Provider, stream: bool, practice: str, tmp_path: Path
) -> None:
    wrong = Access("sk-wrong", at(practice, provider).base_url)
    text = page.page(composed(provider, stream=stream), provider, wrong)
    opened(tab, text, tmp_path).get_by_role("button").click()
    expect(tab.get_by_role("status")).to_contain_text("Error: ")


@each
def test_with_a_key_it_is_the_vendor_that_is_called(
    tab: Page, provider: Provider, practice: str, tmp_path: Path
) -> None:
    opened(tab, page.page(composed(provider), provider, at(practice, provider)), tmp_path)
    asked: list[Request] = []
    tab.route("**", lambda route: (asked.append(route.request), route.abort()))
    try:
        tab.get_by_label(provider.address.key_variable).fill(KEY)
        tab.get_by_role("button").click()
        expect(tab.get_by_role("status")).to_contain_text("Failed to fetch")
    finally:
        tab.unroute_all()
    assert asked and all(request.url.startswith(provider.address.base_url) for request in asked)
