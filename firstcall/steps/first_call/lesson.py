"""What "Your first call" sends to begin with, and the checks of its exercises."""

from __future__ import annotations

from firstcall import programs, providers
from firstcall.calls import Message, Settings
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.running.runs import Run
from firstcall.steps.first_call import WORDS

OPENING = Settings(
    model="",
    messages=(Message("user", WORDS.line("opening/user")),),
    max_tokens=1024,
    stream=False,
)


def _cut_off(evidence: Evidence) -> Verdict | None:
    if not evidence.runs:
        return None
    last = evidence.runs[-1]
    if any(run.reply and run.reply.cut_off for run in evidence.runs):
        return done()
    if last.failure is not None:
        return not_yet("call_refused_limit", error=last.failure.error)
    written = last.reply.usage.output_tokens if last.reply and last.reply.usage else 0
    return not_yet("ended_itself_after", written=written)


def _path_of_output_tokens(evidence: Evidence) -> Verdict | None:
    typed = evidence.answers.get("first_call.path", "").strip()
    if not typed:
        return None
    if not evidence.replies:
        return not_yet("make_call_first")
    run = evidence.replies[-1]
    try:
        value = programs.evaluate(typed, run.names)
    except programs.ERRORS as error:
        return _wrong_path(typed, run, f"{type(error).__name__}: {error}")
    except programs.NotAllowed:
        return not_yet("type_path_example")
    wanted = run.reply.usage.output_tokens if run.reply and run.reply.usage else None
    if value == wanted:
        return done(value=value)
    return not_yet("gives_tokens_were", value=str(value)[:60], wanted=wanted)


def _wrong_path(typed: str, run: Run, error: str) -> Verdict:
    other = [
        p.name
        for p in providers.every().values()
        if p is not run.provider and typed in {f.path for f in p.fields}
    ]
    if other:
        return not_yet("other_provider", other=other[0], provider=run.provider.name)
    return not_yet("path_fails", error=error)


EXERCISES = exercises(WORDS, "first_call", cut_off=_cut_off, path=_path_of_output_tokens)
