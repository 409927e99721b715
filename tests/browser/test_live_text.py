"""A reply in a real browser, from a text that a thread fills."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

pytest_plugins = ["tests.browser.demo_fixtures"]
pytestmark = pytest.mark.browser


@pytest.fixture
def page(visit_demo: Callable[[str], Page]) -> Page:
    page = visit_demo("Reply")
    expect(page.get_by_role("button", name="Write HTML")).to_be_visible(timeout=30_000)
    return page


def _write(page: Page, button: str = "Write") -> None:
    page.get_by_role("button", name=button, exact=True).click()
    expect(page.get_by_text("readers 1")).to_be_visible()
    page.get_by_role("button", name="Go on").click()


def _words(page: Page) -> Locator:
    return page.get_by_role("region", name="Reply").locator(".words")


def test_waiting_is_said_until_the_first_token(page: Page) -> None:
    page.get_by_role("button", name="Wait").click()
    waiting = page.get_by_text("Waiting for the first token…")
    expect(waiting).to_be_visible()
    expect(_words(page)).to_have_attribute("aria-busy", "true")
    page.get_by_role("button", name="Go on").click()
    expect(_words(page)).to_have_text("late")
    expect(waiting).to_be_hidden()


def test_the_page_runs_again_by_itself_when_the_reply_ends(page: Page) -> None:
    _write(page)
    expect(page.get_by_text("closed True")).to_be_visible()
    expect(_words(page)).to_have_attribute("aria-busy", "false")
    expect(_words(page)).to_have_text("".join(f"word{number:04} " for number in range(100)))


def test_the_reply_grows_while_it_is_written(page: Page) -> None:
    page.get_by_role("button", name="Write", exact=True).click()
    _words(page).evaluate(
        """node => {
          window.lengths = []
          new MutationObserver(() => lengths.push(node.textContent.length))
            .observe(node, { characterData: true, subtree: true })
        }"""
    )
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("closed True")).to_be_visible()
    lengths = page.evaluate("lengths")
    assert len(lengths) > 5
    assert lengths == sorted(lengths)
    assert lengths[-1] == 900


def test_html_markdown_and_scripts_are_shown_and_not_run(page: Page) -> None:
    _write(page, "Write HTML")
    expect(page.get_by_text("closed True")).to_be_visible()
    shown = _words(page).evaluate("node => node.textContent")
    assert shown == (
        "<script>window.__ran = 1</script><img src=x onerror='window.__ran = 2'>\n"
        "**not bold** $x^2$ `tick`\n</div>"
    )
    assert _words(page).locator("*").count() == 0
    assert page.evaluate("window.__ran") is None


def test_a_new_reply_starts_over(page: Page) -> None:
    _write(page, "Write HTML")
    expect(page.get_by_text("closed True")).to_be_visible()
    _write(page)
    expect(_words(page)).to_contain_text("word0099")
    expect(_words(page)).not_to_contain_text("script")


def test_the_bytes_grow_with_the_length_of_the_reply(page: Page) -> None:
    received: dict[str, int] = {"streams": 0, "page": 0}
    ours: set[str] = set()
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")

    def answered(event: dict) -> None:  # type: ignore[type-arg]
        if "/streams/" in event["response"]["url"]:
            ours.add(event["requestId"])

    def arrived(event: dict) -> None:  # type: ignore[type-arg]
        received["streams"] += event["dataLength"] if event["requestId"] in ours else 0

    def framed(event: dict) -> None:  # type: ignore[type-arg]
        received["page"] += len(event["response"]["payloadData"])

    devtools.on("Network.responseReceived", answered)
    devtools.on("Network.dataReceived", arrived)
    page.get_by_role("spinbutton", name="Tokens").fill("600")
    page.get_by_role("spinbutton", name="Tokens").press("Enter")
    page.get_by_role("button", name="Write", exact=True).click()
    expect(page.get_by_text("readers 1")).to_be_visible()
    devtools.on("Network.webSocketFrameReceived", framed)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("closed True")).to_be_visible(timeout=30_000)
    devtools.detach()
    length = 600 * len("word0000 ")
    assert length <= received["streams"] < 3 * length
    assert received["page"] < 12 * length + 100_000


def test_leaving_the_page_is_noticed(page: Page) -> None:
    page.get_by_role("button", name="Wait").click()
    expect(page.get_by_text("readers 1")).to_be_visible()
    page.get_by_role("link", name="Other").click()
    expect(page.get_by_text("readers 0")).to_be_visible()


def _fill(page: Page) -> Locator:
    page.get_by_role("spinbutton", name="Tokens").fill("600")
    page.get_by_role("spinbutton", name="Tokens").press("Enter")
    _write(page)
    expect(_words(page)).to_contain_text("word0200")
    return page.get_by_role("region", name="Reply")


def test_the_end_of_a_long_reply_stays_in_view(page: Page) -> None:
    region = _fill(page)
    expect(page.get_by_text("closed True")).to_be_visible(timeout=30_000)
    assert region.evaluate("node => node.scrollHeight - node.scrollTop - node.clientHeight") < 24


def test_a_reader_who_scrolled_up_is_left_there(page: Page) -> None:
    region = _fill(page)
    region.evaluate("node => { node.scrollTop = 0 }")
    expect(page.get_by_text("closed True")).to_be_visible(timeout=30_000)
    assert region.evaluate("node => node.scrollTop") == 0


def test_a_long_reply_can_be_scrolled_with_the_keyboard(page: Page) -> None:
    expect(_fill(page)).to_have_attribute("tabindex", "0")


def test_without_the_stream_the_whole_reply_comes_at_the_end(page: Page) -> None:
    page.route("**/streams/*", lambda route: route.abort())
    page.get_by_role("button", name="Wait").click()
    expect(page.get_by_text("Waiting for the first token…")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_text("written True")).to_be_visible()
    page.get_by_role("button", name="Go on").click()
    expect(_words(page)).to_have_text("late")
