"""The provider-difference table is complete, and what it says of the SDKs here is true of them."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

import pytest

from firstcall import models, programs, providers
from firstcall.calls import Message, Settings
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.ui import difference_table as table

COLUMNS = table.columns()


def test_every_provider_has_a_column_in_each_of_its_ways() -> None:
    assert list(COLUMNS) == list(providers.ways())
    assert set(COLUMNS) == {
        "anthropic",
        "google",
        "ollama",
        "openai",
        "openai_responses",
        "openai_compatible",
    }


@pytest.mark.parametrize("id", COLUMNS)
def test_every_column_has_every_row_and_no_other(id: str) -> None:
    assert set(COLUMNS[id].cells) == {row.name for row in table.rows()}


@pytest.mark.parametrize("id", COLUMNS)
def test_no_cell_is_longer_than_a_page_shows(id: str) -> None:
    assert not [cell.code for cell in COLUMNS[id].cells.values() if len(cell.code) > 160]


@pytest.mark.parametrize("id", COLUMNS)
def test_what_a_providers_words_say_of_a_row_is_in_its_column(id: str) -> None:
    said = providers.ways()[id].words.listed("table")
    assert said and {row: COLUMNS[id].cells[row].code for row in said} == said


def test_where_a_provider_has_another_token_limit_than_its_wire_its_column_names_it() -> None:
    assert COLUMNS["openai_compatible"].cells["Token limit"].code.startswith("max_tokens=")
    assert "reasoning_effort" not in COLUMNS["openai_compatible"].cells["Temperature"].code


def test_the_first_calls_page_has_a_shorter_list_of_rows() -> None:
    names = [row.name for row in table.rows()]
    assert set(table.SHORT) < set(names) and len(table.SHORT) == 12


def test_every_row_is_in_one_of_five_groups() -> None:
    assert table.groups() == ("Set up", "Ask", "Read", "When it fails", "Further on")


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("auth header", ["Auth header"]),
        ("EMBEDDINGS", ["Embeddings"]),
        ("finish_reason", ["Stop reason"]),
        ("no such words", []),
    ],
)
def test_the_search_reads_names_and_code(words: str, found: list[str]) -> None:
    assert [row.name for row in table.matching((), words, list(COLUMNS.values()))] == found


def test_the_search_reads_only_the_columns_on_the_page() -> None:
    assert not table.matching((), "num_predict", [COLUMNS["anthropic"]])
    assert [row.name for row in table.matching((), "num_predict", [COLUMNS["ollama"]])] == ["Token limit"]


def test_groups_narrow_the_table() -> None:
    assert [row.name for row in table.matching(["When it fails"], "", [])] == ["Errors"]


def test_anthropics_stop_reasons_are_those_of_its_package() -> None:
    from anthropic.types import StopReason

    assert _quoted("anthropic") == set(get_args(StopReason))


def test_openais_stop_reasons_are_those_of_its_package_without_the_deprecated_one() -> None:
    from openai.types.chat.chat_completion import Choice

    assert _quoted("openai") == set(get_args(Choice.model_fields["finish_reason"].annotation)) - {
        "function_call"
    }


def _quoted(id: str) -> set[str]:
    return set(re.findall(r'"(\w+)"', COLUMNS[id].cells["Stop reason values"].code))


def test_the_error_fields_are_on_a_real_exception(provider: Provider, access: Access) -> None:
    name, _, fields = COLUMNS[provider.id].cells["Errors"].code.partition(": ")
    fields, _, _ = fields.partition("; ")  # and of the line, behind it
    said = Settings(models.DEFAULT[provider.id], (Message("user", "Hello"),), max_tokens=20)
    call = provider.compose(replace(said, model="no-such-model"), None)
    run = runs.start(call, provider, access, step="test", mode="practice")
    assert run.wait(30) and run.error is not None
    assert name.split(".")[-1] in {kind.__name__ for kind in type(run.error).__mro__}
    for path in fields.split(", "):
        value: Any = programs.evaluate(path, {"error": run.error})
        assert value is not None, path


def test_what_makes_spans_is_what_the_packages_are_tried_with() -> None:
    """Each in an environment that has them: `tests/libraries/opentelemetry`."""
    tried = (Path(__file__).parents[1] / "libraries/opentelemetry/packages.py").read_text(encoding="utf-8")
    for id in ("google", "openai", "openai_responses", "openai_compatible"):
        module, _, call = COLUMNS[id].cells["Spans"].code.partition(": ")
        assert f"from {module} import {call.partition('(')[0]}\n" in tried and f"\n{call}\n" in tried


def test_the_methods_of_the_further_rows_exist() -> None:
    import anthropic
    import openai

    claude, gpt = anthropic.Anthropic(api_key="x"), openai.OpenAI(api_key="x")
    assert callable(claude.messages.parse) and callable(gpt.chat.completions.parse)
    assert callable(gpt.embeddings.create) and not hasattr(claude, "embeddings")
