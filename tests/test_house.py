"""The direction of the house: who may import whom."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted((ROOT / "firstcall").rglob("*.py"))
CORE = [path for path in MODULES if not {"ui", "steps"} & set(path.parts)]


def imported(path: Path) -> set[str]:
    """The modules that a file imports, at its top or inside a function."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{name.name}" for name in node.names}
    return found


def imports(path: Path, *names: str) -> set[str]:
    return {
        module
        for module in imported(path)
        for name in names
        if module == name or module.startswith(f"{name}.")
    }


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT)))
def test_only_the_router_and_ui_know_streamlit(path: Path) -> None:
    assert not imports(path, "streamlit")


@pytest.mark.parametrize(
    "path", sorted((ROOT / "firstcall/practice").rglob("*.py")), ids=lambda path: path.name
)
def test_practice_is_written_without_the_providers(path: Path) -> None:
    assert not imports(
        path, "firstcall.providers", "firstcall.programs", "firstcall.ui", "anthropic", "openai"
    )


@pytest.mark.parametrize(
    "path", sorted((ROOT / "firstcall/providers").rglob("*.py")), ids=lambda path: path.name
)
def test_providers_are_written_without_the_practice_server(path: Path) -> None:
    assert not imports(path, "firstcall.practice", "firstcall.ui", "firstcall.programs")


def test_calls_and_models_stand_on_nothing_of_ours() -> None:
    assert not imports(ROOT / "firstcall/calls.py", "firstcall")
    assert not imports(ROOT / "firstcall/models/__init__.py", "firstcall")


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT)))
def test_sdks_are_imported_when_a_call_is_made(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    top = {name.name for node in tree.body if isinstance(node, ast.Import) for name in node.names}
    top |= {node.module for node in tree.body if isinstance(node, ast.ImportFrom) and node.module}
    assert not {module for module in top if module.split(".")[0] in {"anthropic", "openai", "plotly"}}


def test_pages_stay_short() -> None:
    long = {path.name: lines for path in (ROOT / "pages").glob("*.py")
            if (lines := len(path.read_text(encoding="utf-8").splitlines())) > 120}  # fmt: skip
    assert not long
