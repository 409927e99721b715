"""Values with rules of their own: the options of a model, how much it thinks, how long it stays.

ollama/ollama `api/types.go` (`FromMap`, `ThinkValue`, `Duration`) and `server/thinking.go`; durations are Go's (`time`).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from typing import Any

from firstcall.practice.refusal import Refusal
from firstcall.practice.wires.ollama.fields import held, is_number

LEVELS = ("low", "medium", "high", "max")
_UNITS = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1.0, "m": 60.0, "h": 3600.0}
_PART = re.compile(r"(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|ms|s|m|h)")
_LONGEST = 100 * 365 * 86_400
"""Seconds from which on it is for ever."""
_INTEGERS = ("num_ctx", "num_keep", "num_predict", "seed", "top_k", "repeat_last_n", "num_batch", "num_gpu", "main_gpu",
             "num_thread")  # fmt: skip
_FLOATS = (
    "temperature",
    "top_p",
    "min_p",
    "typical_p",
    "repeat_penalty",
    "presence_penalty",
    "frequency_penalty",
)


def options_of(given: Mapping[str, Any]) -> dict[str, Any]:
    """The options that Ollama knows; of the others its log says that they are invalid. Raises `Refusal` 500 for a value
    of the wrong kind: it is found when the model is loaded."""
    found: dict[str, Any] = {}
    for name, value in given.items():
        if value is None:
            continue
        number = is_number(value)
        if number:
            held(value, f"options.{name}")
        if name in _INTEGERS:
            found[name] = int(_checked(name, value, number, "integer"))
        elif name in _FLOATS:
            found[name] = float(_checked(name, value, number, "float32"))
        elif name == "stop":
            _checked(name, value, isinstance(value, list), "array")
            found[name] = _checked(
                name, value, all(isinstance(each, str) for each in value), "an array of strings"
            )
    return found


def _checked(name: str, value: Any, right: bool, wanted: str) -> Any:
    if not right:
        of = "must be of" if wanted.startswith("an ") else "must be of type"
        raise Refusal(500, f'option "{name}" {of} {wanted}')
    return value


def think_of(value: Any) -> bool | str | None:
    """Whether, or how much, the model is to think. Raises `Refusal`."""
    if isinstance(value, str):
        if value not in LEVELS:
            raise Refusal(
                400,
                f'invalid think value: "{value[:80]}" (must be "high", "medium", "low", "max", true, or false)',
            )
        return value
    if value is None or isinstance(value, bool):
        return value
    raise Refusal(400, 'think must be a boolean or string ("high", "medium", "low", "max", true, or false)')


def seconds(value: Any) -> float | None:
    """How long a model stays loaded, in seconds, from a number or a Go duration such as `5m`; `inf` for ever, which a
    number below 0 stands for. Raises `Refusal`."""
    if value is None:
        return None
    found = held(value, "keep_alive") if is_number(value) else None
    if isinstance(value, str):
        found = _duration(value)
    if found is None:
        raise Refusal(400, f"Unsupported type: '{type(value).__name__}'")
    return math.inf if found < 0 or found > _LONGEST else found


def _duration(said: str) -> float:
    bare = said.lstrip("+-")
    if bare == "0":
        return 0.0
    parts = _PART.findall(bare)
    if not parts or "".join(number + unit for number, unit in parts) != bare:
        what = "missing unit in duration" if re.fullmatch(r"[\d.]+", bare) else "invalid duration"
        raise Refusal(400, f'time: {what} "{said[:80]}"')
    total = math.fsum(float(number) * _UNITS[unit] for number, unit in parts)
    return -total if said.startswith("-") else total
