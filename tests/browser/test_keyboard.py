"""The whole course by the keyboard alone: every page's main action, and a task of each page that asks for one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from firstcall.course import steps
from tests.browser.conftest import App, answering_at_once, arrived
from tests.browser.test_journey import box, done

pytestmark = pytest.mark.browser
Visit = Callable[..., Page]
FEW_STOPS = 6
MOST_STARTS = 5
BOXES: tuple[Literal["textbox", "searchbox"], ...] = ("textbox", "searchbox")
HAS_FOCUS = """node => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return node === active || node.contains(active);
}"""
LOST = "document.activeElement === document.body"
NEAR = """(node, [few, back]) => {
    const within = root => [...root.querySelectorAll('*')].flatMap(
        one => [one, ...(one.shadowRoot ? within(one.shadowRoot) : [])]);
    const all = within(document), stops = all.filter(one => one.tabIndex >= 0 && !one.disabled
        && one.checkVisibility({visibilityProperty: true}) && one !== document.body);
    const here = all.indexOf(node), first = stops.findIndex(one => all.indexOf(one) >= here);
    stops[Math.min(Math.max(first + (back ? few - 1 : 1 - few), 0), stops.length - 1)].focus();
}"""


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    with answering_at_once(tmp_path_factory.mktemp("app")) as started:
        yield started


@dataclass
class Hands:
    """A learner who has no mouse."""

    page: Page

    def reach(self, target: Locator, back: bool = False) -> None:
        """Go by Tab from a few stops away until the focus stands there.

        That Tab leads through the whole page is seen by `test_accessibility`: each of these steps is drawn.
        What is drawn anew meanwhile may take the focus with it, or put stops in between: then the way begins again.
        """
        expect(target).to_be_visible()
        for _ in range(MOST_STARTS):
            for stop in range(FEW_STOPS):
                if target.evaluate(HAS_FOCUS):
                    return
                if stop == 0:
                    target.evaluate(NEAR, [FEW_STOPS, back])
                elif self.page.evaluate(LOST):
                    break
                self.page.keyboard.press("Shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab does not lead to {target}")

    def press(self, name: str | re.Pattern[str], back: bool = False) -> None:
        button = self.page.get_by_test_id("stMain").get_by_role("button", name=name, exact=True).first
        self.reach(button, back)
        self.page.keyboard.press("Enter")

    def run(self) -> None:
        """Send what the code box says, from inside it."""
        self.reach(box(self.page))
        self.page.keyboard.press("Control+Enter")
        expect(self.page.get_by_role("region", name="Reply").first).to_contain_text(re.compile(r"\w{3}"))
        done(self.page)

    def type(self, label: str, text: str) -> None:
        named = [self.page.get_by_role(role, name=label) for role in BOXES]
        self.reach(named[0].or_(named[1]).first)
        self.page.keyboard.press("Control+a")
        self.page.keyboard.type(text)
        self.page.keyboard.press("Enter")

    def task(self, number: int) -> None:
        """Turn the strip of tasks to this one, by the arrows."""
        tasks = self.page.get_by_role("radiogroup", name="Task")
        all_of_them = tasks.get_by_role("radio")
        for _ in range(6):
            checked = [one.get_attribute("aria-checked") for one in all_of_them.all()].index("true") + 1
            if checked == number:
                return
            self.reach(tasks)
            self.page.keyboard.press("ArrowRight" if checked < number else "ArrowLeft")
            self.page.keyboard.press("Space")
            self.page.wait_for_timeout(300)
        expect(all_of_them.nth(number - 1)).to_be_checked()

    def solved(self, number: int) -> None:
        expect(self.page.get_by_role("radio", name=f"✓ {number}", exact=True)).to_be_visible()

    def go_on(self, slug: str) -> None:
        """To the next page, by the link at the end of this one."""
        self.follow(slug, f"Next: {steps.find(slug).title}")

    def follow(self, slug: str, name: str) -> None:
        """To another page, by a link of this name on this one."""
        self.reach(self.page.get_by_test_id("stMain").get_by_role("link", name=name).first)
        self.page.keyboard.press("Enter")
        arrived(self.page, steps.find(slug))


def test_the_whole_course_without_a_mouse(visit: Visit) -> None:
    page = visit()
    arrived(page, steps.find("start_here"))
    hands = Hands(page)
    hands.run()

    hands.go_on("setup")
    hands.type("Number of the line", "2")
    hands.solved(1)

    hands.go_on("first_call")
    hands.run()
    hands.type(
        "The path that reads the text",
        '"".join(block.text for block in message.content if block.type == "text")',
    )
    hands.solved(1)
    hands.task(2)
    hands.type("The stop reason", "end_turn")
    hands.solved(2)

    hands.go_on("what_travels")
    hands.run()
    hands.task(2)
    hands.type("Name of the header", "authorization")
    hands.solved(2)

    hands.go_on("roles")
    program = box(page).inner_text()
    hands.reach(box(page))
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(
        re.sub(r'system="[^"]*"', 'system="Answer as a pirate."', program.replace("\u200b", ""))
    )
    hands.run()
    hands.solved(1)

    hands.go_on("tune")
    hands.press("Run the lab")
    expect(page.get_by_role("tabpanel", name="Model").locator(".js-plotly-plot")).to_be_visible()

    hands.go_on("streaming")
    hands.press("Run both")
    expect(page.locator(".js-plotly-plot").first).to_be_visible()

    hands.go_on("conversation")
    for said in ("My name is Ada.", "What is my name?"):
        hands.type("Say something", said)
        expect(page.get_by_test_id("stChatMessage").last).to_contain_text("Ada")
        expect(page.get_by_role("button", name="Drop it")).to_be_enabled()
    hands.press("Drop it")
    hands.type("Say something", "What is my name?")
    hands.solved(1)

    hands.go_on("failures")
    hands.press("Make it happen")
    expect(page.get_by_text("RateLimitError").filter(visible=True).first).to_be_visible()
    hands.task(4)
    hands.type("The status that deserves no retry", "401")
    hands.solved(4)

    hands.go_on("providers")
    hands.press("Send to all")
    expect(page.get_by_role("region", name="Reply").nth(1)).not_to_be_empty()
    hands.type("Path", "response.choices[0].message.content")
    hands.solved(1)

    hands.go_on("tokens_cost")
    hands.run()
    hands.task(2)
    hands.type("A text with many tokens", "木漏れ日🦜𓂀")
    hands.solved(2)

    hands.go_on("finish")
    expect(page.get_by_role("link", name="10. Tokens and cost (1/3)")).to_be_visible()
    hands.follow("good_habits", "Good habits")
    hands.go_on("own_code")
    hands.go_on("faq")
    hands.type("Search the questions", "billing")
    expect(page.get_by_text(re.compile(r"^\d+ question"))).to_be_visible()
