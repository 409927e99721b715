from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from firstcall.calls import Record, Usage
from firstcall.ledger import file as file_module
from firstcall.ledger import ledger as ledger_module
from firstcall.ledger.file import path
from firstcall.ledger.ledger import Ledger

ROOT = Path(__file__).parents[2]

CALL = Record(
    at=datetime(2026, 11, 21, 9, 30, 0, 250_000, tzinfo=UTC),
    step="first_call",
    provider="anthropic",
    model="claude-haiku-5-5",
    mode="practice",
    parameters={"max_tokens": 1024, "stream": True},
    usage=Usage(2006, 300, 1920, 0, 40),
    usd=Decimal("0.0001778"),
    seconds=1.25,
    first_token_seconds=0.5,
    stop_reason="end_turn",
    error=None,
    request_id="req_1",
)
FAILED = replace(
    CALL,
    usage=None,
    usd=None,
    first_token_seconds=None,
    stop_reason=None,
    error="anthropic.RateLimitError",
    attempts=3,
)
Open = Callable[[Path | None], Ledger]


@pytest.fixture
def open_ledger() -> Iterator[Open]:
    """Opens ledgers and closes them after the test."""
    opened: list[Ledger] = []

    def open_(file: Path | None) -> Ledger:
        opened.append(Ledger(file))
        return opened[-1]

    yield open_
    for ledger in opened:
        ledger.close()


@pytest.fixture(params=["file", "memory"])
def ledger(request: pytest.FixtureRequest, open_ledger: Open, tmp_path: Path) -> Ledger:
    return open_ledger(tmp_path / "ledger.sqlite3" if request.param == "file" else None)


@pytest.mark.parametrize(
    "record", [CALL, FAILED, replace(CALL, prompt="Hi", reply="Hello\n\x00", stopped=True)]
)
def test_a_record_comes_back_as_it_was_added(ledger: Ledger, record: Record) -> None:
    added = ledger.add(record, "ada")
    assert added == replace(record, id=1)
    assert ledger.rows("ada") == [added]


def test_rows_are_in_the_order_of_the_calls(ledger: Ledger) -> None:
    for model in ("a", "b", "c"):
        ledger.add(replace(CALL, model=model), "ada")
    assert [record.model for record in ledger.rows("ada")] == ["a", "b", "c"]


def test_a_session_sees_only_its_own_calls(ledger: Ledger) -> None:
    ledger.add(CALL, "ada")
    ledger.add(FAILED, "bob")
    assert [record.error for record in ledger.rows("ada")] == [None]
    assert ledger.rows("eve") == []


def test_adding_a_record_twice_makes_two_rows(ledger: Ledger) -> None:
    added = ledger.add(CALL, "ada")
    ledger.add(added, "ada")
    assert [record.id for record in ledger.rows("ada")] == [1, 2]


def test_a_ledger_without_trouble_has_no_problem(ledger: Ledger) -> None:
    ledger.add(CALL, "ada")
    assert ledger.problem is None


def test_half_a_surrogate_pair_is_replaced(ledger: Ledger) -> None:
    assert ledger.add(replace(CALL, model="claude-\udc80"), "ada").model == "claude-?"


def test_a_long_text_is_not_kept_as_a_model_id(ledger: Ledger) -> None:
    assert (
        ledger.add(replace(CALL, model="Tell me a story. " * 100), "ada").model
        == ("Tell me a story. " * 100)[:200]
    )


def test_many_threads_lose_nothing(ledger: Ledger) -> None:
    def add_fifty(session: str) -> None:
        for _ in range(50):
            ledger.add(CALL, session)

    threads = [threading.Thread(target=add_fifty, args=(str(number % 2),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    ids = [record.id for session in ("0", "1") for record in ledger.rows(session)]
    assert sorted(ids) == list(range(1, 401))


def test_a_ledger_in_memory_forgets_its_oldest_rows(
    open_ledger: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_module, "MOST_ROWS", 3)
    ledger = open_ledger(None)
    for session in ("ada", "bob", "ada", "ada", "ada"):
        ledger.add(CALL, session)
    assert [record.id for record in ledger.rows("ada")] == [3, 4, 5]
    assert ledger.rows("bob") == []


def test_all_rows_are_read_of_a_very_long_session(
    open_ledger: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger_module, "MOST_ROWS", 3)
    monkeypatch.setattr(ledger_module, "_PAGE", 2)
    ledger = open_ledger(tmp_path / "ledger.sqlite3")
    for _ in range(5):
        ledger.add(CALL, "ada")
    assert [record.id for record in ledger.rows("ada")] == [1, 2, 3, 4, 5]
    assert count(tmp_path / "ledger.sqlite3") == 5


def count(file: Path) -> int:
    connection = sqlite3.connect(file)
    (number,) = connection.execute("SELECT count(*) FROM calls").fetchone()
    connection.close()
    return int(number)


def test_a_row_is_in_the_file_as_soon_as_it_is_added(open_ledger: Open, tmp_path: Path) -> None:
    open_ledger(tmp_path / "deep" / "folder" / "ledger.sqlite3").add(CALL, "ada")
    assert count(tmp_path / "deep" / "folder" / "ledger.sqlite3") == 1


def test_the_file_outlives_the_program(open_ledger: Open, tmp_path: Path) -> None:
    first = open_ledger(tmp_path / "ledger.sqlite3")
    first.add(CALL, "ada")
    first.close()
    assert open_ledger(tmp_path / "ledger.sqlite3").rows("ada") == [replace(CALL, id=1)]


def test_the_file_says_its_version_and_writes_ahead(open_ledger: Open, tmp_path: Path) -> None:
    open_ledger(tmp_path / "ledger.sqlite3")
    connection = sqlite3.connect(tmp_path / "ledger.sqlite3")
    assert connection.execute("PRAGMA user_version").fetchone() == (6,)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()


ADD_FOREVER = """
import sys
from pathlib import Path
from firstcall.ledger.ledger import Ledger
from tests.ledger.test_ledger import CALL
ledger = Ledger(Path(sys.argv[1]))
while True:
    print(ledger.add(CALL, "ada").id, flush=True)
"""


def test_a_killed_program_loses_no_finished_record(open_ledger: Open, tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    child = subprocess.Popen(
        [sys.executable, "-c", ADD_FOREVER, str(file)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    assert child.stdout is not None
    said = [child.stdout.readline() for _ in range(20)]
    child.kill()
    said += child.stdout.readlines()
    child.stdout.close()
    assert child.wait() != 0
    finished = [int(line) for line in said if line.endswith("\n")]
    written = [record.id for record in open_ledger(file).rows("ada")]
    assert finished == written[: len(finished)]
    assert len(finished) >= 20


ADD_TWENTY = """
import sys
from pathlib import Path
from firstcall.ledger.ledger import Ledger
from tests.ledger.test_ledger import CALL
print("ready", flush=True)
sys.stdin.readline()
ledger = Ledger(Path(sys.argv[1]))
for _ in range(20):
    ledger.add(CALL, "ada")
print(ledger.problem, flush=True)
"""


@pytest.mark.thorough
def test_several_programs_can_start_on_one_new_file_at_once(open_ledger: Open, tmp_path: Path) -> None:
    file = tmp_path / "ledger.sqlite3"
    children = [
        subprocess.Popen(
            [sys.executable, "-c", ADD_TWENTY, str(file)],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    assert [child.communicate()[0] for child in children] == ["None\n"] * 4
    assert len(open_ledger(file).rows("ada")) == 80


def blocked_by_a_file(folder: Path) -> Path:
    (folder / "file").write_text("not a folder")
    return folder / "file" / "ledger.sqlite3"


def no_database(folder: Path) -> Path:
    (folder / "ledger.sqlite3").write_bytes(b"my holiday pictures " * 500)
    return folder / "ledger.sqlite3"


def from_the_future(folder: Path) -> Path:
    connection = sqlite3.connect(folder / "ledger.sqlite3")
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    return folder / "ledger.sqlite3"


def other_database(folder: Path) -> Path:
    connection = sqlite3.connect(folder / "ledger.sqlite3")
    connection.execute("PRAGMA user_version = 1")
    connection.execute("CREATE TABLE calls (id INTEGER)")
    connection.close()
    return folder / "ledger.sqlite3"


@pytest.mark.parametrize("broken", [blocked_by_a_file, no_database, from_the_future, other_database, Path])
def test_a_file_that_cannot_be_used_is_a_problem_but_not_the_end(
    open_ledger: Open, tmp_path: Path, broken: Callable[[Path], Path]
) -> None:
    ledger = open_ledger(broken(tmp_path))
    added = ledger.add(CALL, "ada")
    assert ledger.rows("ada") == [added]
    assert ledger.problem is not None
    assert str(ledger.path) in ledger.problem and file_module.VARIABLE in ledger.problem


def test_a_file_that_is_no_database_is_left_as_it_is(open_ledger: Open, tmp_path: Path) -> None:
    file = no_database(tmp_path)
    open_ledger(file).add(CALL, "ada")
    assert file.read_bytes() == b"my holiday pictures " * 500


def test_a_ledger_with_a_broken_file_can_be_read_first(open_ledger: Open, tmp_path: Path) -> None:
    ledger = open_ledger(other_database(tmp_path))
    assert ledger.rows("ada") == []
    assert ledger.problem is not None


def test_calls_go_on_in_memory_when_the_file_stops_taking_them(open_ledger: Open, tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "ledger.sqlite3")
    ledger.add(CALL, "ada")
    disk = sqlite3.connect(tmp_path / "ledger.sqlite3")
    disk.execute("CREATE TRIGGER full BEFORE INSERT ON calls BEGIN SELECT RAISE(ABORT, 'disk is full'); END")
    disk.close()
    ledger.add(FAILED, "ada")
    assert ledger.rows("ada") == [replace(CALL, id=1), replace(FAILED, id=2)]
    assert ledger.problem is not None
    assert "(disk is full)" in ledger.problem
    assert count(tmp_path / "ledger.sqlite3") == 1


def test_calls_go_on_in_memory_when_another_program_keeps_the_file(
    open_ledger: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_module, "_BUSY_SECONDS", 0)
    ledger = open_ledger(tmp_path / "ledger.sqlite3")
    ledger.add(CALL, "ada")
    other = sqlite3.connect(tmp_path / "ledger.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    ledger.add(CALL, "ada")
    other.close()
    assert [record.id for record in ledger.rows("ada")] == [1, 2]
    assert ledger.problem is not None
    assert "(database is locked)" in ledger.problem


def test_neither_prompt_nor_reply_nor_key_is_in_the_file(open_ledger: Open, tmp_path: Path) -> None:
    ledger = open_ledger(tmp_path / "ledger.sqlite3")
    arguments = {
        "max_tokens": 50,
        "messages": [{"role": "user", "content": "my secret prompt"}],
        "system": "my secret prompt",
        "temperature": "my secret prompt",
        "extra_headers": {"x-api-key": "sk-ant-secret"},
        "extra_body": {"metadata": "my secret prompt", "seed": 7},
        "user": "sk-ant-secret",
    }
    assert ledger.add(replace(CALL, parameters=arguments), "ada").parameters == {"max_tokens": 50, "seed": 7}
    ledger.close()
    written = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert b"claude-haiku-5-5" in written
    assert b"secret" not in written


def test_the_file_is_where_the_variable_says() -> None:
    assert path({"FIRSTCALL_LEDGER": "/srv/class/ledger.sqlite3"}) == Path("/srv/class/ledger.sqlite3")


def test_the_variable_may_say_memory() -> None:
    assert path({"FIRSTCALL_LEDGER": ":memory:"}) is None


@pytest.mark.parametrize(
    ("platform", "environ", "expected"),
    [
        ("linux", {"XDG_DATA_HOME": "/data"}, Path("/data/first-call/ledger.sqlite3")),
        ("linux", {}, Path.home() / ".local/share/first-call/ledger.sqlite3"),
        ("linux", {"FIRSTCALL_LEDGER": " "}, Path.home() / ".local/share/first-call/ledger.sqlite3"),
        ("darwin", {}, Path.home() / "Library/Application Support/first-call/ledger.sqlite3"),
        ("win32", {"APPDATA": "/roaming"}, Path("/roaming/first-call/ledger.sqlite3")),
        ("win32", {}, Path.home() / "AppData/Roaming/first-call/ledger.sqlite3"),
    ],
)
def test_the_file_is_where_the_system_keeps_such_files(
    platform: str, environ: dict[str, str], expected: Path
) -> None:
    assert path(environ, platform) == expected
