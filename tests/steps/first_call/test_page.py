"""Your first call, clicked through without a browser."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import models, providers
from firstcall.ledger import operators_cap
from firstcall.providers import Provider
from tests.having import with_keys
from tests.steps.conftest import control, finish, now, opened

STEP = "first_call"


def code(at: AppTest) -> str:
    return str(at.session_state[f"{STEP}_{at.session_state[f'{STEP}_provider']}_code"])


def write(at: AppTest, text: str) -> None:
    at.session_state[f"{STEP}_{at.session_state[f'{STEP}_provider']}_code"] = text
    at.run()


def rows(at: AppTest) -> int:
    made: list[object] = at.session_state["made"].get(STEP, [])
    return len(made)


def test_run_brings_a_reply_and_one_row(provider: Provider) -> None:
    at = opened(STEP, provider)
    at.button(key=f"{STEP}_go").click().run()
    run = finish(at, STEP)
    assert run.state == "done" and run.reply is not None and run.reply.text
    assert run.mode == "practice" and rows(at) == 1
    assert run.record is not None and run.record.usd is not None and run.record.id == 1
    assert (run.record.usd == 0) is models.vendor(provider.id).at_home


def test_a_second_click_does_not_send_a_second_call(provider: Provider) -> None:
    at = opened(STEP, provider)
    control(at, faults=[{"fault": "hang", "seconds": 60}])
    at.button(key=f"{STEP}_go").click().run()
    assert at.button(key=f"{STEP}_go").disabled and rows(at) == 1
    at.button(key=f"{STEP}_stop").click().run()
    assert finish(at, STEP).state == "stopped"


def test_a_prompt_and_another_provider_in_one_message_lose_nothing(provider: Provider) -> None:
    at = opened(STEP, provider)
    other = next(each for each in providers.every() if each != provider.id)
    at.text_area(key=now(at, f"{STEP}_prompt")).set_value("Where is Oslo?")
    at.segmented_control(key=f"{STEP}_provider").set_value(other).run()
    for each in (provider.id, other):
        assert "Where is Oslo?" in at.session_state[f"{STEP}_{each}_code"]


@pytest.mark.parametrize("broken", ["client.messages.create(", "x = 1", "\x00", "print('(')"])
def test_code_that_cannot_be_read_sends_nothing(provider: Provider, broken: str) -> None:
    at = opened(STEP, provider)
    write(at, broken)
    assert not at.exception
    assert at.button(key=f"{STEP}_go").disabled
    assert rows(at) == 0


def test_a_prompt_of_a_megabyte_gets_an_answer_or_a_clear_refusal(provider: Provider) -> None:
    at = opened(STEP, provider)
    at.text_area(key=f"{STEP}_prompt").set_value("word " * 200_000).run()
    at.button(key=f"{STEP}_go").click().run()
    run = finish(at, STEP)
    assert run.state == "done" or run.failure is not None


@with_keys
def test_a_wrong_key_is_named_and_the_key_is_nowhere_on_the_page(
    provider: Provider, monkeypatch: pytest.MonkeyPatch, practice: str
) -> None:
    monkeypatch.setenv(provider.address.key_variable, "sk-wrong-but-long-enough-for-the-mask-0123456789")
    monkeypatch.setenv(provider.address.base_url_variable, practice + provider.address.practice_path)
    monkeypatch.setenv("FIRSTCALL_SHARE_KEYS", "1")
    for cap in (operators_cap.LEARNER_VARIABLE, operators_cap.EVERYBODY_VARIABLE):
        monkeypatch.setenv(cap, "off")
    at = opened(STEP, provider)
    at.button(key=f"{STEP}_go").click().run()
    run = finish(at, STEP)
    assert run.mode == "live" and run.failure is not None and run.failure.kind == "wrong_key"
    assert "sk-wrong-but-long-enough-for-the-mask" not in str(at)


def test_a_key_of_the_server_is_not_offered_to_a_stranger(
    provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(provider.address.key_variable, "sk-owners-money")
    at = opened(STEP, provider)
    at.button(key=f"{STEP}_go").click().run()
    assert finish(at, STEP).mode == "practice"


@pytest.mark.parametrize(
    "fault",
    [
        {"fault": "status", "status": 500},
        {"fault": "status", "status": 429, "retry_after": 0},
        {"fault": "drop", "after_tokens": 3},
        {"fault": "drop"},
        {"fault": "broken_json"},
        {"fault": "html", "status": 200},
        {"fault": "early_end", "after_tokens": 3},
        {"fault": "error_event", "after_tokens": 2},
    ],
    ids=str,
)
def test_what_goes_wrong_at_the_provider_becomes_a_clear_message(
    provider: Provider, fault: dict[str, object]
) -> None:
    at = opened(STEP, provider)
    control(at, faults=[fault] * 3)
    at.button(key=f"{STEP}_go").click().run()
    run = finish(at, STEP)
    early = fault["fault"] == "early_end"
    assert run.state == ("done" if early else "failed")
    assert (
        [warning.icon for warning in at.warning] == [":material/link_off:"] if early else len(at.error) == 1
    )
