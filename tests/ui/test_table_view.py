"""Tables on the page."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest


def _page() -> None:
    from firstcall.ui import table_view

    table_view.draw([], alt="nothing")
    table_view.draw([{"name": "`a`", "tokens": 3}, {"name": "b", "more": "x"}, {"name": None}], alt="three")


def test_a_column_that_a_row_does_not_have_is_empty_there() -> None:
    at = AppTest.from_function(_page).run()
    assert not at.exception
    (table,) = at.table
    assert list(table.value.columns) == ["name", "tokens", "more"]
    assert table.value["name"].tolist()[:2] == ["`a`", "b"]
    assert table.value["more"].isna().tolist() == [True, False, True]
    assert table.value["tokens"].isna().tolist() == [False, True, True]
