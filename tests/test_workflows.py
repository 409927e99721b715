"""What GitHub runs: the suite on each push, the newest releases each night."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / ".github/workflows"


def workflow(name: str) -> dict[Any, Any]:
    read: dict[Any, Any] = yaml.safe_load((FOLDER / name).read_text(encoding="utf-8"))
    return read


def steps(name: str) -> list[dict[str, Any]]:
    return [step for job in workflow(name)["jobs"].values() for step in job["steps"]]


def test_each_push_runs_the_suite() -> None:
    when = workflow("tests.yml")[True]  # YAML reads the word `on` as true
    assert "push" in when and steps("tests.yml")[-1]["run"] == "bash .ci/run"


def test_each_night_runs_the_newest_releases() -> None:
    when = workflow("latest.yml")[True]
    assert when["schedule"] and steps("latest.yml")[-1]["run"] == "python3 tests/all.py --latest"


@pytest.mark.parametrize("name", sorted(file.name for file in FOLDER.iterdir()))
def test_the_oldest_python_that_is_promised_is_the_one_that_runs(name: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (version,) = [
        step["with"]["python-version"] for step in steps(name) if "python-version" in step.get("with", {})
    ]
    assert project["requires-python"] == f">={version}"
