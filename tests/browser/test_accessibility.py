"""axe finds nothing serious on any page that Streamlit itself does not cause."""

from __future__ import annotations

from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from firstcall.course import steps
from firstcall.course.steps import Step
from tests.browser.conftest import SIZE, Walk
from tests.run_programs import packages

pytestmark = pytest.mark.browser

PRIMARY = {"#0b5cad", "#2f78c8"}
"""The theme's primary colours. Streamlit writes white on them in buttons and writes them on the background in
tabs and sliders: on a dark background no colour reaches 4.5 both ways, so 3 is asked of these."""


def streamlits(html: str) -> bool:
    """Whether an element was made by Streamlit: its markup is not ours to mend."""
    return 'class="st-emotion-cache' in html or 'data-testid="st' in html


def counts(rule: str, node: dict[str, Any]) -> bool:
    """Whether a finding is ours: any contrast, as the theme is, and any markup that Streamlit did not make."""
    if rule != "color-contrast":
        return not streamlits(node["html"])
    if node["html"].startswith('<span class="token'):
        return False  # the syntax colours of `st.code` are Streamlit's own
    seen = node["any"][0]["data"]
    return not (PRIMARY & {seen["fgColor"], seen["bgColor"]} and seen["contrastRatio"] >= 3)


FADED_MS = 2_000


def serious(page: Page, *rules: str) -> dict[str, list[str]]:
    """What axe finds on the page at rest, by these rules or by all: rule to the elements that break it.

    What is drawn anew is pale for a moment: what is found is looked for once more when that is over."""
    found = _found(page, rules)
    if found:
        page.wait_for_timeout(FADED_MS)
        found = _found(page, rules)
    return found


def _found(page: Page, rules: tuple[str, ...]) -> dict[str, list[str]]:
    asked = {"resultTypes": ["violations"]} | ({"runOnly": list(rules)} if rules else {})
    report: dict[str, Any] = page.evaluate("asked => axe.run(document, asked)", asked)
    return {
        violation["id"]: ours
        for violation in report["violations"]
        if violation["impact"] in {"serious", "critical"}
        if (ours := [node["html"][:300] for node in violation["nodes"] if counts(violation["id"], node)])
    }


CONTROLS = """() => {
    document.body.tabIndex = -1;  // Tab goes on from where a click was: begin at the top
    document.body.focus();
    document.body.removeAttribute('tabindex');
    const within = root => [...root.querySelectorAll('*')].flatMap(
        node => [node, ...(node.shadowRoot ? within(node.shadowRoot) : [])]);
    window.reached = new Set();
    window.controls = within(document).filter(node => node.tabIndex >= 0 && !node.disabled
        && node.checkVisibility({visibilityProperty: true}) && node !== document.body);
}"""
STEP_ON = """() => {
    let node = document.activeElement;
    while (node.shadowRoot?.activeElement) node = node.shadowRoot.activeElement;
    window.reached.add(node);
    return node === document.body;
}"""
MISSED = """() => {
    const group = node => node.closest('[role=radiogroup], [role=toolbar], [role=group], [role=tablist]');
    const entered = new Set([...window.reached].map(group).filter(Boolean));
    return window.controls
        .filter(node => node.tabIndex >= 0 && node.checkVisibility({visibilityProperty: true}))
        .filter(node => !window.reached.has(node) && !entered.has(group(node)))
        .filter(node => node.tagName !== 'CANVAS' || ![...window.reached].some(one => node.contains(one)))
        .map(node => node.outerHTML.slice(0, 300));
}"""
"""Inside a group the arrow keys move, so one member that Tab reaches is enough, and of a table on a canvas a cell. A
panel that Tab stopped at only until what stands in it was drawn is no control any more."""
MOST_STOPS = 250
BACKGROUND = {"light": "rgb(255, 255, 255)", "dark": "rgb(14, 18, 23)"}


def load_axe(page: Page) -> None:
    if not page.evaluate("'axe' in window"):
        source = packages() / "node_modules/axe-core/axe.min.js"
        page.add_script_tag(content=source.read_text(encoding="utf-8"))


def lights(page: Page, scheme: Literal["light", "dark"]) -> None:
    page.emulate_media(color_scheme=scheme)
    expect(page.get_by_test_id("stApp")).to_have_css("background-color", BACKGROUND[scheme])


def missed_by_tab(page: Page) -> list[str]:
    """The controls that Tab alone does not lead to, from the top of the page until it leaves the page."""
    page.mouse.move(SIZE["width"] - 2, SIZE["height"] / 2)  # what shows only under the pointer comes and goes
    page.evaluate(CONTROLS)
    for _ in range(MOST_STOPS):
        page.keyboard.press("Tab")
        if page.evaluate(STEP_ON):
            break
    else:
        raise AssertionError("Tab does not come to an end: something holds it")
    missed: list[str] = page.evaluate(MISSED)
    return missed


@pytest.mark.parametrize("step", steps.every(), ids=lambda step: step.slug)
def test_a_page_serves_everybody(walk: Walk, step: Step) -> None:
    """In light and dark, and with the keyboard alone."""
    page = walk(step)
    load_axe(page)
    assert serious(page) == {}
    assert missed_by_tab(page) == []
    try:
        lights(page, "dark")
        assert serious(page, "color-contrast") == {}  # nothing else changes
    finally:
        lights(page, "light")
