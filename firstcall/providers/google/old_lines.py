"""Calls of old tutorials about tuning that fail today, by the argument that they are about, each with its smallest fix.

Most are lines of the older package, https://github.com/google-gemini/deprecated-generative-ai-python, or of another
provider's SDK: what `generate_content` does not have is a `TypeError`, what `config` does not have a `ValidationError`
(`google/genai/models.py`, `google/genai/types.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from firstcall import text
from firstcall.calls import Call
from firstcall.providers import BrokenCall
from firstcall.providers._arrange import changed
from firstcall.providers._old_lines import old_line
from firstcall.providers.google.compose import PLAIN

_old = partial(old_line, text.beside(__file__))

_HAIKU = "Write a haiku about the sea."
_LIST = "List ten breakfast foods as a numbered list."


def _call(model: str = "gemini-3.5-flash-lite", **arguments: Any) -> Call:
    return Call("google", PLAIN, {"model": model, **arguments})


_RETIRED = _call("gemini-2.0-flash", config={"max_output_tokens": 1024}, contents=_HAIKU)
_GENERATION_CONFIG = _call(generation_config={"max_output_tokens": 1024}, contents=_HAIKU)
_OTHERS_LIMIT = _call(config={"max_tokens": 1024}, contents=_HAIKU)
_BESIDE = _call("gemini-3.1-flash-lite", temperature=0.5, contents=_HAIKU)
_TOO_HOT = _call("gemini-3.1-flash-lite", config={"temperature": 2.5}, contents=_HAIKU)
_OTHERS_STOP = _call(config={"stop": ["6."]}, contents=_LIST)

OLD_LINES: Mapping[str, tuple[BrokenCall, ...]] = {
    "model": (_old("retired_gemini", _RETIRED, changed(_RETIRED, model="gemini-3.5-flash-lite")),),
    "max_tokens": (
        _old(
            "generation_config",
            _GENERATION_CONFIG,
            changed(_GENERATION_CONFIG, ("generation_config",), config={"max_output_tokens": 1024}),
        ),
        _old("others_limit", _OTHERS_LIMIT, changed(_OTHERS_LIMIT, config={"max_output_tokens": 1024})),
    ),
    "temperature": (
        _old("beside", _BESIDE, changed(_BESIDE, ("temperature",), config={"temperature": 0.5})),
        _old("above_two", _TOO_HOT, changed(_TOO_HOT, config={"temperature": 2.0})),
    ),
    "stop": (_old("others_stop", _OTHERS_STOP, changed(_OTHERS_STOP, config={"stop_sequences": ["6."]})),),
}
