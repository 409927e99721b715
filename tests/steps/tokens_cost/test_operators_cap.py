"""A stranger with the operator's key: the operator's cap holds, whatever the stranger does on the page."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from firstcall.ledger import spending_cap
from firstcall.ledger.worst_case import reserved
from firstcall.ui import session
from tests.steps.conftest import finish, in_the_providers_place, open_page

STEP = "tokens_cost"


@pytest.fixture(autouse=True)
def lent(monkeypatch: pytest.MonkeyPatch) -> None:
    """The operator lends a key; the practice server is in the provider's place."""
    monkeypatch.setenv("ANTHROPIC_API_KEY", "sk-practice-lent")
    in_the_providers_place("anthropic", monkeypatch)
    monkeypatch.setenv("FIRSTCALL_SHARE_KEYS", "1")


def arrive(learner: str) -> AppTest:
    """The popover with the keys and the caps is open."""

    def prepare(at: AppTest) -> None:
        at.session_state["learner"] = learner
        at.session_state["frame_keys"] = True

    return open_page(STEP, prepare)


def called(at: AppTest) -> Any:
    at.button(key=f"{STEP}_go").click().run()
    return finish(at, STEP)


def refused(at: AppTest) -> bool:
    run = called(at)
    return run.failure is not None and run.failure.error == spending_cap.ERROR and run.refused


def keys_on(at: AppTest) -> set[str]:
    return {str(one.key) for one in (*at.toggle, *at.number_input)}


def said(at: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*at.caption, *at.warning, *at.error))


def test_a_reload_does_not_reset_it(monkeypatch: pytest.MonkeyPatch) -> None:
    first = called(arrive("ada"))
    assert first.mode == "live" and first.failure is None
    enough_for_one = reserved(first.call)
    monkeypatch.setenv("FIRSTCALL_CAP_PER_LEARNER", str(enough_for_one))
    assert refused(arrive("ada"))
    assert not refused(arrive("bob"))


def test_all_learners_together_have_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTCALL_CAP_PER_DAY", "0")
    at = arrive("ada")
    assert refused(at) and refused(arrive("bob"))
    assert any(one.title == "Spending cap reached" for one in at.warning)


def test_no_learner_can_switch_it_off() -> None:
    at = arrive("ada")
    assert any(str(one.key).startswith("frame_server_") for one in at.toggle)  # the popover is there
    assert not keys_on(at) & {"frame_capped", "frame_cap"}


def test_a_cap_switched_off_in_the_session_does_not_help(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTCALL_CAP_PER_LEARNER", "0.00001")
    at = arrive("ada")
    at.session_state["spending_cap"] = None
    at.run()
    assert refused(at)


def test_it_is_a_dollar_a_day_where_the_operator_lends_keys_and_says_nothing() -> None:
    assert "$1.00" in said(arrive("ada")).replace("\\", "")


def test_who_pastes_a_key_has_only_their_own_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTCALL_CAP_PER_LEARNER", "0")
    at = arrive("ada")
    at.session_state["pasted_keys"] = {"anthropic": "sk-practice-own"}
    at.run()
    assert not refused(at)
    assert keys_on(at) >= {"frame_capped", "frame_cap"}
    assert session.the_ledger().spent("ada").learner == Decimal(0)


def test_a_call_that_would_be_refused_says_so_before_it_is_sent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FIRSTCALL_CAP_PER_LEARNER", "0.00001")
    assert "will not be sent" in said(arrive("ada"))
