"""Runs the programs of the corpus with the real SDKs against the practice server: as they stand, and mended."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

from firstcall import providers
from tests import run_programs
from tests.programs.corpus import Example

KEY = "sk-practice-corpus"


def differs(example: Example, mended: str, practice: str, folder: Path) -> Iterator[str]:
    """What a program does otherwise than it says of itself, with its key in the environment and in `.env`."""
    after = example.says.get("after", "ahoy")
    before = example.says.get("before", after)
    runs = [(example.source, before, False), (mended, after, False)]
    if "load_dotenv" in mended:
        runs += [(example.source, example.says.get("alone", before), True), (mended, after, True)]
    for source, wanted, in_file in dict.fromkeys(runs):
        done = run(source, practice, folder, example.says.get("typed", ""), in_file=in_file)
        if said := _otherwise(done, wanted):
            when, where = (
                "after" if source == mended else "before",
                "`.env`" if in_file else "the environment",
            )
            yield f"{when}, with the key in {where}: wanted {wanted}, {said}"


def _otherwise(done: subprocess.CompletedProcess[str], wanted: str) -> str:
    """How a run ended, empty where it is as wanted."""
    raised = [line for line in done.stderr.splitlines() if line[:1].isalpha()]
    last = (raised or [""])[-1]
    if wanted[:1].isupper():
        return (
            ""
            if done.returncode and any(wanted in line for line in raised)
            else f"ended with {done.returncode}: {last}"
        )
    if done.returncode:
        return f"ended with {done.returncode}: {done.stderr[-700:]}"
    return "" if wanted == "runs" or wanted in done.stdout else f"printed {done.stdout!r}"


def run(
    source: str, practice: str, folder: Path, typed: str = "", *, in_file: bool = False
) -> subprocess.CompletedProcess[str]:
    """One run in a warmed process."""
    addresses = [provider.address for provider in providers.every().values()]
    keys = {address.key_variable: KEY for address in addresses}
    urls = {address.base_url_variable: practice + address.practice_path for address in addresses}
    kept = folder / ".env"
    kept.write_text("".join(f"{name}={key}\n" for name, key in keys.items() if in_file), encoding="utf-8")
    file = folder / "program.py"
    file.write_text(source, encoding="utf-8")
    environment = {"PATH": os.environ["PATH"], "HOME": str(folder), "PYTHONIOENCODING": "utf-8", **urls}
    return run_programs.python(file, environment | ({} if in_file else keys), typed.replace("|", "\n"))
