"""What "What travels" says and asks."""

from __future__ import annotations

from collections.abc import Sequence

from firstcall.calls import Message, Settings
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.running.redaction import REDACTED
from firstcall.running.runs import Run
from firstcall.running.wire import Exchange
from firstcall.steps.what_travels import WORDS

OPENING = Settings(
    model="",
    messages=(Message("user", WORDS.line("opening")),),
    max_tokens=1024,
    stream=True,
)


BOTH = "both providers"
"""The `batch` of runs that compare providers: nobody chose how they travel."""


def _shown(run: Run) -> Exchange | None:
    """The exchange that counts: the last attempt."""
    return run.recorder.exchanges[-1] if run.recorder.exchanges else None


def _typed(evidence: Evidence, name: str) -> str:
    return evidence.answers.get(f"what_travels.{name}", "").strip().strip("\"'`,.")


def _travelled(evidence: Evidence) -> Sequence[Run]:
    return [run for run in evidence.runs if run.recorder.exchanges]


def _request_id(evidence: Evidence) -> Verdict | None:
    typed = _typed(evidence, "request_id").rpartition(" ")[2]
    if not typed:
        return None
    runs = [run for run in _travelled(evidence) if run.record]
    if not runs:
        return not_yet("nothing_travelled")
    if not {"id", "request_id"} & {field.id for field in runs[-1].provider.fields}:
        said_none = typed.strip("`.").lower() == "none"
        return done("done_no_id") if said_none else not_yet("no_id")
    ids = [_id(run) for run in runs]
    in_body = not _has_request_ids(runs[-1])
    if typed in ids:
        if typed == ids[-1]:
            return done("done_in_body") if in_body else done()
        return not_yet("earlier_calls_take")
    if in_body:
        return not_yet("id_in_body")
    if any(run.reply is not None and run.reply.id == typed for run in runs):
        return not_yet("id_reply_from")
    if not typed.startswith("req_"):
        return not_yet("request_id_these")
    return not_yet("request_id_call")


def _id(run: Run) -> str | None:
    """The number by which the provider finds a call: the request id, or where there is none that of the response."""
    if _has_request_ids(run):
        return run.record.request_id if run.record else None
    return run.reply.id if run.reply else None


def _has_request_ids(run: Run) -> bool:
    return any(field.id == "request_id" for field in run.provider.fields)


def _key_header(evidence: Evidence) -> Verdict | None:
    typed = _typed(evidence, "key_header").partition(":")[0].strip().lower()
    if not typed:
        return None
    runs = _travelled(evidence)
    if not runs:
        return not_yet("nothing_travelled")
    shown = _shown(runs[-1])
    headers = {name.lower(): value for name, value in shown.request_headers} if shown else {}
    if REDACTED in headers.get(typed, ""):
        return done(typed=typed)
    if typed in ("x-api-key", "x-goog-api-key"):
        return not_yet("some_apis_take")
    if typed in headers:
        return not_yet("sent_holds_something", typed=typed)
    if "key" in typed:
        return not_yet("name_variable_machine")
    return not_yet("no_request_header_newest")


def _wrapping(evidence: Evidence) -> Verdict | None:
    """The same prompt streamed and whole: what the pieces cost in bytes."""
    finished = [run for run in evidence.replies if run.batch != BOTH and _shown(run) is not None]
    if not finished:
        return None
    for streamed in reversed(finished):
        for plain in reversed(finished):
            if streamed.call.streamed and not plain.call.streamed and _alike(streamed, plain):
                return _compare(streamed, plain)
    if len({run.call.streamed for run in finished}) == 2:
        return not_yet("both_kinds_are")
    return not_yet("now_whole" if finished[-1].call.streamed else "now_streamed")


def _alike(one: Run, other: Run) -> bool:
    return one.provider is other.provider and _prompt(one) == _prompt(other)


def _prompt(run: Run) -> tuple[Message, ...]:
    return run.provider.read(run.call).messages


def _compare(streamed: Run, plain: Run) -> Verdict:
    shown, whole = _shown(streamed), _shown(plain)
    assert shown is not None and whole is not None
    pieces, once = len(shown.body), len(whole.body)
    if not once:
        return not_yet("one_two_bodies")
    return done(
        pieces=f"{pieces:,}", events=len(shown.events()), once=f"{once:,}", rest=f"{pieces / once:.1f}"
    )


EXERCISES = exercises(
    WORDS, "what_travels", request_id=_request_id, key_header=_key_header, wrapping=_wrapping
)
