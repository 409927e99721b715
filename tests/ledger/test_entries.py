from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from firstcall.calls import Record, Usage
from firstcall.ledger.entries import parameters_of, to_csv, to_json_lines
from firstcall.ledger.sums import Totals
from tests.ledger.statements import totals

CALL = Record(
    at=datetime(2026, 11, 21, 9, 30, 0, 250_000, tzinfo=UTC),
    step="first_call",
    provider="anthropic",
    model="claude-haiku-5-5",
    mode="practice",
    parameters={"max_tokens": 1024, "stream": True},
    usage=Usage(2006, 300, 1920, 0, 40),
    usd=Decimal("0.0001778"),
    seconds=1.25,
    first_token_seconds=0.5,
    stop_reason="end_turn",
    error=None,
    request_id="req_1",
)
FAILED = replace(
    CALL,
    usage=None,
    usd=None,
    first_token_seconds=None,
    stop_reason=None,
    error="anthropic.RateLimitError",
    attempts=3,
)


@pytest.mark.parametrize(
    ("arguments", "kept"),
    [
        ({"max_tokens": 10, "temperature": 0.5, "top_p": 1, "stream": True}, None),
        ({"max_completion_tokens": 10, "reasoning_effort": "none", "seed": -1}, None),
        ({"output_config": {"effort": "low"}}, {"effort": "low"}),
        ({"thinking": {"type": "disabled"}}, {"thinking": "disabled"}),
        (
            {"thinking": {"type": "enabled", "budget_tokens": 9}},
            {"thinking": "enabled", "budget_tokens": 9},
        ),
        ({"extra_body": {"temperature": 0.0, "note": "x"}}, {"temperature": 0.0}),
        ({"options": {"num_predict": 5, "stop": ["a"]}}, {"num_predict": 5, "stop_count": 1}),
        ({"stop": "2."}, {"stop_count": 1}),
        ({"stop": ["a", "b"]}, {"stop_count": 2}),
        ({"stop_sequences": ("a",)}, {"stop_count": 1}),
        ({"stop": []}, {}),
        ({"temperature": None}, {}),
        ({"max_tokens": "abc"}, None),
        ({"max_tokens": "ten or so, please"}, {}),
        ({"temperature": float("nan")}, {"temperature": "nan"}),
        ({"max_tokens": 10**400}, {"max_tokens": "huge"}),
        ({"temperature": float("-inf")}, {"temperature": "huge"}),
        ({"max_tokens": [1], "seed": {"a": 1}}, {}),
        ({"messages": [], "model": "m", "system": "s", "extra_headers": {"a": "b"}}, {}),
    ],
)
def test_only_plain_settings_are_kept(arguments: dict[str, Any], kept: dict[str, Any] | None) -> None:
    assert parameters_of(arguments) == (arguments if kept is None else kept)


LITERALS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)
NAMES = st.sampled_from(["max_tokens", "stop", "thinking", "extra_body", "effort", "messages", "seed"])


@settings(deadline=None)
@given(st.dictionaries(NAMES, LITERALS))
def test_what_is_kept_is_json_and_stays_when_kept_again(arguments: dict[str, Any]) -> None:
    kept = parameters_of(arguments)
    assert json.loads(json.dumps(kept, allow_nan=False)) == kept
    assert parameters_of(kept) == kept


def test_totals_add_up_what_is_known() -> None:
    unpriced = replace(CALL, usd=None, usage=Usage(1, 2))
    assert totals([CALL, FAILED, unpriced, CALL]) == Totals(
        usage=Usage(4013, 602, 3840, 0, 80), usd=Decimal("0.0003556"), calls=4, failed=1, unpriced=1
    )


def test_totals_of_no_calls_are_nothing() -> None:
    assert totals([]) == Totals(Usage(), Decimal(0), 0, 0, 0)


def test_totals_of_unpriced_calls_alone_are_unknown() -> None:
    assert totals([replace(CALL, usd=None)]).usd is None


def test_a_failed_call_that_used_nothing_cost_nothing() -> None:
    assert totals([FAILED]) == Totals(Usage(), Decimal(0), 1, 1, 0)


def test_what_a_call_used_before_it_failed_is_counted() -> None:
    broken = replace(CALL, error="anthropic.APIStatusError")
    assert totals([broken]) == Totals(CALL.usage or Usage(), CALL.usd, calls=1, failed=1, unpriced=0)


def test_a_call_that_broke_off_uncounted_is_unpriced() -> None:
    assert totals([replace(CALL, usage=None, usd=None, stopped=True)]).unpriced == 1


HEADER = (
    "id,at,step,provider,model,mode,input_tokens,output_tokens,cached_tokens,cache_write_tokens,cache_write_1h_tokens,"
    "reasoning_tokens,tier,usd,seconds,first_token_seconds,stop_reason,error,attempts,stopped,estimated,"
    "request_id,parameters,prompt,reply,cut_off,server"
)


def test_csv_has_a_line_for_each_call() -> None:
    assert to_csv([replace(CALL, id=7), replace(FAILED, id=8)]).splitlines() == [
        HEADER,
        "7,2026-11-21T09:30:00.250000+00:00,first_call,anthropic,claude-haiku-5-5,practice,2006,300,1920,0,0,40,"
        'standard,0.0001778,1.25,0.5,end_turn,,1,false,false,req_1,"{""max_tokens"": 1024, ""stream"": true}",,,false,',
        "8,2026-11-21T09:30:00.250000+00:00,first_call,anthropic,claude-haiku-5-5,practice,,,,,,,,,1.25,,,"
        'anthropic.RateLimitError,3,false,false,req_1,"{""max_tokens"": 1024, ""stream"": true}",,,false,',
    ]


def test_csv_of_no_calls_is_its_header() -> None:
    assert to_csv([]) == HEADER + "\r\n"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_no_text_in_csv_is_a_formula(start: str) -> None:
    formula = f'{start}HYPERLINK("http://example.org","a")'
    (row,) = csv.DictReader(io.StringIO(to_csv([replace(CALL, model=formula)]), newline=""))
    assert row["model"] == "'" + formula


def test_json_lines_have_an_object_for_each_call() -> None:
    first, second = map(json.loads, to_json_lines([replace(CALL, id=7), FAILED]).splitlines())
    assert first == {
        "id": 7,
        "at": "2026-11-21T09:30:00.250000+00:00",
        "step": "first_call",
        "provider": "anthropic",
        "model": "claude-haiku-5-5",
        "mode": "practice",
        "input_tokens": 2006,
        "output_tokens": 300,
        "cached_tokens": 1920,
        "cache_write_tokens": 0,
        "cache_write_1h_tokens": 0,
        "reasoning_tokens": 40,
        "tier": "standard",
        "usd": "0.0001778",
        "seconds": 1.25,
        "first_token_seconds": 0.5,
        "stop_reason": "end_turn",
        "error": None,
        "attempts": 1,
        "stopped": False,
        "estimated": False,
        "request_id": "req_1",
        "parameters": {"max_tokens": 1024, "stream": True},
        "prompt": None,
        "reply": None,
        "cut_off": False,
        "server": "",
    }
    assert second["input_tokens"] is None


def test_tiny_amounts_are_written_without_exponents() -> None:
    (line,) = to_json_lines([replace(CALL, usd=Decimal("1.5E-7"))]).splitlines()
    assert json.loads(line)["usd"] == "0.00000015"


def test_a_reply_of_several_lines_is_one_json_line() -> None:
    assert to_json_lines([replace(CALL, reply="a\nb\u2028c")]).count("\n") == 1
