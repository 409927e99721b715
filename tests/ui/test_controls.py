"""Controls and code, both ways, on pages that have the control."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import programs, providers
from firstcall.calls import Settings
from firstcall.ledger import prices
from firstcall.providers import Provider
from firstcall.steps.failures import lesson
from firstcall.ui import controls
from tests import own_sdk
from tests.steps.conftest import finish, now, open_page, opened

STEP = "tokens_cost"


def code(at: AppTest, step: str = STEP) -> str:
    return str(at.session_state[f"{step}_{at.session_state[f'{step}_provider']}_code"])


def said(at: AppTest, provider: Provider) -> Settings:
    return provider.read(programs.parse(code(at), provider.id, provider.sdk.methods).call)


def test_a_model_whose_price_will_change_says_when(monkeypatch: pytest.MonkeyPatch) -> None:
    then = prices.Change(date(2027, 1, 1), prices.Rates(Decimal(2), Decimal(1), Decimal(2), Decimal(4)))
    assert "another price" not in controls.model_label("gpt-6-luna")
    monkeypatch.setattr(prices, "changes", lambda provider, model: (then,))
    assert controls.model_label("gpt-6-luna").endswith("$0.50 out · another price from 01 Jan 2027")


def test_moving_a_control_changes_the_code(provider: Provider) -> None:
    at = opened(STEP, provider)
    at.slider(key=now(at, f"{STEP}_max_tokens")).set_value(77).run()
    at.text_area(key=now(at, f"{STEP}_prompt")).set_value('Say "hi"\nand `bye`').run()
    at.text_area(key=now(at, f"{STEP}_system")).set_value("").run()
    settings = said(at, provider)
    assert settings.max_tokens == 77
    assert settings.messages[-1].content == 'Say "hi"\nand `bye`'
    assert settings.system == ""


def test_changing_the_code_moves_the_control(provider: Provider) -> None:
    at = opened(STEP, provider)
    at.session_state[f"{STEP}_{provider.id}_code"] = code(at).replace("1024", "321")
    at.run()
    assert at.slider(key=now(at, f"{STEP}_max_tokens")).value == 321


def test_switching_the_provider_carries_the_settings_over() -> None:
    at = open_page(STEP)
    at.text_area(key=now(at, f"{STEP}_prompt")).set_value("Where is Oslo?").run()
    at.slider(key=now(at, f"{STEP}_max_tokens")).set_value(99).run()
    at.segmented_control(key=f"{STEP}_provider").set_value("openai").run()
    assert "Where is Oslo?" in code(at) and "max_completion_tokens=99" in code(at)
    assert said(at, providers.get("openai")).model == "gpt-6-luna"


def test_the_stream_switch_changes_the_program(provider: Provider) -> None:
    step = "what_travels"
    at = opened(step, provider)
    at.toggle(key=now(at, f"{step}_stream")).set_value(False).run()
    assert "stream" not in code(at, step)
    at.button(key=f"{step}_go").click().run()
    run = finish(at, step)
    assert run.reply is not None and not run.call.streamed


BAD_LIMITS = [
    pytest.param(provider, limit, id=f"{provider.id}-{limit}")
    for provider in own_sdk.every()
    for limit in ("-1", '"abc"', "10000000")
    if limit == '"abc"'
    or lesson.find("bad-parameter").fails_at(provider)  # whoever runs it sets no limit to numbers
]


@pytest.mark.parametrize(("provider", "limit"), BAD_LIMITS)
def test_a_bad_token_limit_is_sent_and_refused_by_the_provider(provider: Provider, limit: str) -> None:
    step = "what_travels"  # streamed: of a plain call the SDK works out a time-out, and stumbles over such a limit
    at = opened(step, provider)
    key = f"{step}_{provider.id}_code"
    at.session_state[key] = code(at, step).replace("1024", limit)
    at.run()
    assert not at.exception
    at.button(key=f"{step}_go").click().run()
    run = finish(at, step)
    assert run.failure is not None
    if run.failure.stage == "before":  # an SDK that looks at types itself
        assert run.failure.kind == "bad_argument" and limit == '"abc"' and provider.sdk.kinds[0].inside
    else:
        refused = provider.calling.raised(400, None, False)
        assert run.failure.error == provider.calling.explain(refused).error
    assert limit in code(at, step)
