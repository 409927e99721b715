from __future__ import annotations

import inspect
import re
from datetime import date

import pytest

from firstcall import models
from firstcall.models import DEFAULT, Model, find, ids, of, offered

CHECKED = date(2026, 11, 21)
MODELS = models.every()
each = pytest.mark.parametrize("model", MODELS, ids=ids(MODELS))
CLAUDE, GPT = of("anthropic"), of("openai")


@pytest.mark.parametrize(
    ("id", "day"),
    [("claude-3-haiku-20240307", date(2026, 4, 20)), ("claude-3-5-sonnet-20241022", date(2025, 10, 28))],
)
def test_the_claudes_of_old_tutorials_are_gone(id: str, day: date) -> None:
    model = find(id)
    assert model is not None
    assert model.retires == day
    assert model.retired(CHECKED)


@pytest.mark.parametrize("model", GPT, ids=ids(GPT))
def test_every_gpt_is_known_to_the_sdk(model: Model) -> None:
    from openai.types.shared import chat_model

    assert f'"{model.id}"' in inspect.getsource(chat_model)


@pytest.mark.parametrize("model", offered("anthropic", CHECKED), ids=lambda model: model.id)
def test_every_offered_claude_is_known_to_the_sdk(model: Model) -> None:
    from anthropic.types import model as anthropic_model

    assert f'"{model.id}"' in inspect.getsource(anthropic_model)


@each
def test_no_model_reads_less_than_it_writes(model: Model) -> None:
    assert model.context_tokens >= model.output_tokens > 0


@each
def test_a_default_effort_is_one_of_the_efforts(model: Model) -> None:
    assert (model.default_effort in model.effort) if model.effort else model.default_effort is None


@each
def test_a_temperature_has_a_maximum_unless_it_is_refused(model: Model) -> None:
    assert (model.temperature_max is None) == (model.temperature == "refused")


@each
def test_every_entry_names_its_source(model: Model) -> None:
    assert re.match(r"https://|(anthropic|openai) \d", model.source)


@each
def test_a_model_is_found_by_its_id(model: Model) -> None:
    assert find(model.id) is model


def test_no_id_stands_twice() -> None:
    assert len(set(ids(MODELS))) == len(MODELS)


def test_an_unknown_id_is_not_found() -> None:
    assert find("gpt-99") is None


@pytest.mark.parametrize(("provider", "id"), [("anthropic", "claude-haiku-5-5"), ("openai", "gpt-6-luna")])
def test_the_default_is_offered_first(provider: str, id: str) -> None:
    assert DEFAULT[provider] == id
    assert offered(provider, CHECKED)[0].id == id


def test_retired_models_are_not_offered() -> None:
    assert "gpt-4o-mini" in ids(offered("openai", date(2027, 1, 13)))
    assert "gpt-4o-mini" not in ids(offered("openai", date(2027, 1, 14)))
    assert "gpt-4o-mini" in ids(of("openai"))


def test_days_left_count_down_to_the_retirement() -> None:
    model = find("claude-sonnet-4-5")
    assert model is not None
    assert model.days_left(date(2026, 11, 21)) == 9
    assert model.days_left(date(2026, 12, 1)) == -1


def test_a_model_without_a_date_has_no_days_left() -> None:
    model = find("gpt-6-luna")
    assert model is not None
    assert model.days_left(CHECKED) is None
    assert not model.retired(date(2100, 1, 1))


@pytest.mark.parametrize(
    ("id", "temperature"),
    [
        ("claude-haiku-5-5", "refused"),
        ("claude-sonnet-5", "refused"),
        ("claude-haiku-4-5", "old-version"),
        ("claude-sonnet-4-6", "old-version"),
        ("gpt-6-luna", "effort-none"),
        ("gpt-5.4-mini", "effort-none"),
        ("gpt-5-mini", "refused"),
        ("gpt-4o-mini", "accepted"),
    ],
)
def test_how_a_model_takes_a_temperature(id: str, temperature: str) -> None:
    model = find(id)
    assert model is not None
    assert model.temperature == temperature


@pytest.mark.parametrize(
    ("id", "names"),
    [
        ("claude-haiku-5-5", ("max_tokens",)),
        ("gpt-6-luna", ("max_completion_tokens",)),
        ("gpt-4o-mini", ("max_completion_tokens", "max_tokens")),
    ],
)
def test_how_a_model_takes_a_token_limit(id: str, names: tuple[str, ...]) -> None:
    model = find(id)
    assert model is not None
    assert model.token_limit == names


@pytest.mark.parametrize("vendor", ["anthropic", "google", "openai"])
def test_every_model_to_chat_with_takes_images(vendor: str) -> None:
    """None of today's reads text alone: where no rule is written, images would be refused."""
    blind = [
        model.id for model in models.alive(vendor) if model.images is None and model.only != "completions"
    ]
    assert blind == []
