"""How the client of an SDK is told how long to wait and how often to try again, and what it does untold."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Patience:
    """`retries` and `timeout` are where a client's arguments say these: an argument, or one and keys in its dicts;
    no `retries` where an SDK never tries again, and cannot be told to.

    The number of retries is written plus `counts_first`, the time-out in seconds times `per_second`. By itself
    the SDK tries again `usual_retries` times and waits `usual_seconds`, `None` for without end. `javascript` is the
    property, with `{milliseconds}` in it, that gives a client of JavaScript a time-out where it has no argument for one.
    """

    retries: tuple[str, ...] = ("max_retries",)
    timeout: tuple[str, ...] = ("timeout",)
    counts_first: int = 0
    per_second: int = 1
    usual_retries: int = 2
    usual_seconds: float | None = 600.0
    javascript: str = ""

    def retries_of(self, client: Mapping[str, Any]) -> Any:
        """What a client's arguments say of retries, as a number of them; `None` where they say nothing."""
        if not self.retries:
            return self.usual_retries
        said = _at(client, self.retries)
        return said - self.counts_first if _is_number(said) else said

    def seconds_of(self, client: Mapping[str, Any]) -> Any:
        """The time-out that a client's arguments say, in seconds; `None` where they say none."""
        said = _at(client, self.timeout)
        return said / self.per_second if _is_number(said) and self.per_second != 1 else said

    def written(
        self, client: Mapping[str, Any], retries: int | None = None, seconds: float | None = None
    ) -> dict[str, Any]:
        """A client's arguments that say these and nothing else of it; `None` leaves one to the SDK."""
        tries = None if retries is None else retries + self.counts_first
        told = _put(client, self.retries, tries) if self.retries else dict(client)
        wait = seconds if seconds is None or self.per_second == 1 else round(seconds * self.per_second)
        return _put(told, self.timeout, wait)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _at(value: Any, path: Sequence[str]) -> Any:
    for name in path:
        value = value.get(name) if isinstance(value, Mapping) else None
    return value


def _put(held: Any, path: Sequence[str], value: Any) -> dict[str, Any]:
    """A dict with a value at a path, or without it for `None`; a dict that is left empty goes too."""
    name, *more = path
    known = dict(held) if isinstance(held, Mapping) else {}
    put = _put(known.get(name), more, value) or None if more else value
    if put is None:
        return {one: kept for one, kept in known.items() if one != name}
    return known | {name: put}


def retry_after(wait: float | None) -> dict[str, str]:
    """The header of an answer that asks to wait some seconds."""
    return {} if wait is None else {"retry-after": f"{wait:g}"}


def waiting(client: Any, wait: Callable[[float], None]) -> None:
    """Let a client wait by that between its own tries. The method is the same in `anthropic/_base_client.py` and
    `openai/_base_client.py`: what it gives is slept."""
    worked_out = client._calculate_retry_timeout

    def waited(*arguments: Any, **named: Any) -> float:
        wait(float(worked_out(*arguments, **named)))
        return 0.0

    client._calculate_retry_timeout = waited
