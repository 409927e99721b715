"""A retry that really runs: the program's steps, each ask a real call, each wait a real wait.

The waits may be shortened (`lapse`); what is written down are the times as the program meant them.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from firstcall import providers
from firstcall.calls import Call
from firstcall.programs import NotUnderstood
from firstcall.programs.follow.steps import ANSWER, Ask, Clock, Raised, Steps, Wait
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.running.wire import Exchange
from firstcall.steps.failures import WORDS

MOST_REQUESTS = 24
MOST_SECONDS = 120.0
SDK_RETRIES = 2
"""How often an SDK tries again that is shown at it: what most do by themselves."""
SDK_TIMEOUT_SECONDS = 600.0
_SHORTEST_TIMEOUT = 3.0
"""A machine under load may take this long to answer itself."""

Waiting = Callable[[Any, Callable[[float], None]], None]
State = Literal["running", "done", "failed", "stopped", "cut short"]
_log = logging.getLogger(__name__)


@dataclass
class Attempt:
    """One call of the program: the run, and the waits that the SDK made inside it, in seconds."""

    run: runs.Run
    sdk_waits: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of the timeline, in seconds of the program's own time.

    `text` is what a request came to: a status, or a word; `good` says whether it was a reply.
    """

    kind: Literal["request", "wait", "sdk wait"]
    start: float
    seconds: float
    text: str = ""
    good: bool = False
    attempt: int = 0


def once() -> Steps:
    """A program without a retry of its own: one call."""
    answer = yield Ask()
    if isinstance(answer, BaseException):
        raise Raised(answer)
    return answer


class Retrying:
    """One program on its way under a script of faults. Read it from any thread.

    `call` is made with `max_retries` and `timeout` as its client says. `starter` takes the provider
    and gives the function that starts one call; it must reach the practice server. What the program
    says of keys and addresses is left out.
    """

    def __init__(
        self,
        name: str,
        call: Call,
        provider: Provider,
        starter: Callable[[Provider], Callable[[Call], runs.Run]],
        *,
        lapse: float = 1.0,
    ) -> None:
        self.name, self.lapse = name, lapse
        self.call = _practised(call, lapse)
        self.timeout = _timeout(call)
        self.max_retries = _max_retries(call)
        self.id = f"{name} {secrets.token_hex(6)}"
        self.state: State = "running"
        self.remark = ""
        self.log: list[Attempt | float] = []
        self.clock = Clock()
        self._connect, self._waiting = provider.calling.connect, provider.calling.waiting
        timed = replace(provider.calling, connect=self._timed)
        self._begin = starter(replace(provider, calling=timed))
        self._sdk_waits: list[float] = []
        self._stopping = threading.Event()
        self._finished = threading.Event()
        self._run: runs.Run | None = None
        self._began = time.monotonic()

    @property
    def finished(self) -> bool:
        return self._finished.is_set()

    def wait(self, seconds: float | None = None) -> bool:
        return self._finished.wait(seconds)

    def stop(self) -> None:
        """Break off at once, in the middle of a wait too."""
        self._stopping.set()
        if self._run is not None:
            self._run.stop()

    @property
    def attempts(self) -> list[Attempt]:
        return [entry for entry in self.log if isinstance(entry, Attempt)]

    @property
    def requests(self) -> int:
        """How often the provider was really asked, the SDK's own retries included."""
        return sum(len(attempt.run.recorder.exchanges) for attempt in self.attempts)

    @property
    def last(self) -> runs.Run | None:
        return self.attempts[-1].run if self.attempts else None

    def start(self, steps: Callable[[Clock], Steps]) -> Retrying:
        """Perform the steps in a thread of its own."""
        work = threading.Thread(target=self._work, args=(steps(self.clock),), name="retrying", daemon=True)
        work.start()
        return self

    def _work(self, steps: Steps) -> None:
        try:
            self.state = self._perform(steps)
        except Raised as raised:
            self._broke(f"{type(raised.error).__name__}: {raised.error}")
        except InterruptedError as stopped:
            self.state, self.remark = ("cut short", str(stopped)) if str(stopped) else ("stopped", "")
        except NotUnderstood as error:
            self._broke(error.message)
        except Exception as error:  # whatever it is, the page must not wait for ever
            _log.exception("a retry came to an end that nobody foresaw")
            self._broke(f"{type(error).__name__}: {error}")
        finally:
            steps.close()
            self._finished.set()

    def _perform(self, steps: Steps) -> State:
        step = next(steps)
        while True:
            if isinstance(step, Wait):
                self.log.append(step.seconds)
                self.clock.now += step.seconds
                self._sleep(step.seconds)
                came = None
            else:
                came = self._ask()
            try:
                step = steps.send(came)
            except StopIteration:
                return "done" if self._got_reply() else "failed"

    def _broke(self, remark: str) -> None:
        """The program stopped. A retry that had its reply got through, whatever becomes of the reply."""
        self.state, self.remark = "done" if self._got_reply() else "failed", remark

    def _got_reply(self) -> bool:
        return self.last is not None and self.last.reply is not None

    def _ask(self) -> Any:
        if self.requests >= MOST_REQUESTS:
            raise InterruptedError(WORDS.line("went/too_many", requests=MOST_REQUESTS))
        self._sdk_waits = []
        self._run = self._begin(self.call)
        self._run.batch = self.id
        attempt = Attempt(self._run, self._sdk_waits)
        self.log.append(attempt)
        self._run.wait()
        if self._stopping.is_set() or self._run.state == "stopped":
            raise InterruptedError
        self.clock.now += sum(span.seconds for span in _spans_of(attempt, 0, 0, self))
        return self._run.error if self._run.error is not None else ANSWER

    def _timed(self, access: Access, call: Call, http_client: Any) -> Any:
        """The client. Let the SDK work out its waits itself, but wait them here: shortened, and stoppable.

        An SDK that cannot be told so waits by itself and in full.
        """
        made = self._connect(access, call, http_client)
        return made if self._waiting is None else self._waited(made, self._waiting, self._sdk_waits)

    @contextmanager
    def _waited(self, made: Any, waiting: Waiting, waits: list[float]) -> Iterator[Any]:
        def wait(seconds: float) -> None:
            waits.append(seconds)
            self._sleep(seconds)

        with made as client:
            waiting(client, wait)
            yield client

    def _sleep(self, seconds: float) -> None:
        left = MOST_SECONDS - (time.monotonic() - self._began)
        if seconds / self.lapse > left:
            self._stopping.wait(min(max(left, 0), 1))
            raise InterruptedError(WORDS.line("went/too_long", seconds=f"{seconds:.0f}"))
        if self._stopping.wait(seconds / self.lapse):
            raise InterruptedError

    @property
    def spans(self) -> list[Span]:
        """The timeline so far."""
        found: list[Span] = []
        at, number = 0.0, 0
        for entry in list(self.log):
            if isinstance(entry, Attempt):
                number += 1
                found += _spans_of(entry, at, number, self)
            else:
                found.append(Span("wait", at, entry, attempt=number))
            at = found[-1].start + found[-1].seconds if found else at
        return found

    @property
    def seconds(self) -> float:
        spans = self.spans
        return spans[-1].start + spans[-1].seconds if spans else 0.0


def _spans_of(attempt: Attempt, at: float, number: int, whole: Retrying) -> list[Span]:
    found = []
    exchanges = list(attempt.run.recorder.exchanges)
    for place, exchange in enumerate(exchanges):
        good = attempt.run.reply is not None and place == len(exchanges) - 1
        seconds = exchange.end_seconds or exchange.headers_seconds or 0.0
        if "Timeout" in (exchange.error or ""):
            seconds = whole.timeout
        found.append(Span("request", at, seconds, outcome(exchange, good), good, number))
        at += seconds
        if place < len(attempt.sdk_waits):
            found.append(Span("sdk wait", at, attempt.sdk_waits[place], attempt=number))
            at += attempt.sdk_waits[place]
    return found


def outcome(exchange: Exchange, good: bool) -> str:
    """What came of a request, in a word: `429`, `ok`, `time-out`, `dropped`."""
    if "Timeout" in (exchange.error or ""):
        return "time-out"
    if exchange.error:
        return "dropped"
    if exchange.status is None:
        return "…"
    return "ok" if good else "unreadable" if exchange.status == 200 else str(exchange.status)


def _timeout(call: Call) -> float:
    patience = providers.get(call.provider).sdk.patience
    said = call.arguments.get("timeout", patience.seconds_of(call.client))
    return (
        float(said) if isinstance(said, int | float) and not isinstance(said, bool) else SDK_TIMEOUT_SECONDS
    )


def _max_retries(call: Call) -> int:
    patience = providers.get(call.provider).sdk.patience
    said = patience.retries_of(call.client)
    return said if isinstance(said, int) else patience.usual_retries


def _practised(call: Call, lapse: float) -> Call:
    """The call for the practice server: no key or address of its own, the time-out shortened as well."""
    timeout = max(min(_timeout(call), 60.0) / lapse, _SHORTEST_TIMEOUT)
    own = ("api_key", "base_url")
    patience = providers.get(call.provider).sdk.patience
    client = {name: value for name, value in call.client.items() if name not in own}
    arguments = {name: value for name, value in call.arguments.items() if name != "timeout"}
    return replace(
        call, client=patience.written(client, patience.retries_of(client), timeout), arguments=arguments
    )
