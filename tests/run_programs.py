"""Runs a program that a page shows: saved to a file, and run by its interpreter."""

from __future__ import annotations

import atexit
import io
import json
import os
import shlex
import shutil
import subprocess
import sys
import threading
import time
import zipfile
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from firstcall.programs.files import named_in
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

    def run(
        self, file: Path, folder: Path, environment: dict[str, str], typed: str = ""
    ) -> subprocess.CompletedProcess[str]:
        program = {"file": str(file), "folder": str(folder), "environment": environment, "typed": typed}
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
        command = [sys.executable, "-m", "tests.warm.python"]
    elif language == "javascript":
        command = [tool("node"), str(WARM / "node.mjs")]
    else:
        return None
    process = subprocess.Popen(
        command, cwd=WARM.parent.parent, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
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
    environment = _environment(folder) | {
        provider.address.key_variable: key,
        provider.address.base_url_variable: practice + provider.address.practice_path,
    }
    file = _file(source, language, folder)
    file.write_text(source, encoding="utf-8")
    for name, text in named_in(source).items():
        (folder / name).write_text(text, encoding="utf-8")
    try:
        return _run(file, language, environment, cold=cold)
    finally:
        file.unlink()


def python(file: Path, environment: dict[str, str], typed: str = "") -> subprocess.CompletedProcess[str]:
    """Run a Python file that stands in a folder already, with what a person types."""
    running = warm("python")
    if running:
        return running.run(file, file.parent, environment, typed)
    return subprocess.run(
        [sys.executable, file], cwd=file.parent, env=environment, input=typed, capture_output=True, text=True,
        encoding="utf-8", timeout=_SECONDS, check=False,
    )  # fmt: skip


def _environment(folder: Path) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONIOENCODING": "utf-8"}


def _run(
    file: Path, language: str, environment: dict[str, str], *, cold: bool = False
) -> subprocess.CompletedProcess[str]:
    running = None if cold else warm(language)
    if running:
        return running.run(file, Path(environment["HOME"]), environment)
    return _cold(file, language, environment)


def _file(source: str, language: str, folder: Path) -> Path:
    if language == "javascript":
        return packages() / f"{folder.name}-{abs(hash(source))}.mjs"
    return folder / ("first_call.py" if language == "python" else "first_call.sh")


def unpacked(packed: bytes, place: Path) -> Path:
    """The folder in a zip file, unpacked."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        (name,) = {file.partition("/")[0] for file in archive.namelist()}
        archive.extractall(place)
    return place / name


def start_as_told(folder: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Do what the README of a folder says first, line by line; the result is that of its last line."""
    readme = (folder / "README.md").read_text(encoding="utf-8")
    lines = readme.partition("```sh\n")[2].partition("```")[0].splitlines()
    assert 1 <= len(lines) <= 2, readme
    for line in lines:
        done = _told(line, folder, _environment(folder) | variables)
        assert line == lines[-1] or done.returncode == 0, done.stderr
    return done


def _told(line: str, folder: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    match shlex.split(line):
        case ["pip", "install", "-r", "requirements.txt"]:
            return _pip((folder / "requirements.txt").read_text(encoding="utf-8"))
        case ["npm", "install"]:
            return _npm(folder)
        case ["npm", "start"]:
            package = json.loads((folder / "package.json").read_text(encoding="utf-8"))
            return _told(package["scripts"]["start"], folder, environment)
        case [("python" | "node" | "sh") as interpreter, file]:
            language = {"python": "python", "node": "javascript", "sh": "curl"}[interpreter]
            return _run(folder / file, language, environment)
    raise AssertionError(f"nobody knows how to do {line!r}")


@cache
def _pip(requirements: str) -> subprocess.CompletedProcess[str]:
    """What `pip install -r` does with these lines, without a network: all is here, in just these releases, or it fails."""
    assert all("==" in line for line in requirements.splitlines()), requirements
    return subprocess.run(
        [sys.executable, "-m", "pip", "install", "--no-index", "--disable-pip-version-check",
         *requirements.split()],
        capture_output=True, text=True, timeout=_SECONDS, check=False,
    )  # fmt: skip


def _npm(folder: Path) -> subprocess.CompletedProcess[str]:
    """What `npm install` makes: the packages, in just the releases that are asked for. They are linked, not fetched."""
    modules = packages() / "node_modules"
    wanted = json.loads((folder / "package.json").read_text(encoding="utf-8"))["dependencies"]
    there = {
        name: json.loads((modules / name / "package.json").read_text(encoding="utf-8"))["version"]
        for name in wanted
    }
    if not (folder / "node_modules").exists():
        (folder / "node_modules").symlink_to(modules, target_is_directory=True)
    return subprocess.CompletedProcess("npm install", int(there != wanted), "", f"{there} is not {wanted}")


def _cold(file: Path, language: str, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    if language == "curl":
        tool("curl")
    interpreter = sys.executable if language == "python" else tool({"javascript": "node"}.get(language, "sh"))
    return subprocess.run(
        [interpreter, file], cwd=environment["HOME"], env=environment, capture_output=True, text=True,
        encoding="utf-8", timeout=_SECONDS, check=False,
    )  # fmt: skip
