"""A room of learners on one laptop: what they wait for, what it costs. Run: `python benchmarks/room.py`.

Each row is measured for this app and for a Streamlit page with nothing but the SDK on it, in turn, several times;
medians, and ratios of ours to the bare page. The bare page's model is a practice server in a process of its own, ours
the app's own, both at the same pace; where processor time is told, the server's is in it. Learners are websockets
(`learner.py`), not browsers, but for the rows that say "painted". `--gradio` and `--chainlit` name a Python that has
one of them (this one, if it has): they are measured where a browser does it. The load of the machine is printed first.

    python benchmarks/room.py --rounds 3
    python benchmarks/room.py --only painted --gradio /tmp/gradio/bin/python
"""

from __future__ import annotations

import argparse
import asyncio
import importlib.util
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Coroutine, Iterator, Mapping, Sequence
from contextlib import AsyncExitStack, ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from streamlit.proto.Delta_pb2 import Delta

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks import reruns, served
from benchmarks.learner import Learner, events, stream_of
from benchmarks.served import Served

OURS, BARE = "ours", "bare Streamlit"
STORY = "model=claude-haiku-4-5&stream=yes&prompt=Write+a+{words}+word+story."
Found = dict[str, list[float]]


@dataclass
class Table:
    """What was found: for each row and each app, a figure of every round."""

    rows: dict[str, Found] = field(default_factory=dict)

    def add(self, row: str, of: str, figure: float) -> None:
        self.rows.setdefault(row, {}).setdefault(of, []).append(figure)
        print(f"  {row}, {of}: {figure:.1f}", file=sys.stderr, flush=True)

    def __str__(self) -> str:
        columns = list(dict.fromkeys(of for found in self.rows.values() for of in found))
        lines = ["| " + " | ".join(["figure", *columns, "ratio"]) + " |", "| --- " * (len(columns) + 2) + "|"]
        for row, found in self.rows.items():
            medians = {of: statistics.median(figures) for of, figures in found.items()}
            told = [f"{medians[of]:,.0f}" if of in medians else "" for of in columns]
            ratio = f"{medians[OURS] / medians[BARE]:.2f}" if medians.keys() >= {OURS, BARE} else ""
            lines.append("| " + " | ".join([row, *told, ratio]) + " |")
        return "\n".join(lines)


@dataclass
class Reply:
    """When the pieces of a reply came, in seconds after the press."""

    came: list[float]

    @property
    def gaps(self) -> list[float]:
        return [later - one for one, later in zip(self.came, self.came[1:], strict=False)]


async def press_ours(learner: Learner, start: asyncio.Event, button: str = "first_call_go") -> Reply:
    """Press Run on a page of ours and read its reply as its JavaScript does."""
    begun: asyncio.Future[tuple[str, Delta]] = asyncio.get_running_loop().create_future()

    def saw(delta: Delta) -> None:
        if (path := stream_of(delta)) and not begun.done():
            begun.set_result((path, delta))

    learner.on_delta = saw
    await start.wait()
    pressed = time.perf_counter()
    await learner.press(button)
    path, delta = await asyncio.wait_for(begun, 120)
    came = await events(learner.url, path)
    await learner.tell(delta, "end", path)
    return Reply([moment - pressed for moment, _ in came])


async def press_bare(learner: Learner, start: asyncio.Event) -> Reply:
    """Press Run on the bare page; each text that `st.write_stream` sends is one that came."""
    came, seen = [], ""

    def saw(delta: Delta) -> None:
        nonlocal seen
        if delta.WhichOneof("type") == "new_element" and delta.new_element.WhichOneof("type") == "markdown":
            text = delta.new_element.markdown.body
            if text and text != seen:
                seen = text
                came.append(time.perf_counter())

    learner.on_delta = saw
    await start.wait()
    pressed = time.perf_counter()
    await learner.press("go")
    await asyncio.sleep(0.05)
    await learner.rests(120)
    return Reply([moment - pressed for moment in came])


PRESS: Mapping[str, Callable[[Learner, asyncio.Event], Coroutine[None, None, Reply]]] = {
    OURS: press_ours,
    BARE: press_bare,
}


def learner_of(app: Served, kind: str, words: int = 100) -> Learner:
    if kind == OURS:
        return Learner(app.url, "first_call", STORY.format(words=words))
    return Learner(app.url, query=f"words={words}")


async def together(app: Served, kind: str, count: int, words: int = 100) -> tuple[list[Reply], float]:
    """So many learners press Run in one moment: their replies, and the processor time of it all in milliseconds."""
    async with AsyncExitStack() as room:
        learners = []
        for _ in range(count):
            learners.append(await room.enter_async_context(learner_of(app, kind, words)))
            await learners[-1].rests()
        await asyncio.sleep(1)
        start = asyncio.Event()
        pressing = [asyncio.create_task(PRESS[kind](one, start)) for one in learners]
        await asyncio.sleep(0.2)
        before = app.milliseconds
        start.set()
        replies = await asyncio.gather(*pressing)
        await asyncio.sleep(1.5)
        return replies, app.milliseconds - before


async def first_tokens(table: Table, apps: Mapping[str, Served], counts: Sequence[int]) -> None:
    """First tokens and gaps, and the processor time that a learner's whole call takes."""
    for count in counts:
        for kind, app in apps.items():
            replies, used = await together(app, kind, count)
            firsts = [reply.came[0] for reply in replies]
            gaps = [gap for reply in replies for gap in reply.gaps]
            who = f"{count} learner{'s' * (count > 1)} press Run together"
            table.add(f"{who}: first token, median, ms", kind, statistics.median(firsts) * 1000)
            table.add(
                f"{who}: gap between tokens, p95, ms", kind, statistics.quantiles(gaps, n=20)[18] * 1000
            )
            table.add(f"{who}: processor time a learner, ms", kind, used / count)


async def token_cost(table: Table, apps: Mapping[str, Served], count: int = 20) -> None:
    """Processor time of a token: that of long replies over that of short ones, all else being the same."""
    for kind, app in apps.items():
        used, tokens = [], []
        for words in (40, 400):
            replies, spent = await together(app, kind, count, words)
            used.append(spent)
            tokens.append(sum(len(reply.came) for reply in replies))
        table.add(
            "processor time of a streamed token, whole path, µs", kind,
            1000 * (used[1] - used[0]) / (tokens[1] - tokens[0]),
        )  # fmt: skip


async def press_and_end(table: Table, app: Served, presses: int = 12) -> None:
    """What a press costs before its reply, what goes on in between, what its end costs. The app's model waits for two
    seconds and then says all at once."""
    async with Learner(app.url, "first_call", STORY.format(words=30).replace("yes", "no")) as learner:
        await learner.rests()
        await asyncio.sleep(2)
        before = app.milliseconds
        await asyncio.sleep(2)
        idle = (app.milliseconds - before) / 2
        used: dict[str, list[float]] = {}
        for number in range(presses + 2):
            start = asyncio.Event()
            start.set()
            learner.taken()
            moments = [app.milliseconds]
            whole = asyncio.create_task(press_ours(learner, start))
            for seconds in (1.0, 0.8):
                await asyncio.sleep(seconds)
                moments.append(app.milliseconds - seconds * idle)
            await whole
            await asyncio.sleep(1.2)
            moments.append(app.milliseconds - 1.2 * idle)
            if number > 1:
                for name, one, later in zip(("press", "between", "end"), moments, moments[1:], strict=False):
                    used.setdefault(name, []).append(later - one)
        for name, spent in used.items():
            table.add(f"processor time, {name}, ms", OURS, statistics.mean(spent))


async def changes(table: Table, app: Served, times: int = 20) -> None:
    """What a move of a slider and a key in the code box cost."""
    async with Learner(app.url, "tune", STORY.format(words=30)) as learner:
        await learner.rests()
        await asyncio.sleep(3)
        before = app.milliseconds
        await asyncio.sleep(2)
        idle = (app.milliseconds - before) / 2

        async def cost(change: Callable[[int], Coroutine[None, None, None]]) -> float:
            for number in range(times + 3):
                if number == 3:
                    before, began = app.milliseconds, time.perf_counter()
                await change(number)
                await learner.rests()
                await asyncio.sleep(0.4)
            return (app.milliseconds - before - (time.perf_counter() - began) * idle) / times

        async def slide(number: int) -> None:
            await learner.slide(next(iter(learner.elements("slider"))), 100 + number)

        async def type(number: int) -> None:
            box = learner.component("first_call_code_box")
            [shown] = json.loads(box.new_element.bidi_component.json)
            await learner.type(box, shown["code"] + "#", number + 1)

        table.add("processor time, a move of a slider, ms", OURS, await cost(slide))
        table.add("processor time, a key in the code box, ms", OURS, await cost(type))


async def rerun_bytes(table: Table, app: Served, calls: Sequence[int]) -> None:
    """What one run of the whole page brings to a browser that has it already, in a session with so many calls."""
    async with Learner(app.url, "first_call") as learner:
        await learner.rests()
        made = 0
        for wanted in calls:
            while made < wanted:
                start = asyncio.Event()
                start.set()
                await press_ours(learner, start)
                await asyncio.sleep(0.3)
                await learner.rests()
                made += 1
            for _ in range(3):
                learner.taken()
                await learner.send()
                await asyncio.sleep(0.1)
                await learner.rests()
            table.add(
                f"bytes to the browser for a run of the page after {wanted} calls",
                OURS,
                learner.taken().bytes,
            )


def many_calls(table: Table, rounds: int) -> None:
    """Processor time and bytes of one run of a page, without a browser, in sessions that have made so many calls."""
    os.environ["FIRSTCALL_LEDGER"] = ":memory:"
    for slug in ("first_call", "tokens_cost"):
        for calls, found in reruns.with_calls(served.ROOT, slug, [0, 100, 10_000, 100_000], rounds).items():
            for unit, figure in found.items():
                table.add(f"a run of {slug} after {calls} calls, {unit}", OURS, figure)


async def memory(table: Table, apps: Mapping[str, Served], learners: int = 50, calls: int = 5) -> None:
    for kind, app in apps.items():
        async with AsyncExitStack() as room:
            table.add("memory of a process that serves nobody, MiB", kind, app.megabytes)
            those = [await room.enter_async_context(learner_of(app, kind, 30)) for _ in range(learners)]
            for one in those:
                await one.rests()
            table.add(f"memory with {learners} learners, MiB", kind, app.megabytes)
            for _ in range(calls):
                start = asyncio.Event()
                pressing = [asyncio.create_task(PRESS[kind](one, start)) for one in those]
                start.set()
                await asyncio.gather(*pressing)
                await asyncio.sleep(1)
            table.add(
                f"memory with {learners} learners who made {calls} calls each, MiB", kind, app.megabytes
            )


@contextmanager
def apps(*, first_token: float = 0.2, per_second: float = 20) -> Iterator[dict[str, Served]]:
    """A bare page with its practice server, and ours."""
    with ExitStack() as running:
        model = running.enter_context(served.practice(first_token=first_token, per_second=per_second))
        bare = running.enter_context(served.bare(model))
        ours = served.ours(served.ROOT, first_token=first_token, per_second=per_second)
        yield {BARE: bare, OURS: running.enter_context(ours)}


ROWS = ("room", "press", "changes", "bytes", "calls", "memory", "painted")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--learners", type=int, nargs="*", default=[1, 30, 60])
    parser.add_argument("--only", nargs="*", choices=ROWS, default=ROWS)
    parser.add_argument("--gradio", default=_here("gradio"), help="a Python that has Gradio")
    parser.add_argument("--chainlit", default=_here("chainlit"), help="a Python that has Chainlit")
    options = parser.parse_args()
    print(f"load of the machine before: {os.getloadavg()}, {os.cpu_count()} cores", flush=True)
    table = Table()
    measure(table, options)
    print(table)
    print(f"load of the machine after: {os.getloadavg()}")


def measure(table: Table, options: argparse.Namespace) -> None:
    wanted = set(options.only)
    if "room" in wanted:
        for _ in range(options.rounds):
            with apps() as both:
                asyncio.run(first_tokens(Table(), both, [1]))  # what is loaded with the first call
                asyncio.run(first_tokens(table, both, options.learners))
                asyncio.run(token_cost(table, both))
    if "press" in wanted:
        with served.ours(served.ROOT, first_token=2, per_second=0) as ours:
            asyncio.run(press_and_end(table, ours))
    if "changes" in wanted:
        with served.ours(served.ROOT) as ours:
            asyncio.run(changes(table, ours))
    if "bytes" in wanted:
        with served.ours(served.ROOT, first_token=0, per_second=0) as ours:
            asyncio.run(rerun_bytes(table, ours, [0, 1, 3]))
    if "calls" in wanted:
        many_calls(table, options.rounds)
    if "memory" in wanted:
        with apps(per_second=0) as both:
            asyncio.run(memory(table, both))
    if "painted" in wanted:
        from benchmarks import painted

        painted.measure(table.add, options.rounds, gradio=options.gradio, chainlit=options.chainlit)


def _here(module: str) -> str:
    return sys.executable if importlib.util.find_spec(module) else ""


if __name__ == "__main__":
    main()
