"""What a learner takes home of the pages that go deeper runs at once as its README says, too."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from firstcall import programs
from firstcall.calls import Call, Settings
from firstcall.programs.take_home.language import LANGUAGES
from firstcall.providers import Provider
from firstcall.providers._thoughts import SHAPE as THINKING
from firstcall.steps.structured import lesson as structured
from firstcall.steps.thinking import lesson as thinking
from firstcall.steps.tools import lesson as tools
from firstcall.steps.tools import loop_program
from firstcall.ui.translate import for_provider
from tests import run_programs
from tests.programs.test_take_home import at, unpacked
from tests.quickly import one_of


def _opening(opening: Settings, provider: Provider, model: str | None = None) -> Call:
    return provider.compose(for_provider(opening, provider, model), None)


def _structured(provider: Provider, language: str) -> str:
    call = structured.adds(provider, _opening(structured.OPENING, provider))
    return programs.render(call, provider, language, "structured")


def _thinking(provider: Provider, language: str) -> str:
    model = provider.thoughts.model if provider.thoughts else None
    call = thinking.adds(provider, _opening(thinking.OPENING, provider, model or None))
    return programs.render(call, provider, language, THINKING)


def _loop(provider: Provider, language: str) -> str:
    call = tools.adds(provider, _opening(tools.OPENING, provider))
    return loop_program.written(provider, call, language, most=5)


SHAPES: Mapping[str, tuple[Callable[[Provider, str], str], str]] = {
    "structured": (_structured, "Ada Lovelace"),
    "thinking": (_thinking, "minutes"),
    "tool loop": (_loop, "3 degrees, snow"),
}
"""How each is made, and what it prints."""


@pytest.mark.in_turn
@pytest.mark.parametrize("language", ["python", "javascript"])
@pytest.mark.parametrize("shape", one_of(SHAPES))
def test_it_runs_at_once_without_a_key(
    provider: Provider, shape: str, language: str, practice: str, tmp_path: Path
) -> None:
    made, printed = SHAPES[shape]
    source = made(provider, language)
    home = unpacked(source, language, provider, at(practice, provider), tmp_path)
    assert (home / LANGUAGES[language].file).read_text(encoding="utf-8") == source
    done = run_programs.start_as_told(home)
    assert done.returncode == 0, done.stderr
    assert printed in done.stdout and "practice server" in done.stderr
