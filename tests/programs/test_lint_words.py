"""What the linter says lies in Markdown: each rule has its words, and a place in them for each value."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from firstcall import text
from firstcall.programs.lint import WORDS, rules
from firstcall.programs.lint.findings import NOT_PYTHON, lint
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


def test_every_id_is_said_and_every_value_has_its_place() -> None:
    for id, values in faults():
        section = WORDS.section(id)
        fix = section.parts["fix"].body if "fix" in section.parts else ""
        wanted = set(PLACE.findall(f"{section.title} {section.body} {fix}"))
        assert wanted <= values, f"{id} wants {wanted - values}"


def test_nothing_is_written_that_no_rule_says() -> None:
    assert set(SECTIONS) - {NOT_PYTHON} <= set(constants())


def test_a_finding_has_all_its_values() -> None:
    for _, source in BAD_HABITS:
        for found in lint(source):
            assert found.message and found.why
            assert not PLACE.search(f"{found.message} {found.why} {found.fix_label}"), found.says


def test_every_section_says_what_and_why() -> None:
    assert [id for id, one in SECTIONS.items() if not one.body or not (one.title or id == NOT_PYTHON)] == []
