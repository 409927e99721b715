"""Answers to the exercises of "When it fails"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

from firstcall import providers
from firstcall.course.exercise import Evidence
from firstcall.programs.retry.write import Plan, render_retry
from firstcall.running.runs import Run
from tests.course.answered import Answers, Did, asked, call, run, settings, typed


@cache
def broken(provider: str = "openai") -> Run:
    return run(call(provider, stream=True), {"fault": "drop", "after_tokens": 11})


def _counted() -> int:
    made = broken().record
    assert made is not None and made.usage is not None
    return made.usage.output_tokens


def half(text: str, *before: Run) -> Did:
    return lambda: Evidence([*before, broken()], answers={"failures.half": text.format(n=_counted())})


def program(plan: Plan) -> str:
    """The retry program of a plan, as the page writes it."""
    provider = providers.get("openai")
    return render_retry(plan, provider.compose(settings("openai"), None), provider)


def patient(**changes: object) -> Did:
    plan = replace(Plan(attempts=6, longest_wait=8.0), **changes)  # type: ignore[arg-type]
    return lambda: Evidence(code=program(plan))


def changed(old: str, new: str) -> Did:
    def did() -> Evidence:
        code = program(Plan(attempts=6, longest_wait=8.0))
        assert old in code, code
        return Evidence(code=code.replace(old, new))

    return did


def batches(*batches: Sequence[int | None]) -> Did:
    """Retry programs, each by the statuses that its requests met; `None` is a reply."""

    def did() -> Evidence:
        made = [
            met(status, f"Your code {number}")
            for number, statuses in enumerate(batches, 1)
            for status in statuses
        ]
        return Evidence(made)

    return did


@cache
def met(status: int | None, batch: str) -> Run:
    once = replace(call("openai"), client={"max_retries": 0})
    faults = [] if status is None else [{"fault": "status", "status": status}]
    return run(once, *faults, batch=batch)


@cache
def helped() -> Run:
    """An attempt inside which the SDK tried again."""
    twice = [{"fault": "status", "status": 429, "retry_after": 0}] * 2
    return run(replace(call("openai"), client={"max_retries": 2}), *twice, batch="Your code 1")


ANSWERS = {
    "get_through": Answers(
        {
            "third request": batches([429, 429, None]),
            "fourth request": batches([429, 429, 429, None]),
            "after a failure": batches([429], [429, 429, None]),
            "a mixed script": batches([429, 503, None]),
        },
        {
            "gave up": batches([429]),
            "gave up late": batches([429, 429]),
            "one refusal": batches([429, None]),
            "no refusal": batches([None]),
            "others": batches([400, 400, None]),
            "never": batches([429, 429, 429, 429, 429]),
            "the SDK's retries": lambda: Evidence([helped()]),
        },
    ),
    "leave_400": Answers(
        {
            "mended": batches([400, 400, 400], [400]),
            "mended later": batches([400, 400], [400, 400], [400]),
            "with others between": batches([400, 400], [429, None], [400]),
            "five, then one": batches([400] * 5, [400]),
        },
        {
            "left alone at once": batches([400]),
            "not mended": batches([400] * 5),
            "not mended twice": batches([400] * 5, [400] * 3),
            "mended first": batches([400], [400, 400]),
            "another status": batches([429, 429], [429]),
            "a reply": batches([None]),
        },
    ),
    "patient": Answers(
        {
            "six": patient(),
            "eight": patient(attempts=8),
            "another cap": patient(longest_wait=5.0),
            "another name": changed("ATTEMPTS", "MOST"),
        },
        {
            "five": patient(attempts=5),
            "no end": patient(attempts=None),
            "no cap": patient(longest_wait=None),
            "a high cap": patient(longest_wait=20.0),
            "no growth": patient(factor=1.0),
            "no chance": patient(jitter=False),
            "no code": lambda: Evidence(code="print('hello')"),
            "a counter that never moves": changed("range(1, ATTEMPTS + 1)", "[1, 1] * 50"),
        },
    ),
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
            "the tokens in": half("1{n} tokens in"),
        },
    ),
}
