"""The page Models: what is looked for, what is told of a model, the call that asks it, what ends when."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from firstcall import models, providers
from firstcall.providers import Provider
from firstcall.running import catalogue
from firstcall.running.catalogue import Fact, Row
from firstcall.running.ends import End
from firstcall.server import catalogue as served
from firstcall.steps.catalogue import beside, needs, telling, timeline
from firstcall.steps.catalogue.needs import Asked
from tests.literal_server import answering

NOVEMBER = date(2026, 11, 27)


def rows(on: date = NOVEMBER) -> tuple[Row, ...]:
    return catalogue.rows(on)


def row(id: str, on: date = NOVEMBER) -> Row:
    [found] = [row for row in rows(on) if row.id == id]
    return found


def fitting(**asked: Any) -> list[str]:
    return [row.id for row in needs.find(rows(), Asked(**asked)).fitting]


def perhaps(**asked: Any) -> list[str]:
    return [row.id for row in needs.find(rows(), Asked(**asked)).perhaps]


# What is looked for


def test_without_a_wish_every_model_fits() -> None:
    assert fitting() == [row.id for row in rows()] and perhaps() == []


def test_words_are_looked_for_in_id_vendor_and_note() -> None:
    assert fitting(words="GEMINI lite") == ["gemini-3.5-flash-lite", "gemini-3.1-flash-lite"]
    assert fitting(words="anthropic haiku") == ["claude-haiku-5-5", "claude-haiku-4-5"]
    assert "gpt-4o-mini" in fitting(words="most tutorials")


@pytest.mark.parametrize(
    ("need", "has", "has_not", "not_known"),
    [
        ("temperature", "gpt-6-luna", "gemini-3.5-flash-lite", None),
        ("seed", "gpt-4o", "claude-haiku-5-5", "gpt-6-luna"),
        ("stop", "claude-haiku-5-5", "gpt-5.4-mini", "gpt-6.1-sol"),
        ("tools", "llama3.2", "gemma3", "gemma-4-31b-it"),
        ("structured", "claude-haiku-4-5", "text-embedding-3-small", "gemma-4-31b-it"),
        ("images", "gpt-4o", "llama3.2", None),
        ("quiet", "gpt-6-luna", "claude-opus-5-5", None),
        ("vectors", "gemini-embedding-2", "gpt-6-luna", None),
    ],
)
def test_a_need(need: str, has: str, has_not: str, not_known: str | None) -> None:
    found, maybe = fitting(needs=(need,)), perhaps(needs=(need,))
    assert has in found and has_not not in found + maybe
    assert not_known is None or (not_known in maybe and not_known not in found)


def test_every_need_has_its_words_and_some_model_that_has_it() -> None:
    assert all(fitting(needs=(need,)) for need in needs.NEEDS)


def test_needs_come_together() -> None:
    both = fitting(needs=("temperature", "tools"), window=1_000_000, most_usd=Decimal("1.5"))
    assert both == ["gemini-3.1-flash-lite", "gpt-6-luna", "gpt-5.6-luna"]


def test_what_runs_at_home_is_under_any_price() -> None:
    assert "llama3.2" in fitting(most_usd=Decimal("0.5"))
    assert "claude-haiku-4-5" not in fitting(most_usd=Decimal("4.99")) + perhaps(most_usd=Decimal("4.99"))


def test_of_a_new_model_nothing_is_guessed() -> None:
    new = Row("gpt-7", "openai", "OpenAI", new=True)
    for need in needs.NEEDS:
        assert needs.fits(new, Asked(needs=(need,))) is None
    assert needs.fits(new, Asked(most_usd=Decimal(1))) is needs.fits(new, Asked(window=1)) is None


# What is told


def test_a_line_of_the_table_has_numbers_to_sort_by() -> None:
    [cells] = telling.lines([row("gpt-4o-mini")], NOVEMBER)
    assert (cells["input_usd"], cells["output_usd"], cells["context_tokens"]) == (0.15, 0.6, 128_000)
    assert (cells["days"], cells["temperature"], cells["seed"]) == (48, "taken", "yes")
    assert cells["token_limit"] == "max_completion_tokens, max_tokens"


def test_what_is_not_known_is_said_in_the_table() -> None:
    [cells] = telling.lines([Row("gpt-7", "openai", "OpenAI", new=True)], NOVEMBER)
    assert cells["seed"] == cells["temperature"] == "not known" and cells["input_usd"] is None


def test_each_fact_is_told_with_its_source_and_day() -> None:
    told = telling.facts(row("claude-haiku-4-5"))
    assert (
        '- **Temperature:** only under the older API version: `extra_body={"temperature": 0.2}, '
        'extra_headers={"anthropic-version": "2023-06-01"}`  \n  '
        ":small[:gray[[platform.claude.com](https://platform.claude.com/docs/en/api/migration-2026-10-21), 26 Nov 2026]]"
    ) in told
    assert "- **Released:** not known" in told and "none announced" in told


@pytest.mark.parametrize("model", rows(), ids=lambda model: model.id)
def test_every_model_can_be_told(model: Row) -> None:
    told = telling.facts(model)
    assert told.count("\n- ") + 1 == len(catalogue.FACTS) - (len(telling.PRICES) if model.at_home else 0)
    [cells] = telling.lines([model])
    assert all(cells[id] for id in ("temperature", "thinks", "tools"))


@pytest.mark.parametrize(
    ("usd", "said"), [("0.5", r"\$0.50"), ("0.075", r"\$0.075"), ("30", r"\$30.00"), ("0", r"\$0.00")]
)
def test_an_amount_keeps_its_cents(usd: str, said: str) -> None:
    assert telling.dollars(usd) == said


def test_an_announced_price_is_told_with_its_day() -> None:
    fact = row("gemini-4-argon").fact("price_changes")
    assert telling.value("price_changes", fact) == r"from 01 Dec 2026 on \$4.00 in, \$20.00 out"


def test_what_a_vendor_says_of_a_day_is_no_markdown() -> None:
    assert telling.source(Fact(1, "GET [x](javascript:1)")) == r"GET \[x\](javascript\:1)"


# The call


def test_the_two_lines_run_as_they_stand(
    provider: Provider, practice: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(provider.address.key_variable, "sk-practice-two-lines")
    monkeypatch.setenv(provider.address.base_url_variable, practice + provider.address.practice_path)
    for model in (row(models.DEFAULT[provider.id]), row(models.vendor(provider.id).large or "")):
        source = telling.two_lines(model, provider)
        assert f'"{model.id}"' in source
        names: dict[str, Any] = {}
        exec(compile(source, model.id, "exec"), names)
        names["client"].close()
        assert len(capsys.readouterr().out.split()) > 3


def test_the_program_for_a_script_prints_the_cheapest_first(capsys: pytest.CaptureFixture[str]) -> None:
    response = served.text(NOVEMBER)
    with answering(response) as url:
        exec(compile(beside.program(f"{url}/catalogue.json"), "script", "exec"), {})
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert ["gemini-3.1-flash-lite", "1.5"] in lines and "gpt-6-luna" not in dict(lines)


# What ends when

ENDS = (
    End(date(2026, 11, 30), "claude-sonnet-4-5", "anthropic"),
    End(date(2026, 12, 1), "gemini-4-argon", "google", price=True),
)


def test_the_picture_says_in_words_what_ends_when() -> None:
    drawn = timeline.draw(ENDS, NOVEMBER)
    assert drawn.alt == (
        "claude-sonnet-4-5 is switched off on 30 Nov 2026; gemini-4-argon has another price from 01 Dec 2026 on."
    )


def test_a_switch_off_and_a_price_have_different_marks() -> None:
    off, price = timeline.draw(ENDS, NOVEMBER).figure.data
    assert (off.marker.symbol, price.marker.symbol) == ("circle", "diamond-open")
    assert (off.text, price.text) == (("3 days",), ("4 days",))
    assert off.marker.color == providers.get("anthropic").colour


def test_many_ends_are_counted() -> None:
    many = [replace(ENDS[0], id=f"m{number}") for number in range(9)]
    assert timeline.draw(many, NOVEMBER).alt.endswith("; 3 more.")


def test_without_any_end_the_picture_says_so() -> None:
    assert timeline.draw((), NOVEMBER).alt == "Nothing is announced."
