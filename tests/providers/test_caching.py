"""A long text is sent twice, by each official SDK over real HTTP: what the second call finds, and what programs print."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from firstcall import programs
from firstcall.calls import Call, Usage
from firstcall.programs import files
from firstcall.providers import Access, Provider
from firstcall.providers._caching import SHAPE
from firstcall.running import runs
from firstcall.steps.caching import lesson
from firstcall.ui.translate import for_provider
from tests import run_programs

DAY = date(2026, 11, 28)
WHOLE = files.part(lesson.TEXT, None)


def opening(provider: Provider, system: str = WHOLE) -> Call:
    settings = for_provider(replace(lesson.OPENING, system=system), provider)
    return lesson.adds(provider, provider.compose(settings, None))


def made(provider: Provider, access: Access, call: Call) -> runs.Run:
    run = runs.start(call, provider, access, step="caching", mode="practice")
    assert run.wait(20) and run.reply is not None, run.failure
    return run


def counted(provider: Provider, access: Access, call: Call) -> Usage:
    usage = lesson.usage_of(made(provider, access, call))
    assert usage is not None
    return usage


def test_what_it_adds_is_read_back_as_the_same_settings(provider: Provider) -> None:
    call = opening(provider)
    settings = for_provider(lesson.OPENING, provider)
    assert provider.read(call) == settings
    assert provider.compose(settings, call) == call


def test_another_text_keeps_what_was_added(provider: Provider) -> None:
    call, other = (
        opening(provider),
        opening(provider, "Today is Monday.\n\n" + files.part(lesson.TEXT, 2_000)),
    )
    assert provider.compose(provider.read(other), call) == other


def test_the_second_call_finds_the_beginning_and_a_word_in_front_hides_it(
    provider: Provider, access: Access
) -> None:
    call = opening(provider)
    first, again = counted(provider, access, call), counted(provider, access, call)
    assert first.cached_tokens == 0
    caching = provider.caching
    assert caching is not None
    if not caching.counts_reads or provider.servers is not None:
        assert again == replace(first, output_tokens=again.output_tokens)
        return
    assert again.cached_tokens > 4_000 and again.cache_write_tokens < 200
    asked = lesson.changed(provider, call, "question", DAY)
    assert counted(provider, access, asked).cached_tokens > 4_000
    front = lesson.changed(provider, call, "front", DAY)
    assert counted(provider, access, front).cached_tokens == 0


def test_below_the_minimum_nothing_is_kept_and_nothing_says_so(provider: Provider, access: Access) -> None:
    call = opening(provider, files.part(lesson.TEXT, 1_000))
    for _ in range(2):
        run = made(provider, access, call)
        usage = lesson.usage_of(run)
        assert usage is not None and usage.cached_tokens == usage.cache_write_tokens == 0
        assert lesson.outcome(run) in {"too_short", "not_told"}


def test_each_counter_has_a_path_that_reads_it(provider: Provider, access: Access) -> None:
    call = opening(provider)
    made(provider, access, call)
    run = made(provider, access, call)
    usage, caching = lesson.usage_of(run), provider.caching
    assert usage is not None and caching is not None and run.reply is not None
    read = {id: programs.evaluate(path, run.reply.names) for id, path in caching.counters.items()}
    told = {"read": usage.cached_tokens, "written": usage.cache_write_tokens, "input": usage.input_tokens}
    told["fresh"] = usage.input_tokens - usage.cached_tokens - usage.cache_write_tokens
    assert {id: value or 0 for id, value in read.items() if id in told} == {
        id: told[id] for id in read if id in told
    }


@pytest.mark.parametrize("language", ["python", "javascript"])
def test_its_program_runs_and_prints_what_the_page_shows(
    provider: Provider, language: str, practice: str, tmp_path: Path
) -> None:
    call = opening(provider)
    assert provider.caching is not None
    source = programs.render(call, provider, language, SHAPE)
    assert len(source) < 2_000 and "museum.md" in source
    done = run_programs.run(source, language, provider, practice, tmp_path)
    assert done.returncode == 0, done.stderr
    words = "seconds to read" if not provider.caching.counts_reads else "read from the cache"
    assert words in done.stdout
