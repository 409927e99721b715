"""The walk over every fault, at providers that are plugged in: one on a known wire, one on its own."""

from __future__ import annotations

from firstcall.calls.failures import KINDS
from firstcall.providers import Provider
from tests.fault_matrix import ANSWERS, PLAYED, REQUESTS, cells
from tests.running.test_failure_matrix import contradictions

SHAPES = ("plain", "stream")


def test_what_is_said_of_its_failures_is_so(practice: str, provider: Provider) -> None:
    """An SDK may raise other classes for the same thing: whether it passes is the same for all."""
    walked = cells([*PLAYED, *REQUESTS], [provider], practice, shapes=SHAPES, retries=(0,))
    wrong = [
        f"{cell.name}: {cell.run.failure}"
        for cell in walked
        if cell.kind is not None
        if cell.run.failure is None or cell.run.failure.retryable is not KINDS[cell.kind].passes
    ]
    wrong += contradictions(walked)
    assert not wrong, "\n".join(wrong)


def test_an_answer_of_another_server_is_no_contradiction(practice: str, provider: Provider) -> None:
    assert contradictions(cells(ANSWERS, [provider], practice, shapes=SHAPES, retries=(0,))) == []
