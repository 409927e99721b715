"""Progress without an account: what is kept, for whom, and what a broken file does."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from starlette.applications import Starlette
from starlette.responses import HTMLResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from firstcall.ledger.progress import COOKIE, Progress
from firstcall.server import server


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


def test_it_survives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "deep" / "ledger.sqlite3"
    first = Progress(file)
    first.opened("ada", "setup")
    first.done("ada", "setup.leak")
    again = Progress(file)
    assert again.steps("ada") == ["setup"] and again.exercises("ada") == {"setup.leak"}


def test_forgetting_removes_everything_of_one_learner_and_nothing_of_another(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    kept = Progress(file)
    for learner in ("ada", "bob"):
        kept.opened(learner, "setup")
        kept.done(learner, "setup.leak")
    kept.forget("ada")
    again = Progress(file)
    assert again.steps("ada") == [] and again.exercises("ada") == set()
    assert again.steps("bob") == ["setup"] and again.exercises("bob") == {"setup.leak"}


def test_nothing_but_names_and_times_is_stored(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    Progress(file).opened("ada", "setup")
    with sqlite3.connect(file) as db:
        columns = [name for _, name, *_ in db.execute("pragma table_info(progress)")]
        learner, kind, name, at = db.execute("select * from progress").fetchone()
    assert columns == ["learner", "kind", "name", "at"]
    assert (learner, kind, name) == ("ada", "step", "setup") and at.startswith("20")


def test_a_file_that_is_no_database_is_left_alone_and_memory_is_used(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    file.write_text("no database, but long enough that SQLite looks at its head. " * 20)
    kept = Progress(file)
    kept.opened("ada", "setup")
    assert kept.problem and kept.steps("ada") == ["setup"]
    assert file.read_text().startswith("no database")


def test_a_file_that_is_taken_away_is_told_and_nothing_raises(tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    kept = Progress(file)
    with sqlite3.connect(file) as db:
        db.execute("drop table progress")
    kept.done("ada", "setup.leak")
    assert kept.problem and kept.exercises("ada") == set()
    kept.forget("ada")


def _site() -> TestClient:
    page = Route("/{path:path}", lambda request: HTMLResponse("<h1>Hello</h1>"))
    return TestClient(Starlette(routes=[page], middleware=list(server.middleware())))


def test_the_first_page_sets_a_random_cookie_that_scripts_cannot_read() -> None:
    found = {_site().get("/", headers={"accept": "text/html"}).headers["set-cookie"] for _ in range(3)}
    assert len(found) == 3
    for cookie in found:
        name, _, rest = cookie.partition("=")
        assert name == COOKIE and len(rest.partition(";")[0]) == 16
        assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and "Max-Age=31536000" in cookie


def test_a_browser_that_has_the_cookie_keeps_it() -> None:
    answer = _site().get("/", headers={"accept": "text/html", "cookie": f"{COOKIE}=ada"})
    assert "set-cookie" not in answer.headers


def test_what_is_no_page_gets_no_cookie() -> None:
    assert "set-cookie" not in _site().get("/x.js", headers={"accept": "*/*"}).headers
