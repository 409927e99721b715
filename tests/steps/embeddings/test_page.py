"""Embeddings, clicked through without a browser: vectors, a search, the answer."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import providers
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.embeddings import lesson, space
from tests.steps.conftest import finish, open_page

STEP = "embeddings"


def shown(at: AppTest) -> AppTest:
    assert not at.exception, at.exception
    return at


def opened(provider: str) -> AppTest:
    at = open_page(STEP)
    return shown(at.segmented_control(key=f"{STEP}_provider").set_value(provider).run())


def lab(at: AppTest, name: str) -> None:
    at.session_state[f"{STEP}_lab"] = name
    shown(at.run())


def press(at: AppTest, key: str, *runs: str) -> list[Run]:
    shown(at.button(key=key).click().run())
    made: list[Run] = [at.session_state[name] for name in runs]
    assert all(run.wait(20) for run in made)
    shown(at.run())
    return made


def asked(run: Run) -> tuple[str, ...]:
    texts = space.asked(run)
    assert texts is not None
    return texts.texts


def test_from_sentences_to_an_answer(provider: Provider) -> None:
    at = opened(provider.id)
    shown(at.button(key=f"{STEP}_go").click().run())
    run = finish(at, STEP)
    assert asked(run) == lesson.SENTENCES and len(space.matrix(run)) == len(lesson.SENTENCES)
    assert run.provider.id == provider.id or provider.embedding is None
    lab(at, "Search")
    [query] = press(at, f"{STEP}_search_go", f"{STEP}_search_run")
    assert asked(query) == (lesson.QUESTION,)
    lab(at, "Into the prompt")
    whole, alone = press(at, f"{STEP}_answer_go", f"{STEP}_answer_run", f"{STEP}_answer_alone")
    assert {whole.provider.id, alone.provider.id} == {provider.id}
    assert lesson.last_message(alone) == lesson.QUESTION
    assert lesson.SENTENCES[0] in lesson.last_message(whole)
    assert "6 watts" in whole.text and "6 watts" not in alone.text
    for tab in ("Added", "Printed"):
        at.session_state[f"{STEP}_answer_tab"] = tab
        shown(at.run())
    assert len(at.session_state["made"][STEP]) == 4


def test_controls_and_code_say_the_same_and_the_next_provider_gets_the_sentences() -> None:
    at = opened("google")
    shown(at.selectbox(key=f"{STEP}_dimensions").set_value(256).run())
    shown(at.segmented_control(key=f"{STEP}_purpose").set_value("query").run())
    code = at.session_state[f"{STEP}_google_code"]
    assert '"output_dimensionality": 256' in code and '"task_type": "RETRIEVAL_QUERY"' in code
    shown(at.text_area(key=f"{STEP}_sentences").set_value("One.\n\n  Two. \nOne.").run())
    shown(at.selectbox(key=f"{STEP}_model").set_value("gemini-embedding-2").run())
    assert not [one for one in at.segmented_control if one.key == f"{STEP}_purpose"]
    shown(at.segmented_control(key=f"{STEP}_provider").set_value("ollama").run())
    assert at.text_area(key=f"{STEP}_sentences").value == "One.\nTwo.\nOne."
    at.button(key=f"{STEP}_go").click().run()
    assert asked(finish(at, STEP)) == ("One.", "Two.", "One.")


def test_where_a_provider_makes_none_it_says_so_and_another_does() -> None:
    at = opened("anthropic")
    assert any("no embeddings" in one.value for one in at.markdown)
    shown(at.segmented_control(key=f"{STEP}_maker").set_value("openai").run())
    at.button(key=f"{STEP}_go").click().run()
    assert finish(at, STEP).provider.id == "openai"


def test_a_typed_program_that_cannot_be_read_sends_nothing() -> None:
    at = opened("openai")
    at.session_state[f"{STEP}_openai_code"] = "client.embeddings.create(model="
    shown(at.run())
    assert at.button(key=f"{STEP}_go").disabled


@pytest.mark.parametrize("tab", ["Similarity", "Picture", "Response", "What travelled", "Price"])
def test_a_failed_call_leaves_the_page_standing(tab: str) -> None:
    at = opened("openai")
    code = at.session_state[f"{STEP}_openai_code"]
    at.session_state[f"{STEP}_openai_code"] = code.replace("text-embedding-3-small", "text-embedding-9")
    at.button(key=f"{STEP}_go").click().run()
    assert finish(at, STEP).failure is not None
    at.session_state[f"{STEP}_tab"] = tab
    shown(at.run())


def test_vectors_of_another_model_are_not_searched() -> None:
    assert providers.get("openai").embedding is not None
    at = opened("openai")
    lab(at, "Search")
    assert at.button(key=f"{STEP}_search_go").disabled
