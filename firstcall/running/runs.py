"""A run: one call made in a thread of its own, watched, stoppable at any moment, written down.

A page starts a run and looks at it; it never waits inside the SDK. The text goes into a `GrowingText`
as it arrives, what travelled into a `Recorder`, the outcome into the ledger.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

from firstcall import providers
from firstcall.calls import Call, Failure, Mode, Record, Reply, Usage, tier_of
from firstcall.ledger import entries, prices
from firstcall.providers import Access, Provider, headers_from
from firstcall.running import logs
from firstcall.running.growing_text import GrowingText
from firstcall.running.tool_runs import ToolRun
from firstcall.running.wire import Recorder

State = Literal["running", "done", "failed", "stopped"]

UNWATCHED_SECONDS = 20.0
"""A reply whose page was closed is broken off after this long: nobody would read it, somebody would pay."""

LOOK_SECONDS = 1.0
"""How often a call looks whether its learner is still there."""

_log = logging.getLogger(__name__)


class Run:
    """One call on its way. Read its attributes from any thread; `finished` tells when they are final.

    `error` is the SDK's own exception, which `failure` says in plain words; `batch` may name what the
    call is a part of, such as one run of a retry loop. `unwatched` says that it was broken off because
    whoever asked for it had gone, `refused` that it was never sent and has no record. `tools` are the functions that
    were run because its reply asked for them, in their order.
    """

    def __init__(self, call: Call, provider: Provider, access: Access, *, step: str, mode: Mode) -> None:
        self.call, self.provider, self.step, self.mode = call, provider, step, mode
        self.state: State = "running"
        self.program = ""
        self.growing_text = GrowingText(on_left=self._stop_unwatched, grace_seconds=UNWATCHED_SECONDS)
        added = headers_from(os.environ, provider)
        self.recorder = Recorder(
            secrets=(access.key, str(call.client.get("api_key") or ""), *added.values()),
            withheld=() if access.owners else added,
            private=added,
            ours=mode == "practice",
        )
        self.names: dict[str, Any] = {}
        self.at = datetime.now(UTC)
        self.reply: Reply | None = None
        self.failure: Failure | None = None
        self.error: Exception | None = None
        self.batch = ""
        self.tools: list[ToolRun] = []
        self.unwatched = self.refused = False
        self.record: Record | None = None
        self.first_token_seconds: float | None = None
        self.seconds: float | None = None
        self._access = access
        self._started = time.perf_counter()
        self._stopping = threading.Event()
        self._finished = threading.Event()
        self._lock = threading.Lock()

    @property
    def text(self) -> str:
        return self.growing_text.text

    @property
    def owners(self) -> bool:
        """Whether it goes out with the operator's key."""
        return self._access.owners

    @property
    def server(self) -> str:
        """The server that a live call goes to, where that is not the provider's own; else empty."""
        return self.provider.address.elsewhere(self._access.base_url) if self.mode == "live" else ""

    @property
    def finished(self) -> bool:
        return self._finished.is_set()

    @property
    def elapsed(self) -> float:
        """Seconds since the start, or the whole duration of a finished run."""
        return self.seconds if self.seconds is not None else time.perf_counter() - self._started

    @property
    def started(self) -> float:
        """When the call was made, on the clock of `Exchange.started` (`time.perf_counter()`)."""
        return self._started

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it is finished, at most so long; says whether it is."""
        return self._finished.wait(seconds)

    def stop(self, grace_seconds: float = 0.5) -> None:
        """Break the call off, also before its first token. What came is kept and counted."""
        self._stopping.set()
        self.recorder.abort()
        if not self.wait(grace_seconds):  # still connecting: the thread ends by itself later
            self._finish("stopped", None)

    def _make(self, finished: Callable[[Run], None], watched: Callable[[], bool] | None) -> None:
        self._on_finish = finished
        threading.Thread(target=self._work, name=f"run-{self.provider.id}", daemon=True).start()
        if watched is not None:
            _WATCH.over(self, watched)

    def _refuse(self, failure: Failure) -> None:
        """End before anything was sent: nothing is written down, `failure` says why."""
        self.state, self.failure, self.seconds, self.refused = "failed", failure, 0.0, True
        self._finished.set()
        self.growing_text.close()

    def _leave(self) -> None:
        self.unwatched = True
        self.stop()

    def _work(self) -> None:
        try:
            reply = self._read()
        except Exception as error:
            if self._stopping.is_set():
                self._finish("stopped", None)
            else:
                self._fail(error)
        else:
            self._finish("done", reply)

    def _read(self) -> Reply:
        http_client = self.recorder.around(self.provider.calling.http_client)
        with (
            self.provider.calling.connect(self._access, self.call, http_client) as client,
            logs.without(self.recorder.secrets, self.provider.sdk.package),
        ):
            pieces = self.provider.calling.perform(client, self.call, self.names)
            while True:
                try:
                    piece = next(pieces)
                except StopIteration as end:
                    reply: Reply = end.value
                    return reply
                if self._stopping.is_set():
                    pieces.close()
                    raise InterruptedError("stopped by the learner")
                if piece:
                    self._arrive(piece)

    def _stop_unwatched(self) -> None:
        """Called from where nobody must wait for a socket."""
        threading.Thread(target=self._leave, name="run-unwatched", daemon=True).start()

    def _arrive(self, piece: str) -> None:
        if self.first_token_seconds is None:
            self.first_token_seconds = time.perf_counter() - self._started
        self.growing_text.add(piece)

    def _fail(self, error: Exception) -> None:
        self.error = self.recorder.secrets.cleaned(error)
        try:
            failure = self.provider.calling.explain(error, self.recorder.travelled)
        except Exception:  # an exception that no table knows must still reach the page
            _log.warning("could not explain a %s", type(error).__name__)  # its text may quote the key
            failure = Failure(type(error).__name__, str(error), providers.WORDS.line("advice unknown"))
        self._finish("failed", None, self.recorder.told(replace(failure, kept=bool(self.text))))

    def _finish(self, state: State, reply: Reply | None, failure: Failure | None = None) -> None:
        with self._lock:
            if self._finished.is_set():
                return
            self.state, self.reply, self.failure = state, reply, failure
            self.seconds = time.perf_counter() - self._started
            try:
                self.record = self._row()
                self._on_finish(self)
            finally:  # whatever happens to its record, a page must not wait for ever
                self._finished.set()
                self.recorder.let_go()
                self.growing_text.close()  # tells the page, which finds the run finished

    def bare_record(self) -> Record:
        """What is known of this call without its reply, also before it has ended."""
        return Record(
            at=self.at,
            step=self.step,
            provider=self.provider.id,
            server=self.server,
            model=self.call.model,
            mode=self.mode,
            parameters=entries.parameters_of(self.call.arguments),
            usage=None,
            usd=None,
            seconds=self.seconds or 0.0,
            first_token_seconds=self.first_token_seconds if self.call.streamed else None,
            stop_reason=None,
            error=self.failure.error if self.failure else None,
            attempts=len(self.recorder.exchanges),
            stopped=self.state == "stopped",
        )

    def _row(self) -> Record:
        """What is written down of this call: all that can be told, and the bare row where a reply says
        things of itself that nobody can read."""
        bare = self.bare_record()
        try:
            return self._counted(bare)
        except Exception as error:  # a server may call anything its usage
            _log.warning("a reply of %s could not be counted: %s", self.provider.id, type(error).__name__)
            return bare

    def _counted(self, bare: Record) -> Record:
        usage, estimated = self._usage()
        model = str(self.call.sent.get("model", ""))
        counted = None if bare.server else usage  # what another server asks for its tokens, nobody can tell
        price = prices.price_of(self.provider.id, model, counted, self.at) if counted else None
        return replace(
            bare,
            usage=usage,
            usd=price.total_usd if price else None,
            stop_reason=self.reply.stop_reason if self.reply else None,
            estimated=estimated,
            request_id=self._request_id(),
        )

    def _request_id(self) -> str | None:
        said = self.reply.request_id if self.reply else self.failure.request_id if self.failure else None
        if said or not self.recorder.exchanges:
            return said
        headers = dict(self.recorder.exchanges[-1].response_headers)
        return headers.get("request-id") or headers.get("x-request-id")

    def _usage(self) -> tuple[Usage | None, bool]:
        """What was counted, and whether a part of it is our estimate (a stream that broke off)."""
        if self.reply is not None and self.reply.usage is not None and self._ended(self.reply):
            return self.reply.usage, False
        counted = self._counted_so_far()
        if self.state == "done" or self.text or (counted and counted.input_tokens):
            return _estimate(self.call, self.text, counted), True
        return None, False

    def _ended(self, reply: Reply) -> bool:
        """Whether a reply came to an end: it says why, or its kind never does."""
        kind = self.provider.kind
        return reply.stop_reason is not None or (kind is not None and not kind.says_why)

    def _counted_so_far(self) -> Usage | None:
        try:
            return self.provider.calling.usage_so_far(self.names)
        except Exception as error:  # what stands there need not be a usage: the text is counted instead
            _log.warning("no usage of %s could be read: %s", self.provider.id, type(error).__name__)
            return None


class _Watch:
    """Ends calls when nobody has been there for a while, whether or not anybody ever read from them. One thread looks
    after all that are on their way, and ends with the last of them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._over: dict[Run, tuple[Callable[[], bool], float]] = {}
        self._thread: threading.Thread | None = None

    def over(self, run: Run, watched: Callable[[], bool]) -> None:
        """`watched` says whether anybody is there."""
        with self._lock:
            self._over[run] = (watched, time.monotonic())
            if self._thread is None:
                self._thread = threading.Thread(target=self._look, name="run-watch", daemon=True)
                self._thread.start()

    def _look(self) -> None:
        while self._any_left():
            time.sleep(LOOK_SECONDS)
            now = time.monotonic()
            for run, (watched, seen) in list(self._over.items()):
                if run.finished:
                    continue
                if watched():
                    self._over[run] = (watched, now)
                elif now - seen > UNWATCHED_SECONDS:
                    run._stop_unwatched()

    def _any_left(self) -> bool:
        with self._lock:
            self._over = {run: kept for run, kept in self._over.items() if not run.finished}
            if not self._over:
                self._thread = None
            return bool(self._over)


_WATCH = _Watch()


def _estimate(call: Call, text: str, counted: Usage | None) -> Usage:
    """About four characters to a token, and the tier that was asked for, where the provider did not get to say."""
    said = call.arguments.get(providers.of(call).messages)
    prompt = counted.input_tokens if counted else _tokens(_text_in(said))
    return Usage(
        input_tokens=prompt or 1,
        output_tokens=max(_tokens(text), counted.output_tokens if counted else 0),
        cached_tokens=counted.cached_tokens if counted else 0,
        cache_write_tokens=counted.cache_write_tokens if counted else 0,
        reasoning_tokens=counted.reasoning_tokens if counted else 0,
        cache_write_1h_tokens=counted.cache_write_1h_tokens if counted else 0,
        tier=counted.tier if counted else tier_of(call.sent.get("speed"), call.sent.get("service_tier")),
    )


def _tokens(text: str) -> int:
    return -(-len(text) // 4)


def _text_in(value: Any) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        return "".join(_text_in(item) for item in value.values())
    return "".join(_text_in(item) for item in value) if isinstance(value, list | tuple) else ""


def start(
    call: Call,
    provider: Provider,
    access: Access,
    *,
    step: str,
    mode: Mode,
    begin: Callable[[Run], Failure | None] = lambda run: None,
    finished: Callable[[Run], None] = lambda run: None,
    watched: Callable[[], bool] | None = None,
) -> Run:
    """Make a call in the background. `begin` is called first, and can refuse it. `finished` is called once, in
    the run's thread, with the outcome.

    `watched` says whether the learner is still there, and is asked from a thread: a call that nobody has
    watched for `UNWATCHED_SECONDS` is broken off. Without it the learner is taken to be there.
    """
    run = Run(call, provider.making(call), access, step=step, mode=mode)
    refusal = begin(run)
    if refusal is None:
        run._make(finished, watched)
    else:
        run._refuse(refusal)
    return run
