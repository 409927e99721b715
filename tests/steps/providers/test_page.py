"""Providers side by side, clicked through without a browser."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from firstcall import providers
from firstcall.providers import Provider
from firstcall.running.runs import Run
from tests.steps.conftest import control, open_page, opened, table_in

STEP = "providers"


def send(at: AppTest) -> list[Run]:
    at.button(key=f"{STEP}_go").click().run()
    runs: list[Run] = at.session_state[f"{STEP}_runs"]
    assert all(run.wait(30) for run in runs)
    at.run()
    assert not at.exception, at.exception
    return runs


def text_of(at: AppTest) -> str:
    """Without the tables of the questions below."""
    return "\n".join(element.value for element in at.markdown if not table_in(element.value))


def charts(at: AppTest) -> int:
    return len(at.get("plotly_chart"))


def test_one_click_asks_every_provider(provider: Provider) -> None:
    at = opened(STEP, provider)
    runs = send(at)
    assert {run.provider.id for run in runs} == set(providers.every())
    assert runs[0].provider is provider and all(run.reply is not None for run in runs)
    assert len({run.provider.read(run.call).messages for run in runs}) == 1
    assert (
        charts(at) == 1
    )  # time and price of this round; the two of the session are made when they are opened


def test_a_second_click_sends_nothing_while_the_first_is_on_its_way() -> None:
    at = open_page(STEP)
    control(at, faults=[{"fault": "hang", "seconds": 60}] * len(providers.every()))
    at.button(key=f"{STEP}_go").click().run()
    assert at.button(key=f"{STEP}_go").disabled
    at.button(key=f"{STEP}_stop").click().run()
    runs: list[Run] = at.session_state[f"{STEP}_runs"]
    assert len(runs) == len(providers.every())
    assert all(run.wait(30) and run.state == "stopped" for run in runs)


def test_a_failure_of_one_leaves_the_others() -> None:
    at = open_page(STEP)
    source = at.session_state[f"{STEP}_anthropic_code"]
    at.session_state[f"{STEP}_anthropic_code"] = source.replace("claude-haiku-5-5", "claude-gone")
    at.run()
    runs = send(at)
    assert [run.state for run in runs] == ["failed", *["done"] * (len(providers.every()) - 1)]
    assert len(at.error) == 1


def test_further_models_get_the_prompt_without_what_they_refuse() -> None:
    at = open_page(STEP)
    at.text_input(key=f"{STEP}_stops").set_value("6.").run()
    at.multiselect(key=f"{STEP}_also_anthropic").set_value(
        ["claude-haiku-5-5", "gpt-6-luna", "gpt-5.4-mini"]
    ).run()
    runs = send(at)
    assert [run.call.model for run in runs] == ["claude-haiku-5-5", "gpt-6-luna", "gpt-5.4-mini"]
    assert [bool(run.provider.read(run.call).stop) for run in runs] == [True, True, False]
    assert all(run.reply is not None for run in runs)


def test_the_same_model_is_asked_in_both_ways_at_once() -> None:
    at = opened(STEP, providers.get("openai"))
    at.multiselect(key=f"{STEP}_also_openai").set_value(["openai_responses"]).run()
    chat, responses = send(at)
    assert (chat.call.method, responses.call.method) == ("chat.completions.create", "responses.create")
    assert chat.call.model == responses.call.model and chat.reply is not None and responses.reply is not None
    assert responses.provider.read(responses.call) == chat.provider.read(chat.call)


def test_the_same_call_is_shown_in_the_other_providers_code_both_ways(provider: Provider) -> None:
    at = opened(STEP, provider)
    *_, forth = (
        code.value for code in at.code if code.language == "diff"
    )  # before it, in the desk: its two ways
    at.toggle(key=f"{STEP}_back").set_value(True).run()
    *_, back = (code.value for code in at.code if code.language == "diff")
    gone = {line[1:] for line in forth.splitlines() if line.startswith("-")}
    come = {line[1:] for line in back.splitlines() if line.startswith("+")}
    assert gone == come and any(f"= {provider.sdk.spelled}(" in line for line in gone)


def test_the_table_shows_what_each_path_gave_in_the_last_call(provider: Provider) -> None:
    at = opened(STEP, provider)
    assert at.multiselect(key=f"{STEP}_columns").value[0] == provider.handle
    runs = send(at)
    assert at.segmented_control(key=f"{STEP}_wrong_reply").value == provider.handle
    at.multiselect(key=f"{STEP}_columns").set_value([run.provider.handle for run in runs][:4]).run()
    shown = text_of(at)
    for run in runs[:4]:
        assert run.record is not None and run.record.usage is not None
        assert run.reply is not None and (run.record.request_id or run.reply.id) in shown


def test_searching_leaves_the_rows_with_these_words() -> None:
    at = open_page(STEP)
    at.text_input(key=f"{STEP}_search").set_value("auth header").run()
    assert "**Auth header**" in text_of(at) and "**Reply text**" not in text_of(at)


def test_four_providers_stand_side_by_side() -> None:
    at = open_page(STEP)
    at.multiselect(key=f"{STEP}_columns").set_value(["anthropic", "openai", "google", "ollama"]).run()
    assert not at.exception
    assert "num_predict" in text_of(at) and "max_output_tokens" in text_of(at)
    at.segmented_control(key=f"{STEP}_provider").set_value("google").run()  # what was chosen here stays
    assert at.multiselect(key=f"{STEP}_columns").value == ["anthropic", "openai", "google", "ollama"]


def test_without_a_provider_the_table_asks_for_one() -> None:
    at = open_page(STEP)
    at.multiselect(key=f"{STEP}_columns").set_value([]).run()
    assert any("Choose at least one" in caption.value for caption in at.caption)


def test_another_providers_path_fails_as_in_life() -> None:
    at = open_page(STEP)
    send(at)
    at.segmented_control(key=f"{STEP}_wrong_reply").set_value("anthropic").run()  # whichever came first
    assert "AttributeError: 'ParsedMessage' object has no attribute 'text'" in text_of(at)
    at.text_input(key=f"{STEP}_wrong_anthropic").set_value("message.stop_reason").run()
    assert "gives `end_turn`" in text_of(at)


def test_a_path_that_is_no_path_is_refused_kindly() -> None:
    at = open_page(STEP)
    send(at)
    at.segmented_control(key=f"{STEP}_wrong_reply").set_value("anthropic").run()
    for path in ("__import__('os')", "message.__class__", "((", "", "client.api_key"):
        at.text_input(key=f"{STEP}_wrong_anthropic").set_value(path).run()
        assert not at.exception, path


def test_the_exercise_is_done_by_two_short_replies() -> None:
    at = open_page(STEP)
    at.text_area(key=f"{STEP}_prompt").set_value("What is the capital of France? Answer in one word.").run()
    at.selectbox(key=f"{STEP}_effort").set_value("low").run()
    send(at)
    assert any("answered the same prompt in full" in success.value for success in at.success)
