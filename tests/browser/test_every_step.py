"""The main action of each step that the learner's journey does not cover, for every provider, in practice."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from firstcall import providers
from firstcall.providers import Provider

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
Arrive = Callable[[str], Page]


@pytest.fixture(params=providers.every().values(), ids=lambda provider: provider.id)
def provider(request: pytest.FixtureRequest) -> Provider:
    found: Provider = request.param
    return found


@pytest.fixture
def arrive(visit: Visit, provider: Provider) -> Arrive:
    """Open a step and choose the provider on it."""

    def open_step(slug: str) -> Page:
        page = visit(slug)
        choice = page.get_by_role("radiogroup", name="Provider").get_by_text(provider.name, exact=True)
        choice.click()
        expect(page.get_by_role("radio", name=provider.name, exact=True).first).to_be_checked()
        return page

    return open_step


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def calls(page: Page, count: int) -> None:
    """Wait until the sidebar has counted so many calls, and see that nothing was thrown on the page."""
    said = "1 call," if count == 1 else f"{count} calls,"
    expect(page.get_by_test_id("stSidebar").get_by_text(said)).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def replies(page: Page) -> Locator:
    return page.get_by_role("region", name="Reply")


def test_what_travels_draws_the_path_of_the_call(arrive: Arrive, provider: Provider) -> None:
    page = arrive("what_travels")
    press(page, "Run")
    calls(page, 1)
    expect(replies(page).first).to_contain_text("API")
    expect(
        page.get_by_role("img", name=f"The call made one request to {provider.name} (practice)")
    ).to_be_visible()
    page.get_by_role("tab", name="The stream in time").click()
    expect(page.get_by_role("tabpanel", name="The stream in time").locator(".js-plotly-plot")).to_be_visible()
    press(page, "Send to both")
    calls(page, 3)


def test_roles_sends_the_list_as_it_was_edited(arrive: Arrive) -> None:
    page = arrive("roles")
    page.get_by_role("textbox", name="Message 3").fill("Repeat after me: the list was edited")
    page.get_by_role("textbox", name="Message 3").press("Tab")
    page.get_by_role("button", name="Remove 2").click()
    expect(page.get_by_role("textbox", name="Message 3")).to_have_count(0)
    press(page, "Run")
    expect(replies(page)).to_contain_text("the list was edited")
    calls(page, 1)


def test_tune_runs_a_batch_and_draws_it(arrive: Arrive) -> None:
    page = arrive("tune")
    press(page, "Run the lab")
    calls(page, 2)
    expect(page.get_by_role("tabpanel", name="Model").locator(".js-plotly-plot")).to_be_visible()
    expect(page.get_by_role("button", name="Run the lab")).to_be_enabled()


def test_streaming_runs_the_call_both_ways_at_once(arrive: Arrive) -> None:
    page = arrive("streaming")
    press(page, "Run both")
    calls(page, 2)
    expect(replies(page)).to_have_text([re.compile(r"\w{3}")] * 2)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()


def test_a_conversation_remembers_because_the_list_does(arrive: Arrive) -> None:
    page = arrive("conversation")
    say = page.get_by_role("textbox", name="Say something")
    for count, said in enumerate(("My name is Ada.", "What is my name?"), start=1):
        say.fill(said)
        say.press("Enter")
        calls(page, count)
    expect(page.get_by_test_id("stChatMessage").last).to_contain_text("Ada")
    press(page, "Drop it")
    say.fill("What is my name?")
    say.press("Enter")
    calls(page, 3)
    expect(page.get_by_test_id("stChatMessage").last).not_to_contain_text("Ada")


def test_a_failure_happens_and_the_retry_runs(arrive: Arrive, provider: Provider) -> None:
    page = arrive("failures")
    press(page, "Make it happen")
    expect(page.get_by_text(f"{provider.sdk.package}.RateLimitError", exact=True)).to_be_visible()
    calls(page, 1)
    press(page, "Run the retry")
    expect(page.get_by_role("figure", name="Your code")).to_be_visible()


def test_one_prompt_goes_to_every_provider(arrive: Arrive) -> None:
    page = arrive("providers")
    press(page, "Send to all")
    calls(page, len(providers.every()))
    for number in range(len(providers.every())):
        expect(replies(page).nth(number)).not_to_be_empty()


def test_the_price_of_a_call_is_worked_out(arrive: Arrive) -> None:
    page = arrive("tokens_cost")
    press(page, "Run")
    calls(page, 1)
    expect(page.get_by_role("table", name="The price of the call, line by line")).to_be_visible()


def test_an_old_tutorial_is_mended_with_one_click(visit: Visit) -> None:
    page = visit("good_habits")
    press(page, "Apply all fixes")
    expect(page.get_by_text("Before and after")).to_be_visible()
