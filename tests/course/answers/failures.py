"""Answers to the exercises of "When it fails"."""

from __future__ import annotations

from functools import cache

from firstcall.course.exercise import Evidence
from firstcall.running.runs import Run
from tests.course.answered import Answers, Did, asked, call, run, typed


@cache
def broken(provider: str = "openai") -> Run:
    return run(call(provider, stream=True), {"fault": "drop", "after_tokens": 11})


def _counted() -> int:
    made = broken().record
    assert made is not None and made.usage is not None
    return made.usage.output_tokens


def half(text: str, *before: Run) -> Did:
    return lambda: Evidence([*before, broken()], answers={"failures.half": text.format(n=_counted())})


ANSWERS = {
    "no_retry": typed(
        "failures.no_retry",
        ["401", "HTTP 401", "401.", "status 401", "401 Unauthorized", "the 401", "`401`"],
        ["429", "503", "529", "HTTP 503", "400", "401 or 429", "none", "4010", "-401", "4.01"],
        lambda: [],
    ),
    "half": Answers(
        {text: half(text) for text in ("{n}", "about {n}", "{n} tokens", "≈{n}", "{n} tokens out.")},
        {
            "nothing broke off": lambda: Evidence([asked("openai")], answers={"failures.half": "11"}),
            "nothing at all": lambda: Evidence(answers={"failures.half": "11"}),
            "nothing typed": half(""),
            "zero": half("0"),
            "ten times": half("{n}0"),
            "a word": half("some"),
            "a range": half("{n} to 99"),
            "the tokens in": lambda: Evidence([broken()], answers={"failures.half": "12 tokens in"}),
        },
    ),
}
