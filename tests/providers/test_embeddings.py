"""Vectors by every provider that makes them: the call and back, what came, what it counted, and its programs run."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from firstcall import models, programs, providers
from firstcall.calls import Call
from firstcall.providers import Access, Embedding, Provider, Texts
from firstcall.providers._embedding import SHAPE
from firstcall.running import runs
from firstcall.running.runs import Run
from tests import run_programs

TEXTS = ('The cat sleeps on the "sofa".', "A kitten rests on the couch.", "Interest rates rise.")
MAKERS = [provider for provider in providers.every().values() if provider.embedding]
EACH = [pytest.param(one, id, id=id) for one in MAKERS if one.embedding for id in one.embedding.models]


def embedding(provider: Provider) -> Embedding:
    assert provider.embedding is not None
    return provider.embedding


def made(call: Call, practice: str) -> Run:
    provider = providers.get(call.provider)
    access = Access("sk-practice-vectors", practice + provider.address.practice_path)
    run = runs.start(call, provider, access, step="test", mode="practice")
    assert run.wait(20)
    return run


def test_all_but_anthropic_make_vectors() -> None:
    assert {one.id for one in providers.every().values()} - {one.id for one in MAKERS} == {"anthropic"}


@pytest.mark.parametrize(("provider", "model"), EACH)
def test_a_vector_for_each_text_with_its_tokens_and_price(
    provider: Provider, model: str, practice: str
) -> None:
    how = embedding(provider)
    run = made(how.compose(Texts(model, TEXTS), None), practice)
    assert run.reply is not None, run.failure
    vectors = how.made(run.reply.names)
    assert [len(one) for one in vectors] == [models.vendor(provider.id).embedders[model].dimensions] * 3
    record = run.record
    assert record is not None and record.usage is not None and not record.estimated
    assert record.usage.input_tokens > 10 and record.usage.output_tokens == 0
    assert (record.usd is None) == (provider.servers is not None)
    assert record.model == model and record.error is None


@pytest.mark.parametrize("provider", MAKERS, ids=lambda one: one.id)
@pytest.mark.parametrize("size", [None, 256])
@pytest.mark.parametrize("purpose", ["", "query", "document"])
def test_a_call_says_what_was_asked_and_a_program_says_the_call(
    provider: Provider, size: int | None, purpose: Any
) -> None:
    how = embedding(provider)
    model = how.models[0]
    asked = Texts(model, TEXTS, size, purpose if model in how.told else "")
    call = how.compose(asked, None)
    assert how.read(call) == asked
    source = programs.render(call, provider.making(call), shape=SHAPE)
    assert programs.parse(source, provider.id, (how.method,)).call == call


@pytest.mark.parametrize("provider", MAKERS, ids=lambda one: one.id)
def test_arguments_of_the_learners_own_stay(provider: Provider) -> None:
    how = embedding(provider)
    call = how.compose(Texts(how.models[0], TEXTS), None)
    mine = Call(call.provider, call.method, {**call.arguments, "user": "ann"}, {"timeout": 9})
    after = how.compose(Texts(how.models[0], TEXTS[:1], 128), mine)
    assert after.arguments["user"] == "ann" and after.client == {"timeout": 9}
    assert how.read(after).texts == TEXTS[:1] and how.read(after).dimensions == 128


def test_a_bare_list_is_one_vector_of_the_newer_gemini_model(practice: str) -> None:
    google = providers.get("google")
    arguments = {"model": "gemini-embedding-2", "contents": list(TEXTS)}
    run = made(Call("google", "models.embed_content", arguments), practice)
    assert run.reply is not None
    assert len(embedding(google).made(run.reply.names)) == 1
    assert embedding(google).read(run.call).texts == TEXTS


@pytest.mark.parametrize("provider", MAKERS, ids=lambda one: one.id)
def test_a_model_that_is_not_there_is_a_failure_in_plain_words(provider: Provider, practice: str) -> None:
    run = made(embedding(provider).compose(Texts("no-such-model", TEXTS), None), practice)
    assert run.failure is not None and run.failure.status == 404 and run.failure.advice
    assert run.record is not None and run.record.usage is None


def test_what_are_no_vectors_are_none() -> None:
    how = embedding(providers.get("ollama"))
    for came in (None, [], [[]], [[1.0], [1.0, 2.0]], ["abc"], 5):
        response = type("Response", (), {"embeddings": came})()
        assert how.made({"response": response}) == ()
    assert how.made({}) == ()


@pytest.mark.parametrize("language", ["python", "javascript", "curl"])
@pytest.mark.parametrize("provider", MAKERS, ids=lambda one: one.id)
def test_its_programs_run(provider: Provider, language: str, practice: str, tmp_path: Path) -> None:
    how = embedding(provider)
    call = how.compose(Texts(how.models[0], TEXTS), None)
    source = programs.render(call, provider.making(call), language, shape=SHAPE)
    done = run_programs.run(source, language, provider, practice, tmp_path)
    assert done.returncode == 0, done.stderr
    if language == "curl":
        assert done.stdout.lstrip().startswith("{") and '"error"' not in done.stdout[:60]
        return
    first, *scores = done.stdout.splitlines()[0], *map(float, done.stdout.splitlines()[-3:])
    assert first.startswith("3 vectors of ")
    assert scores[0] == 1 and scores[1] > scores[2] + 0.3
