"""How a program tells the errors of an SDK apart: which it tries again, and where one says how long to wait."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import isfinite
from typing import Any

_HEADER_IN_PYTHON = """\
headers = getattr(getattr(error, "response", None), "headers", {})
if "retry-after" in headers:  # the provider says how long to wait
    wait = max(wait, float(headers["retry-after"]))
"""
_HEADER_IN_JAVASCRIPT = """\
const asked = Number(error.headers?.get("retry-after")); // 0 or NaN where it does not say
if (asked > wait) wait = asked;
"""


@dataclass(frozen=True, slots=True)
class AskedWait:
    """How long to wait, as an answer says it: under the name `field`, in a header or, with `in_body`, among the
    details of an error in Google's form. `python` and `javascript` are the lines of a program that take the longer
    of it and `wait`, from the exception `error`."""

    field: str = "retry-after"
    in_body: bool = False
    python: str = _HEADER_IN_PYTHON
    javascript: str = _HEADER_IN_JAVASCRIPT

    def of(self, headers: Mapping[str, str], body: bytes) -> float | None:
        """The seconds that an answer asks for; `None` where it asks for none."""
        return self.among(_details(body)) if self.in_body else _seconds(headers.get(self.field))

    def among(self, details: Sequence[Mapping[str, Any]]) -> float | None:
        """The seconds that one of an error's details asks for."""
        return _seconds(next((one[self.field] for one in details if self.field in one), None))


def _seconds(said: object) -> float | None:
    try:
        seconds = float(str(said).removesuffix("s"))
    except ValueError:
        return None
    return seconds if isfinite(seconds) else None


def _details(body: bytes) -> list[Mapping[str, Any]]:
    """`error.details` of a body."""
    try:
        found = json.loads(body)
    except ValueError:
        return []
    for name in ("error", "details"):
        found = found.get(name) if isinstance(found, Mapping) else None
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


@dataclass(frozen=True, slots=True)
class Errors:
    """What a program writes after `except`. Names are those of the SDK's classes, in `module` where that is not the
    client's; those of others have their module before them.

    Where one class, `answered`, stands for all error answers, a number among the names is one answer of it, told by
    its attribute `status` (in JavaScript `javascript_status`); `statuses` are those that there are. `passing` are the
    answers that pass, `line` is a line that broke or was late. `others` are further names to choose from, and `broad`
    those of them that hold what passes and what does not. `covers` says what a name stands for, `javascript` how it is
    asked for there, where that is not `instanceof` the class of the same name, of which the client has one as its
    attribute. `asked_wait` is `None` where no exception says how long to wait.
    """

    module: str = ""
    passing: tuple[str, ...] = ("RateLimitError", "InternalServerError")
    line: tuple[str, ...] = ("APIConnectionError",)
    others: tuple[str, ...] = (
        "APITimeoutError", "BadRequestError", "AuthenticationError", "NotFoundError", "APIStatusError", "APIError",
    )  # fmt: skip
    broad: frozenset[str] = frozenset({"APIError", "APIStatusError"})
    answered: str = ""
    status: str = "status_code"
    javascript_status: str = "status"
    statuses: tuple[int, ...] = ()
    covers: Mapping[str, str] = field(
        default_factory=lambda: {
            "InternalServerError": "500 and above",
            "APIConnectionError": "no connection, or a time-out",
            "APITimeoutError": "a time-out",
            "APIStatusError": "every answer of 400 and above",
            "APIError": "everything that the SDK raises",
        }
    )
    javascript: Mapping[str, str] = field(
        default_factory=lambda: {
            "APITimeoutError": "error instanceof {client}.APIConnectionTimeoutError",
            "APIStatusError": "error instanceof {client}.APIError",
        }
    )
    asked_wait: AskedWait | None = field(default_factory=AskedWait)

    @property
    def worth(self) -> tuple[str, ...]:
        """What is worth another try: together these cover what passes, but for the rare."""
        return (*self.passing, *self.line)

    @property
    def modules(self) -> frozenset[str]:
        """The modules of others that a program imports for these classes."""
        names = (*self.worth, *self.others)
        return frozenset(name.rpartition(".")[0] for name in names if "." in name)
