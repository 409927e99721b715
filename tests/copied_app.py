"""A copy of the app in a folder of its own, for tests that lay files into it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent


def copied(into: Path) -> Path:
    """The pages and the package, without what was built or cached; gives the folder."""
    skip = shutil.ignore_patterns("__pycache__", "node_modules")
    for folder in ("firstcall", "pages"):
        shutil.copytree(ROOT / folder, into / folder, ignore=skip)
    return into


def run(script: str, app: Path, **environment: str) -> str:
    """Run a script in the copy, its ledger in memory; gives the last line that it printed."""
    told = os.environ | {"FIRSTCALL_LEDGER": ":memory:"} | environment
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=app, env=told, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()[-1]
