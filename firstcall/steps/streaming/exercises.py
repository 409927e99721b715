"""The exercises of "Streaming", and the questions asked there."""

from __future__ import annotations

import re
from collections.abc import Sequence

from firstcall.course.exercise import Evidence, Exercise, Verdict
from firstcall.running.runs import Run

_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_NEAR_SECONDS, _NEAR_SHARE = 0.1, 0.1


def number(text: str) -> float | None:
    """The number that a learner typed; a comma is a decimal comma."""
    found = _NUMBER.search(text[:80])
    return float(found.group().replace(",", ".")) if found else None


def seconds(text: str) -> float | None:
    """A time that a learner typed, in seconds: `0.6`, `0,6 s`, `600 ms`."""
    value = number(text)
    return value / 1000 if value is not None and re.search(r"\d\s*ms\b", text[:80]) else value


def _first_word(evidence: Evidence) -> Verdict | None:
    typed = evidence.answers.get("streaming.first_word", "").strip()
    run = next(
        (run for run in reversed(evidence.replies) if run.call.streamed and run.first_token_seconds), None
    )
    if run is None or run.first_token_seconds is None:
        return Verdict(False, "Make a streamed call first: press **Run both** above.") if typed else None
    if not typed:
        return None
    value = seconds(typed)
    if value is None:
        return Verdict(False, "Type a number of seconds, such as `0.6`, or `600 ms`.")
    return _about_first(value, run)


def _about_first(value: float, run: Run) -> Verdict:
    first, total = run.first_token_seconds or 0.0, run.seconds or 0.0
    if _near(value, first):
        share = first / total if total else 1.0
        return Verdict(
            True,
            f"Right: {first:.2f} s, of {total:.2f} s in all. After {share:.0%} of the time there was something "
            "to read; the time itself is no shorter.",
        )
    if _near(value, total):
        return Verdict(False, "That is when the last piece came. The first one came earlier.")
    if _near(value / 1000, first):
        return Verdict(False, "That is right in milliseconds. Write the unit: `ms`.")
    return Verdict(
        False, "That is not what was measured for your latest streamed call. Look under its column."
    )


def _near(one: float, other: float) -> bool:
    return abs(one - other) <= max(_NEAR_SECONDS, other * _NEAR_SHARE)


def _stopped(evidence: Evidence) -> Verdict | None:
    typed = evidence.answers.get("streaming.stop_midway", "").strip()
    run = next((run for run in reversed(evidence.runs) if run.state == "stopped" and run.call.streamed), None)
    if run is None:
        return Verdict(False, "No stream was stopped midway yet.") if evidence.runs or typed else None
    if not run.text:
        return Verdict(False, "It was stopped before the first piece. Wait for some text, then stop.")
    counted = run.record.usage.output_tokens if run.record and run.record.usage else None
    if not typed:
        return Verdict(False, "Stopped, and the text is kept. Now type how many tokens out were counted.")
    if counted is not None and number(typed) == counted:
        return Verdict(
            True,
            f"Right: {counted:,} tokens out for what had come. It is an estimate: the provider's own last "
            "count never arrived.",
        )
    return Verdict(False, "That is not the count of tokens **out** under the stream that you stopped last.")


def _no_usage(evidence: Evidence) -> Verdict | None:
    tried = [run for run in evidence.replies if run.call.provider == "openai" and run.call.streamed]
    if not tried:
        return Verdict(False, "No whole stream from OpenAI yet.") if evidence.replies else None
    for run in tried:
        if run.reply is not None and run.reply.usage is None:
            return Verdict(
                True,
                "The stream ended without a word about tokens. The ledger had to estimate them, and marks "
                "them so. Put the option back.",
            )
    return Verdict(False, "The counts still came. Take `stream_options=…` out of the program, then run it.")


EXERCISES: Sequence[Exercise] = (
    Exercise(
        "streaming.first_word",
        "Run both, then read off: **after how many seconds** did the first piece of the streamed reply come?",
        "It stands under the streamed reply, and at the edge between grey and blue in the picture.",
        "The number after “first token after” under the column **Streamed**. The number after “all of it "
        "after” is about the same in both columns.",
        _first_word,
        asks="Seconds to the first piece",
    ),
    Exercise(
        "streaming.stop_midway",
        "**Stop a stream midway**, and read how many tokens out were counted for it.",
        "Press **Stop** in the column **Streamed** once some text has arrived.",
        "Under the stopped stream stands “about … tokens out”: type that number.",
        _stopped,
        asks="Tokens out of the stopped stream",
    ),
    Exercise(
        "streaming.no_usage",
        "Make OpenAI's stream end **without token counts**.",
        "Which argument asks for them?",
        'Choose OpenAI, delete `stream_options={"include_usage": True},` from the program and press Run both.',
        _no_usage,
    ),
)

FAQ: tuple[tuple[str, str], ...] = (
    (
        "Does a stream cost more?",
        "No. The same tokens at the same price. A stream that you stop costs what was written until then.",
    ),
    (
        "Is the whole reply there sooner?",
        "No, about at the same time. Only the first words are there sooner.",
    ),
    (
        "Why does the first piece of a thinking model take so long?",
        "It thinks before it writes, and the thinking is not shown. A lower effort shortens that wait.",
    ),
    (
        "Can I check a streamed reply before my users see it?",
        "Not the whole of it. If a reply has to be checked or parsed first, such as JSON, buffer it.",
    ),
)

MISTAKES: tuple[str, ...] = (
    "Reading `chunk.choices[0]` without looking whether there are any choices.",
    "Forgetting `flush=True`: then `print` keeps the pieces back, and the stream looks buffered.",
    "Adding up Anthropic's output counts, which are totals already.",
    "Taking the end of the loop for the end of the reply, without looking at the stop reason.",
    "Streaming in a job that nobody watches.",
)
