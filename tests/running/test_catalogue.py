"""The catalogue as a table: by data, for whatever vendors there are, with the prices of the day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from firstcall import models, programs, providers
from firstcall.calls import Failure
from firstcall.providers import Access, Listed
from firstcall.running import catalogue, ends, vendor_lists
from firstcall.running.catalogue import FACTS, Row
from firstcall.running.ends import End
from firstcall.running.listing import Listings, Question

NOVEMBER = date(2026, 11, 27)


def row(id: str, on: date = NOVEMBER) -> Row:
    [found] = [row for row in catalogue.rows(on) if row.id == id]
    return found


def test_every_model_that_is_offered_has_its_row_and_every_embedder() -> None:
    offered = {model.id for vendor in models.vendors() for model in models.offered(vendor, NOVEMBER)}
    embedders = {id for vendor in models.vendors().values() for id in vendor.embedders}
    assert {row.id for row in catalogue.rows(NOVEMBER)} == offered | embedders


def test_a_retired_model_has_none_from_its_day_on() -> None:
    assert [model.id for model in catalogue.rows(date(2026, 11, 29)) if model.id == "claude-sonnet-4-5"]
    assert not [model.id for model in catalogue.rows(date(2026, 11, 30)) if model.id == "claude-sonnet-4-5"]


def test_every_fact_that_is_known_names_its_source() -> None:
    bare = [
        (row.id, id)
        for row in catalogue.rows(NOVEMBER)
        for id, fact in row.facts.items()
        if id not in FACTS or (fact.value is not None and not fact.source)
    ]
    assert bare == []


@pytest.mark.parametrize(
    ("on", "usd"), [(date(2026, 11, 30), ("2", "0.1", "10")), (date(2026, 12, 1), ("4", "0.2", "20"))]
)
def test_prices_are_those_of_the_day(on: date, usd: tuple[str, ...]) -> None:
    argon = row("gemini-4-argon", on)
    assert tuple(argon.value(id) for id in ("input_usd", "cached_usd", "output_usd")) == usd


def test_an_announced_price_is_told_with_its_day() -> None:
    [change] = row("gemini-4-argon").value("price_changes")
    assert (change["on"], change["input_usd"], change["output_usd"]) == ("2026-12-01", "4", "20")
    assert row("gemini-4-argon", date(2026, 12, 1)).value("price_changes") == []


def test_prices_of_long_prompts_are_told() -> None:
    long = {"above_tokens": 100_000, "input_usd": "0.5", "output_usd": "2.5"}
    assert row("claude-haiku-5-5").value("long_prompts") == [long]


def test_what_runs_at_home_has_no_price_and_says_so() -> None:
    llama = row("llama3.2")
    assert llama.at_home and llama.value("input_usd") is None


@pytest.mark.parametrize(
    ("id", "fact", "value", "code"),
    [
        ("claude-haiku-5-5", "less_thinking", ["disabled"], 'thinking={"type": "disabled"}'),
        ("claude-opus-5-5", "less_thinking", ["low"], 'output_config={"effort": "low"}'),
        ("gpt-6-luna", "less_thinking", ["none"], 'reasoning_effort="none"'),
        ("gpt-4o", "less_thinking", None, ""),
        ("gpt-6-luna", "temperature", "effort-none", 'reasoning_effort="none", temperature=0.2'),
        ("gpt-5-nano", "temperature", "refused", ""),
        (
            *("claude-haiku-4-5", "temperature", "old-version"),
            'extra_body={"temperature": 0.2}, extra_headers={"anthropic-version": "2023-06-01"}',
        ),
        ("claude-haiku-4-5", "stop", True, 'stop_sequences=["END"]'),
        ("gpt-5.4-mini", "stop", False, ""),
        ("gpt-6.1-sol", "stop", None, 'stop=["END"]'),
        ("gpt-6-luna", "token_limit", ["max_completion_tokens"], "max_completion_tokens=300"),
        ("gpt-6-luna", "seed", None, ""),
        ("gemma3", "tools", False, ""),
        ("text-embedding-3-large", "dimensions", 3072, ""),
    ],
)
def test_what_is_known_and_how_a_call_says_it(id: str, fact: str, value: object, code: str) -> None:
    found = row(id).fact(fact)
    assert (found.value, found.code) == (value, code)


def test_the_code_of_a_fact_is_understood_as_a_program() -> None:
    for row in catalogue.rows(NOVEMBER):
        provider = providers.every().get(row.provider)
        for fact in row.facts.values():
            if provider is not None and fact.code:
                source = f"client.{provider.sdk.methods[0]}(model='x', {fact.code})"
                assert programs.parse(source, provider.id, provider.sdk.methods).call.arguments


def test_a_vendor_of_somebody_elses_is_in_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "acme.toml").write_text(
        'id = "acme"\nname = "Acme"\nwire = "openai"\npractice_path = "/acme/v1"\ndefault = "acme-1"\n'
        'checked = 2026-11-26\nsource = "s"\n[models.acme-1]\ncontext_tokens = 8\noutput_tokens = 4\n'
        'token_limit = ["max_tokens"]\ntemperature = "accepted"\nthinks = false\nsource = "s"\n'
    )
    monkeypatch.setattr(models, "FOLDERS", [*models.FOLDERS, tmp_path])
    acme = row("acme-1")
    assert (acme.vendor, acme.value("temperature"), acme.value("seed")) == ("Acme", "accepted", None)
    assert acme.value("input_usd") is None and not acme.at_home


LUNA, NOVA = Listed("gpt-6-luna"), Listed("gpt-7-nova", 9, 8, date(2026, 11, 25), date(2028, 1, 1))
LISTED = [
    LUNA,
    NOVA,
    Listed("gpt-4o-2024-08-06", retires=date(2027, 1, 14)),
    Listed("whisper-1"),
]


def lists(base_url: str = "https://api.openai.com/v1") -> Listings:
    """OpenAI's list has come, Anthropic's has not."""
    asked = {"openai": base_url, "anthropic": "https://api.anthropic.com"}
    listings = Listings([Question(providers.get(id), Access("k", url), "live") for id, url in asked.items()])
    listings.found = {"openai": {model.id: model for model in LISTED}, "anthropic": Failure("E", "no", "do")}
    return listings


def test_a_model_that_only_the_vendors_list_has_is_new() -> None:
    rows = vendor_lists.merged(catalogue.rows(NOVEMBER), lists())
    [new] = [row for row in rows if row.new]
    assert (new.id, new.provider, new.vendor) == ("gpt-7-nova", "openai", "OpenAI")
    told = {id: new.value(id) for id in FACTS if new.value(id) is not None}
    assert told == {
        "context_tokens": 9,
        "output_tokens": 8,
        "released": "2026-11-25",
        "retires": "2028-01-01",
    }


def test_a_model_that_the_vendors_list_does_not_have_is_told() -> None:
    rows = {row.id: row for row in vendor_lists.merged(catalogue.rows(NOVEMBER), lists())}
    assert rows["gpt-5.5"].missing and not rows["gpt-6-luna"].missing
    assert rows["gpt-4o"].listed == Listed("gpt-4o-2024-08-06", retires=date(2027, 1, 14))
    assert not rows["claude-haiku-5-5"].missing and rows["claude-haiku-5-5"].listed is None


def test_the_list_of_another_server_says_nothing_of_the_vendors_models() -> None:
    rows = {
        row.id: row
        for row in vendor_lists.merged(catalogue.rows(NOVEMBER), lists("http://localhost:1234/v1"))
    }
    assert not rows["gpt-5.5"].missing and rows["gpt-6-luna"].listed is None
    assert (rows["gpt-7-nova"].vendor, rows["gpt-7-nova"].new) == ("localhost:1234", True)


def test_before_the_lists_have_come_the_rows_are_as_they_were() -> None:
    listings = lists()
    listings.found = {}
    rows = catalogue.rows(NOVEMBER)
    assert vendor_lists.merged(rows, listings) == vendor_lists.merged(rows, None) == rows


def test_what_ends_is_told_with_its_day_the_nearest_first() -> None:
    found = ends.ends(date(2026, 11, 29))
    assert found[0] == End(date(2026, 11, 30), "claude-sonnet-4-5", "anthropic")
    assert End(date(2026, 12, 1), "gemini-4-argon", "google", price=True) in found
    assert End(date(2027, 4, 1), "gpt-5.1", "openai") in found
    assert list(found) == sorted(found, key=lambda end: end.day)
    assert not {"gpt-5-2025-08-07", "whisper-1", "gpt-4.1-2025-04-14"} & {end.id for end in found}
    assert "claude-sonnet-4-5" not in {end.id for end in ends.ends(date(2026, 11, 30))}
