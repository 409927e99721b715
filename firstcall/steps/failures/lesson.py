"""The rows of the table of failures and how each is made to happen, scripts and retry code to start from, the checks."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Literal

from firstcall import providers
from firstcall.calls import Call, Message, Settings
from firstcall.calls.failures import KINDS, Stage, claims, of_status
from firstcall.course import typed
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.programs import NotUnderstood
from firstcall.programs.retry.habits import Habits, habits
from firstcall.programs.retry.program import read_retry
from firstcall.programs.retry.write import Plan
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.failures import WORDS
from firstcall.steps.failures.retry_run import SDK_RETRIES

OPENING = Settings(
    model="",
    messages=(Message("user", "Tell me a story about a lighthouse."),),
    max_tokens=400,
    stream=True,
)

NO_CREDIT = "no credit"
_WHOLE = re.compile("[.:]")
"""In a class that is not the SDK's own, which has its package before it."""

_PAST_THE_SDK = "extra_body"

Group = Literal["Your request", "Too busy, or broken", "The line between you"]


@dataclass(frozen=True)
class Failing:
    """One row of the table, and how to make it happen. What it means lies in the words as `# failing <id>`; whether
    to try again and what to do is said of its `kind`, as on the card of a call that failed.

    `raises` is the class of the SDK as written after `except`, or of Python with its module; a provider's
    words may say otherwise. `script` is what the practice server is told (see `fault_scripts`), or
    `NO_CREDIT` for the provider's own way to say so; `wrong` makes the request itself wrong; `key` is a wrong
    key to send. What comes `of_customer`s, their keys, money and shares, does not come where no key is needed.
    `streamed` says whether it needs a stream (`False`: needs a plain call), `timeout` is the
    client's in seconds.
    """

    id: str
    group: Group
    kind: str
    raises: str
    script: str = ""
    wrong: Callable[[Call], Call] | None = None
    key: str = ""
    of_customer: bool = False
    streamed: bool | None = None
    timeout: float | None = None
    stage: Stage | None = None

    @property
    def comes(self) -> str:
        """What the learner sees, in a word or two: its status, or how the line broke."""
        return WORDS.title(f"failing {self.id}")

    @property
    def meaning(self) -> str:
        return WORDS.line(f"failing {self.id}")

    @property
    def retry(self) -> str:
        """Whether another try may help, in a few words."""
        kind = KINDS[self.kind]
        retry = next(iter(claims(kind, self.stage or kind.stage, kept=False)))
        return providers.WORDS.title(retry)

    def do(self, provider: Provider) -> str:
        """What to do about it at this provider."""
        named = {"name": provider.name, "key_variable": provider.address.key_variable}
        return providers.advice(self.kind, provider.words, **named)

    def script_for(self, provider: Provider) -> str:
        """What the practice server is told: nothing where that provider never says such a thing."""
        if not self.fails_at(provider):
            return ""
        return provider.no_credit if self.script == NO_CREDIT else self.script

    def raised_by(self, provider: Provider) -> str:
        own = provider.words.listed("failures raised").get(self.id)
        return own or (self.raises if _WHOLE.search(self.raises) else f"{provider.sdk.package}.{self.raises}")

    def fails_at(self, provider: Provider) -> bool:
        """Whether it is a failure there at all, and nothing that is taken or never comes."""
        for_nobody = self.of_customer and not provider.address.needs_key
        return not for_nobody and self.id not in provider.takes


def _with(**changes: object) -> Callable[[Call], Call]:
    return lambda call: replace(call, arguments={**call.arguments, **changes})


def _negative_limit(call: Call) -> Call:
    provider = providers.of(call)
    return provider.compose(replace(provider.read(call), max_tokens=-5), call)


def _misspelt(call: Call) -> Call:
    """The call with a field past the SDK, which takes such for one call by itself or in the dict of its options. One
    that takes none stumbles over it."""
    kind, sdk = providers.of(call).kind, providers.of(call).sdk
    field = {"mesages": "a misspelt field"}
    extra, inside = {_PAST_THE_SDK: field}, kind.inside if kind else None
    if sdk.options is None or inside is None:
        taken = kind is None or _PAST_THE_SDK in kind.arguments
        return replace(call, arguments={**call.arguments, **(extra if taken else field)})
    config = {**call.arguments[inside.argument], sdk.options.argument: extra}
    return replace(call, arguments={**call.arguments, inside.argument: config})


ROWS: Sequence[Failing] = (
    Failing("bad-parameter", "Your request", "bad_request", "BadRequestError", wrong=_negative_limit),
    Failing(
        "unknown-field",
        "Your request",
        "bad_request",
        "BadRequestError",
        wrong=_misspelt,
    ),
    Failing(
        "key",
        "Your request",
        "wrong_key",
        "AuthenticationError",
        key="sk-a-key-that-nobody-issued",
        of_customer=True,
    ),
    Failing("forbidden", "Your request", "forbidden", "PermissionDeniedError", script="403"),
    Failing(
        "unknown-model", "Your request", "unknown_model", "NotFoundError", wrong=_with(model="no-such-model")
    ),
    Failing(
        "too-large",
        "Your request",
        "too_large",
        "APIStatusError",
        script="413",
    ),
    Failing(
        "no-credit",
        "Your request",
        "no_credit",
        "APIStatusError",
        script=NO_CREDIT,
        of_customer=True,
    ),
    Failing(
        "rate-limit",
        "Too busy, or broken",
        "rate_limit",
        "RateLimitError",
        script="429 retry-after 1 x3",
        of_customer=True,
    ),
    Failing("server-error", "Too busy, or broken", "server_error", "InternalServerError", script="500 x3"),
    Failing(
        "unavailable",
        "Too busy, or broken",
        "unavailable",
        "InternalServerError",
        script="503 x3",
    ),
    Failing(
        "overloaded",
        "Too busy, or broken",
        "overloaded",
        "InternalServerError",
        script="529 x3",
    ),
    Failing(
        "error-event",
        "Too busy, or broken",
        "overloaded",
        "APIError",
        script="error event after 8",
        streamed=True,
        stage="stream",
    ),
    Failing("time-out", "The line between you", "timeout", "APITimeoutError", script="hang x3", timeout=1.5),
    Failing("dropped", "The line between you", "dropped", "APIConnectionError", script="drop x3"),
    Failing(
        "dropped-midway",
        "The line between you",
        "dropped_midway",
        "APIConnectionError",
        script="drop after 10",
        streamed=True,
    ),
    Failing(
        "early-end",
        "The line between you",
        "early_end",
        "nothing: no stop reason",
        script="early end after 10",
        streamed=True,
    ),
    Failing(
        "broken-json",
        "The line between you",
        "broken_json",
        "json.JSONDecodeError",
        script="broken json after 6",
    ),
    Failing(
        "html",
        "The line between you",
        "no_api",
        "AttributeError: 'str' object …",
        script="html",
        streamed=False,
    ),
)


def find(id: str) -> Failing:
    return next(row for row in ROWS if row.id == id)


def opening_row(provider: Provider) -> str:
    """The row that the page opens with: a rate limit, or where there is none an error of the server."""
    return next(id for id in ("rate-limit", "server-error") if find(id).fails_at(provider))


def call_for(row: Failing, provider: Provider, settings: Settings, max_retries: int | None) -> Call:
    """The call that a row sends: wrong where the row wants it wrong, `max_retries` as chosen."""
    if row.streamed is not None:
        settings = replace(settings, stream=row.streamed)
    call = provider.compose(settings, None)
    call = replace(call, client=provider.sdk.patience.written({}, max_retries, row.timeout))
    return row.wrong(call) if row.wrong else call


def known_of(run: Run) -> tuple[str, ...]:
    """What is true of a call that failed or ended early, as ids of the providers' words."""
    if run.failure is not None:
        return run.failure.claims
    ended_early = run.reply is not None and run.reply.stop_reason is None
    return claims(KINDS["early_end"], "reply", kept=bool(run.text)) if ended_early else ()


_ON_TOP = "On top of the SDK"
EXAMPLES = (
    "A wise one", "Tight loop", "Retries everything", "Never gives up", _ON_TOP, "Network only",
)  # fmt: skip


def examples(provider: Provider) -> dict[str, Plan]:
    """Retry programs to start from, good and bad, by those names."""
    plans = (
        Plan(),
        Plan(
            attempts=8, first_wait=0.0, factor=1.0, longest_wait=None, jitter=False, honours_retry_after=False
        ),
        Plan(attempts=5, jitter=False, retries_on=("Exception",)),
        Plan(attempts=None, honours_retry_after=False),
        Plan(max_retries=None if provider.sdk.patience.usual_retries else SDK_RETRIES, timeout=None),
        Plan(retries_on=provider.sdk.errors.line),
    )
    found = dict(zip(EXAMPLES, plans, strict=True))
    if not provider.sdk.patience.retries:  # this SDK cannot be told to try again
        del found[_ON_TOP]
    return found


SCRIPTS: Mapping[str, str] = {
    "Busy twice, then fine": "429, 429, ok",
    "Told to wait 3 s": "429 retry-after 3, ok",
    "Overloaded for a while": "503 x5, ok",
    "Down for good": "503 x24",
    "A bad request": "400 x5",
    "A wrong key": "401 x5",
    "Time-out, then fine": "hang, ok",
    "Line drops, then fine": "drop, drop, ok",
    "Reply breaks off": "drop after 10, ok",
    "No credit": "429 quota x5",
    "Told to wait 300 s": "429 retry-after 300, ok",
}


# Exercises


def _batches(evidence: Evidence) -> list[list[Run]]:
    """The runs of each retry program, oldest program first."""
    of_programs = [run for run in evidence.runs if run.batch.startswith("Your code")]
    return [list(runs) for _, runs in groupby(of_programs, key=lambda run: run.batch)]


def _inside(batch: Sequence[Run]) -> bool:
    return any(len(run.recorder.exchanges) > 1 for run in batch)


def _got_through(evidence: Evidence) -> Verdict | None:
    met = [batch for batch in _batches(evidence) if _status(batch[0]) == 429]
    if not met:
        return None
    if any(len(b) > 2 and b[-1].reply is not None and not _inside(b) for b in met):
        return done()
    last = met[-1]
    if _inside(last):
        return not_yet("sdk_retried_inside")
    if last[-1].reply is None:
        said = last[-1].failure.error if last[-1].failure else "a failure"
        return not_yet("ended_attempt_must", said=said, last=len(last))
    return not_yet("got_through_met")


def _status(run: Run) -> int | None:
    return run.failure.status if run.failure else None


def _leaves_400(evidence: Evidence) -> Verdict | None:
    met = [batch for batch in _batches(evidence) if _status(batch[0]) == 400]
    if not met:
        return None
    wrong = next((place for place, batch in enumerate(met) if len(batch) > 1), None)
    if wrong is None:
        return not_yet("program_leaves_400")
    if any(len(batch) == 1 for batch in met[wrong:]):
        return done()
    return not_yet("sent_same_bad", met=len(met[-1]))


def _habits(code: str) -> Habits | None:
    for provider in providers.every().values():
        if provider.sdk.spelled in code or f"import {provider.sdk.module}" in code:
            try:
                return habits(read_retry(code, provider.id, provider.methods, provider.sdk.client))
            except NotUnderstood:
                return None
    return None


def _patient(evidence: Evidence) -> Verdict | None:
    found = _habits(evidence.code)
    if found is None or found.attempts is None or found.attempts < 6:
        return None
    if not found.waits or max(found.waits) > 8:
        return not_yet("six_attempts_good", waits=f"{max(found.waits, default=0):.1f}")
    if found.waits[-1] <= found.waits[0]:
        return not_yet("waits_should_grow")
    if not found.jitter:
        return not_yet("waits_are_right")
    return done()


_STATUSES = (429, 503, 401, 529)
"""Those that the exercise names."""


def _no_retry(evidence: Evidence) -> Verdict | None:
    answer = evidence.answers.get("failures.no_retry", "").strip()
    if not answer:
        return None
    status = typed.number(answer)
    if status not in _STATUSES:
        return not_yet("type_one_four")
    if of_status(int(status)).passes:
        return not_yet("passes_itself_after", answer=f"{status:g}")
    return done()


def _half(evidence: Evidence) -> Verdict | None:
    answer = evidence.answers.get("failures.half", "").strip()
    broken = [run for run in evidence.runs if run.text and run.failure and run.record and run.record.usage]
    if not broken:
        return None if not answer else not_yet("first_let_streamed")
    if not answer:
        return not_yet("broke_off_now")
    usage = broken[-1].record and broken[-1].record.usage
    counted, read = usage.output_tokens if usage else 0, typed.number(answer)
    if read == counted:
        return done(counted=counted)
    if usage and read == usage.input_tokens:
        return not_yet("prompt_which_billed")
    return not_yet("number_counted_last")


EXERCISES = exercises(
    WORDS,
    "failures",
    get_through=_got_through,
    leave_400=_leaves_400,
    patient=_patient,
    no_retry=_no_retry,
    half=_half,
)
