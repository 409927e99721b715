"""The learner's journey in a real browser: edit, run, read, compare, pay, stop."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import FloatRect, Locator, Page, expect

from firstcall.providers import Provider
from tests import own_sdk, run_programs
from tests.browser.conftest import App

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
SHIFT = """() => new Promise(resolve => {
  new PerformanceObserver(list => resolve(list.getEntries().reduce((sum, entry) => sum + entry.value, 0)))
    .observe({ type: "layout-shift", buffered: true })
  setTimeout(() => resolve(0), 500)
})"""
"""How far the page has moved under its reader since it was opened: https://web.dev/articles/cls"""


def box(page: Page) -> Locator:
    """The code editor of the page."""
    return page.get_by_role("textbox", name="Python program for")


def choose(page: Page, provider: Provider) -> None:
    page.get_by_test_id("stButtonGroup").get_by_text(provider.name, exact=True).click()
    expect(box(page)).to_contain_text(f"import {provider.sdk.spelled.partition('.')[0]}")


def rewrite(page: Page, text: str) -> None:
    """Replace the whole program by typing over it."""
    box(page).click()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(text)


def setting(page: Page, name: str) -> None:
    """Open the widgets of a setting, or shut them again."""
    page.get_by_role("button", name=name, exact=True).click()


def ask(page: Page, prompt: str) -> None:
    """Put another prompt into the program."""
    setting(page, "Prompt")
    page.get_by_label("Your prompt").fill(prompt)
    page.get_by_label("Your prompt").press("ControlOrMeta+Enter")
    setting(page, "Prompt")


def reply(page: Page) -> Locator:
    return page.get_by_role("region", name="Reply")


def run(page: Page) -> None:
    page.get_by_role("button", name="Run", exact=True).click()


def done(page: Page) -> None:
    """The run has ended: its tokens stand beside the program, whose own words are no sign of it."""
    expect(page.locator("[class*='_bench_pane ']").get_by_text("tokens in").last).to_be_visible()
    expect(page.get_by_role("tab", name="Response", exact=True)).to_be_visible()


def test_a_deep_link_as_first_visit_has_the_frame(visit: Visit) -> None:
    page = visit("first_call")
    expect(page.get_by_role("heading", level=1, name="Your first call")).to_be_visible()
    expect(page.get_by_role("link", name="Start here").first).to_be_visible()
    expect(box(page)).to_contain_text("load_dotenv()")


def test_start_here_leads_to_the_first_call_in_one_click(visit: Visit) -> None:
    page = visit()
    page.get_by_role("link", name="Make your first call").click()
    expect(page.get_by_role("heading", level=1, name="Your first call")).to_be_visible()


@pytest.mark.parametrize("provider", own_sdk.every(), ids=lambda provider: provider.id)
@pytest.mark.in_turn
def test_the_whole_journey(visit: Visit, app: App, provider: Provider) -> None:
    page = visit("first_call")
    choose(page, provider)
    ask(page, "What is the capital of Norway?")
    run(page)
    expect(reply(page)).to_contain_text("Oslo")
    done(page)
    expect(box(page)).to_contain_text("What is the capital of Norway?")
    page.get_by_role("tab", name="Response").click()
    expect(page.get_by_role("cell", name="Stop reason")).to_be_visible()
    page.get_by_role("tab", name="What travelled").click()
    expect(page.get_by_text("[redacted]").first).to_be_visible()
    expect(page.get_by_text("HTTP/1.1 200").first).to_be_visible()
    page.get_by_role("tab", name="Compared").click()
    expect(page.get_by_role("columnheader", name=f"{provider.name}, your last call")).to_be_visible()
    page.get_by_text("All your calls as charts").click()
    expect(page.locator(".js-plotly-plot")).to_have_count(2)
    assert page.get_by_text("Traceback").count() == 0
    assert "sk-practice-" not in page.content()
    with sqlite3.connect(app.ledger) as book:
        last = book.execute(
            "select provider, error, prompt, reply from calls order by id desc limit 1"
        ).fetchone()
    assert last == (provider.id, None, None, None)


def test_what_is_taken_home_is_the_program_in_the_box_and_runs(visit: Visit, tmp_path: Path) -> None:
    page = visit("first_call")
    ask(page, "What is the capital of Norway?")
    page.get_by_text(re.compile("^Take it with you:")).click()
    expect(page.locator("code").get_by_text("What is the capital of Norway?")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Folder").click()
    packed = Path(download.value.path()).read_bytes()
    done = run_programs.start_as_told(run_programs.unpacked(packed, tmp_path))
    assert done.returncode == 0 and "Oslo" in done.stdout, done.stderr


def test_typing_fast_moves_the_slider_and_loses_nothing(visit: Visit) -> None:
    page = visit("tokens_cost")
    line = box(page).get_by_text("max_tokens=")
    line.click()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    for _ in "1024":
        page.keyboard.press("Backspace")
    page.keyboard.type("777", delay=10)
    expect(box(page)).to_contain_text("max_tokens=777,")
    page.keyboard.type("7", delay=10)
    page.keyboard.press("Backspace")
    expect(box(page)).to_contain_text("max_tokens=777,")
    assert page.evaluate("document.activeElement.shadowRoot?.activeElement?.className ?? ''").startswith(
        "cm-content"
    )
    setting(page, "Token limit")
    expect(page.get_by_role("slider", name="Token limit")).to_have_value("777")


def test_a_control_that_has_not_followed_yet_takes_nothing_back(visit: Visit, app: App) -> None:
    page = visit("tokens_cost")
    box(page).get_by_text("max_tokens=").click()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    for _ in "1024":
        page.keyboard.press("Backspace")
    page.keyboard.type("5")
    page.wait_for_timeout(1500)  # until the slider has followed
    os.kill(app.pid, signal.SIGSTOP)  # a slow app: each message says what the slider showed before
    try:
        for digit in "43":
            page.keyboard.type(digit)
            page.wait_for_timeout(300)  # longer than the editor waits before it tells
    finally:
        os.kill(app.pid, signal.SIGCONT)
    expect(box(page)).to_contain_text("max_tokens=543")
    setting(page, "Token limit")
    expect(page.get_by_role("slider", name="Token limit")).to_have_value("543")


def test_a_click_before_the_page_has_followed_sends_the_right_model(visit: Visit, app: App) -> None:
    page = visit("first_call")
    box(page).wait_for()
    expect(page.get_by_role("link", name="Next: What travels")).to_be_visible()  # drawn to its end
    os.kill(app.pid, signal.SIGSTOP)
    try:
        page.get_by_test_id("stButtonGroup").get_by_text("OpenAI", exact=True).click()
        run(page)
    finally:
        os.kill(app.pid, signal.SIGCONT)
    done(page)
    expect(box(page)).to_contain_text('model="gpt-6-luna"')


def test_the_slider_changes_the_number_in_the_code(visit: Visit) -> None:
    page = visit("tokens_cost")
    setting(page, "Token limit")
    page.get_by_role("slider", name="Token limit").press("ArrowRight")
    expect(box(page)).to_contain_text("max_tokens=1025,")


def test_ctrl_enter_sends_what_was_just_typed(visit: Visit) -> None:
    page = visit("first_call")
    rewrite(
        page,
        'client.messages.create(model="claude-haiku-4-5", max_tokens=50, '
        'messages=[{"role": "user", "content": "Repeat after me: just typed"}])',
    )
    page.keyboard.press("ControlOrMeta+Enter")
    expect(reply(page)).to_contain_text("just typed")


def test_a_stream_is_stopped_and_what_came_is_kept(visit: Visit) -> None:
    page = visit("what_travels")
    ask(page, "Write a 900 word story about the sea.")
    run(page)
    expect(reply(page)).to_contain_text("sea", ignore_case=True)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("You stopped it.")).to_be_visible()
    expect(reply(page)).to_contain_text("sea", ignore_case=True)
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_enabled()


def test_it_can_be_stopped_before_the_first_token(visit: Visit) -> None:
    page = visit("first_call")  # nothing of a plain call comes before all of it is written
    ask(page, "Write a 900 word story about the sea.")
    run(page)
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.get_by_text("You stopped it.")).to_be_visible()


def test_a_reply_full_of_html_is_text(visit: Visit) -> None:
    page = visit("first_call")
    nasty = (
        "<img src=x onerror='window.hit=1'><script>window.hit=1</script> **bold** $x^2$ [a](javascript:hit)"
    )
    ask(page, f"Repeat after me: {nasty}")
    run(page)
    expect(reply(page)).to_contain_text("<script>window.hit=1</script> **bold** $x^2$")
    done(page)
    for tab in ("What travelled", "Compared", "Response", "Printed", "Reply"):
        page.get_by_role("tab", name=tab).click()
        expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
    assert page.evaluate("window.hit") is None
    assert reply(page).locator("img, script, b, strong, a").count() == 0


def test_broken_code_is_pointed_at_and_not_sent(visit: Visit) -> None:
    page = visit("first_call")
    rewrite(page, "import anthropic\nclient.messages.create(model=")
    expect(page.get_by_role("alert").filter(has_text="ine 2").first).to_be_visible()
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_disabled()


def test_a_phone_shows_everything_without_scrolling_sideways(visit: Visit) -> None:
    page = visit("first_call", width=390, height=844)
    run(page)
    done(page)
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    main = page.get_by_test_id("stMain")
    assert main.evaluate("node => node.scrollWidth <= node.clientWidth")


def test_two_tabs_do_not_share_a_session(visit: Visit) -> None:
    one, other = visit("first_call"), visit("first_call")
    ask(one, "What is the capital of Norway?")
    run(one)
    done(one)
    other.get_by_role("tab", name="Reply").click()
    expect(other.get_by_text("Nothing has been sent yet.")).to_be_visible()


def test_a_pasted_key_is_never_shown_again(visit: Visit) -> None:
    page = visit("first_call")
    page.get_by_test_id("stSidebar").get_by_test_id("stPopoverButton").click()
    key = "sk-ant-pasted-for-this-session-only-0123456789"
    page.get_by_role("textbox", name="Paste a key for Anthropic").fill(key)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Live: costs money")).to_be_visible()
    box = page.get_by_role("textbox", name="Paste a key for Anthropic")
    expect(box).to_have_value("")  # the popover is still open
    assert key not in page.content()
    page.get_by_test_id("stSidebar").get_by_test_id("stPopoverButton").click()
    expect(box).to_be_hidden()
    page.get_by_test_id("stSidebar").get_by_test_id("stPopoverButton").click()
    expect(box).to_have_value("")


def test_typing_and_clicking_run_at_once_sends_what_was_typed(visit: Visit) -> None:
    page = visit("first_call")
    box(page).get_by_text('"content"').click()
    page.keyboard.press("End")
    page.keyboard.press("End")  # the line is wrapped: the second time goes to its very end
    for _ in range(len('What is an API?"},')):
        page.keyboard.press("Backspace")
    page.keyboard.type('Repeat after me: at once"},')
    run(page)
    expect(reply(page)).to_contain_text("at once")
    expect(page.locator("css=body")).not_to_contain_text("Traceback")


def test_a_control_opens_at_an_argument_and_writes_into_the_code(visit: Visit) -> None:
    page = visit("first_call")
    box(page).get_by_text("1024", exact=True).click()
    slider = page.get_by_role("slider", name="Slider")
    slider.fill("300")
    expect(box(page)).to_contain_text("max_tokens=300,")
    page.keyboard.press("Escape")
    expect(slider).to_have_count(0)
    box(page).get_by_text('"What is an API?"').click()
    page.get_by_role("group", name="Value of content").get_by_role("textbox").fill('Repeat after me: "hi"')
    page.keyboard.press("Escape")
    run(page)
    expect(reply(page)).to_contain_text("hi")


def test_a_control_opens_by_keyboard(visit: Visit) -> None:
    page = visit("first_call")
    box(page).get_by_text("max_tokens=").click()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Alt+Enter")
    expect(page.get_by_role("slider", name="Slider")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(box(page)).to_contain_text("max_tokens=1025,")
    page.keyboard.press("Escape")
    expect(box(page)).to_be_focused()


def test_a_value_of_the_response_lights_up_in_the_program(visit: Visit) -> None:
    page = visit("first_call")
    run(page)
    done(page)
    page.get_by_role("tab", name="Response").click()
    page.get_by_role("button", name="output_tokens:").first.click()
    expect(box(page).locator(".cm-lit")).to_have_text("message.usage.output_tokens")
    expect(page.get_by_role("status").get_by_text("message.usage.output_tokens")).to_be_visible()
    box(page).get_by_text("stop_reason").click()
    expect(page.locator(".lit")).to_contain_text(["stop_reason"])


RETRY = "failures?tab=Retry%2C+written+out"


def test_an_edit_goes_along_when_another_page_is_opened_at_once(visit: Visit) -> None:
    page = visit("first_call")
    for title, other in (("Your first call", "Roles"), ("Roles", "Streaming")):
        box(page).click()
        page.keyboard.press("ControlOrMeta+Home")
        page.keyboard.type(f"# mine on {title}\n")
        page.get_by_test_id("stSidebar").get_by_role("link", name=other).click()
        expect(page.get_by_role("heading", level=1, name=other)).to_be_visible()
        expect(box(page)).not_to_contain_text(f"# mine on {title}")
        page.get_by_test_id("stSidebar").get_by_role("link", name=title).click()
        expect(page.get_by_role("heading", level=1, name=title)).to_be_visible()
        expect(box(page)).to_contain_text(f"# mine on {title}")
        page.get_by_test_id("stSidebar").get_by_role("link", name="Roles").click()
        expect(page.get_by_role("heading", level=1, name="Roles")).to_be_visible()
    box(page).click()
    page.keyboard.type("x")
    page.go_back()  # nothing waits for that: the last letter may be lost, the page must not be
    expect(page.get_by_role("heading", level=1, name="Roles")).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("link", name="FAQ").first).to_be_visible()


BENCHES = ["first_call", "tune", "providers", "tokens_cost", "failures", RETRY]
LIKE_THE_FIRST = ["what_travels", "roles", "streaming", "tokens_cost"]
"""The others have parts that the bench of the first call has not."""


@pytest.mark.parametrize(
    "slug",
    [
        *(slug for slug in BENCHES if slug not in LIKE_THE_FIRST),
        *(pytest.param(slug, marks=pytest.mark.attack) for slug in LIKE_THE_FIRST),
    ],
)
def test_the_bench_fits_into_one_screen(visit: Visit, slug: str) -> None:
    page = visit(slug, width=1280, height=720)
    page.get_by_role("radiogroup", name="Task").wait_for()
    assert page.evaluate(SHIFT) < 0.1
    for size in ((1280, 720), (1440, 900)):
        page.set_viewport_size({"width": size[0], "height": size[1]})
        seen = boxes(page)
        for name, found in seen.items():
            assert found["y"] >= 0 and found["y"] + min(found["height"], 150) <= size[1], (size, name, found)
        assert seen["pane"]["height"] >= 6 * 25
    go(page).click()
    expect(page.get_by_role("tab", name=re.compile("^(Reply|What came|How it went)$"))).to_have_attribute(
        "aria-selected", "true"
    )
    assert boxes(page)["pane"] == seen["pane"] and boxes(page)["run"] == seen["run"]


def go(page: Page) -> Locator:
    return page.get_by_role("button", name=re.compile("^(Run|Send to all|Make it happen)")).first


def boxes(page: Page) -> dict[str, FloatRect]:
    """Where on the screen the parts of a bench stand."""
    parts = {
        "title": page.get_by_role("heading", level=1),
        "run": go(page),
        "model": page.locator(
            "[class*='_bench_program '] :is(.cm-line, .stCode:not(.stExpander *))",
            has_text=re.compile("model=|ATTEMPTS ="),
        ).first,
        "pane": page.locator("[class*='_bench_pane ']").first,
        "task": page.get_by_role("radiogroup", name="Task"),
    }
    for part in parts.values():
        part.wait_for()
    found = {name: part.bounding_box() for name, part in parts.items()}
    assert all(found.values()), found
    return {name: box for name, box in found.items() if box}
