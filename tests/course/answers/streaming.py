"""Answers to the exercises of "Streaming"."""

from __future__ import annotations

from functools import cache

from firstcall.course.exercise import Evidence
from firstcall.running.runs import Run
from tests.course.answered import Answers, Did, asked, call, done, run

SLOW = {"tokens_per_second": 90.0}


@cache
def streamed() -> Run:
    return run(call("openai", stream=True), **SLOW)


@cache
def stopped() -> Run:
    return run(call("openai", stream=True), stop_after=20, **SLOW)


def first(form: str, times: float = 1, plus: float = 0) -> Did:
    def did() -> Evidence:
        value = (streamed().first_token_seconds or 0) * times + plus
        return Evidence([streamed()], answers={"streaming.first_word": form.format(value)})

    return did


def out(form: str, plus: int = 0) -> Did:
    def did() -> Evidence:
        record = stopped().record
        assert record is not None and record.usage is not None
        return Evidence(
            [stopped()], answers={"streaming.stop_midway": form.format(record.usage.output_tokens + plus)}
        )

    return did


def uncounted(**changes: object) -> Run:
    """A stream that was not asked for its token counts."""
    plain = call("openai", stream=True, **changes)
    left = {name: value for name, value in plain.arguments.items() if name != "stream_options"}
    return run(type(plain)(plain.provider, plain.method, left, plain.client))


ANSWERS = {
    "first_word": Answers(
        {
            "seconds": first("{:.2f}"),
            "with a unit": first("{:.2f} s"),
            "about": first("about {:.2f} seconds"),
            "milliseconds": first("{:.0f} ms", times=1000),
        },
        {
            "nothing streamed": lambda: Evidence([asked("openai")], answers={"streaming.first_word": "0.01"}),
            "no call": lambda: Evidence(answers={"streaming.first_word": "0.5"}),
            "too late": first("{:.2f}", plus=0.4),
            "minutes later": first("{:.0f}", plus=60),
            "a word": first("soon"),
            "milliseconds as seconds": first("{:.0f}", times=1000, plus=5),
            "two numbers": first("{:.2f} or 7"),
        },
    ),
    "stop_midway": Answers(
        {"number": out("{}"), "about": out("about {}"), "tokens": out("{} tokens out"), "sign": out("~{}")},
        {
            "nothing typed": lambda: Evidence([stopped()]),
            "one more": out("{}", plus=1),
            "zero": out("0"),
            "a word": out("many"),
            "a range": out("{} or 900"),
            "never stopped": lambda: Evidence([streamed()], answers={"streaming.stop_midway": "20"}),
            "nothing made": lambda: Evidence(answers={"streaming.stop_midway": "20"}),
        },
    ),
    "no_usage": done(
        {
            "left out": lambda: [uncounted()],
            "after one that counted": lambda: [streamed(), uncounted()],
            "another limit": lambda: [uncounted(max_tokens=40)],
            "another prompt": lambda: [uncounted(prompt="What is a token?")],
        },
        {
            "counted": lambda: [streamed()],
            "whole": lambda: [asked("openai")],
            "another provider": lambda: [asked("anthropic", stream=True)],
            "stopped": lambda: [stopped()],
            "broken off": lambda: [run(call("openai", stream=True), {"fault": "drop", "after_tokens": 9})],
            "refused": lambda: [run(call("openai", stream=True, max_tokens=0))],
        },
    ),
}
