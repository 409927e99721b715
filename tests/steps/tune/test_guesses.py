"""What was guessed is drawn at the row that it is about."""

from __future__ import annotations

from firstcall.steps.tune import temperature_charts

GROUPS = {"at 0": ["same", "same", "other"], "at 1": ["one", "two", "three"]}


def test_a_guess_stands_in_the_row_of_its_group() -> None:
    bars, star = temperature_charts.equal(GROUPS, "3", of="at 0").figure["data"]
    assert list(bars["x"]) == [2, 0] and list(bars["y"]) == ["at 0", "at 1"]
    assert list(star["x"]) == [3] and list(star["y"]) == ["at 0"]


def test_no_guess_is_drawn_where_there_was_none_or_nothing_to_compare() -> None:
    assert len(temperature_charts.equal(GROUPS, None, of="at 0").figure["data"]) == 1
    assert len(temperature_charts.equal({"at 1": ["one"]}, "3", of="at 0").figure["data"]) == 1
