"""What "What travels" says and asks."""

from __future__ import annotations

from collections.abc import Sequence

from firstcall.calls import Message, Settings
from firstcall.course.exercise import Evidence, Exercise, Verdict
from firstcall.running.runs import Run
from firstcall.running.wire import REDACTED, Exchange

IDEA = """
A call is one letter and one answer. **You touch only the two ends.** Your program hands the SDK objects.
The SDK writes them down as JSON, puts your key into a header, and sends it all in a single HTTPS POST.
JSON comes back, and the SDK makes objects of it again.
"""

OPENING = Settings(
    model="",
    messages=(Message("user", "What is an API? Answer in one sentence."),),
    max_tokens=1024,
    stream=True,
)

NO_SDK = """
The SDK is a convenience, not a requirement: anything that can send an HTTPS POST can make this call.
What the SDK adds is objects with names that your editor knows, retries, time-outs, and the reading of streams.
"""

FAQ: tuple[tuple[str, str], ...] = (
    (
        "Can somebody read along on the way?",
        "No: the S in HTTPS stands for an encrypted line, key and messages included. Who can read it are the two "
        "ends, your program and the provider. (The practice server is on this machine, so plain HTTP does.)",
    ),
    (
        "Is my key sent with every call?",
        "Yes, with every single one, in a header. The provider remembers neither you nor what you said before.",
    ),
    (
        "Why do the headers say so much about my machine?",
        "The SDKs report language, version and system in `x-stainless-*`. The provider uses it for statistics; "
        "the call works without.",
    ),
)


def _shown(run: Run) -> Exchange | None:
    """The exchange that counts: the last attempt."""
    return run.recorder.exchanges[-1] if run.recorder.exchanges else None


def _typed(evidence: Evidence, name: str) -> str:
    return evidence.answers.get(f"what_travels.{name}", "").strip().strip("\"'`,.")


_TRAVELLED = "Nothing has travelled from this page yet. Press **Run** first."


def _travelled(evidence: Evidence) -> Sequence[Run]:
    return [run for run in evidence.runs if run.recorder.exchanges]


def _request_id(evidence: Evidence) -> Verdict | None:
    typed = _typed(evidence, "request_id").rpartition(" ")[2]
    if not typed:
        return None
    runs = [run for run in _travelled(evidence) if run.record]
    if not runs:
        return Verdict(False, _TRAVELLED)
    ids = [run.record.request_id for run in runs if run.record]
    if typed in ids:
        if typed == ids[-1]:
            return Verdict(True, "That is it. With this number the provider finds your call among millions.")
        return Verdict(False, "That was an **earlier** call's. Take the newest one.")
    if any(run.reply is not None and run.reply.id == typed for run in runs):
        return Verdict(
            False,
            "That is the id of the **reply**, from the body. The request id stands in the response headers.",
        )
    if not typed.startswith("req_"):
        return Verdict(
            False, "A request id of these providers begins with `req_`. Look at the response headers."
        )
    return Verdict(False, "Not the request id of a call from this page. Copy all of it.")


def _key_header(evidence: Evidence) -> Verdict | None:
    typed = _typed(evidence, "key_header").partition(":")[0].strip().lower()
    if not typed:
        return None
    runs = _travelled(evidence)
    if not runs:
        return Verdict(False, _TRAVELLED)
    shown = _shown(runs[-1])
    headers = {name.lower(): value for name, value in shown.request_headers} if shown else {}
    if REDACTED in headers.get(typed, ""):
        return Verdict(
            True, f"Yes, `{typed}`. Who has this header has your key: never show it, never log it."
        )
    if typed in ("x-api-key", "x-goog-api-key"):
        return Verdict(
            False, "Some APIs take the key there. But look at what **your** SDK sent: one value is redacted."
        )
    if typed in headers:
        return Verdict(False, f"`{typed}` was sent, but it holds something else. Which value is redacted?")
    if "key" in typed:
        return Verdict(
            False, "That is the name of the variable on your machine. The header has another name."
        )
    return Verdict(False, "No request header of your newest call has this name.")


def _wrapping(evidence: Evidence) -> Verdict | None:
    """The same prompt streamed and whole: what the pieces cost in bytes."""
    finished = [run for run in evidence.replies if _shown(run) is not None]
    if not finished:
        return None
    for streamed in reversed(finished):
        for plain in reversed(finished):
            if streamed.call.streamed and not plain.call.streamed and _alike(streamed, plain):
                return _compare(streamed, plain)
    if len({run.call.streamed for run in finished}) == 2:
        return Verdict(
            False, "Both kinds are there, but with different prompts or providers. Change the switch alone."
        )
    missing = (
        "whole: turn **Stream the reply** off"
        if finished[-1].call.streamed
        else "streamed: turn **Stream the reply** on"
    )
    return Verdict(False, f"One is there. Now the same {missing}, then **Run**.")


def _alike(one: Run, other: Run) -> bool:
    return one.provider is other.provider and _prompt(one) == _prompt(other)


def _prompt(run: Run) -> tuple[Message, ...]:
    return run.provider.read(run.call).messages


def _compare(streamed: Run, plain: Run) -> Verdict:
    shown, whole = _shown(streamed), _shown(plain)
    assert shown is not None and whole is not None
    pieces, once = len(shown.body), len(whole.body)
    if not once:
        return Verdict(False, "One of the two bodies is empty. Run both again.")
    return Verdict(
        True,
        f"Streamed: {pieces:,} bytes in {len(shown.events())} events. Whole: {once:,} bytes. That is "
        f"{pieces / once:.1f} times as much, because every piece comes in its own wrapping. The tokens, and the price, "
        "do not count wrapping.",
    )


EXERCISES = (
    Exercise(
        "what_travels.request_id",
        "Find the **request id** of the newest call that you made on this page.",
        "It came back, so it stands among the response headers. **Headers explained** says what each one is.",
        "Open **Headers explained** above and look on the right. Anthropic calls it `request-id`, OpenAI "
        "`x-request-id`. In code: `message._request_id`, `stream.request_id` or `response._request_id`.",
        _request_id,
        asks="Request id",
    ),
    Exercise(
        "what_travels.key_header",
        "Which **request header** carries your key?",
        "One value of the request headers is redacted.",
        "`authorization`. Its value is the word `Bearer` and your key.",
        _key_header,
        asks="Name of the header",
    ),
    Exercise(
        "what_travels.wrapping",
        "Make the **same call twice**: once streamed, once whole. How many times as many bytes does the stream take?",
        "Press **Run**, turn **Stream the reply** off, press **Run** again. Leave everything else as it is.",
        "The app counts for you once both are there. A stream takes several times the bytes of the whole reply.",
        _wrapping,
    ),
)

MISTAKES = (
    "Printing the request headers into a log: the key stands in them.",
    "Throwing the request id away: it is the first thing that support asks for.",
    "Sending `anthropic-version` from an old example: another version takes other parameters.",
)
