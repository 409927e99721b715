"""Every fault, at every provider, in every way to call: told as what it is, and nothing said against itself."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pytest

from firstcall import providers
from firstcall.calls import Failure, Travelled
from firstcall.calls.failures import KINDS
from firstcall.practice import faults
from tests import own_sdk
from tests.fault_matrix import FAULTS, PLAYED, Answer, Cell, Fault, cells

EVENTS = {"stream", "reply"}


@cache
def slice_of(practice: str) -> list[Cell]:
    """All faults in all shapes, with the SDK's own retries off."""
    return cells(FAULTS, own_sdk.every(), practice, retries=(0,))


@cache
def retried(practice: str) -> list[Cell]:
    """What the practice server plays, without a stream, tried again by the SDK."""
    return cells(PLAYED, own_sdk.every(), practice, shapes=("plain",), retries=(2,))


def told_wrong(walked: Iterable[Cell]) -> list[str]:
    return [
        f"{cell.name}: {came} for {cell.kind}"
        for cell in walked
        if (came := cell.run.failure and cell.run.failure.kind) != cell.kind
    ]


def asked_wrong(walked: Iterable[Cell]) -> list[str]:
    """Where another number of requests went out; what was never sent is tried as often as the SDK likes."""
    return [
        f"{cell.name}: {came} for {cell.requests}"
        for cell in walked
        if (came := len(cell.run.recorder.exchanges)) != cell.requests and not _unsent(cell)
    ]


def _unsent(cell: Cell) -> bool:
    return cell.kind is not None and KINDS[cell.kind].stage == "before"


def against_itself(failure: Failure, sent: bool, text: str) -> list[str]:
    """What is said of a failure and is not so, or not together."""
    claims = failure.claims
    counted = [sum(claim.startswith(start) for claim in claims) for start in ("retry ", "sent ", "billed ")]
    objections = {
        "one word on trying again": counted[0] == 1,
        "either unsent or a word on the bill": counted[1] + counted[2] == 1,
        "it passes as its table says": failure.retryable == (claims[0] not in {"retry no", "retry unknown"}),
        "unsent, and a server was reached": not ("sent no" in claims and sent),
        "kept is what came": ("kept yes" in claims) == bool(text),
        "what came is billed": "kept yes" not in claims or "billed yes" in claims,
        "begun anew is what had begun": "retry restart" not in claims or failure.stage in EVENTS,
        "known": failure.kind != "unknown" and failure.advice != "",
    }
    return [said for said, holds in objections.items() if not holds]


def contradictions(walked: Iterable[Cell]) -> list[str]:
    return [
        f"{cell.name}: {said}"
        for cell in walked
        if cell.run.failure is not None
        for said in against_itself(
            cell.run.failure, any(one.status for one in cell.run.recorder.exchanges), cell.run.text
        )
    ]


@pytest.mark.thorough
def test_each_failure_is_told_as_what_it_is(practice: str) -> None:
    assert told_wrong(slice_of(practice) + retried(practice)) == []


@pytest.mark.thorough
def test_nothing_is_said_against_itself(practice: str) -> None:
    assert contradictions(slice_of(practice) + retried(practice)) == []


@pytest.mark.thorough
def test_the_sdk_asks_as_often_as_it_says(practice: str) -> None:
    assert asked_wrong(slice_of(practice) + retried(practice)) == []


@pytest.mark.thorough
def test_a_stream_that_broke_after_text_keeps_it(practice: str) -> None:
    kept = {
        cell.fault.name
        for cell in slice_of(practice)
        if cell.run.failure is not None and cell.run.failure.kept
    }
    assert {"drop after 6", "broken json after 6", "overloaded_error after 6", "cut by the limit"} <= kept
    assert not {"drop", "drop after 0", "502", "overloaded_error after 0", "cut before a word"} & kept


def test_all_that_the_practice_server_plays_is_met() -> None:
    met = {faults.script([dict(fault.plays)])[0].fault for fault in PLAYED if fault.plays is not None}
    assert met == {kind.model_fields["fault"].annotation.__args__[0] for kind in _played()}  # type: ignore[union-attr]


def _played() -> tuple[type[faults.Ok], ...]:
    union = faults.Fault.__args__[0]  # type: ignore[attr-defined]
    return union.__args__  # type: ignore[no-any-return]


def test_all_that_is_known_of_failures_is_met() -> None:
    met = {cell.kind for fault in FAULTS for cell in _cells_of(fault)} | {"early_end"}
    elsewhere = {
        "certificate",
        "slow_to_connect",
        "proxy_refused",
        "bad_argument",
        "bad_timeout",
        "no_such_call",
        "capped",
        "filtered",
        "unknown",
    }
    assert KINDS.keys() - met == elsewhere


@pytest.mark.parametrize("id", own_sdk.IDS)
def test_a_time_out_that_no_clock_can_count_is_no_web_page(id: str) -> None:
    """Not in the walk: Python's `socket.create_connection` leaves its socket open for such a number."""
    calling = providers.get(id).calling
    below = OverflowError("timestamp out of range for platform time_t")
    wrapped = calling.raised(None, None, False)
    wrapped.__cause__ = below
    for error in (below, wrapped):
        failure = calling.explain(error, Travelled(requests=1, error=f"OverflowError: {below}"))
        assert (failure.kind, failure.claims) == ("bad_timeout", ("retry no", "sent no"))


def _cells_of(fault: Fault) -> list[Cell]:
    """The cells of a fault before anything is asked: their kinds are known."""
    every = own_sdk.every()
    return [Cell(fault, to, shape, 0, None) for to in every for shape in fault.shapes]  # type: ignore[arg-type]


@pytest.mark.attack
def test_the_whole_matrix(practice: str) -> None:
    walked = cells(FAULTS, own_sdk.every(), practice)
    assert told_wrong(walked) + contradictions(walked) + asked_wrong(walked) == []


@pytest.mark.attack
@pytest.mark.parametrize("hundred", [400, 500])
def test_every_status_is_one_that_passes_or_one_that_stays(practice: str, hundred: int) -> None:
    body = b'{"type": "error", "error": {"type": "some_error", "message": "No."}}'
    statuses = [
        Fault(str(status), None, answers=Answer(status, body)) for status in range(hundred, hundred + 100)
    ]
    for cell in cells(statuses, own_sdk.every(), practice):
        failure, status = cell.run.failure, int(cell.fault.name)
        assert failure is not None and failure.kind != "unknown", cell.name
        assert failure.retryable is (status in {408, 409, 429} or status >= 500), cell.name
        assert against_itself(failure, True, "") == [], cell.name
        assert len(cell.run.recorder.exchanges) == (1 + cell.retries if failure.retryable else 1), cell.name
