"""What the code asks its words for is there: the id, and a place for each value."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from firstcall.text import Words

ROOT = Path(__file__).parents[1]
CODE = [*(ROOT / "firstcall").rglob("*.py"), *(ROOT / "pages").glob("*.py")]
FILES = sorted(file for file in CODE if "WORDS" in file.read_text(encoding="utf-8"))
PLACE = re.compile(r"\{(\w+)(?:\|[^{}]*)?\}")


def words_in(file: Path, tree: ast.Module) -> dict[str, Words]:
    """The names under which a module has words, its own or imported ones."""
    found = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            place = ROOT / node.module.replace(".", "/")
            folder = place if place.is_dir() else place.parent
            found |= {name.asname or name.name: Words(folder) for name in node.names if name.name == "WORDS"}
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "WORDS":
            found["WORDS"] = Words(file.parent)
    return found


def asked(file: Path) -> Iterator[tuple[Words, str, str, set[str | None]]]:
    """Each plain id that a module asks for: the words, the method, the id, the names of the values."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    words = words_in(file, tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            whose = words.get(ast.unparse(node.func.value))
            first = node.args[0]
            ids = [first.body, first.orelse] if isinstance(first, ast.IfExp) else [first]
            for id in ids:
                if whose and isinstance(id, ast.Constant) and isinstance(id.value, str):
                    yield whose, node.func.attr, id.value, {keyword.arg for keyword in node.keywords}


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT)))
def test_every_id_is_said_and_every_value_has_its_place(file: Path) -> None:
    for words, method, id, values in asked(file):
        if method in {"line", "say"}:
            wanted = set(PLACE.findall(words.section(id).body))
            assert wanted <= values or None in values, f"{id} wants {wanted - values}"
        elif method in {"section", "title"}:
            words.section(id)
