"""How many requests per second of one core the practice server answers, beside aimock and the bare ASGI limit.

    npm install --prefix /tmp/aimock @copilotkit/aimock
    python benchmarks/practice.py --aimock /tmp/aimock [--against <another checkout>] [--rounds 5] [--seconds 2]

Chat completions in OpenAI's protocol, plain and streamed, over connections that stay open. `practice` is asked
beginners' questions, each with a seed of its own: every reply is decided on, cut into tokens and counted anew, and
nothing waits. `aimock` (https://github.com/CopilotKit/aimock, a mock server in Node.js) has one fixed reply for
each question, which is one of the practice server's, streamed in as many chunks. `bare` is an app on the practice
server's own ASGI server that answers anything with one body, or with as many events, encoded beforehand. All of them
use what uvicorn finds: with httptools and uvloop installed, those.

Each server is pinned to the first core and the load comes from the last; they take turns, round by round. A number is
the median of the rounds: requests divided by the seconds of processor time that the server took for them, so that
what else the machine does counts for less; and requests by the clock, which also wait for the load. A ratio is the
median of those of the rounds, because a processor that is shared is faster in one round than in the next.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import json
import os
import re
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from practice_load import ROOT, serving, set_pace

MODEL = "gpt-4.1-mini"
KEY = "sk-practice-benchmark"
PATH = "/openai/v1/chat/completions"
QUESTIONS = (
    "What is the capital of France?",
    "Say hello in one sentence.",
    "Write a haiku about the sea.",
    "Tell me a joke.",
    "What is 12 times 12?",
    "Name three rivers.",
    "What is a token?",
    "Give me three names for a cat.",
)
CONNECTIONS = 8
BARE = "FIRSTCALL_BENCHMARK_ANSWERS"


def bare() -> Any:
    """An ASGI app that answers what is in the file named by `BARE`: a list of events to a stream, a body to the rest."""
    answers = json.loads(Path(os.environ[BARE]).read_text(encoding="utf-8"))
    body, events = answers["body"].encode(), [event.encode() for event in answers["events"]]
    head = [(b"content-type", b"application/json"), (b"content-length", b"%d" % len(body))]
    stream_head = [(b"content-type", b"text/event-stream")]

    async def app(scope: Any, receive: Any, send: Any) -> None:
        streams = b'"stream": true' in (await receive())["body"]
        await send(
            {"type": "http.response.start", "status": 200, "headers": stream_head if streams else head}
        )
        for event in events if streams else ():
            await send({"type": "http.response.body", "body": event, "more_body": True})
        await send({"type": "http.response.body", "body": b"" if streams else body})

    return app


def requests(stream: bool) -> Iterator[bytes]:
    """Requests without end, none like another."""
    for number, question in zip(itertools.count(), itertools.cycle(QUESTIONS), strict=False):
        asked = {"model": MODEL, "stream": stream, "seed": number}
        body = json.dumps(asked | {"messages": [{"role": "user", "content": question}]}).encode()
        yield (
            f"POST {PATH} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {KEY}\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n"
        ).encode() + body


@dataclass
class Client(asyncio.Protocol):
    """One connection that asks again as soon as it has its answer, until `until` on the event loop's clock."""

    asking: Iterator[bytes]
    until: float
    ended: asyncio.Future[None] = field(init=False)
    answers: list[bytes] = field(default_factory=list)
    heard: bytes = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.loop = asyncio.get_running_loop()
        self.ended = self.loop.create_future()
        transport.write(next(self.asking))

    def data_received(self, data: bytes) -> None:
        self.heard += data
        if not _is_whole(self.heard):
            return
        self.answers.append(self.heard)
        self.heard = b""
        if self.loop.time() < self.until:
            self.transport.write(next(self.asking))
        else:
            self.transport.close()
            self.ended.set_result(None)

    def connection_lost(self, error: Exception | None) -> None:
        if not self.ended.done():
            self.ended.set_exception(error or ConnectionResetError("the server closed the connection"))


def _is_whole(answer: bytes) -> bool:
    head, blank, body = answer.partition(b"\r\n\r\n")
    length = re.search(rb"content-length: *(\d+)", head, re.IGNORECASE)
    return bool(blank) and (len(body) >= int(length[1]) if length else body.endswith(b"0\r\n\r\n"))


async def load(port: int, stream: bool, seconds: float, connections: int = CONNECTIONS) -> list[bytes]:
    """What a server answers in so many seconds. Raises `RuntimeError` for an answer that is no success."""
    loop = asyncio.get_running_loop()
    asking, until = requests(stream), loop.time() + seconds
    clients = [
        (await loop.create_connection(lambda: Client(asking, until), "127.0.0.1", port))[1]
        for _ in range(connections)
    ]
    await asyncio.gather(*(client.ended for client in clients))
    answers = [answer for client in clients for answer in client.answers]
    for answer in answers:
        if not answer.startswith(b"HTTP/1.1 200"):
            raise RuntimeError(answer[:500].decode())
    return answers


def processor_seconds(pid: int) -> float:
    """What a process has used, all its threads together."""
    return time.clock_gettime((~pid << 3) | 2)  # clock_getcpuclockid(3) of another process


def measured(port: int, pid: int, stream: bool, seconds: float) -> tuple[float, float]:
    """Requests per second of processor time, and of the clock."""
    began, used = time.perf_counter(), processor_seconds(pid)
    answers = len(asyncio.run(load(port, stream, seconds)))
    return answers / (processor_seconds(pid) - used), answers / (time.perf_counter() - began)


AIMOCK = """
const [, folder, answers] = process.argv;
const { LLMock } = await import(`${folder}/node_modules/@copilotkit/aimock/dist/index.js`);
const { replies, chunkSize } = JSON.parse(answers);
const mock = new LLMock({ port: 0, chunkSize, logLevel: "silent" });
for (const [question, content] of Object.entries(replies)) mock.onMessage(question, { content });
await mock.start();
console.log(new URL(mock.url).port);
"""


@contextmanager
def aimock(folder: Path, replies: Mapping[str, str], chunk: int) -> Iterator[tuple[int, int]]:
    """A server of aimock with these replies by question, streamed in chunks of so many characters; port and process id."""
    answers = json.dumps({"replies": replies, "chunkSize": chunk})
    command = ["node", "--input-type=module", "-e", AIMOCK, str(folder), answers]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline()), process.pid
        finally:
            process.kill()


def said(answer: bytes) -> dict[str, Any]:
    """The JSON of a plain answer."""
    found: dict[str, Any] = json.loads(answer.partition(b"\r\n\r\n")[2])
    return found


def events(answer: bytes) -> list[str]:
    """The events of a streamed answer."""
    body = re.sub(rb"\r\n[0-9a-fA-F]+\r\n", b"", b"\r\n" + answer.partition(b"\r\n\r\n")[2])
    return [event + "\n\n" for event in body.decode().split("\n\n") if event.startswith("data: ")]


def usual(port: int) -> tuple[dict[str, str], dict[str, Any]]:
    """Of the practice server: its replies by question, and for `bare` one of middle length, plain and as a stream."""
    plain = [said(one) for one in _in_order(port, stream=False)]
    replies = [answer["choices"][0]["message"]["content"] for answer in plain]
    body = sorted(map(json.dumps, plain), key=len)[len(plain) // 2]
    stream = sorted(map(events, _in_order(port, stream=True)), key=len)[len(plain) // 2]
    return dict(zip(QUESTIONS, replies, strict=True)), {"body": body, "events": stream}


def _in_order(port: int, *, stream: bool) -> list[bytes]:
    """One answer to each question."""
    return asyncio.run(load(port, stream, seconds=0, connections=len(QUESTIONS)))


def pinned(server: tuple[int, int], core: int) -> tuple[int, int]:
    """The same server, all its threads on one core."""
    for thread in Path(f"/proc/{server[1]}/task").iterdir():
        os.sched_setaffinity(int(thread.name), {core})
    return server


def compare(options: argparse.Namespace) -> None:
    cores = sorted(os.sched_getaffinity(0))
    os.sched_setaffinity(0, cores[-1:])
    with ExitStack() as stack:
        checkouts = {"practice": ROOT, "before": options.against}
        servers = {name: stack.enter_context(serving(path)) for name, path in checkouts.items() if path}
        for port, _ in servers.values():
            asyncio.run(set_pace(port, KEY, 0))
        replies, answers = usual(servers["practice"][0])
        told = Path(stack.enter_context(tempfile.TemporaryDirectory()), "answers.json")
        told.write_text(json.dumps(answers), encoding="utf-8")
        os.environ[BARE] = str(told)
        servers["bare"] = stack.enter_context(serving(ROOT, "practice:bare"))
        if options.aimock:
            chunk = max(1, round(sum(map(len, replies.values())) / len(replies) / len(answers["events"])))
            servers["aimock"] = stack.enter_context(aimock(options.aimock.resolve(), replies, chunk))
        told_load()
        for stream in (False, True):
            show(
                stream,
                rounds({name: pinned(one, cores[0]) for name, one in servers.items()}, stream, options),
            )
        told_load()


def told_load() -> None:
    print("load of the machine:", *(f"{load:.1f}" for load in os.getloadavg()), flush=True)


def rounds(
    servers: Mapping[str, tuple[int, int]], stream: bool, options: argparse.Namespace
) -> dict[str, list[tuple[float, float]]]:
    """By server what each round measured; one before them warms up."""
    found: dict[str, list[tuple[float, float]]] = {name: [] for name in servers}
    for _ in range(options.rounds + 1):
        for name, (port, pid) in servers.items():
            found[name].append(measured(port, pid, stream, options.seconds))
    return {name: figures[1:] for name, figures in found.items()}


def show(stream: bool, found: Mapping[str, list[tuple[float, float]]]) -> None:
    print("streamed" if stream else "plain")
    for name, figures in found.items():
        cpu, clock = (statistics.median(one) for one in zip(*figures, strict=True))
        rounds = zip(found["practice"], figures, strict=True)
        ratio = (
            f"practice is {statistics.median(ours / theirs for (ours, _), (theirs, _) in rounds):.2f} of it"
        )
        print(f"  {name:9}{cpu:7.0f} a second of one core, {clock:6.0f} by the clock; {ratio}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--aimock", type=Path)
    parser.add_argument("--against", type=lambda text: Path(text).resolve())
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=2.0)
    compare(parser.parse_args())
