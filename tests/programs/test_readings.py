"""How often a program is read: once for everybody who asks, and once more after it was changed."""

from __future__ import annotations

import ast
from dataclasses import replace
from typing import Any

import pytest

from firstcall.programs import NotUnderstood, parse, patch, printed
from firstcall.programs.lint.findings import lint
from firstcall.programs.read.source import read

METHODS = ("messages.create",)


@pytest.fixture
def parsed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The programs that were parsed, in order."""
    found: list[str] = []
    parse_really = ast.parse

    def counted(source: str, *given: Any, **named: Any) -> ast.AST:
        found.append(source)
        return parse_really(source, *given, **named)

    monkeypatch.setattr(ast, "parse", counted)
    return found


def test_a_changed_program_is_read_twice_by_all_together(parsed: list[str]) -> None:
    source = "m = client.messages.create(model='claude-twice', max_tokens=10)\nprint(m)"
    call = parse(source, "x", METHODS).call
    lint(source)
    changed = patch(source, "x", METHODS, replace(call, arguments={**call.arguments, "max_tokens": 20}))
    parse(changed, "x", METHODS)
    lint(changed)
    printed(changed, {"message": "hello"})
    assert parsed == [source, changed]


def test_a_fix_is_worked_out_when_it_is_asked_for(parsed: list[str]) -> None:
    source = "from anthropic import Anthropic\nclient = Anthropic(api_key='sk-ant-never-in-the-code-0001')\n"
    found = next(one for one in lint(source) if one.rule == "hard-coded-key")
    assert found.fix_label and parsed == [source]
    assert found.fixed == parsed[1]


def test_a_program_that_is_not_python_is_refused_anew_each_time() -> None:
    with pytest.raises(NotUnderstood) as first:
        read("(")
    with pytest.raises(NotUnderstood) as again:
        read("(")
    assert first.value is not again.value
    assert (first.value.message, first.value.line) == (again.value.message, again.value.line)
