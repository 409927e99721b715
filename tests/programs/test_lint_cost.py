"""What the linter costs grows with the text and no faster; what it shows is bounded."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType

import pytest

from firstcall.programs import patience
from firstcall.programs.lint import findings
from firstcall.programs.lint.findings import MORE, MOST_SHOWN, TOO_MUCH, lint
from firstcall.programs.read import source as reader
from tests.programs.test_lint import BAD_HABITS
from tests.quickly import one_of

HEAD = "import anthropic\nimport openai\nclient = anthropic.Anthropic()\n"
CALL = 'm = client.messages.create(model="claude-2", messages=[])\nprint(m.choices[0].message.content)\n'
GROWING: dict[str, Callable[[int], str]] = {
    "calls": lambda n: HEAD + CALL * n,
    "one long line": lambda n: HEAD + "; ".join(["m = client.messages.create(model='é'); print(m.x)"] * n),
    "clients": lambda n: HEAD + "c = anthropic.Anthropic(timeot=1)\nc.messages.create()\n" * n,
    "tries": lambda n: (
        HEAD
        + "for i in x:\n"
        + "    try:\n        client.messages.create()\n        break\n    except Exception: pass\n" * n
    ),
    "histories": lambda n: (
        HEAD
        + "h = []\nfor i in x:\n"
        + '    h.append({"role": "user", "content": i})\n    client.messages.create(messages=[h[-1]])\n' * n
    ),
    "comments": lambda n: (
        HEAD + "client.messages.create(temperature=0)  # always the same\n# deterministic\n" * n
    ),
    "keys": lambda n: HEAD + 'k = "sk-ant-REDACTED"\n' * n,
    "ended models": lambda n: HEAD + 'f("gpt-4", model="claude-2")\n' * n,
    "others": lambda n: "from langchain_openai import ChatOpenAI\n" + 'x = ChatOpenAI(model="gpt-4")\n' * n,
    "nested": lambda n: HEAD + "x = " + "f(" * 80 + "1" + ")" * 80 + "\n" + CALL * n,
    "other methods": lambda n: (
        HEAD
        + "".join(f"c{i} = client.messages.count_tokens(modle='x')\nprint(c{i}.text)\n" for i in range(n))
        + "async def f(): pass\n"
        + "".join(f"t{i} = f()\nprint(t{i})\n" for i in range(n))
    ),
    "names": lambda n: (
        HEAD + "".join(f"m{i} = client.messages.create()\nprint(m{i}.text)\n" for i in range(n))
    ),
}


def work(source: str) -> int:
    """How many functions are called to check a program that nobody has checked yet."""
    reader._read.cache_clear()
    reader._read_long.cache_clear()
    findings._lint.cache_clear()
    count = 0

    def called(frame: FrameType, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(called)
    try:
        lint(source)
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("kind", one_of(GROWING))
def test_more_text_is_so_much_more_work(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SECONDS", float("inf"))
    monkeypatch.setattr(findings, "MOST_SHOWN", 10)
    grown = GROWING[kind]
    work(grown(2))
    # The findings that are shown cost the same, however many there are: they are taken off.
    few, more, many = (work(grown(number)) for number in (20, 40, 120))
    assert many - few < 5 * 1.2 * (more - few)


def test_many_findings_are_bounded_and_the_others_counted() -> None:
    found = lint(HEAD + CALL * 400)
    assert len(found) == MOST_SHOWN + 1 and found[-1].says == MORE
    assert all(one.severity == "error" for one in found[:-1])
    assert any(character.isdigit() for character in found[-1].message)


@pytest.mark.parametrize("habit", [source for _, source in BAD_HABITS])
def test_no_fix_is_applied_before_somebody_asks_for_it(habit: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(findings, "_fixed", lambda source, changes: pytest.fail("nobody asked"))
    lint(habit + "\n# fresh")


def test_what_cannot_all_be_checked_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SECONDS", -1.0)
    assert [one.says for one in lint(HEAD + CALL + "# as long as it takes")] == [TOO_MUCH]
