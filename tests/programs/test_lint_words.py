"""What the linter says lies in Markdown: each rule has its words, and a place in them for each value."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from firstcall import text
from firstcall.programs.lint import WORDS, rules
from firstcall.programs.lint.findings import MORE, NO_PROGRAMS, NOT_PYTHON, NOTEBOOK, TOO_MUCH, lint
from tests.programs.test_lint import BAD_HABITS

PLACE = re.compile(r"\{(\w+)(?:\|[^{}]*)?\}")
FOLDER = Path(rules.__file__).parent
SECTIONS = text.read(WORDS.folder / "en.md").sections


def constants() -> Iterator[str]:
    for file in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def faults() -> Iterator[tuple[str, set[str | None]]]:
    """Each plain id that a rule says, with the names of the values that it gives."""
    for file in FOLDER.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "fault":
                first = node.args[0]
                for id in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                    if isinstance(id, ast.Constant):
                        yield str(id.value), {word.arg for word in node.keywords}


def said(id: str) -> tuple[str, str, str]:
    """Message, reason and label of a finding; what its case leaves out is said by its rule."""
    sections = [found for one in (id, id.partition(" ")[0]) if (found := WORDS.find(one))]
    fixes = [one.parts["fix"].body for one in sections if "fix" in one.parts]
    title = next((one.title for one in sections if one.title), "")
    return title, next((one.body for one in sections if one.body), ""), next(iter(fixes), "")


def test_every_id_is_said_and_every_value_has_its_place() -> None:
    for id, values in faults():
        title, why, fix = said(id)
        assert WORDS.section(id) and title and why, id
        wanted = set(PLACE.findall(f"{title} {why} {fix}"))
        assert wanted <= values, f"{id} wants {wanted - values}"


def test_nothing_is_written_that_no_rule_says() -> None:
    beside_rules = {NOT_PYTHON, NOTEBOOK, MORE, TOO_MUCH, *NO_PROGRAMS.values()}
    assert set(SECTIONS) - beside_rules <= set(constants())


def test_a_finding_has_all_its_values() -> None:
    for _, source in BAD_HABITS:
        for found in lint(source):
            assert found.message and found.why
            assert not PLACE.search(f"{found.message} {found.why} {found.fix_label}"), found.says
