"""Runs a program that a page shows: saved to a file, and run by its interpreter."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from firstcall.providers import Provider

JAVASCRIPT = Path(__file__).parent / "javascript"
WARM = Path(__file__).parent / "warm"
NO_SKIPS = bool(os.environ.get("FIRSTCALL_NO_SKIPS"))  # read here, for a test sees none of these variables
_SECONDS = 90


@cache
def packages() -> Path:
    """The folder with the JavaScript SDKs, installed from the lock when they are not there yet."""
    installed = JAVASCRIPT / "node_modules" / ".package-lock.json"
    npm, busy = tool("npm"), JAVASCRIPT / "node_modules.lock"
    while not installed.exists():  # tests run in several processes: one installs, the others wait
        try:
            busy.mkdir()
        except FileExistsError:
            time.sleep(0.5)
            continue
        try:
            subprocess.run([npm, "ci", "--silent"], cwd=JAVASCRIPT, check=True, timeout=300)
        finally:
            busy.rmdir()
    return JAVASCRIPT


def tool(name: str) -> str:
    """The path of an interpreter; without it the test is skipped by name, or fails where skips are not allowed."""
    found = shutil.which(name)
    if found is None:
        message = f"{name} is not installed: tests/all.py gets it"
        if NO_SKIPS:
            pytest.fail(message)
        pytest.skip(message)
    return found


@dataclass(frozen=True)
class Warm:
    """A process that runs one program after another and has their SDKs loaded."""

    process: subprocess.Popen[str]

    def run(self, file: Path, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
        program = {"file": str(file), "folder": str(folder), "environment": environment}
        assert self.process.stdin and self.process.stdout
        self.process.stdin.write(json.dumps(program) + "\n")
        self.process.stdin.flush()
        too_long = threading.Timer(_SECONDS, self.process.kill)
        too_long.start()
        line = self.process.stdout.readline()
        too_long.cancel()
        if not line:
            warm.cache_clear()
            raise subprocess.TimeoutExpired(str(file), _SECONDS)
        done = json.loads(line)
        return subprocess.CompletedProcess(str(file), done["code"], done["output"], done["errors"])


@cache
def warm(language: str) -> Warm | None:
    """The process that runs the programs of a language, where they need not be started one by one."""
    if language == "python" and hasattr(os, "fork"):
        command = [sys.executable, str(WARM / "python.py")]
    elif language == "javascript":
        command = [tool("node"), str(WARM / "node.mjs")]
    else:
        return None
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    atexit.register(process.communicate)  # closes its input, which ends it
    return Warm(process)


def run(
    source: str,
    language: str,
    provider: Provider,
    practice: str,
    folder: Path,
    key: str = "sk-practice-programs",
    *,
    cold: bool = False,
) -> subprocess.CompletedProcess[str]:
    """Run a program against the practice server; its output and exit code are in the result.

    `cold` starts its interpreter for it alone, as a learner does; otherwise one that is warm runs it.
    """
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONIOENCODING": "utf-8",
        provider.address.key_variable: key,
        provider.address.base_url_variable: practice + provider.address.practice_path,
    }
    file = _file(source, language, folder)
    file.write_text(source, encoding="utf-8")
    try:
        running = None if cold else warm(language)
        return running.run(file, folder, environment) if running else _cold(file, language, environment)
    finally:
        file.unlink()


def _file(source: str, language: str, folder: Path) -> Path:
    if language == "javascript":
        return packages() / f"{folder.name}-{abs(hash(source))}.mjs"
    return folder / ("first_call.py" if language == "python" else "first_call.sh")


def _cold(file: Path, language: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    if language == "curl":
        tool("curl")
    interpreter = sys.executable if language == "python" else tool({"javascript": "node"}.get(language, "sh"))
    return subprocess.run(
        [interpreter, file], cwd=environment["HOME"], env=environment, capture_output=True, text=True,
        encoding="utf-8", timeout=_SECONDS, check=False,
    )  # fmt: skip
