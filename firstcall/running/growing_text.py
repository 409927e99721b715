"""A text that one thread writes and any number of pages read while it grows."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import AsyncGenerator, Callable


class _Bell:
    """Wakes one reader, in the event loop where it waits."""

    def __init__(self) -> None:
        self.loop = asyncio.get_running_loop()
        self.rung = asyncio.Event()

    def ring(self) -> bool:
        """False if the reader's event loop is gone."""
        try:
            self.loop.call_soon_threadsafe(self.rung.set)
        except RuntimeError:
            return False
        return True


class GrowingText:
    """An append-only text, safe to use from any thread.

    `on_left`, if given, runs in the reader's event loop when the last reader has been gone for
    `grace_seconds` and the text is still open: nobody is looking any more. It must not block.
    """

    def __init__(self, *, on_left: Callable[[], None] | None = None, grace_seconds: float = 1.0) -> None:
        self._lock = threading.Lock()
        self._parts: list[str] = []
        self._closed = threading.Event()
        self._bells: list[_Bell] = []
        self._left_at: float | None = None
        self._on_left = on_left
        self._grace_seconds = grace_seconds

    def add(self, text: str) -> None:
        """Append `text`. Ignored once closed: a run that was stopped may still hold a token."""
        with self._lock:
            if text and not self.closed:
                self._parts.append(text)
                self._ring()

    def close(self) -> None:
        """Nothing more will come. Closing twice is allowed."""
        with self._lock:
            self._closed.set()
            self._ring()

    @property
    def closed(self) -> bool:
        return self._closed.is_set()

    @property
    def text(self) -> str:
        """Everything added so far."""
        with self._lock:
            return "".join(self._parts)

    @property
    def pieces(self) -> tuple[str, ...]:
        """The same, as it was added."""
        with self._lock:
            return tuple(self._parts)

    def wait(self, seconds: float | None = None) -> bool:
        """Block until closed, at most `seconds`; says whether it is closed."""
        return self._closed.wait(seconds)

    @property
    def readers(self) -> int:
        """How many are reading now."""
        with self._lock:
            return len(self._bells)

    @property
    def left_at(self) -> float | None:
        """`time.monotonic()` when the last reader left; None while somebody reads, or nobody came yet."""
        with self._lock:
            return self._left_at

    async def read(self, offset: int = 0) -> AsyncGenerator[str]:
        """Yield what is there beyond `offset` characters, then what comes, until the text is closed."""
        bell = self._enter()
        try:
            seen = 0
            while True:
                bell.rung.clear()
                with self._lock:
                    fresh, closed = self._parts[seen:], self.closed
                seen += len(fresh)
                piece = "".join(fresh)
                unread, offset = piece[offset:], max(0, offset - len(piece))
                if unread:
                    yield unread
                elif closed:
                    return
                else:
                    await bell.rung.wait()
        finally:
            self._leave(bell)

    def _enter(self) -> _Bell:
        bell = _Bell()
        with self._lock:
            self._bells.append(bell)
            self._left_at = None
        return bell

    def _leave(self, bell: _Bell) -> None:
        with self._lock:
            if bell in self._bells:
                self._bells.remove(bell)
            if self._bells:
                return
            self._left_at = left_at = time.monotonic()
        if self._on_left is not None and not self.closed:
            bell.loop.call_later(self._grace_seconds, self._report_left, left_at)

    def _report_left(self, left_at: float) -> None:
        if self._on_left is not None and self.left_at == left_at and not self.closed:
            self._on_left()

    def _ring(self) -> None:
        """Wake every reader; the caller holds the lock."""
        self._bells = [bell for bell in self._bells if bell.ring()]
