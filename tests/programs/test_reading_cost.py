"""A program is parsed once and walked through once, however many ask about it. The times are in `benchmarks`."""

from __future__ import annotations

import ast
from collections import Counter
from typing import Any

import pytest

from firstcall.programs.lint import findings
from firstcall.programs.lint.findings import lint
from firstcall.programs.read import source as reader
from firstcall.programs.read import tree
from firstcall.programs.read.followed import STEPS, Followed
from firstcall.programs.verdict import verdict
from firstcall.steps.own_code import survey
from tests.programs.test_lint import CLAUDE, STREAM

FRESH = "# nobody has read this one before\n"


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    found = Counter[str]()
    parse, walk = reader.quietly, tree.Walked.__post_init__

    def parsed(source: str, mode: str) -> ast.AST:
        found["parsed"] += 1
        return parse(source, mode)

    def walked(self: tree.Walked, root: ast.AST) -> None:
        found["walked"] += 1
        walk(self, root)

    monkeypatch.setattr(reader, "quietly", parsed)
    monkeypatch.setattr(tree.Walked, "__post_init__", walked)
    return found


@pytest.mark.parametrize("source", [CLAUDE, STREAM, STREAM * 40], ids=["claude", "stream", "long"])
def test_all_that_a_page_asks_is_one_parse_and_one_walk(source: str, counted: Counter[str]) -> None:
    text = source + FRESH
    lint(text)
    verdict(text)
    survey.calls(text)
    survey.provider_of(text)
    lint(text)
    assert counted == {"parsed": 1, "walked": 1}


@pytest.mark.parametrize(
    ("source", "walks"),
    [("", 1), ("# never read\n", 1), ("OPENAI_API_KEY=never-read\n", 0), ("never-read==3.57.0\n", 0)],
)
def test_what_is_no_program_is_not_walked(source: str, walks: int, counted: Counter[str]) -> None:
    """An empty text is a program too, which does nothing."""
    findings._lint.cache_clear()  # others may have asked about an empty text before
    reader._read.cache_clear()
    lint(source)
    verdict(source)
    assert counted["walked"] == walks


def test_a_walk_leaves_out_what_only_says_how_a_name_is_used() -> None:
    found = tree.Walked(ast.parse(CLAUDE))
    assert not {kind for kind in found.nodes if issubclass(kind, ast.expr_context)}
    kept = sum(1 for node in ast.walk(ast.parse(CLAUDE)) if not isinstance(node, ast.expr_context))
    assert sum(map(len, found.nodes.values())) == kept


def test_names_that_stand_for_each_other_are_not_followed_in_every_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steps, follow = Counter[str](), Followed._follow

    def followed(self: Followed, node: ast.expr, way: Any) -> Any:
        steps["followed"] += 1
        return follow(self, node, way)

    monkeypatch.setattr(Followed, "_follow", followed)
    calls = "".join("    f{after}(x or y, y or x)\n" for _ in range(4))
    handed = "".join(f"def f{n}(x, y):\n{calls.format(after=n + 1)}" for n in range(8))
    lint(
        f'import anthropic\n{handed}def f8(x, y):\n    client.messages.create(model=x)\nf0("gpt-4", "gpt-6-luna")\n'
    )
    assert 0 < steps["followed"] <= 3 * STEPS
