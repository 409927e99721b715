"""What a rerun may cost: nothing that many parts of a page ask for is looked up twice in one run."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from benchmarks.reruns import Counts, counting, move_slider, open_page, slugs
from firstcall import providers
from tests.quickly import one_of

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture(params=one_of(slugs(ROOT), "first_call"), scope="module")
def at(request: pytest.FixtureRequest) -> AppTest:
    """Each page in turn, opened once, in a session that has not called anybody."""
    return open_page(ROOT, request.param, called=False)


def counted(at: AppTest) -> Counts:
    with counting(ROOT) as counts:
        at.run()
    assert not at.exception
    return counts


def test_a_run_looks_up_each_key_once_and_reads_the_rows_once(at: AppTest) -> None:
    counts = counted(at)
    needed = {one.address.key_variable for one in providers.every().values() if one.address.needs_key}
    assert needed <= set(counts.variables)
    assert len(set(counts.variables)) == len(counts.variables)
    assert (counts.dotenv, counts.secrets, counts.selects) == (1, 1, 1)


def test_a_move_of_a_slider_reads_the_program_at_most_twice(at: AppTest) -> None:
    move = move_slider(at)
    if move is None:
        assert not at.slider
        return
    move()
    with counting(ROOT) as counts:
        move()
    assert not at.exception
    assert counts.parsed <= 2
