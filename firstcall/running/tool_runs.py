"""What a program did because a reply asked for it: a function of its own, run between two calls."""

from __future__ import annotations

from dataclasses import dataclass

NO_CLASS = "_OTHER"
"""What the conventions call an error that has no class: https://opentelemetry.io/docs/specs/semconv/registry/attributes/error/"""


@dataclass(frozen=True, slots=True)
class ToolRun:
    """One run of a function. Who runs it adds it to `Run.tools` of the call whose reply asked for it.

    `id` is the provider's name for this request of the model, empty where it has none. `arguments` are JSON as the
    model gave them, `result` is the text that goes back. `started` is on the clock of `Run.started`
    (`time.perf_counter()`); `error` is the class of what the function raised, `NO_CLASS` where it told of an error in its
    text, else empty.
    """

    name: str
    id: str
    arguments: str
    result: str
    started: float
    seconds: float
    error: str = ""
