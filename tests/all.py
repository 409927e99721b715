"""Set up and run every check: `python3 tests/all.py`.

Makes a virtual environment in `.venv`, installs the pinned requirements, finds or gets a Chromium for
the browser tests and Node.js for the JavaScript programs, then runs pytest. Arguments go on to pytest.
With `--check` the linter, the formatter and the type checker run first; with `--screenshots` every page
is photographed into `screenshots/` instead.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
VENV = ROOT / ".venv"
CHROMIUMS = (
    "chromium-headless-shell",
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chrome",
)


def run(*command: str | Path, **more: object) -> int:
    print("+", *command, flush=True)
    return subprocess.run([str(part) for part in command], cwd=ROOT, check=False, **more).returncode  # type: ignore[call-overload, no-any-return]


def python() -> Path:
    """The environment's Python, the environment made and filled if need be."""
    here = VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not here.exists() and run(sys.executable, "-m", "venv", VENV):
        sys.exit("The virtual environment could not be made: is Python's venv module installed?")
    install = (here, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    if run(*install, "-r", ROOT / "requirements-dev.txt"):
        sys.exit("The requirements could not be installed.")
    return here


def with_apt(*packages: str) -> bool:
    """Install Debian packages where that is possible."""
    if not shutil.which("apt-get") or os.geteuid() != 0:
        return False
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    run("apt-get", "update", "-qq", env=environment)
    return run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages, env=environment) == 0


def chromium(interpreter: Path) -> str:
    """The path of a Chromium or Chrome: told, installed, Playwright's own, or Debian's."""
    told = os.environ.get("FIRSTCALL_CHROMIUM")
    if told:
        return told
    for attempt in (lambda: None, lambda: run(interpreter, "-m", "playwright", "install", "chromium"),
                    lambda: with_apt("chromium-headless-shell"), lambda: with_apt("chromium")):  # fmt: skip
        attempt()
        if found := next(filter(None, map(shutil.which, CHROMIUMS)), None) or _playwrights(interpreter):
            return found
    sys.exit("No Chromium or Chrome was found and none could be installed. Name one in FIRSTCALL_CHROMIUM.")


def _playwrights(interpreter: Path) -> str | None:
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    told = subprocess.run(
        [interpreter, "-c", code], capture_output=True, text=True, check=False
    ).stdout.strip()
    return told if told and Path(told).exists() else None


def node() -> None:
    """Node.js and npm, for the tests that run the JavaScript programs."""
    if not (shutil.which("node") and shutil.which("npm")) and not with_apt("nodejs", "npm"):
        sys.exit("Node.js and npm were not found and could not be installed.")
    if not shutil.which("curl") and not with_apt("curl"):
        sys.exit("curl was not found and could not be installed.")


def main(arguments: list[str]) -> int:
    interpreter = python()
    environment = os.environ | {"FIRSTCALL_CHROMIUM": chromium(interpreter), "FIRSTCALL_NO_SKIPS": "1"}
    node()
    if "--check" in arguments:
        arguments.remove("--check")
        for check in (("ruff", "check"), ("ruff", "format", "--check"), ("mypy",)):
            if run(interpreter, "-m", *check):
                return 1
    if "--screenshots" in arguments:
        return run(interpreter, "-m", "tests.browser.screenshots", env=environment)
    pytest = (interpreter, "-m", "pytest", "--dist", "loadfile", "-n")
    if arguments:
        return run(*pytest, "2", *arguments, env=environment)
    quick = run(
        *pytest, "3", "--ignore=tests/browser", env=environment
    )  # Playwright keeps an event loop: run apart
    return run(*pytest, "2", "tests/browser", env=environment) or quick


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
