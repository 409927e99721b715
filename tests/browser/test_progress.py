"""Progress, keys, links and the FAQ in a real browser, over a reload; over a restart of the app they are in `test_memory`."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, expect

from firstcall.course import questions, steps
from firstcall.ledger.progress import COOKIE
from tests.browser.conftest import COARSE, App, arrived
from tests.browser.test_journey import ask, box

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
CONTINUE = "Continue where I left off"
OPENED = "Opened · 1 of 3 tasks"


def heading(page: Page, name: str) -> None:
    expect(page.get_by_role("heading", level=1, name=name)).to_be_visible()


def solve_one(page: Page) -> None:
    """Go to "Set up", solve its first exercise, and go back to the start."""
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Set up").click()
    page.get_by_role("textbox", name="Number of the line").fill("2")
    page.keyboard.press("Enter")
    expect(page.get_by_text("the key itself stands in the line")).to_be_visible()
    page.get_by_role("link", name="Start here").first.click()
    arrived(page, steps.find("start_here"))  # what is still being drawn shuts a list that is opened meanwhile


def remembered(page: Page) -> None:
    expect(page.get_by_text(OPENED)).to_be_visible()
    expect(page.get_by_role("link", name=f"{CONTINUE}: Set up")).to_be_visible()


def test_progress_survives_a_reload_and_is_the_browsers_own(visit: Visit) -> None:
    page = visit()
    expect(page.get_by_role("link", name=CONTINUE)).to_have_count(0)
    solve_one(page)
    remembered(page)
    page.reload()
    remembered(page)
    stranger = visit()
    expect(stranger.get_by_text("Your way through")).to_be_visible()
    expect(stranger.get_by_role("link", name=CONTINUE)).to_have_count(0)
    page.get_by_role("link", name=CONTINUE).click()
    heading(page, "Set up")


def test_everything_can_be_forgotten(visit: Visit) -> None:
    page = visit("first_call")
    ask(page, "Why is the sky blue?")
    page.wait_for_function("Object.values(localStorage).some(kept => kept.includes('sky'))")
    solve_one(page)
    page.get_by_text("How your progress is kept").click()
    page.get_by_role("button", name="Forget everything").click()
    page.get_by_role("button", name="Yes, forget it").click()
    expect(page.get_by_role("link", name=CONTINUE)).to_have_count(0)
    expect(page.get_by_text(OPENED)).to_have_count(0)
    page.wait_for_function("!Object.keys(localStorage).some(name => name.startsWith('firstcall:'))")
    assert "first_call_kept" not in page.evaluate("document.cookie")
    page.reload()
    expect(page.get_by_text("Your way through")).to_be_visible()
    expect(page.get_by_role("link", name=CONTINUE)).to_have_count(0)


def test_the_progress_cookie_is_out_of_reach_for_scripts(visit: Visit) -> None:
    page = visit()
    assert page.evaluate("document.cookie").count("first_call_learner") == 0
    [cookie] = [one for one in page.context.cookies() if one.get("name") == "first_call_learner"]
    assert cookie.get("httpOnly") is True and cookie.get("sameSite") == "Lax"


COOKIES = [['"odd value"'], ["ada", "not=one%20of ours"]]
MORE_COOKIES = [["ada"], ["x" * 3000]]


@pytest.mark.parametrize(
    "values", [*COOKIES, *(pytest.param(values, marks=pytest.mark.attack) for values in MORE_COOKIES)]
)
def test_a_cookie_that_is_none_of_the_apps_does_not_cost_the_progress(
    browser: Browser, app: App, values: list[str]
) -> None:
    with browser.new_context(device_scale_factor=COARSE) as context:
        for path, value in zip(["/", "/setup"], values, strict=False):
            context.add_cookies([{"name": COOKIE, "value": value, "domain": "127.0.0.1", "path": path}])
        page = context.new_page()
        page.goto(app.url)
        solve_one(page)
        remembered(page)
        page.reload()
        remembered(page)
        kept = {one.get("value", "") for one in context.cookies(app.url) if one.get("name") == COOKIE}
        assert len(kept) == 1 and all(re.fullmatch(r"[\w-]{16}", value) for value in kept)


def choose(page: Page, label: str, option: str) -> None:
    """Pick from a list, once more if the list closed again because the page was drawn anew in that moment."""
    box = page.get_by_role("combobox", name=label)
    for _ in range(6):
        box.press("ArrowDown")
        try:
            page.get_by_role("option", name=option).click(timeout=4_000)
            break
        except TimeoutError:
            continue
    expect(box).to_have_value(option)


def test_a_check_is_made_and_another_outcome_shown(visit: Visit) -> None:
    page = visit("setup")
    page.get_by_role("button", name="Check OpenAI").click()
    expect(page.get_by_text("The practice server answers")).to_be_visible()
    expect(page.get_by_test_id("stSidebar").get_by_text("1 call,")).to_be_visible()
    page.get_by_text("See the other outcomes").click()
    choose(page, "What goes wrong", "No credit")
    page.get_by_role("button", name="Make it happen").click()
    expect(page.get_by_text("the account behind it has no money")).to_be_visible()
    assert "sk-practice-" not in page.content()


def test_a_key_pasted_on_the_page_is_never_shown_again(visit: Visit) -> None:
    page = visit("setup")
    key = "sk-ant-pasted-on-this-page-only-0123456789"
    page.get_by_role("button", name="Paste a key").first.click()
    page.get_by_role("textbox", name="Paste a key for Anthropic").fill(f"“{key}”")
    page.keyboard.press("Enter")
    expect(page.get_by_text("ANTHROPIC_API_KEY, pasted for this session.")).to_be_visible()
    expect(page.get_by_role("textbox", name="Paste a key for Anthropic")).to_have_value("")
    assert key not in page.content()


def test_a_copied_link_opens_the_page_for_somebody_else(visit: Visit) -> None:
    page = visit("first_call")
    ask(page, "Where is Oslo, & why? 100 %")
    button = page.get_by_role("button", name="Copy link")
    expect(button).to_have_attribute("data-url", re.compile("Where%20is%20Oslo"))
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button.click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    parts = urlsplit(page.evaluate("navigator.clipboard.readText()"))
    assert parse_qs(parts.query)["prompt"] == ["Where is Oslo, & why? 100 %"]
    other = visit(f"first_call?{parts.query}")
    expect(box(other)).to_contain_text("Where is Oslo, & why? 100 %")
    expect(other).to_have_url(page.url)
    other.reload()
    expect(box(other)).to_contain_text("Where is Oslo, & why? 100 %")  # kept in the browser


def test_the_faq_leads_to_a_call_with_its_settings(visit: Visit) -> None:
    page = visit("faq")
    page.get_by_role("searchbox", name="Search the questions").fill("refuse")
    expect(page.locator("details")).to_have_count(len(questions.search("refuse")))
    page.get_by_text("why does my model refuse it?").click()
    link = page.get_by_role("link", name="Be refused by GPT-6")
    expect(link).to_be_visible()
    # A box that is still opening moves what is in it away under the mouse.
    page.locator("details[open]").evaluate("box => Promise.all(box.getAnimations().map(one => one.finished))")
    link.click()
    heading(page, "Your first call")
    expect(page.get_by_role("textbox", name="Python program for OpenAI")).to_contain_text("temperature=0.5")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="openai.BadRequestError")).to_be_visible()


@pytest.mark.parametrize("slug", ["", "setup", "faq"])
def test_a_phone_shows_it_without_scrolling_sideways(visit: Visit, slug: str) -> None:
    page = visit(slug, width=390, height=844)
    main = page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollWidth <= node.clientWidth")


def test_a_phone_shows_the_names_on_the_map_in_full(visit: Visit) -> None:
    page = visit("", width=390, height=844)
    cards = page.get_by_test_id("stPageLink")
    expect(cards.filter(has_text=steps.find("providers").title).last).to_be_visible()
    assert (
        cards.evaluate_all(
            "links => links.filter(link => [...link.querySelectorAll('*')]"
            ".some(one => one.clientWidth && one.scrollWidth > one.clientWidth)).map(link => link.textContent)"
        )
        == []
    )
