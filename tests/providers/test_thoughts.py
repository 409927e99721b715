"""A puzzle asked of each provider by its SDK over real HTTP: more thinking, the right answer, and what programs print."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstcall import models, programs
from firstcall.calls import Call
from firstcall.providers import Access, Provider
from firstcall.providers._thoughts import SHAPE
from firstcall.running import runs
from firstcall.steps.thinking import back, lesson
from firstcall.ui.translate import for_provider
from tests import run_programs

BACK = {
    "anthropic": {"left_out": "answered", "altered": "refused"},
    "google": {"left_out": "refused", "altered": "refused"},
    "openai_responses": {"left_out": "answered", "altered": "refused"},
    "ollama": {"left_out": "answered", "altered": "answered"},
}
"""What comes of thoughts that were left out or altered, where they can go back at all."""


def opening(provider: Provider) -> Call:
    assert provider.thoughts is not None
    settings = for_provider(lesson.OPENING, provider, provider.thoughts.model or None)
    return lesson.adds(provider, provider.compose(settings, None))


def made(provider: Provider, access: Access, call: Call) -> runs.Run:
    run = runs.start(call, provider, access, step=lesson.STEP, mode="practice")
    assert run.wait(20) and run.reply is not None, run.failure
    return run


def test_the_more_it_thinks_the_more_it_costs_and_at_last_it_is_right(
    provider: Provider, access: Access
) -> None:
    call = opening(provider)
    model = models.find(call.model)
    assert model is not None
    levels = lesson.levels(provider, call)
    made_at = [made(provider, access, lesson.at(provider, call, level)) for level in levels]
    written = [run.reply.usage.output_tokens for run in made_at if run.reply and run.reply.usage]
    assert len(levels) >= 2 and written == sorted(written) and len(set(written)) == len(written)
    verdicts = [lesson.is_right(run) for run in made_at]
    assert verdicts == sorted(verdicts, key=bool) and verdicts[0] is False and verdicts[-1] is True


def test_what_was_thought_is_read_by_its_path(provider: Provider, access: Access) -> None:
    call, thoughts = opening(provider), provider.thoughts
    run = made(provider, access, call)
    assert thoughts is not None and run.reply is not None and run.reply.usage is not None
    if thoughts.words:
        assert "practice model" in programs.evaluate(thoughts.words, run.reply.names)
    if thoughts.tokens:
        assert programs.evaluate(thoughts.tokens, run.reply.names) == run.reply.usage.reasoning_tokens > 0


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_its_program_runs_and_prints_what_the_page_shows(
    provider: Provider, language: str, practice: str, tmp_path: Path
) -> None:
    assert provider.thoughts is not None
    source = programs.render(opening(provider), provider, language, SHAPE)
    done = run_programs.run(source, language, provider, practice, tmp_path)
    assert done.returncode == 0, done.stderr
    assert ("Thought: This is a practice model" in done.stdout) is bool(provider.thoughts.words)
    assert "thinking" in done.stdout


def test_thoughts_go_back_with_the_models_turn(provider: Provider, access: Access) -> None:
    """Whole they are taken everywhere; what is forged or lost is refused where the API looks at it."""
    if provider.thoughts is None or provider.thoughts.left_out is None:
        return
    wish = made(provider, access, back.first(provider, opening(provider)))
    came = {}
    for part in back.parts(wish):
        run = runs.start(part.call, provider, access, step=lesson.STEP, mode="practice")
        assert run.wait(20)
        came[part.label] = "refused" if run.failure else "answered" if run.text else "empty"
    assert came == {"whole": "answered"} | BACK[provider.handle]
