"""The programs of the page, run as they are taken home: with a whole reply, cut off, and with the lines that survive."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstcall import programs, providers
from firstcall.programs.write.render import render
from firstcall.providers import Provider
from tests import run_programs
from tests.course.answers.structured import FOUR_LINES, READS, program, source

WAYS = [way for provider in providers.every().values() for way in provider.ways if way.handle in READS]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.handle)
def test_the_program_reads_the_object_and_the_lines_survive_half_of_one(
    way: Provider, practice: str, tmp_path: Path
) -> None:
    plain = run_programs.run(source(way.handle), "python", way, practice, tmp_path)
    assert plain.returncode == 0, plain.stderr
    assert "customer='Ada Lovelace' city='London' tickets=3" in plain.stdout
    longer = program(way.handle, FOUR_LINES)
    call = programs.parse(longer, way.id, way.methods).call
    shorter = programs.parse(source(way.handle, limit=20), way.id, way.methods).call
    survives = programs.patch(longer, way.id, way.methods, shorter)
    assert call != shorter
    done = run_programs.run(survives, "python", way, practice, tmp_path)
    assert done.returncode == 0 and "No order." in done.stdout, done.stderr


@pytest.mark.in_turn
@pytest.mark.parametrize("language", ["javascript", "curl"])
def test_the_schema_goes_along_in_the_other_languages(
    provider: Provider, language: str, practice: str, tmp_path: Path
) -> None:
    way = provider
    call = programs.parse(source(way.handle), way.id, way.methods).call
    done = run_programs.run(render(call, way, language, "structured"), language, way, practice, tmp_path)
    assert done.returncode == 0, done.stderr
    assert "Ada Lovelace" in done.stdout and "2026-12-24" in done.stdout
