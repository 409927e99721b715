"""The path of one call as a sequence diagram: recorded exchanges in, Mermaid text out.

Mermaid's grammar: https://mermaid.js.org/syntax/sequenceDiagram.html
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal
from urllib.parse import urlsplit

from firstcall.running.wire import Exchange
from firstcall.steps.what_travels import WORDS
from firstcall.ui.charts.mermaid import NARROW, safe

Place = Literal["program", "sdk", "provider"]

MOST_ATTEMPTS = 6


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happened, at so many seconds after the call was made (`None`: not measured).

    `goes` and `to` are where it came from and where it went; the same place twice is something that
    happened there. `back` says that it is an answer. The text may have several lines.
    """

    seconds: float | None
    goes: Place
    to: Place
    text: str
    back: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be known of a call besides what travelled.

    `started` is the moment of the call as a `time.perf_counter()` value, like `Exchange.started`; the
    other times are seconds after it. `first_text_seconds` is `None` where nothing was streamed, `error`
    is the exception that the program got, where it got one.
    """

    method: str
    package: str
    provider: str
    started: float
    seconds: float
    first_text_seconds: float | None = None
    error: str | None = None
    stopped: bool = False


def path_of(exchanges: Sequence[Exchange], told: Told) -> list[Step]:
    """The steps of a call in the order of time, every attempt of the SDK among them."""
    before_dot, _, method = told.method.rpartition(".")
    steps = [Step(0.0, "program", "sdk", f"client.{before_dot}\n.{method}(…)")]
    if exchanges:
        steps.append(Step(None, "sdk", "sdk", WORDS.say("diagram/to_json")))
    before = None
    for exchange in exchanges[:MOST_ATTEMPTS]:
        if before is not None:
            steps.append(_wait(before, exchange))
        steps += _attempt(exchange, told, again=before is not None)
        before = exchange
    if len(exchanges) > MOST_ATTEMPTS:
        steps.append(
            Step(None, "sdk", "sdk", WORDS.say("diagram/more", attempts=len(exchanges) - MOST_ATTEMPTS))
        )
    if told.first_text_seconds is not None:
        steps.append(
            Step(told.first_text_seconds, "sdk", "program", WORDS.say("diagram/first_piece"), back=True)
        )
    return [*_in_time(steps), _end(told)]


def _attempt(exchange: Exchange, told: Told, *, again: bool) -> list[Step]:
    """One HTTP attempt: what left, what came back, and when."""
    left = exchange.started - told.started
    target = f"{exchange.method} {_short(urlsplit(exchange.url).path)}"
    size = f"{len(exchange.request_body):,}"
    sent = WORDS.say("diagram/again" if again else "diagram/sent", target=target, bytes=size)
    steps = [Step(left, "sdk", "provider", sent)]
    if exchange.headers_seconds is not None:
        steps.append(_came(left + exchange.headers_seconds, _status(exchange)))
    steps += [_came(left + seconds, text) for seconds, text in _body(exchange)]
    if exchange.error is not None:
        broke = exchange.end_seconds
        text = WORDS.say("diagram/breaks", error=exchange.error.partition(":")[0])
        steps.append(Step(None if broke is None else left + broke, "provider", "sdk", text, back=True))
    return steps


def _short(path: str) -> str:
    """The last two parts of a path."""
    parts = path.split("/")
    return path if len(parts) <= 3 else "…/" + "/".join(parts[-2:])


def _came(seconds: float, text: str) -> Step:
    return Step(seconds, "provider", "sdk", text, back=True)


def _status(exchange: Exchange) -> str:
    said = dict(exchange.response_headers).get("retry-after")
    return WORDS.say("diagram/status", status=exchange.status) + (
        f"\nretry-after {said}" if said is not None else ""
    )


def _body(exchange: Exchange) -> list[tuple[float, str]]:
    """When the body came: the first and the last event of a stream, or the whole at once."""
    if not exchange.chunks:
        return []
    if not exchange.is_stream:
        return [(exchange.chunks[-1][0], WORDS.say("diagram/body", bytes=f"{len(exchange.body):,}"))]
    events = exchange.events()
    if len(events) < 2:
        return [(seconds, WORDS.say("diagram/one_event")) for seconds, _ in events]
    last = WORDS.say("diagram/last_event", events=f"{len(events):,}")
    return [(events[0][0], WORDS.say("diagram/first_event")), (events[-1][0], last)]


def _wait(before: Exchange, after: Exchange) -> Step:
    """The pause between two attempts."""
    ended = before.started + max(before.headers_seconds or 0.0, before.end_seconds or 0.0)
    return Step(None, "sdk", "sdk", WORDS.say("diagram/waits", time=time(after.started - ended)))


def _end(told: Told) -> Step:
    """What the program has in hand at the end."""
    if told.stopped:
        return Step(told.seconds, "program", "sdk", WORDS.say("diagram/stopped"))
    text = WORDS.say("diagram/raises", error=told.error) if told.error else WORDS.say("diagram/objects")
    return Step(told.seconds, "sdk", "program", text, back=True)


def _in_time(steps: Sequence[Step]) -> list[Step]:
    """Steps by their time; one without a time stays behind the one before it."""
    keyed, last = [], 0.0
    for step in steps:
        last = last if step.seconds is None else step.seconds
        keyed.append((last, step))
    return [step for _, step in sorted(keyed, key=lambda pair: pair[0])]


def mermaid(steps: Sequence[Step], told: Told) -> str:
    """The steps as a Mermaid sequence diagram, the time of each on its arrow."""
    there = safe(told.provider).replace(" ", "<br/>", 1)
    lines = [
        NARROW,
        "sequenceDiagram",
        f"participant program as {WORDS.line('diagram/program').replace(' ', '<br/>')}",
        f"participant sdk as SDK<br/>{safe(told.package)}",
        f"participant provider as {there}",
    ]
    return "\n".join(lines + [f"  {_line(step)}" for step in steps])


def _line(step: Step) -> str:
    text = "<br/>".join(safe(part) for part in step.text.split("\n"))
    if step.goes == step.to:
        return f"Note over {step.goes}: {text}"
    arrow = "-->>" if step.back else "->>"
    when = f"{time(step.seconds)}<br/>" if step.seconds else ""
    return f"{step.goes}{arrow}{step.to}: {when}{text}"


def time(seconds: float | None) -> str:
    """`12 ms`, `1.57 s`; empty for a time that was not measured."""
    if seconds is None:
        return ""
    return f"{seconds * 1000:.0f} ms" if seconds < 1 else f"{seconds:.2f} s"


def in_words(steps: Sequence[Step], told: Told) -> list[dict[str, str]]:
    """The same steps as rows of a table, for who cannot or would not read the picture."""
    names = {
        "program": WORDS.line("diagram/your_program"),
        "sdk": WORDS.line("diagram/the_sdk"),
        "provider": told.provider,
    }
    return [
        {
            "after": time(step.seconds),
            "where": names[step.goes] + ("" if step.goes == step.to else f" → {names[step.to]}"),
            "what": step.text.replace("\n.", ".").replace("\n", " "),
        }
        for step in steps
    ]


def alt(steps: Sequence[Step], told: Told) -> str:
    """What to take away from the diagram, in a sentence."""
    sent = sum(step.to == "provider" for step in steps)
    values = {"provider": told.provider, "time": time(told.seconds)}
    return WORDS.line("diagram/alt" if sent else "diagram/alt_none", requests=sent, **values)
