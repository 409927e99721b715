"""Tokens and cost, clicked through without a browser."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import Any

import httpx2
import pytest
from streamlit.testing.v1 import AppTest

from firstcall import models, providers
from firstcall.calls import Call
from firstcall.ledger import prices
from firstcall.ledger.prices import money
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.server import server
from firstcall.steps.tokens_cost import WORDS as WORDS_HERE
from firstcall.ui import WORDS, formats, session
from tests.having import with_prices
from tests.steps.conftest import finish, in_the_providers_place, open_page, open_tab, tables

STEP = "tokens_cost"


def opened(provider: Provider | None = None) -> AppTest:
    at = open_page(STEP)
    if provider is not None:
        at.segmented_control(key=f"{STEP}_provider").set_value(provider.id).run()
    return at


def called(at: AppTest) -> Any:
    at.button(key=f"{STEP}_go").click().run()
    return finish(at, STEP)


def typed(at: AppTest, text: str) -> None:
    at.session_state[f"{STEP}_text"] = text
    at.run()


def metric(at: AppTest, label: str) -> str:
    return next(one.value for one in at.metric if one.label.startswith(label))


def captions(at: AppTest) -> str:
    return "\n".join(caption.value for caption in at.caption)


def coloured(at: AppTest) -> dict[str, Any]:
    for element in at.get("bidi_component"):
        if element.proto.component_name.endswith("token_text"):
            found: dict[str, Any] = json.loads(element.proto.json)[0]
            return found
    raise AssertionError("no coloured text on the page")


# Tokens


def test_the_text_is_cut_in_colour() -> None:
    at = opened(providers.get("openai"))
    typed(at, "Hello <b>world</b>")
    assert [piece["text"] for piece in coloured(at)["pieces"]] == [
        "Hello",
        "·<",
        "b",
        ">",
        "world",
        "</",
        "b",
        ">",
    ]
    assert metric(at, "Tokens") == "8"


def test_a_sample_is_put_into_the_box() -> None:
    at = opened()
    at.pills(key=f"{STEP}_sample").set_value("Numbers").run()
    assert at.session_state[f"{STEP}_text"].startswith("2026-11-21")


def test_how_sure_the_count_is_stands_beside_it() -> None:
    at = opened()
    assert at.selectbox(key=f"{STEP}_counted_for").value == "claude-haiku-5-5"
    at.segmented_control(key=f"{STEP}_provider").set_value("google").run()
    assert "client.models.count_tokens(model=" in "\n".join(code.value for code in at.code)
    at.segmented_control(key=f"{STEP}_provider").set_value("openai").run()
    assert metric(at, "Tokens, assumed")
    at.selectbox(key=f"{STEP}_counted_for").set_value("gpt-4o").run()
    assert metric(at, "Tokens, exact")
    at.selectbox(key=f"{STEP}_counted_for").set_value("claude-haiku-5-5").run()
    assert metric(at, "Tokens, an estimate").startswith("about ")


def test_who_counts_is_asked_for_two_models_of_its_own() -> None:
    at = opened()
    at.selectbox(key=f"{STEP}_counted_for").set_value("claude-haiku-5-5").run()
    at.button(key=f"{STEP}_ask").click().run()
    assert at.session_state[f"{STEP}_count"].wait(20)
    at.run()
    newer, older = metric(at, "claude-haiku-5-5"), metric(at, "claude-haiku-4-5")
    assert int(newer.split()[0]) > int(older.split()[0])
    assert "practice server" in captions(at)
    at.segmented_control(key=f"{STEP}_provider").set_value("google").run()
    at.selectbox(key=f"{STEP}_counted_for").set_value("gemini-3.5-flash-lite").run()
    at.button(key=f"{STEP}_ask").click().run()
    count = at.session_state[f"{STEP}_count"]
    assert count.wait(20) and all(isinstance(answer, int) for answer in count.answers.values())
    assert len(count.answers) == 2


def test_a_count_of_another_text_is_not_shown() -> None:
    at = opened()
    at.selectbox(key=f"{STEP}_counted_for").set_value("claude-haiku-5-5").run()
    at.button(key=f"{STEP}_ask").click().run()
    assert at.session_state[f"{STEP}_count"].wait(20)
    typed(at, "Something else")
    assert "Ask again" in captions(at)
    assert not [one for one in at.metric if one.label == "claude-haiku-5-5"]


def test_a_large_text_is_counted_whole_and_shown_in_part() -> None:
    at = opened()
    typed(at, "word " * 100_000)
    assert not at.exception
    assert len(coloured(at)["pieces"]) == 2_000
    assert "The first 2,000 of 100,001 tokens are shown" in captions(at)


def test_an_empty_text_breaks_nothing() -> None:
    at = opened(providers.get("openai"))
    typed(at, "")
    assert not at.exception
    assert metric(at, "Tokens") == "0"


# The price


def test_before_a_call_it_says_what_is_missing() -> None:
    at = opened()
    open_tab(at, STEP, "The price")
    assert "Make a call first" in captions(at)


@with_prices
def test_the_price_is_worked_out_to_the_ledgers_amount(provider: Provider) -> None:
    at = opened(provider)
    run = called(at)
    open_tab(at, STEP, "The price")
    sums = [code.value for code in at.code if "/ 1,000,000 =" in code.value]
    assert len(sums) == 1
    assert Decimal(sums[0].split("= ")[1].split()[0]) == run.record.usd
    assert WORDS_HERE.title("box ways") in [expander.label for expander in at.expander]
    assert any("Against yours" in table[0] for table in tables(at))


def test_practice_money_is_not_spent_and_the_slowest_and_most_expensive_are_named(provider: Provider) -> None:
    at = opened(provider)
    run = called(at)
    assert metric(at, WORDS.title("label spent")) == "$0"
    assert WORDS.line("frame/with_a_key", usd=formats.markdown(run.record.usd)) in captions(at)
    assert metric(at, "Most expensive") == money(run.record.usd)
    assert captions(at).count("Call 1, ") == 2
    open_tab(at, STEP, "The price")
    assert (prices.source() in captions(at)) is not models.vendor(provider.id).at_home


@with_prices
def test_a_hand_made_price_is_checked(provider: Provider) -> None:
    at = opened(provider)
    run = called(at)
    answer = at.text_input(key=f"{STEP}_answer_{STEP}_by_hand")
    answer.set_value(str(run.record.usd * 1_000_000)).run()
    assert any("per million" in info.value for info in at.info)
    at.text_input(key=f"{STEP}_answer_{STEP}_by_hand").set_value(str(run.record.usd)).run()
    assert any("Right" in success.value for success in at.success)


# The log


def test_the_log_keeps_no_text_unless_asked() -> None:
    at = opened()
    called(at)
    assert _last(at)["prompt"] is None and _last(at)["reply"] is None


def test_the_log_keeps_texts_when_asked() -> None:
    at = opened()
    at.toggle(key=f"{STEP}_keep_texts").set_value(True).run()
    run = called(at)
    assert _last(at)["reply"] == run.text
    assert (
        json.loads(_last(at)["prompt"])["messages"][0]["content"]
        == "Explain in three sentences what a token is."
    )


def _last(at: AppTest) -> dict[str, Any]:
    found: dict[str, Any] = next(
        json.loads(code.value)
        for code in at.code
        if code.value.startswith("{\n") and '"request_id"' in code.value
    )
    return found


# The cap


@pytest.fixture
def live(monkeypatch: pytest.MonkeyPatch) -> None:
    """A "live" Anthropic: the learner has pasted a key, and the practice server is in the provider's place."""
    in_the_providers_place("anthropic", monkeypatch)


def with_own_key() -> AppTest:
    return open_page(
        STEP, lambda at: at.session_state.__setitem__("pasted_keys", {"anthropic": "sk-practice-live"})
    )


def with_keys_open(at: AppTest) -> AppTest:
    """The popover with the keys and the cap is drawn while it is open."""
    at.session_state["frame_keys"] = True
    return at.run()


def set_cap(at: AppTest, usd: float) -> None:
    with_keys_open(at).number_input(key="frame_cap").set_value(usd).run()
    assert not at.exception


def live_rows(at: AppTest) -> int:
    rows = session.the_ledger().rows(at.session_state["session_id"])
    return len([row for row in rows if row.mode == "live"])


@pytest.mark.usefixtures("live")
def test_live_calls_stop_at_the_cap() -> None:
    at = with_own_key()
    set_cap(at, 0.00001)
    first = called(at)
    assert first.mode == "live" and first.failure is None
    second = called(at)
    assert second.failure is not None and second.failure.error == "First Call's spending cap"
    assert second.recorder.exchanges == []
    assert live_rows(at) == 1
    assert any("the cap is" in error.value for error in at.error)


@pytest.mark.usefixtures("live")
def test_a_live_call_on_its_way_counts_towards_the_cap() -> None:
    at = with_own_key()
    set_cap(at, 0.001)
    waiting = hanging()
    at.session_state["made"][STEP] = [waiting]
    refused = called(at)
    waiting.stop()
    assert refused.failure is not None and "still on their way" in refused.failure.said


def hanging() -> runs.Run:
    """A live call to which no answer comes, and which may cost more than the cap allows."""
    key, origin = "sk-practice-hanging", f"{server.local().origin}/practice"
    told = {"faults": [{"fault": "hang", "seconds": 60}]}
    httpx2.put(f"{origin}/control", headers={"x-api-key": key}, json=told, verify=False).raise_for_status()
    asked = {
        "model": "claude-haiku-5-5",
        "max_tokens": 10_000,
        "messages": [{"role": "user", "content": "Hi"}],
    }
    call = Call("anthropic", "messages.create", asked)
    access = Access(key, f"{origin}/anthropic")
    return runs.start(call, providers.get("anthropic"), access, step=STEP, mode="live")


@pytest.mark.usefixtures("live")
def test_at_the_cap_one_click_leads_on_in_practice() -> None:
    at = with_own_key()
    set_cap(at, 0.0)
    assert called(at).failure is not None
    at.button(key="frame_to_practice").click().run()
    run = called(at)
    assert (run.mode, run.state) == ("practice", "done")


@pytest.mark.usefixtures("live")
def test_without_a_cap_live_calls_go_on() -> None:
    at = with_own_key()
    with_keys_open(at).toggle(key="frame_capped").set_value(False).run()
    assert at.session_state["spending_cap"] is None
    assert called(at).failure is None


@pytest.mark.usefixtures("live")
def test_a_call_that_could_pass_the_cap_is_warned_about() -> None:
    at = with_own_key()
    set_cap(at, 0.0001)
    assert "With the whole token limit used" in captions(at)


def test_a_price_that_will_change_is_told_with_its_day(monkeypatch: pytest.MonkeyPatch) -> None:
    then = prices.Change(date(2027, 1, 1), prices.Rates(Decimal(2), Decimal(1), Decimal(2), Decimal(4)))
    asked = []

    def changes(provider: str, model: str, after: date | None = None) -> tuple[prices.Change, ...]:
        asked.append(after)
        return (then,)

    monkeypatch.setattr(prices, "changes", changes)
    at = opened()
    record = called(at).record
    open_tab(at, STEP, "The price")
    assert "From 01 Jan 2027 (UTC) on the price is another: 2.00 dollars a million in, 4.00 out." in said(at)
    assert record is not None and record.at.date() in asked


def said(at: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*at.markdown, *at.caption, *at.info)).replace("\\", "")


def test_at_another_server_nothing_says_a_price(monkeypatch: pytest.MonkeyPatch) -> None:
    host = providers.server(str(server.local().origin))
    monkeypatch.setenv("ANTHROPIC_BASE_URL", f"{server.local().origin}/practice/anthropic")
    at = with_own_key()
    record = called(at).record
    assert record is not None and (record.server, record.usd) == (host, None)
    first = said(at)
    open_tab(at, STEP, "The price")
    page = first + said(at)
    assert f"Live at {host}: no price" in page and "costs money" not in page
    assert f"Anthropic: live at {host}" in page
    assert f"The call went to `{host}`" in page
    assert "not the provider's own address: no price" in page
    at.session_state[f"{STEP}_calls_box"] = True
    at.run()
    assert list(at.dataframe[-1].value["provider"]) == [f"Anthropic at {host}"]


def test_practice_calls_are_never_stopped(provider: Provider) -> None:
    at = opened(provider)
    set_cap(at, 0.0)
    assert called(at).state == "done"
    assert not at.error


def test_the_cap_is_one_dollar_unless_told() -> None:
    assert opened().session_state["spending_cap"] == Decimal("1.00")
