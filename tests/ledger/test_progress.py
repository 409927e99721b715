"""Progress without an account: what is kept, for whom, and what a broken file does."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from firstcall.ledger import file as file_module
from firstcall.ledger.progress import COOKIE, Progress
from firstcall.server import server

Keep = Callable[[Path | None], Progress]


@pytest.fixture
def keep() -> Iterator[Keep]:
    """Opens progress and closes it after the test."""
    opened: list[Progress] = []

    def keep_(place: Path | None) -> Progress:
        opened.append(Progress(place))
        return opened[-1]

    yield keep_
    for one in opened:
        one.close()


def test_steps_are_given_in_the_order_of_their_last_visit() -> None:
    kept = Progress(None)
    for step in ("setup", "roles", "setup"):
        kept.opened("ada", step)
    assert kept.steps("ada") == ["roles", "setup"]


def test_an_exercise_done_twice_counts_once() -> None:
    kept = Progress(None)
    kept.done("ada", "setup.leak")
    kept.done("ada", "setup.leak")
    assert kept.exercises("ada") == {"setup.leak"}


def test_learners_do_not_see_each_other() -> None:
    kept = Progress(None)
    kept.opened("ada", "setup")
    kept.done("ada", "setup.leak")
    assert kept.steps("bob") == [] and kept.exercises("bob") == set()


def test_it_survives_a_restart(tmp_path: Path, keep: Keep) -> None:
    file = tmp_path / "deep" / "ledger.sqlite3"
    first = keep(file)
    first.opened("ada", "setup")
    first.done("ada", "setup.leak")
    again = keep(file)
    assert again.steps("ada") == ["setup"] and again.exercises("ada") == {"setup.leak"}


def test_forgetting_removes_everything_of_one_learner_and_nothing_of_another(
    tmp_path: Path, keep: Keep
) -> None:
    file = tmp_path / "ledger.sqlite3"
    kept = keep(file)
    for learner in ("ada", "bob"):
        kept.opened(learner, "setup")
        kept.done(learner, "setup.leak")
    kept.forget("ada")
    again = keep(file)
    assert again.steps("ada") == [] and again.exercises("ada") == set()
    assert again.steps("bob") == ["setup"] and again.exercises("bob") == {"setup.leak"}


def test_nothing_but_names_and_times_is_stored(tmp_path: Path, keep: Keep) -> None:
    file = tmp_path / "ledger.sqlite3"
    keep(file).opened("ada", "setup")
    with closing(sqlite3.connect(file)) as db:
        columns = [name for _, name, *_ in db.execute("pragma table_info(progress)")]
        learner, kind, name, at = db.execute("select * from progress").fetchone()
    assert columns == ["learner", "kind", "name", "at"]
    assert (learner, kind, name) == ("ada", "step", "setup") and at.startswith("20")


def test_a_file_that_is_no_database_is_left_alone_and_memory_is_used(tmp_path: Path, keep: Keep) -> None:
    file = tmp_path / "ledger.sqlite3"
    file.write_text("no database, but long enough that SQLite looks at its head. " * 20)
    kept = keep(file)
    kept.opened("ada", "setup")
    assert kept.problem and kept.steps("ada") == ["setup"]
    assert file.read_text().startswith("no database")


def test_a_table_that_is_taken_away_is_told_and_nothing_is_lost(tmp_path: Path, keep: Keep) -> None:
    file = tmp_path / "ledger.sqlite3"
    kept = keep(file)
    with closing(sqlite3.connect(file)) as db:
        db.execute("drop table progress")
    kept.done("ada", "setup.leak")
    assert kept.problem and kept.exercises("ada") == {"setup.leak"}
    kept.forget("ada")
    assert kept.exercises("ada") == set()


def test_what_was_done_while_the_file_was_away_is_written_when_it_is_back(
    tmp_path: Path, keep: Keep, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_module, "RETRY_SECONDS", 0)
    place = tmp_path / "ledger.sqlite3"
    place.mkdir()
    kept = keep(place)
    kept.done("ada", "setup.leak")
    kept.done("bob", "setup.leak")
    kept.forget("bob")
    assert kept.problem and kept.exercises("ada") == {"setup.leak"}
    place.rmdir()
    kept.opened("ada", "roles")
    assert kept.problem is None
    again = keep(place)
    assert again.exercises("ada") == {"setup.leak"} and again.steps("ada") == ["roles"]
    assert again.exercises("bob") == set()


def test_a_deleted_file_is_made_anew_with_what_this_program_knows(tmp_path: Path, keep: Keep) -> None:
    place = tmp_path / "ledger.sqlite3"
    kept = keep(place)
    kept.done("ada", "setup.leak")
    for file in tmp_path.iterdir():
        file.unlink()
    kept.opened("ada", "roles")
    assert kept.problem is None and keep(place).exercises("ada") == {"setup.leak"}


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> Callable[[], TestClient]:
    """Sites behind the app's own doorway, which learns the port of its first visitor: not for other tests."""
    own = server.Local()
    monkeypatch.setattr(server, "local", lambda: own)
    return _site


def _site() -> TestClient:
    page = Route("/{path:path}", lambda request: HTMLResponse("<h1>Hello</h1>"))
    return TestClient(Starlette(routes=[page], middleware=list(server.middleware({}))))


def test_the_first_page_sets_a_random_cookie_that_scripts_cannot_read(site: Callable[[], TestClient]) -> None:
    found = {site().get("/", headers={"accept": "text/html"}).headers["set-cookie"] for _ in range(3)}
    assert len(found) == 3
    for cookie in found:
        name, _, rest = cookie.partition("=")
        assert name == COOKIE and len(rest.partition(";")[0]) == 16
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Max-Age=31536000" in cookie


def test_a_browser_that_has_the_cookie_keeps_it(site: Callable[[], TestClient]) -> None:
    answer = site().get("/", headers={"accept": "text/html", "cookie": f"{COOKIE}=adasown-cookie_1"})
    assert "set-cookie" not in answer.headers


def test_what_is_no_page_gets_no_cookie(site: Callable[[], TestClient]) -> None:
    assert "set-cookie" not in site().get("/x.js", headers={"accept": "*/*"}).headers


def test_an_exercise_can_be_opened_again(tmp_path: Path, keep: Keep) -> None:
    progress = keep(tmp_path / "ledger.sqlite3")
    for exercise in ("roles.pirate", "roles.moved"):
        progress.done("ada", exercise)
    progress.done("bob", "roles.pirate")
    progress.opened("ada", "roles")
    progress.undone("ada", ["roles.pirate", "roles.never_done"])
    assert progress.exercises("ada") == {"roles.moved"} and progress.exercises("bob") == {"roles.pirate"}
    assert keep(tmp_path / "ledger.sqlite3").exercises("ada") == {"roles.moved"}
    assert progress.steps("ada") == ["roles"]
