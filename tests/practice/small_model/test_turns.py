"""Turns are taken learner by learner, and who has left holds nobody up."""

from __future__ import annotations

import threading
import time

import pytest

from firstcall.practice.small_model.turns import Left, Turns


def staying() -> bool:
    return False


def is_free(turns: Turns) -> bool:
    """Whether somebody else gets a turn now."""
    came = threading.Event()

    def take() -> None:
        with turns.of("eve", given_up.is_set):
            came.set()

    given_up = threading.Event()
    threading.Thread(target=take, daemon=True).start()
    found = came.wait(10)
    given_up.set()
    return found


def test_a_learner_with_many_requests_waits_behind_the_others() -> None:
    turns, order, lock = Turns(1), [], threading.Lock()
    asked: list[threading.Thread] = []

    def speak(key: str) -> None:
        with turns.of(key, staying), lock:
            order.append(key)

    with turns.of("first", staying):
        for key in ("ann", "ann", "ann", "bob", "eve"):
            asked.append(threading.Thread(target=speak, args=(key,)))
            asked[-1].start()
            time.sleep(0.05)
    for thread in asked:
        thread.join(10)
    assert order == ["ann", "bob", "eve", "ann", "ann"]


def test_no_more_speak_at_once_than_there_are_turns() -> None:
    turns, speaking, most = Turns(2), 0, 0
    lock = threading.Lock()

    def speak(number: int) -> None:
        nonlocal speaking, most
        with turns.of(f"learner {number}", staying):
            with lock:
                speaking += 1
                most = max(most, speaking)
            time.sleep(0.02)
            with lock:
                speaking -= 1

    asked = [threading.Thread(target=speak, args=(number,)) for number in range(8)]
    for thread in asked:
        thread.start()
    for thread in asked:
        thread.join(10)
    assert most == 2 and speaking == 0


def test_who_has_left_takes_no_turn() -> None:
    turns = Turns(1)
    gone = threading.Event()
    raised: list[type[BaseException]] = []

    def wait() -> None:
        try:
            with turns.of("ann", gone.is_set):
                raised.append(AssertionError)
        except Left:
            raised.append(Left)

    with turns.of("bob", staying):
        waiting = threading.Thread(target=wait)
        waiting.start()
        gone.set()
        waiting.join(10)
        assert raised == [Left]
    assert is_free(turns)


def test_a_turn_is_given_back_when_its_work_fails() -> None:
    turns = Turns(1)
    with pytest.raises(ValueError, match="broken"), turns.of("ann", staying):
        raise ValueError("broken")
    assert is_free(turns)
