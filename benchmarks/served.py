"""Apps in processes of their own, and what these processes use."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx2
import psutil  # type: ignore[import-untyped]

ROOT = Path(__file__).parent.parent
PAGES = Path(__file__).parent / "pages"
KEY = "sk-practice-benchmark"


@dataclass(frozen=True)
class Served:
    """An app that runs: its address, and the processes that it and what it talks to consist of."""

    url: str
    processes: Sequence[int]

    @property
    def milliseconds(self) -> float:
        """Processor time that they have used."""
        return float(sum(sum(one.cpu_times()[:2]) for one in self._all())) * 1000

    @property
    def megabytes(self) -> float:
        """Memory of their own, in MiB."""
        return float(sum(one.memory_full_info().uss for one in self._all())) / 2**20

    def _all(self) -> Iterator[psutil.Process]:
        for id in self.processes:
            yield (process := psutil.Process(id))
            yield from process.children(recursive=True)


@contextmanager
def ours(
    root: Path, *, first_token: float = 0.2, per_second: float = 20, ledger: Path | None = None
) -> Iterator[Served]:
    """This app (or that of another checkout) with a ledger of its own and a practice server of this pace."""
    folder = Path(tempfile.mkdtemp())
    told = {
        "FIRSTCALL_LEDGER": str(ledger or folder / "ledger.sqlite3"),
        "FIRSTCALL_PRACTICE_PACE": f"{first_token} {per_second}",
    }
    command = [sys.executable, "-m", "streamlit", "run", "app.py"]
    with _started(_streamlit(command), root, told, "/_stcore/health") as (url, process):
        yield Served(url, [process])


@contextmanager
def practice(*, first_token: float = 0.2, per_second: float = 20) -> Iterator[Served]:
    """A practice server alone, for the others."""
    pace = ["--first-token-seconds", str(first_token), "--tokens-per-second", str(per_second)]

    def command(port: int) -> Sequence[str]:
        return [sys.executable, "-m", "firstcall.practice", f"--port={port}", *pace]

    with _started(command, ROOT, {}, "/") as (url, process):
        yield Served(url, [process])


@contextmanager
def bare(model: Served) -> Iterator[Served]:
    """A Streamlit page with nothing but the SDK."""
    command = [
        sys.executable,
        "-m",
        "streamlit",
        "run",
        str(PAGES / "bare.py"),
        "--server.fileWatcherType=none",
    ]
    with _other(_streamlit(command), model, "/_stcore/health") as served:
        yield served


@contextmanager
def gradio(model: Served, python: str) -> Iterator[Served]:
    with _other(lambda port: [python, str(PAGES / "gradio_chat.py")], model, "/") as served:
        yield served


@contextmanager
def chainlit(model: Served, python: str) -> Iterator[Served]:
    def command(port: int) -> Sequence[str]:
        return [
            python,
            "-m",
            "chainlit",
            "run",
            str(PAGES / "chainlit_chat.py"),
            "--headless",
            f"--port={port}",
        ]

    with _other(command, model, "/") as served:
        yield served


def _streamlit(command: Sequence[str]) -> Callable[[int], Sequence[str]]:
    quiet = ["--server.headless=true", "--browser.gatherUsageStats=false"]
    return lambda port: [*command, f"--server.port={port}", *quiet]


@contextmanager
def _other(command: Callable[[int], Sequence[str]], model: Served, health: str) -> Iterator[Served]:
    told = {"ANTHROPIC_API_KEY": KEY, "ANTHROPIC_BASE_URL": f"{model.url}/anthropic"}
    with _started(command, Path(tempfile.mkdtemp()), told, health) as (url, process):
        yield Served(url, [process, *model.processes])


@contextmanager
def _started(
    command: Callable[[int], Sequence[str]], folder: Path, told: Mapping[str, str], health: str
) -> Iterator[tuple[str, int]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    keys = {name for name in os.environ if name.endswith(("_API_KEY", "_BASE_URL"))}
    environment = {name: value for name, value in os.environ.items() if name not in keys}
    process = subprocess.Popen(
        command(port),
        cwd=folder,
        env=environment | dict(told) | {"PORT": str(port)},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        while not _answers(url + health):
            if process.poll() is not None:
                raise RuntimeError(f"{' '.join(command(port))} ended by itself")
            time.sleep(0.1)
        time.sleep(3)  # what is loaded while nobody waits for it
        yield url, process.pid
    finally:
        process.terminate()
        process.wait(20)


def _answers(url: str) -> bool:
    try:
        return httpx2.get(url, timeout=1).status_code < 500
    except httpx2.TransportError:
        return False
