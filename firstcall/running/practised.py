"""A learner's whole program led through practice: each call that it makes is made, what it prints is told."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from firstcall import programs
from firstcall.calls import Call
from firstcall.programs import Came, NotUnderstood, Printed
from firstcall.running.runs import Run

MOST_CALLS = 20
"""Calls of one program; a loop that goes on for ever is broken off there."""
_log = logging.getLogger(__name__)


class Practised:
    """One program on its way. Read its attributes from any thread.

    `starters` make a call of a provider, by its id; they are used in a thread and must not ask Streamlit anything.
    `lines` are what was printed so far, `runs` the calls made so far. `refused` says why the program could not be
    followed further, `endless` that it made too many calls.
    """

    def __init__(self, source: str, told: str, starters: dict[str, Callable[[Call], Run]]) -> None:
        self.source, self._told, self._starters = source, told, starters
        self.lines: list[Printed] = []
        self.runs: list[Run] = []
        self.refused: NotUnderstood | None = None
        self.stopped = self.endless = False
        self._finished = threading.Event()
        threading.Thread(target=self._work, name="practised", daemon=True).start()

    @property
    def finished(self) -> bool:
        return self._finished.is_set()

    @property
    def last(self) -> Run | None:
        return self.runs[-1] if self.runs else None

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until it has ended, at most so long; says whether it has."""
        return self._finished.wait(seconds)

    def stop(self) -> None:
        """Break off. What came is kept."""
        self.stopped = True
        if self.last is not None and not self.last.finished:
            self.last.stop()

    def _work(self) -> None:
        try:
            self._lead()
        except NotUnderstood as error:
            self.refused = error
        except Exception:  # whatever it is, the page must not wait for ever
            _log.exception("a program came to an end that nobody foresaw")
            self.lines.append(Printed(1, None))
        finally:
            self._finished.set()

    def _lead(self) -> None:
        program, came = programs.followed(self.source, self._told), None
        while (step := program.next(came)) is not None:
            came = None
            if isinstance(step, Printed):
                self.lines.append(step)
                continue
            if len(self.runs) >= MOST_CALLS:
                self.endless = True
                return
            came = self._made(step)
            if self.stopped:
                return

    def _made(self, call: Call) -> Came | BaseException:
        run = self._starters[call.provider](call)
        self.runs.append(run)
        if self.stopped:  # asked while this call was being made
            run.stop()
        run.wait()
        if run.reply is not None:
            return Came(run.reply.names, run.text)
        self.stopped = self.stopped or run.state == "stopped" or run.error is None
        return run.error or InterruptedError()
