"""The checks of the exercises of "Streaming"."""

from __future__ import annotations

import re

from firstcall.course import typed
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.running.runs import Run
from firstcall.steps.streaming import WORDS

_NEAR_SECONDS, _NEAR_SHARE = 0.1, 0.1


def seconds(text: str) -> float | None:
    """A time that a learner typed, in seconds: `0.6`, `0,6 s`, `600 ms`."""
    value = typed.number(text)
    return (
        value / 1000 if value is not None and re.search(r"\d\s*(?:ms|milliseconds?)\b", text[:80]) else value
    )


def _first_word(evidence: Evidence) -> Verdict | None:
    answer = evidence.answers.get("streaming.first_word", "").strip()
    run = next(
        (run for run in reversed(evidence.replies) if run.call.streamed and run.first_token_seconds), None
    )
    if run is None or run.first_token_seconds is None:
        return not_yet("make_streamed_call") if answer else None
    if not answer:
        return None
    value = seconds(answer)
    if value is None:
        return not_yet("type_number_seconds")
    return _about_first(value, run)


def _about_first(value: float, run: Run) -> Verdict:
    first, total = run.first_token_seconds or 0.0, run.seconds or 0.0
    if _near(value, first):
        share = first / total if total else 1.0
        return done(first=f"{first:.2f}", total=f"{total:.2f}", share=f"{share:.0%}")
    if _near(value, total):
        return not_yet("when_last_piece")
    if _near(value / 1000, first):
        return not_yet("right_milliseconds_write")
    return not_yet("measured_latest_streamed")


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= max(_NEAR_SECONDS, other * _NEAR_SHARE)


def _stopped(evidence: Evidence) -> Verdict | None:
    answer = evidence.answers.get("streaming.stop_midway", "").strip()
    run = next((run for run in reversed(evidence.runs) if run.state == "stopped" and run.call.streamed), None)
    if run is None:
        return not_yet("no_stream_stopped_midway") if evidence.runs or answer else None
    if not run.text:
        return not_yet("stopped_before_first")
    counted = run.record.usage.output_tokens if run.record and run.record.usage else None
    if not answer:
        return not_yet("stopped_text_kept")
    if counted is not None and typed.number(answer) == counted:
        return done(counted=f"{counted:,}")
    return not_yet("count_tokens_out")


def _no_usage(evidence: Evidence) -> Verdict | None:
    tried = [
        run for run in evidence.replies if "usage_on_request" in run.provider.traits and run.call.streamed
    ]
    if not tried:
        return not_yet("no_whole_stream_from") if evidence.replies else None
    for run in tried:
        if run.reply is not None and run.reply.usage is None:
            return done()
    return not_yet("counts_still_came")


EXERCISES = exercises(WORDS, "streaming", first_word=_first_word, stop_midway=_stopped, no_usage=_no_usage)
