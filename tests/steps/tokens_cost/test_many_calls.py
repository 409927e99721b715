"""A session that has made thousands of calls: the page is as small as after a few, the files have all of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import streamlit as st

from benchmarks.reruns import fill, sent
from firstcall.ledger.statement import LATEST
from firstcall.ui import WORDS
from tests.steps.conftest import open_page

MANY = 2_000


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "ledger.sqlite3"
    monkeypatch.setenv("FIRSTCALL_LEDGER", str(file))
    return file


def test_many_calls_are_listed_in_part_drawn_once_and_in_the_files_as_a_whole(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    files: dict[str, Callable[[], str]] = {}
    monkeypatch.setattr(
        st, "download_button", lambda label, data, *more, **named: files.update({label: data})
    )
    at, there = open_page("tokens_cost"), set[str]()
    sent(at, there)
    _, with_none = sent(at, there)
    fill(place, at.session_state["session_id"], MANY)
    sent(at, there)
    _, with_many = sent(at, there)
    assert with_none < with_many < with_none + 5_000  # nothing new: charts and sums are there
    assert not files
    at.session_state["tokens_cost_calls_box"] = True
    at.run()
    assert list(at.dataframe[-1].value["request id"])[:: LATEST - 1] == [
        f"req_{MANY - 1}",
        f"req_{MANY - LATEST}",
    ]
    assert WORDS.line("costs/latest", shown=LATEST, all="2,000") in [caption.value for caption in at.caption]
    assert files["CSV"]().count("req_") == MANY == files["JSON lines"]().count("\n")
