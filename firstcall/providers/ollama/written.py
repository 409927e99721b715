"""The arguments of a call as they travel: Ollama streams unless it is told not to, and its SDKs always say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.calls import Call


def body(call: Call) -> Mapping[str, Any]:
    """The body of a request (https://docs.ollama.com/api/chat)."""
    said = {name: value for name, value in call.arguments.items() if name == "messages"}
    rest = {name: value for name, value in call.arguments.items() if name not in {"messages", "stream"}}
    return {**rest, "stream": call.streamed, **said}
