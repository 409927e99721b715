"""axe finds nothing serious on any page that Streamlit itself does not cause."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from firstcall import steps
from firstcall.steps import Step
from tests.programs import packages

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


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("step", steps.every(), ids=lambda step: step.slug)
def test_no_serious_findings(visit: Callable[..., Page], step: Step, dark: bool) -> None:
    page = visit("" if step is steps.every()[0] else step.slug, dark=dark)
    expect(page.get_by_role("heading", level=1, name=step.title)).to_be_visible()
    page.wait_for_load_state("networkidle")
    expect(page.get_by_test_id("stApp")).to_have_attribute("data-test-script-state", "notRunning")
    page.add_script_tag(content=(packages() / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    report: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = {
        violation["id"]: ours
        for violation in report["violations"]
        if violation["impact"] in {"serious", "critical"}
        if (ours := [node["html"][:300] for node in violation["nodes"] if counts(violation["id"], node)])
    }
    assert serious == {}
