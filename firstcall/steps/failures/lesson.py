"""What "When it fails" says: the table of failures, the examples of retry code, the exercises."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Literal

from firstcall import providers
from firstcall.calls import Call, Message, Settings, status_passes
from firstcall.course.exercise import Evidence, Verdict, done, exercises, not_yet
from firstcall.programs import NotUnderstood
from firstcall.programs.retry.habits import Habits, habits
from firstcall.programs.retry.program import read_retry
from firstcall.programs.retry.write import Plan
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.failures import WORDS

OPENING = Settings(
    model="",
    messages=(Message("user", "Tell me a story about a lighthouse."),),
    max_tokens=400,
    stream=True,
)

Group = Literal["Your request", "Too busy, or broken", "The line between you"]


@dataclass(frozen=True)
class Failing:
    """One row of the table, and how to make it happen.

    `raises` is the class as written after `except`, by provider. `script` is what the practice server
    is told (see `fault_scripts`), by provider where it differs (`""` for all others); `wrong` makes the
    request itself wrong; `key` is a wrong key to send. `streamed` says whether it needs a stream
    (`False`: needs a plain call), `timeout` is the client's in seconds.
    """

    id: str
    group: Group
    comes: str
    raises: Mapping[str, str]
    meaning: str
    retry: str
    do: str
    script: Mapping[str, str] = field(default_factory=dict)
    wrong: Callable[[Call], Call] | None = None
    key: str = ""
    streamed: bool | None = None
    timeout: float | None = None

    def script_for(self, provider_id: str) -> str:
        return self.script.get(provider_id, self.script.get("", ""))


def _both(name: str) -> dict[str, str]:
    return {"anthropic": f"anthropic.{name}", "openai": f"openai.{name}"}


def _with(**changes: object) -> Callable[[Call], Call]:
    return lambda call: replace(call, arguments={**call.arguments, **changes})


def _negative_limit(call: Call) -> Call:
    limits = [name for name in call.arguments if name.startswith("max_")]
    return replace(call, arguments={**call.arguments, **dict.fromkeys(limits, -5)})


_NEVER = "Never"
_YES = "Yes, with growing waits"

ROWS: Sequence[Failing] = (
    Failing(
        "bad-parameter", "Your request", "400, bad parameter", _both("BadRequestError"),
        "A value that the API does not take, such as a token limit of -5.", _NEVER,
        "The message names the field. Mend the request.", wrong=_negative_limit,
    ),
    Failing(
        "unknown-field", "Your request", "400, malformed request", _both("BadRequestError"),
        "The JSON has something that does not belong: a misspelt field, a wrong shape.", _NEVER,
        "The message names the field. Compare it with the reference.",
        wrong=_with(extra_body={"mesages": "a misspelt field"}),
    ),
    Failing(
        "key", "Your request", "401", _both("AuthenticationError"),
        "The key is missing, wrong or expired.", _NEVER,
        "Check the environment variable; make a new key if need be.", key="sk-a-key-that-nobody-issued",
    ),
    Failing(
        "forbidden", "Your request", "403", _both("PermissionDeniedError"),
        "The key is good, but may not do this: model, project or country.", _NEVER,
        "Use another key or model, or ask for the permission.", script={"": "403"},
    ),
    Failing(
        "unknown-model", "Your request", "404, unknown model", _both("NotFoundError"),
        "No such model or path. The id is misspelt, or the model has retired.", _NEVER,
        "Copy the id from the provider's page.", wrong=_with(model="no-such-model"),
    ),
    Failing(
        "too-large", "Your request", "413, or 400 “too long”",
        {"anthropic": "anthropic.ContentTooLargeError", "openai": "openai.APIStatusError"},
        "The request is too big. Text that fits the line but not the model's window comes back as a 400 "
        "whose message speaks of its length.", _NEVER,
        "Shorten it: less history, a shorter document.", script={"": "413"},
    ),
    Failing(
        "no-credit", "Your request", "No credit left",
        {"anthropic": "anthropic.BadRequestError (400)", "openai": "openai.RateLimitError (429)"},
        "The account is empty. OpenAI sends it as a 429 that looks like “slow down” and means “pay”.",
        "No. Waiting brings no money", "Add credit. On OpenAI look at `error.code` before you retry a 429.",
        script={"anthropic": "400 credit", "openai": "429 quota x3", "": "429 quota x3"},
    ),
    Failing(
        "rate-limit", "Too busy, or broken", "429", _both("RateLimitError"),
        "Too many requests or tokens for this minute.", "Yes, as `retry-after` says",
        "Wait as long as `retry-after` says, else back off. If it keeps coming, check your tier.",
        script={"": "429 retry-after 1 x3"},
    ),
    Failing(
        "server-error", "Too busy, or broken", "500", _both("InternalServerError"),
        "Something broke at the provider.", _YES,
        "Retry. Keep the request id: support asks for it.", script={"": "500 x3"},
    ),
    Failing(
        "unavailable", "Too busy, or broken", "503",
        {"anthropic": "anthropic.ServiceUnavailableError", "openai": "openai.InternalServerError"},
        "The provider is down or has no room for now.", _YES,
        "Retry, then tell your user that it is not their fault.", script={"": "503 x3"},
    ),
    Failing(
        "overloaded", "Too busy, or broken", "529",
        {"anthropic": "anthropic.OverloadedError", "openai": "openai.InternalServerError (OpenAI sends 503)"},
        "Anthropic's own word for “overloaded”.", _YES, "Retry after a delay.", script={"": "529 x3"},
    ),
    Failing(
        "error-event", "Too busy, or broken", "Error event in a stream",
        {"anthropic": "anthropic.APIStatusError, with status 200", "openai": "openai.APIError"},
        "The reply began well (200), then the provider gave up.", "Yes, from the start",
        "Look at `error.type`: the status says 200. No SDK retries once text has come.",
        script={"": "error event after 8"}, streamed=True,
    ),
    Failing(
        "time-out", "The line between you", "Time-out", _both("APITimeoutError"),
        "No answer within the client's `timeout`: 600 seconds if you set none, 1.5 here.",
        _YES, "Set a time-out that your users can stand; retry and log the attempt.",
        script={"": "hang x3"}, timeout=1.5,
    ),
    Failing(
        "dropped", "The line between you", "Connection dropped", _both("APIConnectionError"),
        "The line broke before an answer came.", _YES, "Retry, and log which attempt it was.",
        script={"": "drop x3"},
    ),
    Failing(
        "dropped-midway", "The line between you", "Dropped in mid-stream",
        {"anthropic": "httpx2.RemoteProtocolError", "openai": "openai.APIConnectionError"},
        "The line broke while the reply was being written. What had come is yours, and billed.",
        "Yes, from the start", "Keep or discard the half. Anthropic's SDK lets the HTTP library's own exception "
        "through: catch it too.", script={"": "drop after 10"}, streamed=True,
    ),
    Failing(
        "early-end", "The line between you", "Stream without a stop reason",
        {"anthropic": "nothing: stop_reason is None", "openai": "nothing: finish_reason is None"},
        "The stream ended politely, but before its end. No exception tells you.", "Yes, from the start",
        "Check the stop reason after every stream.", script={"": "early end after 10"}, streamed=True,
    ),
    Failing(
        "broken-json", "The line between you", "Malformed JSON", {"anthropic": "json.JSONDecodeError",
        "openai": "json.JSONDecodeError"},
        "What came is no JSON. Something on the way damaged or cut it.", "Once",
        "Try once more; if it stays, look at the raw body.", script={"": "broken json after 6"},
    ),
    Failing(
        "html", "The line between you", "HTML in place of the API",
        {"anthropic": "AttributeError: 'str' object …", "openai": "AttributeError: 'str' object …"},
        "A web page answered with 200: the base URL is wrong, or a proxy is in between. The SDK hands you "
        "a plain string, and your own code trips over it.", _NEVER,
        "Check the base URL. OpenAI's ends in `/v1`, Anthropic's does not.", script={"": "html"}, streamed=False,
    ),
)  # fmt: skip


def find(id: str) -> Failing:
    return next(row for row in ROWS if row.id == id)


def call_for(row: Failing, provider: Provider, settings: Settings, max_retries: int | None) -> Call:
    """The call that a row sends: wrong where the row wants it wrong, `max_retries` as chosen."""
    if row.streamed is not None:
        settings = replace(settings, stream=row.streamed)
    call = provider.compose(settings, None)
    client: dict[str, object] = {} if max_retries is None else {"max_retries": max_retries}
    if row.timeout is not None:
        client["timeout"] = row.timeout
    call = replace(call, client=client)
    return row.wrong(call) if row.wrong else call


def cost_of(run: Run) -> str:
    """What a failed or half-finished call costs, in a sentence."""
    if run.failure is None and run.reply is not None and run.reply.stop_reason is None:
        return "The provider bills the prompt and what it had written, though the reply is no use to you."
    if run.record is not None and run.record.usage is not None and run.text:
        return "The prompt is billed, and every token written until the break. Asking again costs all of it again."
    status = run.failure.status if run.failure else None
    if status is not None and status >= 400:
        return "Nothing. It was refused before a token was written."
    if run.failure is not None and "Error" in run.failure.error:
        return (
            "Nothing was counted here. But the provider may have written the whole answer and bills it then: "
            "its usage page knows."
        )
    return ""


EXAMPLES: Mapping[str, Plan] = {
    "A wise one": Plan(),
    "Tight loop": Plan(attempts=8, first_wait=0.0, factor=1.0, longest_wait=None, jitter=False,
                       honours_retry_after=False),
    "Retries everything": Plan(attempts=5, jitter=False, retries_on=("Exception",)),
    "Never gives up": Plan(attempts=None, honours_retry_after=False),
    "On top of the SDK": Plan(max_retries=None, timeout=None),
    "Network only": Plan(retries_on=("APIConnectionError",)),
}  # fmt: skip
"""Retry programs to start from, good and bad."""

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

SDK_DEFAULTS: Mapping[str, Sequence[str]] = {
    "anthropic": (
        "2 retries, so 3 requests at most (`max_retries`).",
        "Retried: 408, 409, 429, 500 and above, a broken connection, a time-out; `x-should-retry` overrules.",
        "Waits 0.5 s, doubled each time, 8 s at most, minus up to 25 % of chance.",
        "`retry-after-ms`, else `retry-after`, is obeyed however long it is: 3600 really sleeps an hour.",
        "Time-out 600 s, 5 s for connecting.",
    ),
    "openai": (
        "2 retries, so 3 requests at most (`max_retries`).",
        "Retried: 408, 409, 429, 500 and above, a broken connection, a time-out; `x-should-retry` overrules.",
        "Waits 0.5 s, doubled each time, 8 s at most, minus up to 25 % of chance.",
        "`retry-after-ms`, else `retry-after`, is obeyed up to 120 s. Above that it does not retry at all.",
        "Time-out 600 s, 5 s for connecting.",
    ),
}
SDK_SOURCES: Mapping[str, str] = {
    "anthropic": "Source: anthropic 2.14, `_constants.py` and `_base_client.py`.",
    "openai": "Source: openai 3.57, `_constants.py` and `_base_client.py`.",
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
        if provider.sdk.client in code or f"import {provider.sdk.package}" in code:
            try:
                return habits(read_retry(code, provider.id, provider.sdk.methods, provider.sdk.client))
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


def _no_retry(evidence: Evidence) -> Verdict | None:
    answer = evidence.answers.get("failures.no_retry", "").strip().rstrip(".")
    if not answer:
        return None
    if answer not in {"429", "503", "401", "529"}:
        return not_yet("type_one_four")
    if status_passes(int(answer)):
        return not_yet("passes_itself_after", answer=answer)
    return done()


def _half(evidence: Evidence) -> Verdict | None:
    answer = evidence.answers.get("failures.half", "").strip()
    broken = [run for run in evidence.runs if run.text and run.failure and run.record and run.record.usage]
    if not broken:
        return None if not answer else not_yet("first_let_streamed")
    if not answer:
        return not_yet("broke_off_now")
    usage = broken[-1].record and broken[-1].record.usage
    counted = usage.output_tokens if usage else 0
    if answer == str(counted):
        return done(counted=counted)
    if usage and answer == str(usage.input_tokens):
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
