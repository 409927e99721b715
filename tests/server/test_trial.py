"""Calls of the app's own: made once, at once."""

from __future__ import annotations

from dataclasses import replace

from firstcall import models
from firstcall.calls import Message, Settings
from firstcall.providers import Provider
from firstcall.server import trial


def question(provider: Provider) -> Settings:
    return Settings(
        models.DEFAULT[provider.id], (Message("user", "Count from 1 to 9."),), max_tokens=1024, stream=False
    )


def test_the_same_call_is_made_once(provider: Provider) -> None:
    call = provider.compose(question(provider), None)
    assert trial.made(call) is trial.made(provider.compose(question(provider), None))
    assert trial.made(call) is not trial.made(
        provider.compose(replace(question(provider), max_tokens=1000), None)
    )


def test_others_are_of_the_same_kind_and_say_something_else(provider: Provider) -> None:
    run = trial.made(provider.compose(question(provider), None))
    others = trial.others(run)
    assert others and all(other.reply is not None for other in others)
    assert all(other.names.keys() == run.names.keys() for other in others)
    assert run.text not in {other.text for other in others}


def test_a_stop_sequence_that_never_came_stopped_nothing(provider: Provider) -> None:
    def stopped(sequence: str) -> bool:
        call = provider.compose(replace(question(provider), stop=(sequence,)), None)
        return trial.stopped_by_sequence(trial.made(call))

    assert stopped("5") and not stopped("zebra")
