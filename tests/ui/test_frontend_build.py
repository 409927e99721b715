"""The committed bundle of the code box is what its sources build to, from the package registry."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

FRONTEND = Path(__file__).parents[2] / "firstcall" / "ui" / "frontend"
INPUTS = ("package.json", "package-lock.json", ".npmrc", "build.mjs", "src")


def _run(folder: Path, *command: str) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}"


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    npm = shutil.which("npm")
    if npm is None or shutil.which("node") is None:
        pytest.skip("node and npm are not installed, so the bundle cannot be rebuilt here")
    folder = tmp_path_factory.mktemp("frontend")
    for name in INPUTS:
        source = FRONTEND / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / name)
    _run(folder, npm, "ci", "--no-audit", "--no-fund")
    _run(folder, npm, "run", "build")
    return folder / "dist"


@pytest.mark.languages
def test_the_bundle_is_byte_for_byte_what_the_sources_build_to(rebuilt: Path) -> None:
    assert (FRONTEND / "dist" / "code_box.js").read_bytes() == (rebuilt / "code_box.js").read_bytes()


@pytest.mark.languages
def test_the_licences_are_those_of_the_bundled_packages(rebuilt: Path) -> None:
    assert (FRONTEND / "dist" / "licenses.txt").read_bytes() == (rebuilt / "licenses.txt").read_bytes()


@pytest.mark.languages
def test_nothing_but_the_build_is_in_the_build_folder(rebuilt: Path) -> None:
    names = sorted(path.name for path in (FRONTEND / "dist").iterdir())
    assert names == sorted(path.name for path in rebuilt.iterdir())


def test_the_lock_names_no_registry_host() -> None:
    assert "resolved" not in (FRONTEND / "package-lock.json").read_text()


def test_no_packages_are_left_in_the_tree() -> None:
    assert not (FRONTEND / "node_modules").exists()


def test_the_bundle_names_no_host_to_fetch_from() -> None:
    bundle = (FRONTEND / "dist" / "code_box.js").read_text(encoding="utf-8")
    assert [word for word in ("fetch(", "XMLHttpRequest", "importScripts", "import(") if word in bundle] == []
