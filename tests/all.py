"""Set up and run every check: `python3 tests/all.py`.

Makes a virtual environment in `.venv`, installs the pinned requirements, finds or gets a Chromium for
the browser tests and Node.js for the JavaScript programs, then runs pytest. Arguments go on to pytest.
With `--check` the linter, the formatter and the type checker run first; with `--screenshots` every page
is photographed into `screenshots/` instead. With `--latest` all but the browser tests run on the newest
releases that `pyproject.toml` allows of the packages that a lesson shows or a fact comes from.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
VENV = ROOT / ".venv"
VENV_LATEST = ROOT / ".venv-latest"
WATCHED = {"anthropic", "openai", "google-genai", "ollama", "genai-prices", "streamlit", "plotly"}
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


def python(environment: Path = VENV) -> Path:
    """The environment's Python, the environment made and filled if need be."""
    here = environment / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not here.exists() and run(sys.executable, "-m", "venv", environment):
        sys.exit("The virtual environment could not be made: is Python's venv module installed?")
    install = (here, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    if run(*install, "-r", ROOT / "requirements-dev.txt"):
        sys.exit("The requirements could not be installed.")
    return here


def latest() -> Path:
    """The Python of a second environment, with the newest releases of what is watched."""
    here = python(VENV_LATEST)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    newest = [wanted for wanted in project["dependencies"] if re.split("[<>=]", wanted)[0] in WATCHED]
    if run(here, "-m", "pip", "install", "--disable-pip-version-check", "--upgrade", *newest):
        sys.exit("The newest releases could not be installed.")
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
    if "--latest" in arguments:
        arguments.remove("--latest")
        arguments += ["--ignore=tests/browser"]
        interpreter = latest()
    else:
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
