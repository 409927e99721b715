"""A day that does not pass: models are switched off on theirs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

TODAY = date(2026, 11, 27)


class Friday(date):
    @classmethod
    def today(cls) -> date:
        return TODAY


@pytest.fixture(scope="module")
def friday() -> Iterator[None]:
    """The linter believes that it is that day."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("firstcall.programs.lint.findings.date", Friday)
        yield
