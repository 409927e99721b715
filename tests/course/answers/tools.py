"""Answers to the exercises of "Tool calling"."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from firstcall import providers
from firstcall.providers._tools import Result
from firstcall.running.runs import Run
from firstcall.steps.tools import lesson, loop
from firstcall.steps.tools.loop import Lost
from tests.course.answered import asked, call, done, run

PARIS, BOTH = "What is the weather in Paris?", "What is the weather in Paris and in Oslo?"
FOG = "41 degrees, fog"


@cache
def walked(
    provider: str,
    question: str = PARIS,
    *,
    say: str = "",
    failed: bool = False,
    first_only: bool = False,
    lost: Lost = "nothing",
    choice: str = "",
    most: int = 2,
    tools: bool = True,
) -> tuple[Run, ...]:
    """The calls of one loop; `say` in place of what the functions give (with `first_only`
    of the first alone), `choice` in all of them."""
    of = providers.get(provider)
    made = lesson.adds(of, call(provider, question)) if tools else call(provider, question)
    assert of.tools is not None
    if choice and of.tools.choices:
        made = of.tools.choices[choice](made, "get_date")
    runs = [run(made)]
    while (
        len(runs) < most and runs[-1].reply is not None and (wanted := of.tools.wanted(runs[-1].reply.names))
    ):
        results = [
            Result(one, one.run(), False) if first_only and at else Result(one, say or one.run(), failed)
            for at, one in enumerate(wanted)
        ]
        runs.append(run(loop.after(runs[-1], results, lost)))
    return tuple(runs)


def did(provider: str, question: str = PARIS, **more: object) -> Callable[[], Sequence[Run]]:
    return lambda: walked(provider, question, **more)  # type: ignore[arg-type]


def all_of(*made: Callable[[], Sequence[Run]]) -> Callable[[], Sequence[Run]]:
    return lambda: [one for runs in made for one in runs()]


TWO_ENDS = {
    id: all_of(did(id, "Hello!", choice="must", most=1), did(id, choice="never"))
    for id in ("anthropic", "openai", "google")
}

ANSWERS = {
    "changed": done(
        {
            "anthropic": did("anthropic", say=FOG),
            "openai": did("openai", say=FOG),
            "google": did("google", say=FOG),
            "ollama": did("ollama", say=FOG),
            "two cities": did("anthropic", BOTH, say="a heat of 45"),
        },
        {
            "as it was": did("anthropic"),
            "asked only": did("openai", most=1),
            "the same words": did("google", say="rain, 18 degrees"),
            "an error": did("anthropic", say="Error: the station is closed.", failed=True),
            "without tools": did("ollama", tools=False),
            "never": did("openai", choice="never", say=FOG),
            "forced on": did("anthropic", choice="must", say=FOG),
        },
    ),
    "error": done(
        {
            "anthropic": did("anthropic", say="no station", failed=True),
            "openai": did("openai", say="Error: no station", failed=True),
            "google": did("google", say="no station", failed=True),
            "the first of two": did("anthropic", BOTH, say="no station", failed=True, first_only=True),
            "asks again": did("ollama", say="Error: no answer. Try again.", failed=True),
            "a city that is not there": did("openai", "What is the weather in Berlin?"),
        },
        {
            "a result": did("anthropic"),
            "another result": did("openai", say=FOG),
            "asked only": did("google", most=1),
            "without tools": did("ollama", tools=False),
            "refused": did("anthropic", say="no station", failed=True, lost="turn"),
            "something else": lambda: [asked("anthropic")],
        },
    ),
    "both_ends": done(
        {**TWO_ENDS, "one tool": all_of(did("openai", choice="one", most=1), did("openai", choice="never"))},
        {
            "forced": did("anthropic", "Hello!", choice="must", most=1),
            "forbidden": did("anthropic", choice="never"),
            "auto": did("google", choice="auto"),
            "cannot choose": did("ollama"),
            "no tools": did("openai", tools=False),
            "forced twice": all_of(did("google", choice="must"), did("google", choice="one")),
        },
    ),
    "endless": done(
        {
            "anthropic": did("anthropic", choice="must", most=3),
            "openai": did("openai", choice="must", most=3),
            "google": did("google", choice="one", most=3),
            "further": did("anthropic", choice="must", most=5),
        },
        {
            "twice": did("anthropic", choice="must"),
            "answered": did("openai", most=3),
            "asked once": did("google", most=1),
            "twice three": all_of(did("anthropic", choice="must"), did("openai", choice="must")),
            "never": did("openai", choice="never", most=3),
            "an error once": did("ollama", say="Error: no answer. Try again.", most=3),
        },
    ),
    "lost": done(
        {
            "the turn": did("anthropic", lost="turn"),
            "the results": did("openai", lost="results"),
            "one of two": did("google", BOTH, lost="one"),
            "results at Google": did("google", lost="results"),
        },
        {
            "nothing": did("anthropic"),
            "taken": did("ollama", lost="turn"),
            "results taken": did("ollama", lost="results"),
            "asked only": did("openai", most=1),
            "an error": did("google", say="no station", failed=True),
            "something else": lambda: [asked("anthropic")],
        },
    ),
}
