"""What each event of a raw stream means, and what the SDK makes of it. Read from the JSON alone.

Anthropic's events: https://platform.claude.com/docs/en/build-with-claude/streaming; OpenAI's chunks and events:
https://platform.openai.com/docs/api-reference/chat/streaming and .../responses-streaming; Google's:
https://ai.google.dev/api/generate-content#method:-models.streamgeneratecontent; Ollama's lines:
https://docs.ollama.com/api/chat.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firstcall.text import filled
from firstcall.ui import WORDS


@dataclass(frozen=True, slots=True)
class Event:
    """One event: its id in the table of words, a short label for the time axis, what it says, what
    reaches the program (`sdk`), and the piece of the reply's text that it carries."""

    id: str
    label: str
    means: str
    sdk: str
    piece: str = ""


def read(block: str) -> Event:
    """An event as it arrived: the lines before the blank line, or one line of JSON."""
    lines = [line[5:].strip() for line in block.splitlines() if line.startswith("data:")]
    data = "\n".join(lines) if lines else block.strip()
    if data == "[DONE]":
        return _event("done", data)
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        return _event("not_json", "not JSON")
    if not isinstance(said, dict):
        return _event("unknown", "data")
    if "type" in said and "choices" not in said:
        return _typed(said)
    if isinstance(said.get("candidates"), list) or "promptFeedback" in said:
        return _response(said)
    if "done" in said and "error" not in said:
        return _line(said)
    known = isinstance(said.get("choices"), list) or "error" in said
    return _chunk(said) if known else _event("unknown", "data")


def _event(id: str, label: str, piece: str = "", **values: object) -> Event:
    row = next(row for row in WORDS.section("stream_events").rows() if row["event"] == f"`{id}`")
    means, sdk = row["what it means"], row["what the SDK makes of it"]
    return Event(id, label, filled(means, values), filled(sdk, values), piece)


_TEXT = "response.output_text.delta"
_OF_RESPONSE = frozenset(
    f"response.{name}"
    for name in (
        "created", "in_progress", "output_item.added", "content_part.added", "output_text.delta", "output_text.done",
        "content_part.done", "output_item.done", "completed", "incomplete", "failed",
    )
)  # fmt: skip
"""`openai/types/responses/response_stream_event.py`, as far as a reply of text has them."""
_BY_TYPE = frozenset({"message_start", "content_block_stop", "message_stop", "ping", "error"})


def _typed(said: Mapping[str, Any]) -> Event:
    """An event that says its type, as Anthropic's do."""
    kind = str(said["type"])
    if kind in _OF_RESPONSE:
        return _of_response(kind, said)
    if kind == "content_block_delta":
        return _delta(_inner(said, "delta"))
    if kind == "content_block_start":
        return _event(kind, kind, block=_inner(said, "content_block").get("type"))
    if kind == "message_delta":
        return _event(kind, kind, reason=_inner(said, "delta").get("stop_reason"))
    return _event(kind, kind) if kind in _BY_TYPE else _event("unknown", kind[:40])


def _of_response(kind: str, said: Mapping[str, Any]) -> Event:
    """An event of OpenAI's Responses API."""
    piece = str(said.get("delta", "")) if kind == _TEXT else ""
    reason = _inner(_inner(said, "response"), "incomplete_details").get("reason")
    label = "text" if piece else kind.removeprefix("response.")
    item = _inner(said, "item").get("type")
    return _event(kind, label, piece, quoted=repr(piece), item=item, reason=reason)


def _delta(delta: Mapping[str, Any]) -> Event:
    kind = str(delta.get("type"))
    if kind == "text_delta":
        piece = str(delta.get("text", ""))
        return _event(kind, "text", piece, quoted=repr(piece))
    if kind in {"thinking_delta", "signature_delta"}:
        return _event(kind, kind.removesuffix("_delta"))
    return _event("other_delta", kind[:40])


def _chunk(said: Mapping[str, Any]) -> Event:
    """A chunk, as OpenAI's protocol sends them."""
    if said.get("error"):
        return _event("error", "error")
    choices = said.get("choices") or []
    if not choices:
        return _event("chunk_usage", "usage")
    choice = choices[0] if isinstance(choices[0], dict) else {}
    if reason := choice.get("finish_reason"):
        return _event("chunk_finish", "finish", reason=reason, quoted=repr(reason))
    delta = _inner(choice, "delta")
    if piece := str(delta.get("content") or ""):
        return _event("chunk_text", "text", piece, quoted=repr(piece))
    return _event("chunk_role", "role") if "role" in delta else _event("chunk_empty", "data")


def _response(said: Mapping[str, Any]) -> Event:
    """A whole response, as Google sends them: each with a part of the text, the last with the reason."""
    candidates = said.get("candidates") or [{}]
    candidate = candidates[0] if isinstance(candidates[0], dict) else {}
    parts = _inner(candidate, "content").get("parts")
    texts = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    piece = "".join(str(part.get("text") or "") for part in texts if not part.get("thought"))
    if reason := candidate.get("finishReason"):
        return _event("response_end", "end", piece, reason=reason)
    if not said.get("candidates"):
        return _event("response_blocked", "blocked", reason=_inner(said, "promptFeedback").get("blockReason"))
    if piece:
        return _event("response_text", "text", piece, quoted=repr(piece))
    thought = any(part.get("thought") for part in texts)
    return _event("response_thought", "thinking") if thought else _event("response_empty", "data")


def _line(said: Mapping[str, Any]) -> Event:
    """A line of Ollama's: each with a part of the text or of the thoughts, the last with the reason and the counts."""
    message = _inner(said, "message")
    piece = str(message.get("content") or "")
    if said.get("done"):
        return _event("line_end", "end", piece, reason=said.get("done_reason"))
    if piece:
        return _event("line_text", "text", piece, quoted=repr(piece))
    return _event("line_thought", "thinking") if message.get("thinking") else _event("line_empty", "data")


def _inner(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = said.get(name)
    return found if isinstance(found, dict) else {}
