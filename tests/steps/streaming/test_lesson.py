"""What "Streaming" sends and asks, judged on real streams."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import httpx2
import pytest

from firstcall import models, providers
from firstcall.calls import Call
from firstcall.course.exercise import Evidence, judge
from firstcall.course.typed import number
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.running.runs import Run
from firstcall.steps.streaming import exercises, lesson
from firstcall.steps.streaming.exercises import seconds

KEY = "sk-practice-streaming"
Make = Callable[..., Run]


@pytest.fixture
def make(practice: str) -> Iterator[Make]:
    """Makes a call, with one fault or none, at a pace; waits for its end unless told not to."""

    def to(
        call: Call, *faults: dict[str, object], first: float = 0, pace: float = 0, wait: bool = True
    ) -> Run:
        body = {"pace": {"first_token_seconds": first, "tokens_per_second": pace}, "faults": list(faults)}
        headers = {"authorization": f"Bearer {KEY}"}
        httpx2.put(f"{practice}/control", headers=headers, json=body).raise_for_status()
        provider = providers.get(call.provider)
        access = Access(KEY, practice + provider.address.practice_path)
        run = runs.start(call, provider, access, step="streaming", mode="practice")
        assert not wait or run.wait(30)
        return run

    yield to


def streamed(provider: Provider) -> Call:
    return provider.compose(replace(lesson.OPENING, model=models.DEFAULT[provider.id]))


def verdict(id: str, *made: Run, typed: str = "") -> tuple[bool, str] | None:
    exercise = next(exercise for exercise in exercises.EXERCISES if exercise.id == id)
    found = judge(exercise, Evidence(made, "", {id: typed} if typed else {}))
    return found and (found.done, found.says)


def test_both_ways_are_the_same_call_but_for_the_stream(provider: Provider) -> None:
    buffered, other = lesson.both_ways(provider, streamed(provider))
    assert not buffered.streamed and other.streamed
    assert replace(provider.read(buffered), stream=True) == provider.read(other)


def test_a_buffered_program_is_streamed_too(provider: Provider) -> None:
    buffered, _ = lesson.both_ways(provider, streamed(provider))
    again = lesson.both_ways(provider, buffered)
    assert not again[0].streamed and again[1].streamed


def test_a_streamed_program_is_sent_as_the_learner_wrote_it() -> None:
    call = Call("openai", "chat.completions.create", {"model": "m", "stream": True, "messages": []})
    assert lesson.both_ways(providers.get("openai"), call)[1] is call


def test_every_provider_has_its_words(provider: Provider) -> None:
    said = (provider.words.say("streaming usage"), *(ending.advice(provider) for ending in lesson.ENDINGS))
    assert all(said)


def test_a_stream_that_ends_early_raises_nothing_and_has_no_stop_reason(
    provider: Provider, make: Make
) -> None:
    run = make(streamed(provider), dict(lesson.ENDINGS[0].fault))
    assert run.state == "done" and run.reply is not None
    assert run.reply.stop_reason is None and run.text


def test_a_dropped_connection_raises_what_the_page_says(provider: Provider, make: Make) -> None:
    run = make(streamed(provider), dict(lesson.ENDINGS[1].fault))
    assert run.failure is not None and run.text
    assert f"except {run.failure.error}" in provider.words.code("streaming dropped")


@pytest.mark.parametrize(
    ("text", "value"),
    [("0.6", 0.6), ("0,6 s", 0.6), ("600 ms", 0.6), ("about 2 seconds", 2.0), ("soon", None)],
)
def test_a_typed_time_is_read_in_seconds(text: str, value: float | None) -> None:
    assert seconds(text) == value


def test_a_typed_count_is_read() -> None:
    assert number("about 34 tokens") == 34 and number("") is None


def test_the_first_word_is_read_off_a_real_stream(provider: Provider, make: Make) -> None:
    run = make(streamed(provider), first=0.2, pace=300)
    assert run.first_token_seconds and run.seconds and run.seconds > run.first_token_seconds + 0.3
    first, total = run.first_token_seconds, run.seconds
    assert verdict("streaming.first_word", run) is None
    done = verdict("streaming.first_word", run, typed=f"{first:.2f}")
    assert done and done[0]
    assert verdict("streaming.first_word", run, typed=f"{first * 1000:.0f} ms") == done
    assert verdict("streaming.first_word", run, typed=f"{total:.2f}") == (
        False,
        "when_last_piece",
    )
    assert verdict("streaming.first_word", run, typed=f"{first * 1000:.0f}") == (
        False,
        "right_milliseconds_write",
    )
    assert verdict("streaming.first_word", run, typed="soon") == (
        False,
        "type_number_seconds",
    )


def test_a_stopped_stream_is_kept_and_its_count_read(provider: Provider, make: Make) -> None:
    hanging = {"fault": "slow", "first_token_seconds": 60}
    silent = make(streamed(provider), hanging, wait=False)
    silent.stop()
    assert verdict("streaming.stop_midway", silent) == (
        False,
        "stopped_before_first",
    )
    run = make(streamed(provider), pace=40, wait=False)
    first = iter_first_piece(run)
    run.stop()
    assert run.wait(30) and run.state == "stopped" and run.text.startswith(first)
    assert run.record is not None and run.record.usage is not None and run.record.estimated
    counted = run.record.usage.output_tokens
    pending = verdict("streaming.stop_midway", run)
    assert pending == (False, "stopped_text_kept")
    done = verdict("streaming.stop_midway", silent, run, typed=str(counted))
    assert done and done[0]
    wrong = verdict("streaming.stop_midway", run, typed=str(counted + 1))
    assert wrong and not wrong[0]


def iter_first_piece(run: Run) -> str:
    """The first piece of text, waited for as a page's reader does."""
    import asyncio
    from contextlib import aclosing

    async def read() -> str:
        async with aclosing(run.growing_text.read()) as pieces:
            return await anext(pieces)

    return asyncio.run(asyncio.wait_for(read(), 30))


def test_a_stream_without_counts_is_noticed(make: Make) -> None:
    openai = providers.get("openai")
    whole = streamed(openai)
    bare = replace(
        whole, arguments={name: value for name, value in whole.arguments.items() if name != "stream_options"}
    )
    assert verdict("streaming.no_usage", make(whole)) == (
        False,
        "counts_still_came",
    )
    done = verdict("streaming.no_usage", make(bare))
    assert done and done[0]
