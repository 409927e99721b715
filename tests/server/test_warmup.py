"""What is loaded before anybody asks for it."""

from __future__ import annotations

import gc

import pytest

from firstcall import providers
from firstcall.practice.app import create_app
from firstcall.practice.pace import INSTANT
from firstcall.practice.serve import serve
from firstcall.server import warmup


def test_each_sdk_makes_a_call_in_each_of_its_ways() -> None:
    with serve(create_app(INSTANT)) as origin:
        for provider in providers.every().values():
            for way in provider.ways:
                run = warmup.first_call(way, origin)
                assert run.state == "done" and run.text, (way.handle, run.failure)


def test_what_is_loaded_is_collected_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    monkeypatch.setattr(gc, "freeze", lambda: done.append("frozen"))
    monkeypatch.setattr(gc, "collect", lambda: done.append("collected"))
    monkeypatch.setattr(warmup, "first_call", lambda way, origin: done.append(way.handle) or _Done())
    warmup.load()
    ways = [way.handle for provider in providers.every().values() for way in provider.ways]
    assert done == [*ways, "collected", "frozen"]


class _Done:
    state, failure = "done", None
