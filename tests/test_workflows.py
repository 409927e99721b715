"""What GitHub runs: the suite on each push, the newest releases and the libraries each night."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

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


def test_each_night_runs_the_libraries_in_environments_of_their_own() -> None:
    when = workflow("libraries.yml")[True]
    assert when["schedule"] and steps("libraries.yml")[-1]["run"] == "python3 tests/libraries/run.py"


PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
PYTHON = "Programming Language :: Python :: "
PROMISED = [name.removeprefix(PYTHON) for name in PROJECT["classifiers"] if name.startswith(PYTHON)]


def test_the_suite_runs_on_every_python_that_is_promised() -> None:
    (job,) = workflow("tests.yml")["jobs"].values()
    assert job["strategy"]["matrix"]["python"] == PROMISED
    assert [step["with"]["python-version"] for step in job["steps"] if "python" in step.get("uses", "")] == [
        "${{ matrix.python }}"
    ]
    assert PROJECT["requires-python"] == f">={PROMISED[0]}"


def test_the_newest_releases_run_on_the_oldest_python() -> None:
    told = [
        step["with"]["python-version"] for step in steps("latest.yml") if "python" in step.get("uses", "")
    ]
    assert told == PROMISED[:1]
