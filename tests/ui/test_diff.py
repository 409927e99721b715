"""Two of a kind side by side: what is alike, what differs, what stands on one side only."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from firstcall.steps.providers.comparison_chart import Outcome, time_and_price
from firstcall.ui import diff
from firstcall.ui.diff import Row


@pytest.mark.parametrize(
    ("left", "right", "mark"),
    [("a", "a", "same"), ("a", "b", "differs"), ("a", None, "left only"), (None, "a", "right only")],
)
def test_a_row_says_how_its_sides_compare(left: str | None, right: str | None, mark: str) -> None:
    assert Row("x", left, right).mark == mark


def test_the_case_of_a_header_name_means_nothing() -> None:
    assert diff.headers([("Accept", "x")], [("accept", "x")]) == [Row("accept", "x", "x")]


def test_headers_keep_the_left_order_then_the_rest() -> None:
    rows = diff.headers([("b", "1"), ("a", "2")], [("c", "3"), ("a", "2")])
    assert [row.name for row in rows] == ["b", "a", "c"]


def test_a_header_that_stands_twice_keeps_both_values() -> None:
    assert diff.headers([("vary", "a"), ("vary", "b")], [])[0].left == "a, b"


def test_bodies_are_compared_by_path() -> None:
    rows = diff.bodies(
        b'{"model": "a", "messages": [{"role": "user"}]}', b'{"messages": [{"role": "user"}], "stop": []}'
    )
    assert rows == [
        Row("model", '"a"', None),
        Row("messages[0].role", '"user"', '"user"'),
        Row("stop", None, "[]"),
    ]


@pytest.mark.parametrize("body", [b"", b"<html>", b"data: {}\n\n", b"\xff"])
def test_what_is_no_json_is_not_compared(body: bytes) -> None:
    assert diff.bodies(body, b"{}") is None


def test_a_body_of_many_entries_is_compared_up_to_a_limit() -> None:
    many = json.dumps(list(range(10_000))).encode()
    rows = diff.bodies(many, many)
    assert rows is not None and len(rows) == diff.MOST_ROWS


def test_lines_that_belong_together_share_a_row() -> None:
    assert diff.lines("import a\nx\n", "import b\nx\ny\n") == [
        Row("", "import a", "import b"),
        Row("", "x", "x"),
        Row("", None, "y"),
    ]


def test_a_diff_has_no_headings() -> None:
    assert diff.diff("a\nsame", "b\nsame") == "-a\n+b\n same"


def test_a_diff_of_equal_texts_is_the_text() -> None:
    assert diff.diff("a\nb", "a\nb") == " a\n b"


def test_the_other_direction_swaps_the_signs() -> None:
    assert diff.diff("b\nsame", "a\nsame") == "-b\n+a\n same"


def test_the_summary_counts_each_mark() -> None:
    rows = [Row("", "a", "a"), Row("", "a", "b"), Row("", "a", None), Row("", None, "b")]
    assert diff.summary(rows) == "1 the same, 1 differs, 2 on one side only"


TEXTS = some.lists(some.text("abc =()", max_size=6), max_size=12).map("\n".join)


@settings(suppress_health_check=[HealthCheck.too_slow])  # a busy machine is no fault of the texts
@given(TEXTS, TEXTS)
def test_both_programs_can_be_put_together_again_from_the_rows(left: str, right: str) -> None:
    rows = diff.lines(left, right)
    assert [row.left for row in rows if row.left is not None] == left.splitlines()
    assert [row.right for row in rows if row.right is not None] == right.splitlines()


def test_the_picture_of_a_round_says_who_was_first_and_who_was_dear() -> None:
    outcomes = [
        Outcome("anthropic", "claude-haiku-5-5", 0.5, 2.0, Decimal("0.00005")),
        Outcome("openai", "<b>gpt</b>", None, 1.0, Decimal("0.00002")),
    ]
    assert time_and_price(outcomes).alt == (
        "<b>gpt</b> was done first, after 1.0 s. <b>gpt</b> was the cheapest at 0.002 cents, claude-haiku-5-5 the "
        "most expensive at 0.005 cents."
    )
    waits, writes, prices = time_and_price(outcomes).figure.data
    assert list(waits.x) == [0.5, 0.0] and list(writes.x) == [1.5, 1.0] and list(prices.x) == [0.005, 0.002]
    assert list(waits.y) == ["claude-haiku-5-5", "&lt;b&gt;gpt&lt;/b&gt;"]


def test_a_model_without_a_price_is_drawn_as_such() -> None:
    figure = time_and_price([Outcome("openai", "gpt-99", 0.1, 1.0, None)]).figure
    assert "no price" in [note.text for note in figure.layout.annotations]
