"""The operator's caps: what a call is taken to cost before and after, and that no two share the same money."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, Field

from firstcall import programs, providers
from firstcall.calls import Call, Message, Settings
from firstcall.ledger import operators_cap
from firstcall.ledger.entries import Entry
from firstcall.ledger.ledger import Ledger, Spent
from firstcall.ledger.operators_cap import Caps, told
from firstcall.ledger.worst_case import attempts, most, reserved, uncounted
from firstcall.providers import Provider
from firstcall.steps.caching import lesson as caching
from firstcall.steps.structured import lesson as structured
from tests.ledger.test_ledger import CALL

ROOT = Path(__file__).parents[2]
NOTHING = Spent(Decimal(0), Decimal(0))


def call(**more: Any) -> Call:
    client = more.pop("client", {"max_retries": 0})
    arguments = {"model": "gpt-6-luna", "max_completion_tokens": 1_000,
                 "messages": [{"role": "user", "content": "Hi"}]}  # fmt: skip
    return Call("openai", "chat.completions.create", arguments | more, client)


def live(usd: str, learner: str = "ada", at: datetime | None = None) -> Entry:
    record = replace(CALL, mode="live", at=at or datetime.now(UTC))
    return Entry("session", record, learner, owners=True, counts=Decimal(usd))


@pytest.fixture(params=["file", "memory"])
def ledger(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Ledger]:
    opened = Ledger(tmp_path / "ledger.sqlite3" if request.param == "file" else None)
    yield opened
    opened.close()


# Before: the most


def test_no_tokenizer_makes_more_tokens_of_a_prompt_than_it_has_bytes() -> None:
    emoji = call(messages=[{"role": "user", "content": "𓀀" * 100_000}])
    more, less = most(emoji), most(call())
    assert more is not None and less is not None
    rate = Decimal("0.1") / 1_000_000
    assert more - less > 400_000 * rate / 2


def test_a_dearer_way_to_be_served_is_reserved_and_a_cheaper_one_is_not_relied_on() -> None:
    usual, flex, priority = (most(call(service_tier=tier)) for tier in ("auto", "flex", "priority"))
    assert usual is not None and flex is not None and priority is not None
    assert flex == usual
    assert 1.9 * float(usual) < priority
    assert most(call(service_tier="scale")) is None, "its price is not known"


def test_a_cache_that_lives_for_an_hour_is_reserved_at_its_own_price() -> None:
    def cached(**more: str) -> Call:
        block = {"type": "text", "text": "word " * 20_000, "cache_control": {"type": "ephemeral", **more}}
        arguments = {
            "model": "claude-haiku-4-5",
            "max_tokens": 1,
            "messages": [{"role": "user", "content": [block]}],
        }
        return Call("anthropic", "messages.create", arguments)

    minutes, hour = most(cached()), most(cached(ttl="1h"))
    assert minutes is not None and hour is not None
    assert 1.59 < hour / minutes < 1.61  # $2 instead of $1.25 a million


def test_each_attempt_is_reserved() -> None:
    one = most(call())
    assert one is not None and reserved(call()) == one
    assert reserved(call(client={})) == one * 3 and reserved(call(client={"max_retries": 5})) == one * 6
    assert attempts(call(client={"max_retries": -1})) == 1


def test_what_extra_body_says_goes_over_the_arguments() -> None:
    small, large = most(call()), most(call(extra_body={"max_completion_tokens": 50_000}))
    assert small is not None and large is not None and large > 20 * small
    assert most(call(extra_body={"model": "gpt-99"})) is None


@pytest.mark.parametrize(
    ("strange", "named"),
    [
        ({"tools": [{"type": "web_search"}]}, "tools"),
        ({"service_tier": "priority"}, "service_tier"),
        ({"extra_body": {"speed": "fast"}}, "speed"),
        ({"extra_headers": {"anthropic-beta": "x"}}, "anthropic-beta"),
        ({"client": {"default_headers": {"Anthropic-Beta": "x"}}}, "Anthropic-Beta"),
        ({"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": {"url": "x"}}]}]}, "messages"),
        ({"messages": [{"role": "user", "content": [{"type": "text", "text": "x",
           "cache_control": {"type": "ephemeral", "ttl": "1h"}}]}]}, "messages"),
        ({"web_search_options": {}}, "web_search_options"),
        ({"input": [{"role": "user", "content": [{"type": "input_image", "image_url": "x"}]}]}, "input"),
        ({"contents": [{"parts": [{"file_data": {"file_uri": "x"}}]}]}, "contents"),
        ({"contents": [{"file_uri": "x", "mime_type": "video/mp4"}]}, "contents"),
        ({"contents": [{"parts": [{"inlineData": {"mimeType": "video/mp4", "data": "AAAA"}}]}]}, "contents"),
        ({"input": [{"id": "msg_1"}]}, "input"),
        ({"previous_response_id": "resp_1"}, "previous_response_id"),
        ({"reasoning": {"mode": "pro"}}, "reasoning"),
    ],
)  # fmt: skip
def test_what_costs_more_than_its_tokens_tell_is_not_sent(strange: dict[str, Any], named: str) -> None:
    assert uncounted(call(**strange)) == named
    refusal = operators_cap.refusal(Caps(Decimal(100), None), call(**strange), NOTHING)
    assert refusal is not None and named in refusal.said


def test_plain_calls_can_be_counted() -> None:
    assert uncounted(call()) is None
    assert (
        uncounted(call(stop=["6."], temperature=0.5, stream=True, stream_options={"include_usage": True}))
        is None
    )
    assert (
        uncounted(call(reasoning_effort="low", n=2, extra_headers={"anthropic-version": "2023-06-01"}))
        is None
    )


@pytest.mark.parametrize("way", providers.ways().values(), ids=lambda way: str(way.handle))
def test_what_the_pages_send_by_themselves_can_be_counted(way: Provider) -> None:
    def asked(opening: Settings) -> Call:
        return way.compose(replace(opening, model=way.default), None)

    told = Settings("", (Message("user", "Hi"),), system="Be brief.", max_tokens=300, stream=True)
    sent = [asked(told), structured.adds(way, asked(structured.OPENING))]
    sent.append(caching.adds(way, asked(caching.OPENING)))
    schema = programs.schema_of(programs.SCHEMA_CLASS)
    if way.structured and schema:
        sent.append(way.structured.helped(asked(structured.OPENING), schema.model))
    if embedding := way.embedding:
        texts = embedding.to_be_found(embedding.models[0], ("One", "Two"))
        sent.append(embedding.compose(replace(texts, dimensions=256), None))
    assert [uncounted(one) for one in sent] == [None] * len(sent)


def test_a_class_counts_with_the_schema_that_is_sent_of_it() -> None:
    class Order(BaseModel):
        customer: str = Field(description="x" * 100_000)

    bare, asked = most(call()), most(call(response_format=Order))
    assert bare is not None and asked is not None
    assert asked - bare > 100_000 * Decimal("0.1") / 1_000_000


def test_a_response_is_reserved_up_to_its_own_token_limit() -> None:
    def response(limit: int) -> Call:
        arguments = {"model": "gpt-6-luna", "max_output_tokens": limit, "input": "Hi"}
        return Call("openai", "responses.create", arguments, {"max_retries": 0})

    small, large = most(response(100)), most(response(50_000))
    assert small is not None and large is not None and large > 100 * small


def test_a_prompt_that_a_model_keeps_by_itself_is_reserved_at_the_price_of_writing() -> None:
    long, short = (most(call(messages=[{"role": "user", "content": "x" * size}])) for size in (100_000, 1))
    assert long is not None and short is not None
    assert long - short > 99_000 * Decimal("0.12") / 1_000_000  # $0.125 a million instead of $0.10


def test_a_model_without_a_price_is_not_sent() -> None:
    assert operators_cap.refusal(Caps(Decimal(100), None), call(model="gpt-99"), NOTHING) is not None


def test_a_call_goes_out_up_to_the_last_cent_and_not_beyond() -> None:
    needed = reserved(call())
    assert needed is not None
    caps = Caps(Decimal(1), Decimal(2))
    refusal = partial(operators_cap.refusal, caps, call())
    assert refusal(Spent(1 - needed, Decimal(0))) is None and refusal(Spent(Decimal(0), 2 - needed)) is None
    over = Decimal("0.000001")
    assert refusal(Spent(1 - needed + over, Decimal(0))) is not None
    assert refusal(Spent(Decimal(0), 2 - needed + over)) is not None
    assert operators_cap.refusal(Caps(None, None), call(), Spent(Decimal(9), Decimal(9))) is None


# After: what it did cost


def test_what_the_provider_counted_is_exact() -> None:
    assert operators_cap.settled(replace(CALL, usd=Decimal("0.2")), call(), [True]) == Decimal("0.2")


@pytest.mark.parametrize(
    ("record", "billed", "times"),
    [
        (replace(CALL, usd=None, usage=None, stopped=True), [True], 1),
        (replace(CALL, estimated=True), [True], 1),
        (replace(CALL, usd=None, usage=None, error="APITimeoutError"), [True, True, True], 3),
        (replace(CALL, usd=None, usage=None, error="RateLimitError"), [False, False, False], 0),
        (replace(CALL, usd=None, usage=None, error="TypeError"), [], 0),
        (replace(CALL, usd=None, usage=None, error="APIConnectionError"), [True, False], 1),
    ],
)
def test_what_nobody_counted_is_taken_at_the_most(record: Any, billed: list[bool], times: int) -> None:
    one = most(call())
    assert one is not None and operators_cap.settled(record, call(), billed) == one * times


def test_an_attempt_that_broke_before_the_one_that_was_answered_counts_too() -> None:
    one = most(call())
    assert one is not None
    assert operators_cap.settled(replace(CALL, usd=Decimal("0.2")), call(), [True, True]) == one + Decimal(
        "0.2"
    )


# In the ledger


def test_a_call_on_its_way_is_spent_already_and_gives_back_what_it_did_not_need(ledger: Ledger) -> None:
    entry = live("0.5")
    ledger.begin(entry)
    assert ledger.spent("ada") == Spent(Decimal("0.5"), Decimal("0.5"))
    ledger.finish(entry, entry.record, Decimal("0.1"))
    assert ledger.spent("ada") == Spent(Decimal("0.1"), Decimal("0.1"))


def test_each_learner_has_a_sum_and_all_have_one(ledger: Ledger) -> None:
    ledger.begin(live("0.5"))
    ledger.begin(live("0.25", "bob"))
    assert ledger.spent("ada") == Spent(Decimal("0.5"), Decimal("0.75"))
    assert ledger.spent("eve") == Spent(Decimal(0), Decimal("0.75"))


def test_a_new_day_begins_at_nothing(ledger: Ledger) -> None:
    ledger.begin(live("0.5", at=datetime.now(UTC) - timedelta(days=1)))
    assert ledger.spent("ada") == NOTHING


def test_what_is_paid_with_the_learners_own_key_does_not_count(ledger: Ledger) -> None:
    ledger.begin(replace(live("0.5"), owners=False))
    assert ledger.spent("ada") == NOTHING


def test_a_restart_does_not_reset_it(tmp_path: Path) -> None:
    for _ in range(2):
        opened = Ledger(tmp_path / "ledger.sqlite3")
        opened.begin(live("0.5"))
        spent = opened.spent("ada")
        opened.close()
    assert spent.learner == Decimal(1)


def test_many_cheap_rows_do_not_push_the_dear_ones_out_of_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("firstcall.ledger.ledger.MOST_ROWS", 3)
    ledger = Ledger(None)
    ledger.begin(live("0.5"))
    for _ in range(10):
        ledger.add(CALL, "ada")
    assert ledger.spent("ada").learner == Decimal("0.5")
    ledger.close()


def test_a_deleted_file_does_not_reset_it(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite3")
    ledger.begin(live("0.5"))
    for file in tmp_path.iterdir():
        file.unlink()
    assert ledger.spent("ada").learner == Decimal("0.5")
    ledger.close()


def test_calls_of_many_threads_cannot_together_pass_the_cap(ledger: Ledger) -> None:
    begun = []

    def ask(number: int) -> None:
        entry = live("0.1", learner=f"learner {number % 2}")
        if ledger.begin(entry, partial(within, Decimal(1))) is None:
            begun.append(entry)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(begun) == 10 and ledger.spent("ada").everybody == Decimal(1)


def within(cap: Decimal, spent: Spent) -> Any:
    """A refusal once a tenth of a dollar more would be over the cap."""
    return "over" if spent.everybody + Decimal("0.1") > cap else None


ASK_OFTEN = """
import sys
from decimal import Decimal
from functools import partial
from pathlib import Path
from firstcall.ledger.ledger import Ledger
from tests.ledger.test_operators_cap import live, within
print("ready", flush=True)
sys.stdin.readline()
ledger = Ledger(Path(sys.argv[1]))
print(sum(ledger.begin(live("0.1"), partial(within, Decimal(2))) is None for _ in range(15)), flush=True)
"""


@pytest.mark.thorough
def test_calls_of_several_programs_cannot_together_pass_the_cap(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ASK_OFTEN, str(tmp_path / "ledger.sqlite3")]
    children = [
        subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(3)
    ]
    for child in children:
        assert child.stdout is not None and child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    assert sum(int(child.communicate(timeout=60)[0]) for child in children) == 20


# The settings


def test_without_settings_an_operator_who_lends_nothing_has_no_cap() -> None:
    assert told({}, shared=False) is None


@pytest.mark.parametrize(
    ("settings", "shared", "caps"),
    [
        ({}, True, Caps(Decimal(1), Decimal(10))),
        ({"FIRSTCALL_CAP_PER_LEARNER": "0.5"}, True, Caps(Decimal("0.5"), Decimal(10))),
        ({"FIRSTCALL_CAP_PER_LEARNER": "off", "FIRSTCALL_CAP_PER_DAY": "$5"}, True, Caps(None, Decimal(5))),
        ({"FIRSTCALL_CAP_PER_DAY": 5}, False, Caps(None, Decimal(5))),
        ({"FIRSTCALL_CAP_PER_DAY": 0.5}, False, Caps(None, Decimal("0.5"))),
        ({"FIRSTCALL_CAP_PER_DAY": "0"}, True, Caps(Decimal(1), Decimal(0))),
    ],
)
def test_the_settings_say_the_caps(settings: dict[str, object], shared: bool, caps: Caps) -> None:
    assert told(settings, shared=shared) == caps


@pytest.mark.parametrize("said", ["ten", "-1", "nan", "inf", "1,50", "true"])
def test_a_slip_of_the_pen_does_not_open_the_purse(said: str) -> None:
    for shared in (True, False):
        caps = told({"FIRSTCALL_CAP_PER_DAY": said}, shared=shared)
        assert (
            caps is not None and caps.everybody == Decimal(10) and caps.misread == ("FIRSTCALL_CAP_PER_DAY",)
        )
        assert "FIRSTCALL_CAP_PER_DAY" in operators_cap.standing(caps, NOTHING)


def test_a_learner_is_told_what_is_left() -> None:
    caps = Caps(Decimal(1), Decimal(10))
    assert caps.left(Spent(Decimal("0.25"), Decimal("9.5"))) == Decimal("0.5")
    assert caps.left(Spent(Decimal(3), Decimal(3))) == 0 and Caps(None, None).left(NOTHING) is None
    said = operators_cap.standing(caps, Spent(Decimal("0.25"), Decimal(3)))
    assert "$0.25" in said and "$1.00" in said and "$3.00" in said and "$10.00" in said
