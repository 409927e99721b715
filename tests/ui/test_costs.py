"""What it cost, under every page."""

from __future__ import annotations

from tests.page_actions import ACTIONS
from tests.steps.conftest import open_page


def test_the_charts_of_all_calls_are_made_only_when_somebody_opens_them() -> None:
    at = open_page("first_call")
    assert not [box for box in at.expander if "1 call" in box.label]
    ACTIONS["first_call"](at, "anthropic")
    (box,) = [box for box in at.expander if "1 call," in box.label]
    assert not box.get("plotly_chart") and not at.get("arrow_data_frame")
    at.session_state["first_call_costs_box"] = True
    at.run()
    (box,) = [box for box in at.expander if "1 call," in box.label]
    assert len(box.get("plotly_chart")) == 2
    assert "All calls (1)" in [inner.label for inner in box.get("expander")]
