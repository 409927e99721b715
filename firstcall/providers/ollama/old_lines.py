"""Calls of old tutorials about tuning that fail today, by the argument that they are about, each with its smallest fix.

What `chat` does not have is a `TypeError` (`ollama/_client.py`). An unknown name in `options` is no failure at all: the
server passes it over, and says so in its log alone (ollama/ollama `api/types.go`, `FromMap`).
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
from firstcall.providers.ollama.compose import METHOD

_old = partial(old_line, text.beside(__file__))

_HAIKU = [{"role": "user", "content": "Write a haiku about the sea."}]
_LIST = [{"role": "user", "content": "List ten breakfast foods as a numbered list."}]


def _call(model: str = "llama3.2", **arguments: Any) -> Call:
    return Call("ollama", METHOD, {"model": model, **arguments})


_NOT_FETCHED = _call("llama2", options={"num_predict": 1024}, messages=_HAIKU)
_OTHERS_LIMIT = _call(max_tokens=1024, messages=_HAIKU)
_BESIDE = _call(temperature=0.5, messages=_HAIKU)
_OTHERS_STOP = _call(stop=["6."], messages=_LIST)

OLD_LINES: Mapping[str, tuple[BrokenCall, ...]] = {
    "model": (_old("not_fetched", _NOT_FETCHED, changed(_NOT_FETCHED, model="llama3.2")),),
    "max_tokens": (
        _old(
            "limit_elsewhere",
            _OTHERS_LIMIT,
            changed(_OTHERS_LIMIT, ("max_tokens",), options={"num_predict": 1024}),
        ),
    ),
    "temperature": (
        _old(
            "temperature_outside", _BESIDE, changed(_BESIDE, ("temperature",), options={"temperature": 0.5})
        ),
    ),
    "stop": (_old("stop_outside", _OTHERS_STOP, changed(_OTHERS_STOP, ("stop",), options={"stop": ["6."]})),),
}
