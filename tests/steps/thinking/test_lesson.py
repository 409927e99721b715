"""What "Thinking" judges and draws."""

from __future__ import annotations

from decimal import Decimal

import pytest

from firstcall import providers
from firstcall.calls import Settings
from firstcall.steps.thinking import lesson, thinking_charts
from firstcall.steps.thinking.thinking_charts import Made


def test_the_picture_says_in_words_what_it_shows() -> None:
    made = [
        Made("low", 20, 15, Decimal("0.001"), 1.2, False),
        Made("<b>high</b>", 130, 125, None, 2.4, True),
        Made("own", 9, None, Decimal(0), 0.4, None),
    ]
    drawn = thinking_charts.efforts(made)
    assert "low: 20 tokens out, 15 of them for thinking" in drawn.alt
    assert "wrong." in drawn.alt and "right." in drawn.alt and "not judged." in drawn.alt
    assert not [name for trace in drawn.figure.data for name in trace.y if "<b>" in name]
    assert thinking_charts.efforts([]).alt


@pytest.mark.parametrize("puzzle", lesson.PUZZLES)
def test_a_puzzle_is_known_by_its_text(puzzle: str) -> None:
    asked = lesson.asking(lesson.OPENING, puzzle)
    assert lesson.puzzle_of(asked) == puzzle and asked.system == lesson.OPENING.system
    assert lesson.puzzle_of(Settings("", ())) == ""


def test_a_model_that_always_thinks_is_not_switched_off() -> None:
    anthropic, ollama = providers.get("anthropic"), providers.get("ollama")
    assert lesson.levels(anthropic, _call(anthropic, "claude-haiku-5-5"))[0] == lesson.OFF
    assert lesson.levels(anthropic, _call(anthropic, "claude-opus-5-5"))[0] == "low"
    assert lesson.levels(ollama, _call(ollama, "qwen3:4b")) == (lesson.OFF, lesson.ON)
    assert lesson.levels(ollama, _call(ollama, "gpt-oss:20b")) == ("low", "medium", "high")
    assert lesson.levels(ollama, _call(ollama, "llama3.2")) == ()


def _call(provider, model: str):  # type: ignore[no-untyped-def]
    return provider.compose(Settings(model, lesson.OPENING.messages), None)
