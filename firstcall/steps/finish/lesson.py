"""What "Finish" says of a learner: what they can do now, what their calls came to, and the page to keep."""

from __future__ import annotations

from collections.abc import Sequence

from firstcall.course import questions
from firstcall.ledger.sums import Totals
from firstcall.providers import Provider
from firstcall.steps.finish import WORDS
from firstcall.ui import formats
from firstcall.ui.standing import Standing


def summary(standings: Sequence[Standing]) -> str:
    """How far the learner is with the whole course."""
    done, total = sum(one.done for one in standings), sum(one.exercises for one in standings)
    id = "done" if done == total else "so_far" if done else "begun"
    return WORDS.line(id, done=done, all=total)


def can(one: Standing) -> str:
    """What a step enables, with how much of it is shown by tasks."""
    promise = one.step.promise.removesuffix(".")
    promise = promise[0].upper() + promise[1:]
    return (
        f"{promise} ({WORDS.line('steps/solved', done=one.done, all=one.exercises)})"
        if one.exercises
        else promise
    )


def numbers(totals: Totals) -> list[tuple[str, str]]:
    """What all calls of this learner came to, each with its label."""
    return [
        (WORDS.line("numbers/calls"), f"{totals.calls:,}"),
        (WORDS.line("numbers/tokens_in"), f"{totals.usage.input_tokens:,}"),
        (WORDS.line("numbers/tokens_out"), f"{totals.usage.output_tokens:,}"),
        (WORDS.line("numbers/cost"), formats.markdown(totals.usd)),
    ]


def sheet(standings: Sequence[Standing], totals: Totals, provider: Provider) -> str:
    """The page to keep, as Markdown."""
    learned = [f"- [{'x' if one.complete else ' '}] {can(one)}" for one in standings if one.exercises]
    counted = [f"- {label}: {value}" for label, value in numbers(totals)]
    parts = [
        f"# {WORDS.line('course')}",
        summary(standings),
        f"## {WORDS.title('header can')}",
        "\n".join(learned),
        f"## {WORDS.title('header numbers')}",
        "\n".join(counted),
        f"## {WORDS.line('program')}",
        f"```python\n{questions.program(provider, 'python').strip()}\n```",
        f"## {WORDS.title('header ideas')}",
        WORDS.say("ideas"),
    ]
    return "\n\n".join(parts) + "\n"
