"""Programs in the style of the libraries that people use, against the practice server.

`python3 tests/libraries/run.py [library …]`, run by the Python of the project's environment. Each folder
beside this file is a library with its pinned requirements and small programs that check what they got.
Only the environment points them to the practice server. Prints a line for each program; exit code 1
if one failed or a library could not be installed.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
ENVIRONMENTS = ROOT / ".venv-libraries"
SECONDS = 90  # for one program: a slow machine, and libraries that take long to import
INSTALL_SECONDS = 900
LOCKS = ("requirements.txt", "package.json", "package-lock.json")


def libraries() -> list[str]:
    return sorted(path.parent.name for lock in LOCKS[:2] for path in HERE.glob(f"*/{lock}"))


def programs(library: str) -> list[Path]:
    return sorted(path for kind in ("*.py", "*.mjs") for path in (HERE / library).glob(kind))


def installed(library: str) -> Path:
    """The library's environment, made if its pins are new. Raises `CalledProcessError` if it cannot be."""
    place = ENVIRONMENTS / library
    locks = [path for name in LOCKS if (path := HERE / library / name).exists()]
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in locks)).hexdigest()
    stamp = place / "installed-locks"
    if not stamp.exists() or stamp.read_text() != wanted:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(parents=True)
        _install(place, locks)
        stamp.write_text(wanted)
    return place


def _install(place: Path, locks: list[Path]) -> None:
    if locks[0].name == "requirements.txt":
        subprocess.run([sys.executable, "-m", "venv", place], check=True, timeout=INSTALL_SECONDS)
        pip = [place / "bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([*pip, "-r", locks[0]], check=True, timeout=INSTALL_SECONDS)
        return
    for lock in locks:
        shutil.copy(lock, place)
    subprocess.run(["npm", "install", "--silent"], cwd=place, check=True, timeout=INSTALL_SECONDS)


@contextmanager
def practice() -> Iterator[dict[str, str]]:
    """A practice server of its own, without waits: the variables that it says to set."""
    command = [sys.executable, "-m", "firstcall.practice", "--port", "0"]
    instant = ["--first-token-seconds", "0", "--tokens-per-second", "0"]
    with subprocess.Popen([*command, *instant], cwd=ROOT, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout
        try:
            yield _variables(server.stdout)
        finally:
            server.terminate()


def _variables(said: Iterator[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in said:
        found = (
            dict(re.findall(r"([A-Z_]+)=(\S+)", line)) | found
        )  # of two that share a variable the first: the vendor
        if line.startswith("Set these variables"):
            return found
    raise OSError("The practice server did not start.")


def failure(program: Path, place: Path, variables: dict[str, str]) -> str:
    """What a program failed with; nothing if it ended well."""
    environment = {"PATH": os.environ["PATH"], "HOME": str(place), "PYTHONDONTWRITEBYTECODE": "1"} | variables
    if program.suffix == ".mjs":  # Node.js looks for packages beside the program, not where it is run
        command: list[str | Path] = ["node", shutil.copy(program, place)]
    else:
        command = [place / "bin/python", program]
    try:
        ran = subprocess.run(command, cwd=place, env=environment, capture_output=True, text=True,
                             timeout=SECONDS, check=False)  # fmt: skip
    except subprocess.TimeoutExpired:
        return f"not done after {SECONDS} s"
    return "" if ran.returncode == 0 else (ran.stderr.strip() or ran.stdout.strip() or "no word")[-1500:]


def failed(library: str, variables: dict[str, str]) -> int:
    """Run a library's programs; how many failed."""
    try:
        place = installed(library)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        print(f"{library:<16}{'could not be installed':<24}{error}", flush=True)
        return len(programs(library))
    return sum(_told(library, program, place, variables) for program in programs(library))


def _told(library: str, program: Path, place: Path, variables: dict[str, str]) -> bool:
    began = time.monotonic()
    why = failure(program, place, variables)
    print(f"{library:<16}{program.name:<24}{'FAILED' if why else 'passed'} {time.monotonic() - began:5.1f} s")
    print(f"{why}\n" if why else "", end="", flush=True)
    return bool(why)


def main() -> int:
    wanted = sys.argv[1:] or libraries()
    if unknown := set(wanted) - set(libraries()):
        sys.exit(f"No such library: {', '.join(sorted(unknown))}. There are: {', '.join(libraries())}.")
    with practice() as variables:
        total = sum(failed(library, variables) for library in wanted)
    ran = sum(len(programs(library)) for library in wanted)
    print(f"{ran - total} passed, {total} failed")
    return 1 if total else 0


if __name__ == "__main__":
    sys.exit(main())
