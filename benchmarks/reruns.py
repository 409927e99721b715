"""What one rerun of a page costs the server. Run: `python benchmarks/reruns.py [--beside OTHER_CHECKOUT]`.

Each page is opened without a browser in a session that has made one call, run again as a whole, and run
again for one move of its first slider, in the slider's own fragment as a browser does it. Counted are
Python programs parsed and how many of them differ, look-ups of a key, readings of `.env`, copies of the
secrets, readings of the session's rows from the ledger, functions of ours called and in how many files.
Times are milliseconds of processor time, medians over the rounds, measured without the counting.
`--beside` measures a second checkout, such as an older version, with the same Python in the same run.

`--calls 0 100 10000` measures instead what a rerun costs in a session that has made so many calls: milliseconds,
what it is to the first, and how many bytes go to the browser.
"""

from __future__ import annotations

import argparse
import ast
import json
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import dotenv
import streamlit
from streamlit.runtime.forward_msg_cache import create_reference_msg
from streamlit.runtime.secrets import Secrets
from streamlit.testing.v1 import AppTest, local_script_runner

SEEN = ("parsed", "programs", "keys", "dotenv", "secrets", "selects", "calls", "files")


@dataclass
class Counts:
    """What happened while something ran. `texts` are the programs that were parsed, `variables` the names under which
    keys were looked up."""

    parsed: int = 0
    dotenv: int = 0
    secrets: int = 0
    selects: int = 0
    calls: int = 0
    texts: set[str] = field(default_factory=set)
    paths: set[str] = field(default_factory=set)
    variables: list[str] = field(default_factory=list)

    @property
    def keys(self) -> int:
        return len(self.variables)

    @property
    def programs(self) -> int:
        return len(self.texts)

    @property
    def files(self) -> int:
        return len(self.paths)


@contextmanager
def counting(root: Path) -> Iterator[Counts]:
    """Count what the threads started inside do. `root` is the checkout that they run."""
    counts = Counts()
    ours = (str(root / "firstcall"), str(root / "pages"))
    watched: dict[CodeType, str] = {
        dotenv.dotenv_values.__code__: "dotenv",
        Secrets._parse.__code__: "secrets",
        ast.parse.__code__: "parsed",
    }

    def called(frame: FrameType, event: str, argument: object) -> None:
        if event != "call":
            return
        code = frame.f_code
        name = watched.get(code)
        if name == "parsed":
            _parsed(frame, counts, ours)
        elif name:
            setattr(counts, name, getattr(counts, name) + 1)
        elif code.co_filename.startswith(ours):
            counts.calls += 1
            counts.paths.add(code.co_filename)
            if code.co_name == "find" and code.co_filename.endswith("/keys.py"):
                counts.variables.append(frame.f_locals["variable"])
            elif code.co_name in ("entries", "statement") and code.co_filename.endswith("/ledger.py"):
                counts.selects += 1

    threading.setprofile(called)
    try:
        yield counts
    finally:
        threading.setprofile(None)  # type: ignore[arg-type]


def _parsed(frame: FrameType, counts: Counts, ours: tuple[str, ...]) -> None:
    """Streamlit parses the pages too, once: that is not ours to count."""
    by = frame.f_back
    if by is not None and by.f_code.co_filename.startswith(ours) and frame.f_locals.get("mode") == "exec":
        counts.parsed += 1
        counts.texts.add(str(frame.f_locals["source"]))


def open_page(root: Path, slug: str, *, called: bool = True) -> AppTest:
    """A page in a session that has made one call (unless `called` is off), at rest."""
    old = root / "firstcall" / "router.py"
    at = AppTest.from_file(str(old if old.exists() else root / "firstcall/ui/router.py"), default_timeout=120)
    at.run()
    if called:
        _visit(at, root, "first_call")
        at.button(key="first_call_go").click().run()
        assert at.session_state["first_call_run"].wait(60)
        at.run()
    _visit(at, root, slug)
    at.run()
    assert not at.exception, at.exception
    return at


def _visit(at: AppTest, root: Path, slug: str) -> None:
    path = next((root / "pages").glob(f"[0-9]*_{slug}.py"))
    at.switch_page(str(path)).run()


def slugs(root: Path) -> list[str]:
    return [path.stem.partition("_")[2] for path in sorted((root / "pages").glob("[0-9]*.py"))]


def move_slider(at: AppTest) -> Callable[[], None] | None:
    """Moves the first slider of the page to and fro, in the fragment that it stands in; `None` without one."""
    if not at.slider:
        return None
    which = next((n for n, s in enumerate(at.slider) if s.label == "Token limit"), 0)
    runner: Any = local_script_runner
    plain = runner.RerunData

    def move() -> None:
        slider = at.slider[which]
        step = slider.step or 1
        slider.set_value(slider.value - step if slider.value - step >= slider.min else slider.value + step)
        metadata = at.session_state._state._state._new_widget_state.widget_metadata[slider.id]
        runner.RerunData = lambda **given: plain(**given, fragment_id=metadata.fragment_id)
        try:
            at.run()
        finally:
            runner.RerunData = plain

    return move


def measure(root: Path, slug: str, rounds: int) -> dict[str, dict[str, float]]:
    """Counts and milliseconds for a rerun of the page, and for a move of its slider."""
    at = open_page(root, slug)
    found = {"rerun": _measured(root, lambda: at.run(), rounds)}
    move = move_slider(at)
    if move is not None:
        found["slider"] = _measured(root, move, rounds)
    assert not at.exception, at.exception
    return found


def _measured(root: Path, act: Callable[[], object], rounds: int) -> dict[str, float]:
    act()
    times = []
    for _ in range(rounds):
        started = time.process_time()
        act()
        times.append(time.process_time() - started)
    with counting(root) as counts:
        act()
    return {name: getattr(counts, name) for name in SEEN} | {"ms": round(statistics.median(times) * 1000, 1)}


def with_calls(root: Path, slug: str, sizes: list[int], rounds: int) -> dict[str, dict[str, float]]:
    """Milliseconds and bytes of one rerun of a page in sessions that have made so many calls, measured by turns."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ["FIRSTCALL_LEDGER"] = f"{folder}/ledger.sqlite3"
        opened = {calls: open_page(root, slug, called=False) for calls in sizes}
        there: dict[int, set[str]] = {calls: set() for calls in sizes}
        for calls, at in opened.items():
            fill(Path(folder) / "ledger.sqlite3", at.session_state["session_id"], calls)
            sent(at, there[calls])  # reads them for the first time
        runs = [{calls: sent(at, there[calls]) for calls, at in opened.items()} for _ in range(rounds)]
        assert not any(at.exception for at in opened.values())
        streamlit.cache_resource.clear()  # closes the file
    middle = {calls: statistics.median(run[calls][0] for run in runs) for calls in sizes}
    return {str(calls): {"ms": round(ms, 1), "bytes": runs[-1][calls][1]} for calls, ms in middle.items()}


def fill(place: Path, session: str, calls: int) -> None:
    """So many calls of a session, all in one transaction."""
    from firstcall.calls import Record, Usage
    from firstcall.ledger import entries, rows

    models = ("claude-haiku-5-5", "gpt-6-luna", "gpt-6")
    with closing(sqlite3.connect(place, isolation_level=None)) as file:
        file.execute("BEGIN")
        for n in range(calls):
            record = Record(
                at=datetime.now(UTC), step=("first_call", "roles", "tune")[n % 3], provider="openai",
                model=models[n % len(models)], mode="practice", parameters={"max_tokens": 1024},
                usage=Usage(20 + n % 7, 100 + n % 50), usd=Decimal(n % 97) / 10**6, seconds=1 + n % 11 / 10,
                first_token_seconds=0.2, stop_reason="stop", error=None, request_id=f"req_{n}",
            )  # fmt: skip
            rows.put(file, entries.Entry(session, record))
        file.execute("COMMIT")


def sent(at: AppTest, there: set[str]) -> tuple[float, int]:
    """Milliseconds of one rerun and the bytes of its messages, without the time in which the test reads them. What is
    `there`, in the browser, is only named, as Streamlit does; afterwards, what this run left there."""
    runner: Any = local_script_runner
    read, found = runner.parse_tree_from_messages, [0.0, 0.0]

    def measured(messages: list[Any]) -> Any:
        began = time.process_time()
        named = [one.metadata.cacheable and one.hash in there for one in messages]
        travel = [
            create_reference_msg(one) if known else one for one, known in zip(messages, named, strict=True)
        ]
        found[1] = sum(one.ByteSize() for one in travel)
        there.clear()
        there.update(one.hash for one in messages)
        tree = read(messages)
        found[0] = time.process_time() - began
        return tree

    runner.parse_tree_from_messages = measured
    began = time.process_time()
    try:
        at.run()
    finally:
        runner.parse_tree_from_messages = read
    return (time.process_time() - began - found[0]) * 1000, int(found[1])


def by_calls(found: dict[str, dict[str, dict[str, float]]]) -> str:
    lines = [f"{'page':15}{'calls':>9}{'ms':>9}{'ratio':>9}{'bytes':>11}"]
    for slug, sizes in found.items():
        first = next(iter(sizes.values()))["ms"]
        lines += [
            f"{slug:15}{calls:>9}{one['ms']:>9}{one['ms'] / first:>9.2f}{one['bytes']:>11}"
            for calls, one in sizes.items()
        ]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--root", type=Path, default=Path(__file__).parent.parent)
    parser.add_argument("--beside", type=Path, help="another checkout to measure first")
    parser.add_argument("--pages", nargs="*", help="slugs of pages; all by default")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--calls", nargs="+", type=int, help="sessions with so many calls instead")
    options = parser.parse_args()
    if options.beside:
        beside = [
            sys.executable,
            __file__,
            "--json",
            "--rounds",
            str(options.rounds),
            "--root",
            str(options.beside),
        ]
        pages = ["--pages", *options.pages] if options.pages else []
        before = json.loads(
            subprocess.run([*beside, *pages], check=True, capture_output=True, cwd=options.beside).stdout
        )
    root = options.root.resolve()
    sys.path.insert(0, str(root))
    os.environ["FIRSTCALL_LEDGER"] = ":memory:"
    if options.calls:
        pages = options.pages or slugs(root)
        sized = {slug: with_calls(root, slug, options.calls, options.rounds) for slug in pages}
        print(json.dumps(sized) if options.json else by_calls(sized))
        return
    found = {slug: measure(root, slug, options.rounds) for slug in options.pages or slugs(root)}
    if options.json:
        print(json.dumps(found))
        return
    if options.beside:
        print(table(before, f"before: {options.beside}"))
    print(table(found, f"now: {root}"))


def table(found: dict[str, dict[str, dict[str, float]]], title: str) -> str:
    lines = [title, f"{'page':15}{'':8}" + "".join(f"{name:>9}" for name in (*SEEN, "ms"))]
    for slug, events in found.items():
        for event, counts in events.items():
            lines.append(f"{slug:15}{event:8}" + "".join(f"{counts[name]:>9}" for name in (*SEEN, "ms")))
    return "\n".join(lines)


if __name__ == "__main__":
    main()
