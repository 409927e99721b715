"""The four labs of "Tune the output", clicked through without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import models, providers
from firstcall.providers import Provider
from firstcall.running.batch import Batch
from firstcall.running.runs import Run
from firstcall.steps.tune import lesson
from tests.steps.conftest import control, now, open_page, pace

STEP = "tune"
LABS = {"models": "Model", "ceilings": "Token limit", "temperatures": "Temperature", "stops": "Stop sequence"}


def opened(lab: str, provider: Provider) -> AppTest:
    at = open_page(STEP)
    at.session_state["tune_lab"] = LABS[lab]
    at.run()
    at.segmented_control(key=f"{STEP}_{lab}_provider").set_value(provider.id).run()
    assert not at.exception, at.exception
    return at


def run_lab(at: AppTest, lab: str) -> Batch:
    at.button(key=f"{STEP}_{lab}_go").click().run()
    return finished(at, lab)


def finished(at: AppTest, lab: str) -> Batch:
    batch: Batch = at.session_state[f"{STEP}_{lab}_batch"]
    assert batch.wait(30), "the batch did not end"
    at.run()
    assert not at.exception, at.exception
    return batch


def rows(at: AppTest) -> int:
    return len(at.session_state["made"].get(STEP, []))


def charts(at: AppTest) -> list[str]:
    return [element.proto.id.split("-")[-1] for element in at.get("plotly_chart")]


def finish(at: AppTest, key: str) -> Run:
    run: Run = at.session_state[key]
    assert run.wait(30)
    at.run()
    assert not at.exception, at.exception
    return run


def test_the_model_lab_sends_the_prompt_to_small_and_large(provider: Provider) -> None:
    at = opened("models", provider)
    batch = run_lab(at, "models")
    assert [run.call.model for run in batch.runs] == lesson.compared(provider)
    assert [run.state for run in batch.runs] == ["done", "done"] and rows(at) == 2
    assert f"{STEP}_models_chart" in charts(at)


@pytest.mark.parametrize(
    "provider",
    [one for one in providers.every().values() if any(model.retired() for model in models.of(one.id))],
    ids=lambda one: one.id,
)
def test_a_retired_model_gives_its_404_beside_the_others_reply(provider: Provider) -> None:
    at = opened("models", provider)
    gone = next(model.id for model in models.of(provider.id) if model.retired())
    alive = lesson.compared(provider)[0]
    at.multiselect(key=f"{STEP}_models_{provider.id}_compared").set_value([gone, alive]).run()
    batch = run_lab(at, "models")
    assert [run.state for run in batch.runs] == ["failed", "done"]
    assert [error.icon for error in at.error] == [":material/error:"]


def test_the_ladder_cuts_short_and_ends_by_itself(provider: Provider) -> None:
    at = opened("ceilings", provider)
    at.segmented_control(key="guess_tune_ceiling").set_value("128").run()
    batch = run_lab(at, "ceilings")
    assert [part.label for part in batch.parts] == ["16", "32", "64", "128", "256", "512"]
    first, last = batch.runs[0].reply, batch.runs[-1].reply
    assert first is not None and first.cut_off and last is not None and not last.cut_off
    assert f"{STEP}_ceilings_chart" in charts(at)
    assert any(success.value.startswith("Cut off at ") for success in at.success)


def test_ten_haikus_at_two_temperatures(provider: Provider) -> None:
    at = opened("temperatures", provider)
    at.segmented_control(key="guess_tune_haiku").set_value("3").run()
    batch = run_lab(at, "temperatures")
    assert f"{STEP}_temperatures_equal" in charts(at)
    assert [run.state for run in batch.runs] == ["done"] * 10
    cold = {run.text for part, run in batch.made if run and part.label == "0"}
    warm = {run.text for part, run in batch.made if run and part.label == "1"}
    assert len(cold) == 1 and len(warm) > 1
    assert f"{STEP}_temperatures_chart" in charts(at)
    assert any(success.value.startswith("You guessed 3 of 5") for success in at.success)


@pytest.mark.parametrize(("id", "refuses"), [("anthropic", "claude-haiku-5-5"), ("openai", "gpt-5-mini")])
def test_a_model_that_refuses_a_temperature_says_so_once(id: str, refuses: str) -> None:
    at = opened("temperatures", providers.get(id))
    at.selectbox(key=now(at, f"{STEP}_temperatures_model")).set_value(refuses).run()
    batch = run_lab(at, "temperatures")
    assert 1 <= len([run for run in batch.runs if run.failure]) <= 3
    assert len(batch.runs) < 10 and len(at.error) == 1


def test_a_list_stops_before_item_six(provider: Provider) -> None:
    at = opened("stops", provider)
    whole, stopped = run_lab(at, "stops").runs
    assert "4." not in stopped.text and "3." in stopped.text
    assert not any(success.value.startswith("Five items") for success in at.success)
    at.text_input(key=f"{STEP}_stops_stops").set_value("6.").run()
    whole, stopped = run_lab(at, "stops").runs
    assert "10." in whole.text and "6." not in stopped.text and "5." in stopped.text
    assert any(success.value.startswith("Five items") for success in at.success)


def test_the_stop_box_and_the_code_are_bound(provider: Provider) -> None:
    at = opened("stops", provider)
    at.text_input(key=f"{STEP}_stops_stops").set_value("END").run()
    assert '["END"]' in at.session_state[f"{STEP}_stops_{provider.id}_code"]


def test_a_lab_can_be_stopped_and_keeps_what_came(provider: Provider) -> None:
    at = opened("ceilings", provider)
    control(at, faults=[{"fault": "hang", "seconds": 60}] * 6)
    at.button(key=f"{STEP}_ceilings_go").click().run()
    assert at.button(key=f"{STEP}_ceilings_go").disabled
    at.button(key=f"{STEP}_ceilings_stop").click().run()
    batch = finished(at, "ceilings")
    assert batch.stopped and {run.state for run in batch.runs} <= {"stopped"}
    assert len(batch.runs) <= 3
    assert any(info.value.startswith("Stopped: ") for info in at.info)


def test_results_stay_when_another_lab_is_opened(provider: Provider) -> None:
    at = opened("ceilings", provider)
    batch = run_lab(at, "ceilings")
    at.session_state["tune_lab"] = LABS["stops"]
    at.run()
    at.session_state["tune_lab"] = LABS["ceilings"]
    at.run()
    assert at.session_state[f"{STEP}_ceilings_batch"] is batch and f"{STEP}_ceilings_chart" in charts(at)
    assert rows(at) == 6


def test_what_stands_around_a_desk_follows_its_provider() -> None:
    at = open_page(STEP)
    at.session_state["tune_lab"] = LABS["stops"]
    at.run()
    assert "A line break as stop sequence" in [box.label for box in at.expander]
    at.segmented_control(key=f"{STEP}_stops_provider").set_value("openai").run()
    labels = [box.label for box in at.expander]
    assert "A model that takes none" in labels and "A line break as stop sequence" not in labels


@pytest.mark.parametrize("lab", LABS)
def test_an_old_line_is_run_and_mended_with_a_click(lab: str, provider: Provider) -> None:
    at = opened(lab, provider)
    subject = {"models": "model", "ceilings": "max_tokens", "temperatures": "temperature", "stops": "stop"}[
        lab
    ]
    line = provider.old_lines[subject][0]
    at.button(key=f"{STEP}_{line.id}_run").click().run()
    assert finish(at, f"{STEP}_{line.id}_old").failure is not None
    assert len(at.error) == 1
    at.button(key=f"{STEP}_{line.id}_mend").click().run()
    assert finish(at, f"{STEP}_{line.id}_new").state == "done"
    assert not at.error and any(success.value == "It works." for success in at.success)


def test_the_next_token_is_reshaped_without_another_call(provider: Provider) -> None:
    at = opened("temperatures", provider)
    at.button(key=f"{STEP}_next_go").click().run()
    run = finish(at, f"{STEP}_next_run")
    assert run.state == "done" and run.mode == "practice"
    at.slider(key=f"{STEP}_next_temperature").set_value(0.0).run()
    assert not at.exception and f"{STEP}_next_chart" in charts(at) and rows(at) == 1


def test_a_broken_program_sends_nothing(provider: Provider) -> None:
    at = opened("ceilings", provider)
    at.session_state[f"{STEP}_ceilings_{provider.id}_code"] = "client.messages.create("
    at.run()
    assert not at.exception and at.button(key=f"{STEP}_ceilings_go").disabled and rows(at) == 0


def test_a_slow_lab_shows_how_far_it_is(provider: Provider) -> None:
    at = opened("ceilings", provider)
    control(at, faults=[{"fault": "hang", "seconds": 60}] * 6)
    at.button(key=f"{STEP}_ceilings_go").click().run()
    assert [bar.proto.text for bar in at.get("progress")] == ["0 of 6 calls done"]
    at.session_state[f"{STEP}_ceilings_batch"].stop()
    pace(at)
