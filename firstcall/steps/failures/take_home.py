"""The retry that a learner takes home: the program as it stands in the box, and its plan in other languages."""

from __future__ import annotations

from collections.abc import Mapping

from firstcall.programs.retry.write import render_retry
from firstcall.steps.failures import retrying
from firstcall.steps.failures.fault_injection import provider


def sources() -> Mapping[str, str]:
    """The programs by language; Python alone where the box cannot be followed."""
    _, retry, plan, _ = retrying.understood()
    own = {"python": retrying.source()}
    if retry is None or plan is None:
        return own
    return own | {name: render_retry(plan, retry.call, provider(), name) for name in ("javascript", "curl")}
