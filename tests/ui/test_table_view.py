"""Tables on the page."""

from __future__ import annotations

import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from firstcall.ui import table_view

ROOT = Path(__file__).parents[2]


def _page() -> None:
    from firstcall.ui import table_view

    table_view.draw([], alt="nothing")
    table_view.draw([{"name": "`a`", "tokens": 3}, {"name": "b", "more": "x"}, {"name": None}], alt="three")


def test_a_column_that_a_row_does_not_have_is_empty_there() -> None:
    at = AppTest.from_function(_page).run()
    assert not at.exception
    (table,) = at.markdown
    assert table.value.splitlines() == [
        ":gray[three]",
        "",
        "| name | tokens | more |",
        "| --- | ---: | --- |",
        "| `a` | 3 |  |",
        "| b |  | x |",
        "|  |  |  |",
    ]


@pytest.mark.parametrize(
    ("values", "right"),
    [
        ([1, 2.5, None], True),
        (["1,024", "512", ""], True),
        ([r"\$1.35", r"\$0", "no price"], True),
        (["× 0.1", "20 ms", "**0.0034 cents**", "50%", "1e-09"], True),
        (["—", "no price"], False),
        (["100", "not said", "not said"], False),
        (["20", "84", "512 to 4,096"], False),
        (["2026-01-22", "2026-03-01"], False),
        (["4 and more", "gpt-4"], False),
        ([True, False], False),
    ],
)
def test_a_column_of_numbers_stands_to_the_right(values: list[object], right: bool) -> None:
    ruler = table_view.markdown([{"n": value} for value in values]).splitlines()[1]
    assert ruler == ("| ---: |" if right else "| --- |")


def test_what_a_cell_says_ends_neither_cell_nor_line() -> None:
    rows = table_view.markdown([{"a|b": "`a | b`\nand  more", "kept": r"`c \| d`"}]).splitlines()
    assert rows[0] == r"| a\|b | kept |" and rows[2:] == ["| `a \\| b` and  more | `c \\\u2060\\| d` |"]


@pytest.mark.parametrize(
    ("said", "written"),
    [
        (r"escaped \| already", r"escaped \| already"),
        (r"after a backslash \\|", r"after a backslash \\\|"),
        (r"`two \\| in code`", r"`two \\\| in code`"),
        (r"``a ` b|c`` d|e", r"``a ` b\|c`` d\|e"),
    ],
)
def test_backslashes_before_it_are_minded(said: str, written: str) -> None:
    assert table_view.markdown([{"": said}]).splitlines()[2] == f"| {written} |"


def test_columns_keep_their_order_and_their_kinds() -> None:
    long = "x" * 2_000_000
    rows = [
        {"at": "2026-11-28", "n": 1, "usd": None, "day": date(2026, 11, 28), "nothing": None},
        {"at": long, "n": None, "usd": 0.5, "day": None, "more": True},
    ]
    found = table_view.columns(rows)
    assert found.column_names == ["at", "n", "usd", "day", "nothing", "more"]
    assert [str(field.type) for field in found.schema] == [
        "string", "int64", "double", "timestamp[s]", "null", "bool",
    ]  # fmt: skip
    assert found["at"].to_pylist() == ["2026-11-28", long] and found["more"].to_pylist() == [None, True]
    assert table_view.columns([]).num_rows == 0
    assert table_view.columns([{"half a character": "a\ud800"}]).to_pylist() == [{"half a character": "a?"}]


@pytest.mark.thorough
def test_neither_a_table_nor_a_page_with_its_components_loads_pandas() -> None:
    """44 MiB of it, and a second on a slow machine."""
    code = """
import os, sys
os.environ["FIRSTCALL_LEDGER"] = ":memory:"
from pathlib import Path
from benchmarks import reruns
from firstcall.ui import table_view
table_view.grid([{"a": "b", "n": 1}], "as a running app draws it")
assert "pyarrow" in sys.modules and "pandas" not in sys.modules
at = reruns.open_page(Path.cwd(), "first_call")
at.session_state["first_call_faq_text"] = True
at.button(key="first_call_go").click().run()
at.session_state["first_call_run"].wait(30)
at.run()
assert not at.exception and at.get("bidi_component"), at.exception
assert any("| --- |" in one.value for one in at.markdown), "no table on the page"
assert "pandas" not in sys.modules
os._exit(0)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
