"""The page "Structured output", clicked through without a browser."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.structured import WORDS, lesson
from tests.steps.conftest import finish, open_tab, opened

STEP = lesson.STEP


def runs(at: AppTest) -> dict[str, Run]:
    made: dict[str, Run] = at.session_state[f"{STEP}_helped"]
    return made


def test_an_object_is_asked_for_read_and_drawn(provider: Provider) -> None:
    at = opened(STEP, provider)
    at.button(key=f"{STEP}_go").click().run()
    run: Run = finish(at, STEP)
    assert lesson.valid(run) is not None
    open_tab(at, STEP, "Object")
    assert not at.exception
    assert WORDS.line("object/fits") in [one.value for one in at.caption]
    assert any(f"{STEP}_limit_chart" in element.proto.id for element in at.get("plotly_chart"))
    open_tab(at, STEP, "Printed")
    assert any("customer='Ada Lovelace'" in block.value for block in at.code)
    open_tab(at, STEP, "Fields")
    assert not at.exception and any('"additionalProperties": false' in block.value for block in at.code)


def test_every_helper_is_asked_and_what_it_sent_is_shown(provider: Provider) -> None:
    at = opened(STEP, provider)
    at.button(key=f"{STEP}_helper_whole").click().run()
    for run in runs(at).values():
        assert run.wait(30) and run.state == "done", run.failure
    at.run()
    assert not at.exception
    assert any('"additionalProperties": false' in block.value for block in at.code)
    at.button(key=f"{STEP}_helper_cut").click().run()
    for run in runs(at).values():
        assert run.wait(30)
    at.run()
    assert not at.exception
    gave = {handle: run.failure.error if run.failure else "" for handle, run in runs(at).items()}
    assert gave["openai"] == "openai.LengthFinishReasonError"
    assert gave["anthropic"].endswith("ValidationError") and gave["openai_responses"].endswith(
        "ValidationError"
    )
    assert not gave["google"] and not gave["ollama"]
    at.button(key=f"{STEP}_helper_declined").click().run()
    assert all(run.wait(30) for run in runs(at).values())
    at.run()
    assert not at.exception
    said = {handle: lesson.declined(run) for handle, run in runs(at).items()}
    assert said["anthropic"] == "refusal" and said["google"] == "SAFETY" and not said["ollama"]
    assert said["openai"] == said["openai_responses"] == "I'm sorry, but I can't help with that."
    assert not at.button(key=f"{STEP}_helper_declined").disabled
    at.session_state["pasted_keys"] = {"anthropic": "sk-never-sent"}
    at.run()
    assert at.button(key=f"{STEP}_helper_declined").disabled, "no key is to be known for such a request"
    assert not at.button(key=f"{STEP}_helper_cut").disabled


def test_what_is_changed_in_the_table_is_written_into_the_program_and_the_other_way_round(
    provider: Provider,
) -> None:
    at = opened(STEP, provider)
    open_tab(at, STEP, "Fields")
    source = str(at.session_state[f"{STEP}_{provider.handle}_code"])
    assert "phone" not in source
    at.session_state[f"{STEP}_{provider.handle}_code"] = source.replace(
        "    city: str\n", "    city: str\n    phone: str\n"
    )
    at.run()
    assert any('"phone"' in block.value for block in at.code)
