"""What a learner chose, wrote and said is there after a reload and a restart of the app; two tabs go their own way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from firstcall import providers
from tests.browser.conftest import COARSE, end, start_app
from tests.browser.test_journey import ask, box
from tests.browser.test_progress import OPENED, solve_one

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
OTHER = list(providers.every().values())[1].name
KEPT = "Object.keys(localStorage).filter(name => name.startsWith('firstcall:')).sort()"
QUIET = "document.querySelector('[data-testid=stApp]').dataset.testScriptState === 'notRunning'"


def opened(page: Page) -> Page:
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_function(QUIET)
    return page


def again(page: Page) -> Page:
    page.reload()
    return opened(page)


def chosen(page: Page, name: str) -> None:
    expect(page.get_by_test_id("stMain").get_by_role("radio", name=name).first).to_be_checked()


def choose(page: Page, name: str) -> None:
    page.get_by_test_id("stMain").get_by_role("radio", name=name).first.click()
    chosen(page, name)


def comment(page: Page, text: str) -> None:
    """Write a line at the top of the program that no setting stands for."""
    box(page).press("Control+Home")
    page.keyboard.type(f"# {text}\n")
    page.wait_for_function(f"Object.values(localStorage).some(kept => kept.includes({text!r}))")


def test_program_and_provider_are_there_after_a_reload(visit: Visit) -> None:
    page = visit("first_call")
    choose(page, OTHER)
    expect(page.get_by_role("textbox", name=f"Python program for {OTHER}")).to_be_visible()
    comment(page, "mine to stay")
    again(page)
    chosen(page, OTHER)
    expect(box(page)).to_contain_text("# mine to stay")
    page.goto(page.url.replace("first_call", "roles"))
    chosen(opened(page), OTHER)


def test_the_opening_program_is_not_shown_before_the_learners_own(visit: Visit) -> None:
    page = visit("first_call")
    ask(page, "Why is the sky blue?")
    page.wait_for_function("Object.values(localStorage).some(kept => kept.includes('sky'))")
    page.add_init_script(
        "window.shown = new Set(); new MutationObserver(() => {"
        "for (const one of document.querySelectorAll('*')) if (one.shadowRoot) {"
        "const code = one.shadowRoot.textContent; if (code.includes('messages')) shown.add(code.includes('sky'))}"
        "}).observe(document, { subtree: true, childList: true })"
    )
    again(page)
    expect(box(page)).to_contain_text("Why is the sky blue?")
    assert False not in set(page.evaluate("[...shown]"))


def test_all_of_it_survives_a_restart_of_the_app(browser: Browser, tmp_path: Path) -> None:
    context = browser.new_context(device_scale_factor=COARSE)
    process, app = start_app(tmp_path)
    try:
        page = context.new_page()
        page.goto(app.url)
        solve_one(page)
        page.goto(f"{app.url}/conversation")
        page.get_by_role("textbox", name="Say something").fill("My name is Ada.")
        page.keyboard.press("Enter")
        expect(page.get_by_test_id("stSidebar").get_by_text("1 call,")).to_be_visible()
        page.wait_for_function("(localStorage['firstcall:conversation_said'] ?? '').includes('assistant')")
        storage = context.storage_state()
        page.close()
    finally:
        end(process)
        context.close()
    process, app = start_app(tmp_path)  # another port: cookies do not know ports, the storage does
    for origin in storage["origins"]:
        origin["origin"] = app.url
    context = browser.new_context(storage_state=storage, device_scale_factor=COARSE)
    try:
        page = context.new_page()
        page.goto(f"{app.url}/conversation")
        expect(page.get_by_text("My name is Ada.").first).to_be_visible()
        expect(page.get_by_test_id("stSidebar").get_by_text("1 call,")).to_be_visible()
        page.goto(app.url)
        expect(page.get_by_text(OPENED)).to_be_visible()
    finally:
        context.close()
        end(process)


def test_two_tabs_do_not_undo_each_other(visit: Visit) -> None:
    one = visit("first_call")
    comment(one, "of the first tab")
    two = one.context.new_page()
    two.goto(one.url.replace("first_call", "roles"))
    opened(two)
    comment(two, "of the second tab")
    one.bring_to_front()
    comment(one, "once more")
    for page in (again(one), again(two)):
        assert len(page.evaluate(KEPT)) == 2
    expect(box(one)).to_contain_text("# once more")
    expect(box(two)).to_contain_text("# of the second tab")
    two.close()


def test_a_key_in_a_program_is_not_kept(visit: Visit) -> None:
    page = visit("first_call")
    comment(page, "before")
    page.keyboard.type("key = 'sk-ant-0123456789-0123456789'\n")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_test_id("stSidebar").get_by_text("1 call,")).to_be_visible()
    page.wait_for_function(QUIET)
    assert "sk-ant" not in page.evaluate("JSON.stringify(localStorage)")


def test_what_somebody_else_put_there_breaks_nothing(visit: Visit) -> None:
    page = visit("conversation")
    page.evaluate(
        "() => { for (const name of ['conversation_said', 'provider', 'language', 'first_call_anthropic_code'])"
        "localStorage.setItem('firstcall:' + name, '[[1, \"x\"'); document.cookie = 'first_call_kept=1; Path=/' }"
    )
    again(page)
    expect(page.get_by_role("textbox", name="Say something")).to_be_visible()
    expect(page.get_by_test_id("stException")).to_have_count(0)
    choose(page, OTHER)
