"""Theme, size of type, presenter mode, the way in for the room, and a page at 150 % zoom."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, ViewportSize, expect

from firstcall import providers
from firstcall.course import steps
from firstcall.course.steps import Step
from tests.browser.conftest import COARSE, App, arrived
from tests.browser.test_journey import BENCHES, ask, boxes, done, go, reply, run
from tests.browser.test_memory import OTHER, again, box, choose, chosen, comment, opened

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
ZOOMED: tuple[ViewportSize, ...] = ({"width": 853, "height": 480}, {"width": 960, "height": 600})
"""What the browser has left, in CSS pixels, of windows of 1280x720 and 1440x900 at 150 % zoom."""
SIZE = "parseFloat(getComputedStyle(document.documentElement).fontSize)"
GROUND = "getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor"
NARROW = "document.documentElement.scrollWidth <= innerWidth"
CUT = """() => [...document.querySelectorAll('[data-testid=stMain] button, [data-testid=stMain] h1, .stTabs')]
  .map(one => [one.textContent, one.getBoundingClientRect()])
  .filter(([, { left, right, width }]) => width && (left < 0 || right > innerWidth + 1)).map(([text]) => text)"""


def press(page: Page, name: str) -> None:
    page.get_by_role("group", name="Appearance").get_by_role("button", name=name).click()


def heading(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()


def test_presenter_mode_by_a_key_fills_the_screen_with_the_bench(visit: Visit) -> None:
    page = opened(visit("first_call", width=1280, height=720))
    sidebar, notes = page.get_by_test_id("stSidebar"), page.locator(".st-key-presenter_notes")
    task = page.get_by_role("radiogroup", name="Task")
    comment(page, "pt")
    expect(sidebar).to_be_visible()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("p")
    for hidden in (sidebar, notes, task, page.get_by_text("After this step you can")):
        expect(hidden).to_be_hidden()
    assert page.evaluate(SIZE) > 20
    for part in (go(page), page.locator("[class*='_bench_pane ']")):
        found = part.bounding_box()
        assert found and found["y"] + found["height"] <= 720
    page.keyboard.press("t")
    page.keyboard.press("n")
    expect(task).to_be_visible()
    expect(notes).to_contain_text("Ask the room")
    press(page, "The next page")
    heading(page, "What travels")
    expect(sidebar).to_be_hidden()
    again(page)
    expect(sidebar).to_be_hidden()
    press(page, "Leave presenter mode")
    for shown in (sidebar, page.get_by_text("After this step you can"), task):
        expect(shown).to_be_visible()
    expect(notes).to_be_hidden()
    page.evaluate("sessionStorage.clear()")


def test_between_two_demonstrations_the_page_begins_again(visit: Visit) -> None:
    page = opened(visit("first_call"))
    choose(page, OTHER)
    expect(page.get_by_role("textbox", name=f"Python program for {OTHER}")).to_be_visible()
    comment(page, "of the first demonstration")
    run(page)
    done(page)
    answer = page.get_by_role("textbox", name="The path that reads the text")
    answer.fill(next(p.table["Reply text"].path for p in providers.every().values() if p.name == OTHER))
    answer.press("Enter")
    expect(page.get_by_role("radio", name="✓ 1")).to_be_visible()
    press(page, "Presenter mode")
    press(page, "Reset this page")
    expect(box(page)).not_to_contain_text("of the first demonstration")
    expect(page.get_by_role("tab", name="Idea")).to_have_attribute("aria-selected", "true")
    press(page, "Tasks (T)")
    expect(page.get_by_role("radio", name="1", exact=True)).to_be_visible()
    chosen(page, OTHER)


def test_the_theme_changes_by_a_click_for_every_page_and_stays(visit: Visit) -> None:
    page = opened(visit("roles"))
    light = page.evaluate(GROUND)
    press(page, "Light or dark")
    page.wait_for_function(f"{GROUND} !== {light!r}")
    dark = page.evaluate(GROUND)
    page.goto(page.url.replace("roles", "faq"))
    heading(page, "FAQ")
    assert page.evaluate(GROUND) == dark
    press(page, "Light or dark")
    page.wait_for_function(f"{GROUND} === {light!r}")


def test_without_a_choice_the_theme_is_the_systems(visit: Visit) -> None:
    page = opened(visit("roles"))
    light = page.evaluate(GROUND)
    page.emulate_media(color_scheme="dark")
    page.wait_for_function(f"{GROUND} !== {light!r}")
    page.emulate_media(color_scheme="light")
    page.wait_for_function(f"{GROUND} === {light!r}")


def test_the_text_grows_in_steps_and_stays_so(visit: Visit) -> None:
    page = opened(visit("faq"))
    assert page.evaluate(SIZE) == 16
    for expected in (18.4, 20.8, 24, 16, 18.4):
        press(page, "Size of the text")
        assert page.evaluate(SIZE) == pytest.approx(expected)
    again(page)
    assert page.evaluate(SIZE) == pytest.approx(18.4)
    assert page.evaluate(NARROW)


def test_the_room_opens_the_same_state_by_a_short_link(visit: Visit, app: App) -> None:
    page = opened(visit("first_call"))
    ask(page, "What is the capital of Norway?")
    page.wait_for_function("location.search.includes('Norway')")
    press(page, "Presenter mode")
    press(page, "Bring the room here")
    dialog = page.get_by_role("dialog")
    short = dialog.get_by_role("heading", name="/go/").inner_text()
    expect(dialog.get_by_role("img", name=short)).to_be_visible()
    expect(dialog.get_by_text("works on this machine only")).to_be_visible()
    dialog.get_by_role("button", name="Close").click()
    other = visit(short.partition("/")[2])
    heading(other, "Your first call")
    expect(box(other)).to_contain_text("What is the capital of Norway?")
    run(other)
    expect(reply(other)).to_contain_text("Oslo")
    other.goto(f"{app.url}/go/none")
    expect(other.get_by_text("This short link is not known here")).to_be_visible()


def test_at_150_percent_nothing_is_cut(browser: Browser, app: App) -> None:
    with browser.new_context(color_scheme="dark", device_scale_factor=COARSE) as context:
        page = context.new_page()
        page.set_viewport_size(ZOOMED[0])
        page.goto(f"{app.url}/")
        for step in steps.every():
            page.set_viewport_size(ZOOMED[0])
            page.get_by_test_id("stSidebarNav").get_by_role("link", name=step.title).click()
            arrived(page, step)
            for size in ZOOMED:
                page.set_viewport_size(size)
                see_all_of_it(page, step, size["height"])


def see_all_of_it(page: Page, step: Step, height: int) -> None:
    """What is drawn to its width, a chart or a table, follows the window a moment later."""
    where = (step.slug, height)
    with suppress(TimeoutError):
        page.wait_for_function(f"({CUT})().length === 0 && {NARROW}", timeout=5_000)
    assert page.evaluate(CUT) == [], where
    assert page.evaluate(NARROW), where
    if step.slug in BENCHES:
        seen = boxes(page)
        for name in ("title", "run", "task"):
            found = seen[name]
            assert found["y"] >= 0 and found["y"] + found["height"] <= height, (*where, name)
        assert seen["task"]["y"] - seen["pane"]["y"] >= 6 * 25, where
