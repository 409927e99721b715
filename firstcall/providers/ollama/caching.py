"""Ollama's reuse of what the loaded model has read: no price, no counter, only time.

The model keeps what it has worked out for the newest prompt, and of the next one reads what is different, as long as it
stays loaded: https://docs.ollama.com/faq (`keep_alive`) and ollama/ollama `runner/ollamarunner/cache.go`. A prompt
longer than the context, 4,096 tokens unless told otherwise, is cut (https://docs.ollama.com/context-length).
"""

from __future__ import annotations

from dataclasses import replace

from firstcall.calls import Call
from firstcall.providers._arrange import changed
from firstcall.providers._caching import Caching

_CONTEXT = 8192


def _adds(call: Call) -> Call:
    """Room for the whole text, and half an hour in memory."""
    options = {**(call.arguments.get("options") or {}), "num_ctx": _CONTEXT}
    longer = replace(call, arguments={**call.arguments, "options": options})
    return changed(longer, keep_alive="30m")


CACHING = Caching(
    adds=_adds,
    counters={
        "input": "response.prompt_eval_count",
        "reading": "response.prompt_eval_duration / 1e9",
    },
)
