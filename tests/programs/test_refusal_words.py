"""What a refusal says lies in Markdown: each id has its words, and a place in them for each value."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from firstcall import text
from firstcall.programs.refusals import WORDS

PLACE = re.compile(r"\{(\w+)(?:\|[^{}]*)?\}")
REFUSALS = {"NotUnderstood": 0, "NotAllowed": 0, "Unclear": 0, "refuse": 1}
"""What makes a refusal, and which of its arguments is the id."""
SECTIONS = text.read(WORDS.folder / "en.md").sections


def constants(node: ast.expr) -> Iterator[str]:
    for one in (node.body, node.orelse) if isinstance(node, ast.IfExp) else (node,):
        if isinstance(one, ast.Constant):
            yield str(one.value)


def refusals() -> Iterator[tuple[str, set[str | None]]]:
    """Each plain id that is said, with the names of its values (`None` for values from elsewhere)."""
    for file in WORDS.folder.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            name = ast.unparse(node.func).rpartition(".")[2] if isinstance(node, ast.Call) else ""
            if isinstance(node, ast.Call) and name in REFUSALS and len(node.args) > REFUSALS[name]:
                for id in constants(node.args[REFUSALS[name]]):
                    yield id, {word.arg for word in node.keywords}


def test_every_id_is_said_and_every_value_has_its_place() -> None:
    for id, values in refusals():
        wanted = set(PLACE.findall(WORDS.section(id).body))
        assert wanted <= values or None in values, f"{id} wants {wanted - values}"


def test_nothing_is_written_that_nobody_says() -> None:
    assert set(SECTIONS) - {id for id, _ in refusals()} == {id for id in SECTIONS if id.startswith("label ")}


def test_no_refusal_is_a_sentence_in_python() -> None:
    assert [id for id, _ in refusals() if id.endswith((".", "!"))] == []
