"""A call that died with the app, as its learner is told of it in the next session."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from firstcall.ledger.ledger import Ledger
from firstcall.ui import WORDS, costs
from tests.ledger.test_cut_off import begun
from tests.steps.conftest import open_page


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger in which another program, dead by now, has left a live call of ada's."""
    place = tmp_path / "ledger.sqlite3"
    monkeypatch.setenv("FIRSTCALL_LEDGER", str(place))
    dead = Ledger(place)
    dead.begin(begun("ada"))
    dead.close()
    with closing(sqlite3.connect(place)) as past:
        past.execute("UPDATE writers SET seen = 0")
        past.commit()
    return place


def visit(slug: str, learner: str) -> AppTest:
    return open_page(slug, lambda at: at.session_state.__setitem__("learner", learner))


def warned(at: AppTest) -> bool:
    said = WORDS.line("cap/cut_off", calls=1)
    return any(said in caption.value for caption in at.caption)


@pytest.mark.parametrize("slug", ["tokens_cost", "first_call"])
def test_its_learner_is_told(file: Path, slug: str) -> None:
    assert warned(visit(slug, "ada"))


def test_the_table_says_what_became_of_it_and_its_cost_at_most() -> None:
    row = costs.row(begun().cut_off().record)
    assert row["outcome"] == WORDS.line("costs/cut_off")
    assert row["cost"] == WORDS.line("costs/at_most", usd="$0.25")


def test_nobody_else_is(file: Path) -> None:
    assert not warned(visit("tokens_cost", "bob"))
