"""Runs a program that a page shows, as a learner would: saved to a file, started by its interpreter."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from functools import cache
from pathlib import Path

import pytest

from firstcall.providers import Provider

JAVASCRIPT = Path(__file__).parent / "javascript"
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
        if os.environ.get("FIRSTCALL_NO_SKIPS"):
            pytest.fail(message)
        pytest.skip(message)
    return found


def run(
    source: str,
    language: str,
    provider: Provider,
    practice: str,
    folder: Path,
    key: str = "sk-practice-programs",
) -> subprocess.CompletedProcess[str]:
    """Run a program against the practice server; its output and exit code are in the result."""
    if language == "python":
        command, file = [sys.executable], folder / "first_call.py"
    elif language == "javascript":
        command, file = [tool("node")], packages() / f"{folder.name}-{abs(hash(source))}.mjs"
    else:
        tool("curl")
        command, file = [tool("sh")], folder / "first_call.sh"
    environment = {
        "PATH": os.environ["PATH"],
        "HOME": str(folder),
        "PYTHONIOENCODING": "utf-8",
        provider.address.key_variable: key,
        provider.address.base_url_variable: practice + provider.address.practice_path,
    }
    file.write_text(source, encoding="utf-8")
    try:
        return subprocess.run(
            [*command, file], cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8",
            timeout=_SECONDS, check=False,
        )  # fmt: skip
    finally:
        file.unlink()
