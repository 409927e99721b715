"""The exercises of "Your first call", judged on real calls."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firstcall import models
from firstcall.course.exercise import Evidence, Verdict, judge, not_yet
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.steps.first_call import lesson

TEXT, STOP, PATH, CUT = lesson.EXERCISES


def made(provider: Provider, access: Access, limit: int, stream: bool = False) -> runs.Run:
    settings = replace(
        lesson.OPENING, model=models.DEFAULT[provider.id], max_tokens=limit, stream=stream,
        effort="none" if provider.id == "openai" else None,
    )  # fmt: skip
    run = runs.start(provider.compose(settings, None), provider, access, step="first_call", mode="practice")
    assert run.wait(20)
    return run


def test_nothing_done_gets_no_verdict() -> None:
    assert judge(CUT, Evidence()) is None and judge(PATH, Evidence()) is None


def test_a_cut_off_reply_does_the_first(provider: Provider, access: Access) -> None:
    verdict = judge(CUT, Evidence([made(provider, access, 8)]))
    assert verdict is not None and verdict.done


def test_a_whole_reply_says_how_far_to_go_down(provider: Provider, access: Access) -> None:
    run = made(provider, access, 1024)
    assert run.reply is not None and run.reply.usage is not None
    verdict = judge(CUT, Evidence([run]))
    assert verdict is not None and not verdict.done
    assert verdict == not_yet("ended_itself_after", written=run.reply.usage.output_tokens)


@pytest.mark.parametrize("stream", [False, True])
def test_the_right_path_does_the_second(provider: Provider, access: Access, stream: bool) -> None:
    run = made(provider, access, 1024, stream)
    path = next(field for field in provider.fields if field.id == "tokens_out").path_in(run.call)
    verdict = judge(PATH, Evidence([run], answers={PATH.id: path}))
    assert verdict is not None and verdict.done


@pytest.mark.parametrize("typed", ["message.usage.input_tokens", "1 +", "open('x')", "a.b.c", "'a' * 10**9"])
def test_a_wrong_path_is_answered_and_not_done(provider: Provider, access: Access, typed: str) -> None:
    verdict = judge(PATH, Evidence([made(provider, access, 1024)], answers={PATH.id: typed}))
    assert isinstance(verdict, Verdict) and not verdict.done and PATH.message(verdict)
