"""Answers to the exercises of "Observability"."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from firstcall import programs, providers
from firstcall.course.exercise import Evidence
from firstcall.running.runs import Run
from tests.course.answered import Answers, Did, asked, call, run, typed


@cache
def again() -> Run:
    """A call whose first two requests were refused."""
    return run(call("anthropic"), {"fault": "status", "status": 503}, {"fault": "status", "status": 503})


def counted(answer: str, *made: str) -> Did:
    def did() -> Evidence:
        runs = [again() if one == "again" else asked(one) for one in made]
        return Evidence(runs, answers={"observability.attempts": answer})

    return did


def program(provider: str, line: str = "") -> str:
    """The page's program for a provider, with one more line in its dictionary."""
    of = providers.get(provider)
    return programs.render(call(provider), of, shape="observed").replace(
        '            "gen_ai.response.id"', f'            {line}\n            "gen_ai.response.id"'
    )


def ran(provider: str, source: str) -> Run:
    made = run(call(provider))
    made.program = source
    return made


def wrote(provider: str, line: str) -> Did:
    return lambda: Evidence([ran(provider, program(provider, line))])


ANTHROPIC = '"gen_ai.response.finish_reasons": [message.stop_reason],'
OPENAI = '"gen_ai.response.finish_reasons": [response.choices[0].finish_reason],'


def _one() -> Sequence[Run]:
    return [asked("anthropic")]


def _alone() -> Evidence:
    source = program("anthropic").replace(
        "    span.set_attributes(",
        '    span.set_attribute("gen_ai.response.finish_reasons", [message.stop_reason])\n    span.set_attributes(',
    )
    return Evidence([ran("anthropic", source)])


ANSWERS = {
    "name": typed(
        "observability.name",
        [
            "gen_ai.usage.input_tokens",
            "`gen_ai.usage.input_tokens`",
            '"gen_ai.usage.input_tokens"',
            " gen_ai.usage.input_tokens ",
        ],
        [
            "input_tokens",
            "gen_ai.usage.output_tokens",
            "gen_ai.usage.prompt_tokens",
            "gen_ai.usage.cache_read.input_tokens",
            "message.usage.input_tokens",
            "11",
        ],
        _one,
    ),
    "attempts": Answers(
        {
            "number": counted("3", "again"),
            "with a word": counted("3 requests", "again"),
            "about": counted("about 3", "again"),
            "after another call": counted("3", "anthropic", "again"),
        },
        {
            "the failures alone": counted("2", "again"),
            "with the call's own": counted("4", "again"),
            "one": counted("1", "again"),
            "a word": counted("many", "again"),
            "nothing typed": counted("", "again"),
            "no call was tried again": counted("1", "anthropic"),
            "none made": counted("3"),
        },
    ),
    "reason": Answers(
        {
            "Anthropic": wrote("anthropic", ANTHROPIC),
            "OpenAI": wrote("openai", OPENAI),
            "a tuple": wrote("anthropic", '"gen_ai.response.finish_reasons": (message.stop_reason,),'),
            "set alone": _alone,
        },
        {
            "as it was": wrote("anthropic", ""),
            "in a comment": wrote("anthropic", f"# {ANTHROPIC}"),
            "another name": wrote("anthropic", '"gen_ai.response.finish_reason": [message.stop_reason],'),
            "the name as a value": wrote("anthropic", '"reason": "gen_ai.response.finish_reasons",'),
            "not run": lambda: Evidence(
                [ran("anthropic", program("anthropic"))], program("anthropic", ANTHROPIC)
            ),
            "nothing made": lambda: Evidence(code=program("anthropic", ANTHROPIC)),
            "no Python": lambda: Evidence([ran("anthropic", "with (")]),
        },
    ),
}
