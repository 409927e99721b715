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

STREAMLITS_OWN = {
    "aria-prohibited-attr",  # the placeholder of a diagram that is still loading
}
"""Rules that fail on a page with nothing but Streamlit's widgets on it (seen with 1.67)."""


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("step", steps.every(), ids=lambda step: step.slug)
def test_no_serious_findings(visit: Callable[..., Page], step: Step, dark: bool) -> None:
    page = visit("" if step is steps.every()[0] else step.slug, dark=dark)
    expect(page.get_by_role("heading", level=1, name=step.title)).to_be_visible()
    page.wait_for_load_state("networkidle")
    page.add_script_tag(content=(packages() / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8"))
    report: dict[str, Any] = page.evaluate("axe.run(document, {resultTypes: ['violations']})")
    serious = {
        violation["id"]: [node["html"][:300] for node in violation["nodes"][:3]]
        for violation in report["violations"]
        if violation["impact"] in {"serious", "critical"} and violation["id"] not in STREAMLITS_OWN
    }
    assert serious == {}
