"""The programs of the page run as they stand, and do what the page does."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import httpx2
import pytest

from firstcall import providers
from firstcall.programs.lint.findings import lint
from firstcall.providers import Provider
from firstcall.steps.many import lesson, program
from tests import run_programs
from tests.steps.many.conftest import opening

REVIEWS = ("I love it.", 'It is horrible: "never" {again} $5.', "It came on a Tuesday.")
PRINTED = [
    f"{label} - {review}" for label, review in zip(("Positive", "Negative", "Neutral"), REVIEWS, strict=True)
]
WITH_BATCHES = [one for one in providers.ways().values() if one.many.batches]


@pytest.fixture(autouse=True)
def at_once(practice: str) -> None:
    httpx2.put(
        f"{practice}/control",
        headers={"authorization": "Bearer sk-practice-programs"},
        json={"pace": {"first_token_seconds": 0, "tokens_per_second": 0}},
    ).raise_for_status()


def ran(source: str, provider: Provider, practice: str, folder: Path) -> list[str]:
    done = run_programs.run(source, "python", provider, practice, folder)
    assert done.returncode == 0, done.stderr
    return done.stdout.splitlines()


@pytest.mark.parametrize("shape", program.SHAPES)
@pytest.mark.parametrize("way", providers.ways().values(), ids=lambda way: way.handle)
def test_several_at_once(way: Provider, shape: str, practice: str, tmp_path: Path) -> None:
    source = program.written(shape, way, opening(way), REVIEWS, lesson.WAYS["unlimited"])
    assert "AT_ONCE = 12" in source and "<" not in source.replace("<client>", "<")
    assert ran(source, way, practice, tmp_path) == PRINTED


@pytest.mark.parametrize("way", WITH_BATCHES, ids=lambda way: way.handle)
def test_a_batch(way: Provider, practice: str, tmp_path: Path) -> None:
    source = program.as_batch(way, opening(way), REVIEWS)
    assert ran(source, way, practice, tmp_path) == PRINTED


def test_who_has_no_batches_shows_no_program_of_one() -> None:
    assert {way.id for way in providers.ways().values()} - {way.id for way in WITH_BATCHES} == {
        "google", "ollama", "openai_compatible",
    }  # fmt: skip
    assert all(
        way.words.say("many batches") and way.words.say("many budget") for way in providers.ways().values()
    )


@pytest.mark.parametrize("shape", program.SHAPES)
@pytest.mark.parametrize("way", providers.ways().values(), ids=lambda way: way.handle)
def test_the_programs_have_no_faults(way: Provider, shape: str) -> None:
    source = program.written(shape, way, opening(way), REVIEWS, lesson.WAYS["well"])
    assert [
        found.rule for found in lint(source) if found.severity == "error" or found.rule == "no-call-limit"
    ] == []
    assert ("max_workers=AT_ONCE" in source) == (shape == "threads")


def test_a_prompt_may_speak_of_the_places_that_the_program_fills() -> None:
    way = providers.get("openai")
    call, said = opening(way), "Say <at_once> and <reviews>."
    asked = way.compose(replace(way.read(call), system=said), call)
    source = program.written("threads", way, asked, REVIEWS, lesson.WAYS["unlimited"])
    assert said in source and "AT_ONCE = 12" in source
