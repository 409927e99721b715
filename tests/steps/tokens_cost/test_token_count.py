"""Asking the provider for its count, with the official SDK against the practice server."""

from __future__ import annotations

from firstcall import providers
from firstcall.calls import Failure
from firstcall.providers import Access
from firstcall.steps.tokens_cost import token_count

ANTHROPIC = providers.get("anthropic")
MODELS = ("claude-haiku-5-5", "claude-haiku-4-5")


def access(practice: str, key: str = "sk-practice-count") -> Access:
    return Access(key, practice + ANTHROPIC.address.practice_path)


def test_the_newer_model_counts_more(practice: str) -> None:
    count = token_count.start(
        ANTHROPIC, access(practice), MODELS, "The weather is fine today. " * 40, "practice"
    )
    assert count.wait(20)
    newer, older = count.answers[MODELS[0]], count.answers[MODELS[1]]
    assert isinstance(newer, int) and isinstance(older, int)
    assert 1.25 < newer / older < 1.35


def test_a_refused_key_is_an_answer_for_the_page(practice: str) -> None:
    answer = token_count.ask(ANTHROPIC, access(practice, "wrong"), MODELS[0], "Hello", "practice")
    assert isinstance(answer, Failure)
    assert (answer.error, answer.status) == ("anthropic.AuthenticationError", 401)


def test_a_retired_model_is_an_answer_for_the_page(practice: str) -> None:
    answer = token_count.ask(ANTHROPIC, access(practice), "claude-3-haiku-20240307", "Hello", "practice")
    assert isinstance(answer, Failure) and answer.status == 404


def test_a_provider_without_such_an_endpoint_says_so(practice: str) -> None:
    answer = token_count.ask(providers.get("openai"), access(practice), "gpt-6-luna", "Hello", "practice")
    assert isinstance(answer, Failure) and answer.error == "NoSuchEndpoint"
