"""The SDK's exceptions in plain words."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from firstcall.calls import Failure, Travelled
from firstcall.providers import _explain
from firstcall.providers._own_words import OwnWords

_OWN = OwnWords(Path(__file__).parent)
_SEEN = ("status_code", "error")
_QUEUE, _BUSY = "server busy", "overloaded_error"
"""The sentence of a full queue (ollama/ollama `server/sched.go`, `ErrMaxQueue`), and what others call that."""


def explain(name: str, key_variable: str, error: Exception, travelled: Travelled | None = None) -> Failure:
    """The SDK's exception for a provider called `name`. In a stream `ResponseError` has the status -1: it came as a
    line, below an answer of 200 (`ollama/_types.py`)."""
    status = getattr(error, "status_code", None)
    own = type(error).__name__ == "ResponseError"
    said = getattr(error, "error", None) if own else None
    return _explain.explain(
        error,
        _OWN,
        name=name,
        key_variable=key_variable,
        seen=_SEEN,
        travelled=travelled,
        said=said.get("message") if isinstance(said, Mapping) else said,  # of a server that is not Ollama
        codes=(_BUSY if str(said).startswith(_QUEUE) else "error",) if own and status == -1 else (),
        status=status if isinstance(status, int) and status > 0 else None,
    )
