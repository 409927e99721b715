"""How long a room of learners holds up the event loop of the practice server, and how much memory it takes.

    python benchmarks/practice_load.py [--against <another checkout>] [--learners 30 60 100] [--only streamed]

A server in a process of its own, with a heartbeat in its event loop; the learners are sockets in this
process. Each of them sends one story prompt at the same moment. `streamed` and `late` read what comes, at
the practice server's usual pace and without a pace; `plain` waits for the whole reply; `unread` never reads
a byte; `megabyte` is a single request of one megabyte of text, `long prompt` one of nearly four, `large
document` one of thirty of PDF. For each: the longest time between two heartbeats, how much of such a time the loop itself worked
(the rest it waited for a core, or for a thread of its process), and what the process grew by. With
`--against`, both checkouts take turns in one run.
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

Prompt = str | list[dict[str, object]]
ROOT = Path(__file__).parent.parent
STORY = "Write a {words} word story about a lighthouse and learner {number}."
SERVER = """
import asyncio, resource, sys, time
from pathlib import Path
import json
from importlib import import_module
import uvicorn

worst, worst_own, beats = 0.0, 0.0, 0

async def beat():
    global worst, worst_own, beats
    while True:
        began, own = time.perf_counter(), time.thread_time()
        await asyncio.sleep(0.005)
        worst = max(worst, time.perf_counter() - began - 0.005)
        worst_own, beats = max(worst_own, time.thread_time() - own), beats + 1

def resident():
    return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()

def seen():
    global worst, worst_own, beats
    said = {"worst": worst, "worst_own": worst_own, "beats": beats, "resident": resident()}
    worst, worst_own, beats = 0.0, 0.0, 0
    return json.dumps(said).encode()

module, _, make = sys.argv[1].partition(":")
served = getattr(import_module(module), make)()

async def app(scope, receive, send):
    if scope["path"] != "/seen":
        return await served(scope, receive, send)
    body = seen()
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"%d" % len(body))]})
    await send({"type": "http.response.body", "body": body})

config = uvicorn.Config(app, port=0, log_level="error", access_log=False, lifespan="off", ws="none", backlog=512)
server = uvicorn.Server(config)

async def main():
    asyncio.create_task(beat())
    serving = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    print(server.servers[0].sockets[0].getsockname()[1], flush=True)
    await serving

with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
    runner.run(main())
"""
PRACTICE = "firstcall.practice.app:create_app"


@contextmanager
def serving(checkout: Path, app: str = PRACTICE) -> Iterator[tuple[int, int]]:
    """A server of what `app` makes, a practice server of this checkout by default; yields its port and process id."""
    paths = (str(checkout), str(Path(__file__).parent), os.getenv("PYTHONPATH"))
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, paths))}
    command = [sys.executable, "-c", SERVER, app]
    with subprocess.Popen(
        command,
        cwd=checkout,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline()), process.pid
        finally:
            process.kill()


async def seen(port: int) -> dict[str, float]:
    """What the server saw since it was last asked."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET /seen HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n")
    answer = await reader.read()
    writer.close()
    found: dict[str, float] = json.loads(answer.partition(b"\r\n\r\n")[2])
    return found


async def set_pace(port: int, key: str, tokens_per_second: float) -> None:
    """For this key; no wait for the first token, and with 0 for no other."""
    body = json.dumps({"pace": {"first_token_seconds": 0, "tokens_per_second": tokens_per_second}}).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(_head("PUT", "/control", key, len(body)) + body)
    await reader.read()
    writer.close()


async def ask(
    port: int, number: int, prompt: Prompt, stream: bool, pace: float | None
) -> asyncio.StreamReader:
    """One request on a connection of its own, sent; what comes is not read yet."""
    key = f"sk-practice-load-{number}"
    if pace is not None:
        await set_pace(port, key, pace)
    asked = {"model": "claude-haiku-5-5", "max_tokens": 8000, "stream": stream}
    body = json.dumps(asked | {"messages": [{"role": "user", "content": prompt}]}).encode()
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=2**16)
    writer.write(_head("POST", "/anthropic/v1/messages", key, len(body)) + body)
    OPEN.append(writer)
    return reader


OPEN: list[asyncio.StreamWriter] = []


def _head(method: str, path: str, key: str, length: int) -> bytes:
    return (
        f"{method} {path} HTTP/1.1\r\nhost: x\r\nx-api-key: {key}\r\nanthropic-version: 2023-06-01\r\n"
        f"connection: close\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n"
    ).encode()


async def measure(
    port: int, prompts: Sequence[Prompt], stream: bool, pace: float | None, read_for: float
) -> dict[str, float]:
    """All at once; reads for so many seconds, or nothing at all with 0, then hangs up."""
    before = await seen(port)
    began = asyncio.get_running_loop().time()
    readers = await asyncio.gather(
        *(ask(port, number, prompt, stream, pace) for number, prompt in enumerate(prompts))
    )
    statuses: list[bytes] = []
    if read_for:
        statuses = await asyncio.gather(*(_read(reader, read_for) for reader in readers))
    else:
        await asyncio.sleep(8)
    took = asyncio.get_running_loop().time() - began
    after = await seen(port)
    for writer in OPEN:
        writer.transport.abort()
    OPEN.clear()
    await asyncio.sleep(0.5)
    return {
        "worst_lag_ms": round(after["worst"] * 1000),
        "of_it_the_loop's_own_work_ms": round(after["worst_own"] * 1000),
        "beats": after["beats"],
        "grown_mb": round((after["resident"] - before["resident"]) / 1e6, 1),
        "seconds": round(took, 1),
        "answered_200": sum(status == b"200" for status in statuses),
    }


async def _read(reader: asyncio.StreamReader, seconds: float) -> bytes:
    status = b""
    try:
        async with asyncio.timeout(seconds):
            while data := await reader.read(65536):
                status = status or data[9:12]
    except TimeoutError:
        pass
    return status


def stories(count: int, words: int) -> list[str]:
    return [STORY.format(words=words, number=number) for number in range(count)]


def document(size: int) -> Prompt:
    """A question about a PDF of so many bytes, most of which say nothing."""
    data = b"%PDF-1.4 1 0 obj <</Type /Page>> endobj " + os.urandom(size)
    source = {"type": "base64", "media_type": "application/pdf", "data": base64.b64encode(data).decode()}
    return [{"type": "document", "source": source}, {"type": "text", "text": "What is this?"}]


async def main(options: argparse.Namespace) -> None:
    runs: list[tuple[str, Sequence[Prompt], bool, float | None, float]] = []
    for count in options.learners:
        runs += [
            (f"{count} streamed", stories(count, 1000), True, None, 5),
            (f"{count} late", stories(count, 1000), True, 0, 60),
            (f"{count} plain", stories(count, 1000), False, None, 30),
        ]
    runs += [
        ("60 unread", stories(60, 3000), True, 0, 0),
        ("1 megabyte", ["word " * 200_000], True, None, 10),
        ("1 long prompt", ["word " * 700_000], True, None, 10),
        ("1 large document", [document(22 * 1024 * 1024)], True, None, 10),
    ]
    checkouts = [path for path in (options.against, ROOT) if path]
    for name, prompts, stream, pace, read_for in runs:
        if options.only not in name:
            continue
        for checkout in checkouts:
            with serving(checkout) as (port, _):
                await measure(port, stories(1, 100), False, 0, 5)  # the first reply reads the texts
                print(name, checkout.name, await measure(port, prompts, stream, pace, read_for), flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--against", type=lambda text: Path(text).resolve())
    parser.add_argument("--only", default="", help="runs with this in their name")
    parser.add_argument("--learners", type=int, nargs="*", default=[30, 60, 100])
    asyncio.run(main(parser.parse_args()))
