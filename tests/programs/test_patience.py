"""The deadline of all work on a program: what counts against it, and what does not."""

from __future__ import annotations

import importlib
import sys
import time

import pytest

from firstcall.programs import patience


def worked(seconds: float) -> None:
    began = time.thread_time()
    while time.thread_time() - began < seconds:
        sum(range(1000))


@pytest.fixture(autouse=True)
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patience, "SECONDS", 0.02)


def test_too_much_work_is_refused() -> None:
    with patience.shared(), pytest.raises(patience.TooMuch):
        worked(0.03)
        patience.hurry()


def test_loading_a_library_is_no_work_on_a_program(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "this_module_is_made_up", raising=False)
    with patience.shared():
        worked(0.03)
        monkeypatch.setitem(sys.modules, "this_module_is_made_up", importlib)
        patience.hurry()
        with pytest.raises(patience.TooMuch):
            worked(0.03)
            patience.hurry()
