"""The main action of each step that the learner's journey does not cover, in practice, with a provider in turn."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Locator, Page, TimeoutError, expect

from firstcall import providers
from firstcall.course import steps
from firstcall.ledger import prices
from firstcall.providers import Provider
from tests.browser.conftest import App, Walk, answering_at_once, arrived, walking

pytestmark = [pytest.mark.browser, pytest.mark.in_turn]
Visit = Callable[..., Page]
Calls = Callable[[int], None]
Arrive = Callable[[str], tuple[Page, Calls]]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with answering_at_once(tmp_path_factory.mktemp("app")) as started:
        yield started


@pytest.fixture(params=providers.every().values(), ids=lambda one: str(one.id), scope="module")
def provider(request: pytest.FixtureRequest) -> Provider:
    found: Provider = request.param
    return found


@pytest.fixture(scope="module")
def walk(browser: Browser, app: App, provider: Provider) -> Iterator[Walk]:
    """One visitor for each provider: no step is left as another provider's test has made it."""
    with walking(browser, app) as go:
        yield go


@pytest.fixture
def arrive(walk: Walk, provider: Provider) -> Arrive:
    """Go to a step and choose the provider on it; gives the page, and what waits for the calls made on it."""

    def at_step(slug: str) -> tuple[Page, Calls]:
        page = walk(steps.find(slug))
        choose(page, provider)
        before = made(page)
        return page, lambda count: counted(page, before + count)

    return at_step


def choose(page: Page, provider: Provider) -> None:
    page.get_by_role("radiogroup", name="Provider").get_by_text(provider.name, exact=True).click()
    expect(page.get_by_role("radio", name=provider.name, exact=True).first).to_be_checked()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def made(page: Page) -> int:
    """How many calls the sidebar has counted."""
    said = re.search(r"(\d+) calls?,", page.get_by_test_id("stSidebar").inner_text())
    return int(said[1]) if said else 0


def counted(page: Page, count: int) -> None:
    """Wait until the sidebar has counted so many calls, and see that nothing was thrown on the page."""
    said = re.compile(rf"(?<!\d){count} calls?,")
    expect(page.get_by_test_id("stSidebar").get_by_text(said)).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def replies(page: Page) -> Locator:
    return page.get_by_role("region", name="Reply")


def test_what_travels_draws_the_path_of_the_call(arrive: Arrive, provider: Provider) -> None:
    page, calls = arrive("what_travels")
    press(page, "Run")
    calls(1)
    expect(replies(page).first).to_contain_text("API")
    expect(
        page.get_by_role("img", name=f"The call made 1 request to {provider.name} (practice)")
    ).to_be_visible()
    page.get_by_role("tab", name="The stream in time").click()
    expect(page.get_by_role("tabpanel", name="The stream in time").locator(".js-plotly-plot")).to_be_visible()
    press(page, "Send to both")
    calls(3)


def test_roles_sends_the_list_as_it_was_edited(arrive: Arrive) -> None:
    page, calls = arrive("roles")
    press(page, "Messages")
    page.get_by_role("textbox", name="Message 3").fill("Repeat after me: the list was edited")
    page.get_by_role("textbox", name="Message 3").press("Tab")
    page.get_by_role("button", name="Remove 2").click()
    expect(page.get_by_role("textbox", name="Message 3")).to_have_count(0)
    press(page, "Messages")
    press(page, "Run")
    expect(replies(page)).to_contain_text("the list was edited")
    calls(1)


def test_tune_runs_a_batch_and_draws_it(arrive: Arrive) -> None:
    page, calls = arrive("tune")
    press(page, "Run the lab")
    calls(2)
    expect(page.get_by_role("tabpanel", name="Model").locator(".js-plotly-plot")).to_be_visible()
    expect(page.get_by_role("button", name="Run the lab")).to_be_enabled()


def test_streaming_runs_the_call_both_ways_at_once(arrive: Arrive) -> None:
    page, calls = arrive("streaming")
    press(page, "Run both")
    calls(2)
    expect(replies(page)).to_have_text([re.compile(r"\w{3}")] * 2)
    expect(page.locator(".js-plotly-plot").first).to_be_visible()


def test_a_conversation_remembers_because_the_list_does(arrive: Arrive) -> None:
    page, calls = arrive("conversation")
    say = page.get_by_role("textbox", name="Say something")
    for count, said in enumerate(("My name is Ada.", "What is my name?"), start=1):
        say.fill(said)
        say.press("Enter")
        calls(count)
    expect(page.get_by_test_id("stChatMessage").last).to_contain_text("Ada")
    press(page, "Drop it")
    say.fill("What is my name?")
    say.press("Enter")
    calls(3)
    expect(page.get_by_test_id("stChatMessage").last).not_to_contain_text("Ada")


def test_a_failure_happens_and_the_retry_runs(visit: Visit, provider: Provider) -> None:
    page = visit("failures")  # a visitor of its own: the retry goes on after the test
    choose(page, provider)
    page.get_by_role("combobox", name="Failure").click()
    page.get_by_role("option", name="500", exact=True).click()
    press(page, "Make it happen")
    raised = provider.calling.explain(provider.calling.raised(500, None, False)).error
    expect(page.get_by_text(f"{raised} · HTTP 500").filter(visible=True).first).to_be_visible()
    counted(page, 1)
    page.get_by_role("tab", name="Retry, written out").click()
    press(page, "Run the retry")
    expect(page.get_by_role("figure", name="Your code")).to_be_visible()
    expect(page.get_by_role("button", name="Run the retry")).to_be_enabled(timeout=20_000)
    press(page, "Waits")  # drawn anew since the page came, and never opened before
    expect(page.get_by_role("slider", name="First wait, seconds")).to_have_value("1")
    page.keyboard.press("Escape")
    press(page, "The script")
    expect(page.get_by_role("textbox", name="What happens to each request")).to_have_value("drop, drop, ok")


def test_one_prompt_goes_to_every_provider(arrive: Arrive) -> None:
    page, calls = arrive("providers")
    press(page, "Send to all")
    calls(len(providers.every()))
    for number in range(len(providers.every())):
        expect(replies(page).nth(number)).not_to_be_empty()


def test_the_price_of_a_call_is_worked_out(arrive: Arrive, provider: Provider) -> None:
    page, calls = arrive("tokens_cost")
    press(page, "Run")
    calls(1)
    page.get_by_role("tab", name="The price", exact=True).click()
    if prices.rates(provider.id, provider.default) is None:
        expect(page.get_by_text(f"No price is known for {provider.default}")).to_be_visible()
    else:
        named = page.locator(".stMarkdown", has_text="The price of the call, line by line")
        expect(named.get_by_role("table")).to_be_visible()


DEEPER: tuple[tuple[str, str, int, str], ...] = (
    ("structured", "Run", 1, "Where a limit would cut it."),
    ("caching", "Run twice", 2, "The replies"),
    ("embeddings", "Run", 1, "Row and column are the same sentences."),
)
"""Of pages that go deeper what to press, how many calls that makes, and what is to be seen then."""


def test_the_pages_that_go_deeper_do_what_they_are_for(arrive: Arrive) -> None:
    for slug, button, count, seen in DEEPER:
        page, calls = arrive(slug)
        press(page, button)
        calls(count)
        if slug == "structured":
            page.get_by_role("tab", name="Object").click()
        expect(page.get_by_role("tabpanel").locator(".js-plotly-plot").first).to_be_visible()
        expect(page.get_by_text(seen).filter(visible=True).first).to_be_visible()


def test_tool_calling_goes_round_press_by_press(arrive: Arrive) -> None:
    page, calls = arrive("tools")
    press(page, "Ask")
    calls(1)
    press(page, "Run the functions")
    page.get_by_role("textbox", name="Paris").fill("41 degrees, fog")
    page.get_by_role("textbox", name="Paris").press("Enter")
    press(page, "Give the results back")
    calls(2)
    expect(page.get_by_text("41 degrees, fog").filter(visible=True).first).to_be_visible()
    page.get_by_role("tab", name="Diagram").click()
    expect(page.get_by_text("2 calls of the model, in which it asked for 2 functions.")).to_be_visible()


def test_thinking_asks_at_each_effort(arrive: Arrive) -> None:
    page, _ = arrive("thinking")
    press(page, "Run")
    expect(page.get_by_role("tabpanel", name="Reply").locator(".js-plotly-plot").first).to_be_visible()
    expect(page.get_by_text("In practice nobody thinks").filter(visible=True).first).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)


def test_a_list_that_is_open_while_a_check_ends_stays_open_and_closes_when_left(visit: Visit) -> None:
    page = visit("setup")
    arrived(page, steps.find("setup"))  # what is drawn anew below an open list shuts it
    page.get_by_text("See the other outcomes").click()
    make = page.locator(".st-key-setup_shown_go button").first  # an open list hides it from roles
    page.locator(".st-key-setup_shown_id input").first.click()
    page.get_by_role("option", name="No answer in time").click()
    make.click()
    expect(make).to_be_disabled()
    page.locator(".st-key-setup_shown_id input").first.click()
    many = page.get_by_role("option").count()
    expect(make).to_be_enabled(timeout=20_000)
    expect(page.get_by_role("option")).to_have_count(many)
    page.mouse.click(700, 20)
    expect(page.get_by_role("option")).to_have_count(0)


def test_the_tokens_follow_what_is_typed(visit: Visit) -> None:
    page = visit("tokens_cost")
    box = page.get_by_role("textbox", name="Your text")
    box.click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("tokenization")
    expect(
        page.get_by_text("token ization", exact=False).or_(page.get_by_text("ization", exact=True))
    ).to_be_visible()
    expect(box).to_be_focused()


def test_an_old_tutorial_is_fixed_with_one_click(visit: Visit) -> None:
    page = visit("own_code")
    press(page, "Fix all")
    page.get_by_role("tab", name="Before and after", exact=True).click()
    expect(page.get_by_text("client.chat.completions.create")).not_to_have_count(0)
    press(page, "Run")
    expect(page.get_by_role("tab", name="What happened", exact=True)).to_have_attribute(
        "aria-selected", "true"
    )


def said(page: Page) -> None:
    box = page.get_by_role("textbox", name="Say something")
    box.fill("Hello")
    box.press("Enter")


def pressing(name: str) -> Callable[[Page], None]:
    return lambda page: press(page, name)


def all_at_once(page: Page) -> None:
    """The whole job, which one by one would take its time."""
    press(page, "Limit")
    press(page, "All at once")
    press(page, "Run the job")


CALLS: tuple[tuple[str, Callable[[Page], None], int], ...] = (
    ("first_call", pressing("Run"), 1),
    ("what_travels", pressing("Run"), 1),
    ("roles", pressing("Run"), 1),
    ("tune", pressing("Run the lab"), 2),
    ("streaming", pressing("Run both"), 2),
    ("conversation", said, 1),
    ("failures", pressing("Make it happen"), 1),
    ("providers", pressing("Send to all"), len(providers.every())),
    ("tokens_cost", pressing("Run"), 1),
    ("observability", pressing("Run"), 1),
    ("many", all_at_once, 12),
)
"""The main action of each page on which a provider is chosen, and how many calls it makes."""


DRAWN_IN_PARTS = {"first_call", "conversation", "providers", "tokens_cost", "observability"}


@pytest.mark.parametrize(
    ("slug", "act", "calls"), [pytest.param(*one, id=one[0]) for one in CALLS if one[0] in DRAWN_IN_PARTS]
)
def test_what_a_call_has_drawn_anew_is_all_that_it_changes(
    arrive: Arrive, slug: str, act: Callable[[Page], None], calls: int
) -> None:
    """Only parts of a page are drawn then: the whole page, drawn once more, says the same."""
    page, counted = arrive(slug)
    act(page)
    counted(calls)
    expect(page.get_by_role("button", name="Stop", exact=True).and_(page.locator(":enabled"))).to_have_count(
        0
    )
    page.wait_for_timeout(700)  # what the end has drawn anew begins to arrive
    arrived(page, steps.find(slug))
    says = page.get_by_test_id("stApp").inner_text()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("r")
    page.wait_for_timeout(500)  # the run has begun
    arrived(page, steps.find(slug))
    with suppress(TimeoutError):  # what it draws last may still be on its way
        page.wait_for_function(
            "says => document.querySelector('[data-testid=stApp]').innerText === says", arg=says
        )
    assert page.get_by_test_id("stApp").inner_text() == says


UNLIKE_EACH_OTHER = {"first_call", "conversation", "failures", "many"}
"""Pages of which each begins its calls in a way of its own; those between are begun as one of these is."""
IN_SHORT = (
    pytest.param("ollama", UNLIKE_EACH_OTHER, id="ollama"),
    *(
        pytest.param(id, {one[0] for one in CALLS}, id=f"{id}, all of them", marks=pytest.mark.attack)
        for id in ("ollama", "openai_compatible")
    ),
)
"""Who beside those of every time goes through pages in one walk: every time with an SDK of its own, and at night
through all of them."""


@pytest.mark.parametrize(("id", "slugs"), IN_SHORT)
def test_the_main_actions_of_the_pages_in_one_walk(
    browser: Browser, app: App, id: str, slugs: set[str]
) -> None:
    done = 0
    with walking(browser, app) as go:
        for slug, act, calls in (one for one in CALLS if one[0] in slugs):
            page = go(steps.find(slug))
            choose(page, providers.get(id))
            act(page)
            done += calls
            counted(page, done)
