"""What "Observability" sends to begin with, and the checks of its exercises."""

from __future__ import annotations

import ast

from firstcall.calls import Message, Settings
from firstcall.course import typed
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.steps.observability import WORDS
from firstcall.ui import wire

STEP = "observability"
SHAPE = "observed"
"""The programs that make a span of their call, in each provider's folder."""

OPENING = Settings(
    model="",
    messages=(Message("user", WORDS.line("opening")),),
    max_tokens=1024,
    stream=False,
)

FAULTS = "503, 503, ok"
"""What the practice server answers to a call that is to be seen failing."""

_SENT = "gen_ai.usage.input_tokens"
_REASON = "gen_ai.response.finish_reasons"


def _name(evidence: Evidence) -> Verdict | None:
    """The attribute in which the tokens stand that were sent."""
    answer = _typed(evidence, "name").strip("`'\" ")
    if not answer:
        return None
    if answer == _SENT:
        return done()
    return not_yet("other_name", typed=wire.code(answer[:60]))


def _attempts(evidence: Evidence) -> Verdict | None:
    """How many requests stand below a call that was tried again."""
    answer = _typed(evidence, "attempts")
    again = [run.record.attempts for run in evidence.runs if run.record and run.record.attempts > 1]
    if not again:
        return not_yet("none_again") if answer or evidence.runs else None
    if not answer:
        return None
    return done(attempts=again[-1]) if typed.number(answer) == again[-1] else not_yet("count_below")


def _reason(evidence: Evidence) -> Verdict | None:
    """A program that writes down why the model stopped, and that ran."""
    ran = [run for run in evidence.replies if _REASON in attributes_set(run.program)]
    if ran:
        return done(reason=ran[-1].reply.stop_reason if ran[-1].reply else "")
    if _REASON in attributes_set(evidence.code):
        return not_yet("run_it")
    return not_yet("not_set") if evidence.replies else None


def attributes_set(source: str) -> set[str]:
    """The names of the attributes that a program sets on a span; none where it is no Python."""
    try:
        calls = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call)]
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return set()
    found: set[str] = set()
    for call in calls:
        method = call.func.attr if isinstance(call.func, ast.Attribute) else ""
        first = call.args[0] if call.args else None
        keys = first.keys if method == "set_attributes" and isinstance(first, ast.Dict) else ()
        named = (first,) if method == "set_attribute" else keys
        found |= {
            node.value for node in named if isinstance(node, ast.Constant) and isinstance(node.value, str)
        }
    return found


def _typed(evidence: Evidence, name: str) -> str:
    return evidence.answers.get(f"{STEP}.{name}", "").strip()


EXERCISES = exercises(WORDS, STEP, name=_name, attempts=_attempts, reason=_reason)
