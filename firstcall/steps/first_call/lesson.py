"""What "Your first call" sends to begin with, and the checks of its exercises."""

from __future__ import annotations

from firstcall import providers
from firstcall.calls import Message, Settings
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.running.runs import Run
from firstcall.steps.first_call import WORDS
from firstcall.ui import path_answer, wire

OPENING = Settings(
    model="",
    messages=(Message("user", WORDS.line("opening/user")),),
    max_tokens=1024,
    stream=False,
)


def _text(evidence: Evidence) -> Verdict | None:
    return _path(evidence, "text")


def _tokens_written(evidence: Evidence) -> Verdict | None:
    return _path(evidence, "path", field="tokens_out")


def _path(evidence: Evidence, name: str, field: str | None = None) -> Verdict | None:
    """A path that was typed, tried on the last reply and on others of its kind."""
    typed = _typed(evidence, name)
    if not typed:
        return None
    if not evidence.replies:
        return not_yet("make_call_first")
    run = evidence.replies[-1]
    verdict = path_answer.judge(typed, field or name, run)
    other = None if verdict.done else _other_provider(typed, field or name, run)
    return other or verdict


def _typed(evidence: Evidence, name: str) -> str:
    return evidence.answers.get(f"first_call.{name}", "").strip()


def _other_provider(typed: str, field: str, run: Run) -> Verdict | None:
    for provider in providers.every().values():
        paths = {way for one in provider.fields if one.id == field for way in (one.path, one.streamed)}
        if provider is not run.provider and typed in paths:
            return not_yet("other_provider", other=provider.name, provider=run.provider.name)
    return None


def _why_it_stopped(evidence: Evidence) -> Verdict | None:
    """The stop reason of the last reply: the word itself, or the path that reads it."""
    typed = _typed(evidence, "stop")
    if not typed:
        return None
    if not evidence.replies:
        return not_yet("make_call_first")
    run = evidence.replies[-1]
    reason = run.reply.stop_reason if run.reply else None
    word = typed.strip("`'\".: ").lower()
    if word == str(reason).lower() or path_answer.judge(typed, "stop_reason", run).done:
        return done(reason=reason)
    return not_yet("no_reason", typed=wire.code(typed[:40]))


def _cut_off(evidence: Evidence) -> Verdict | None:
    if not evidence.runs:
        return None
    last = evidence.runs[-1]
    if any(run.reply and run.reply.cut_off and _written(run) for run in evidence.runs):
        return done()
    if last.failure is not None:
        return not_yet("call_refused_limit", error=last.failure.error)
    return not_yet("ended_itself_after" if _written(last) else "nothing_written", written=_written(last))


def _written(run: Run) -> int:
    return run.reply.usage.output_tokens if run.reply and run.reply.usage else 0


EXERCISES = exercises(
    WORDS, "first_call", text=_text, stop=_why_it_stopped, path=_tokens_written, cut_off=_cut_off
)
