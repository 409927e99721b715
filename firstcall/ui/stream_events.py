"""What each event of a raw stream means, and what the SDK makes of it. Read from the JSON alone.

Anthropic's events: https://platform.claude.com/docs/en/build-with-claude/streaming; OpenAI's chunks:
https://platform.openai.com/docs/api-reference/chat/streaming.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Event:
    """One event: a short label for the time axis, what it says, what reaches the program (`sdk`), and
    the piece of the reply's text that it carries."""

    label: str
    means: str
    sdk: str
    piece: str = ""


def read(block: str) -> Event:
    """An event as it arrived, the lines before the blank line."""
    data = "\n".join(line[5:].strip() for line in block.splitlines() if line.startswith("data:"))
    if data == "[DONE]":
        return Event("[DONE]", "The stream ends here. This is no JSON: the SDK knows it.", "The loop ends.")
    try:
        said = json.loads(data)
    except ValueError:
        return Event("not JSON", "This cannot be read as JSON.", "The SDK raises `json.JSONDecodeError`.")
    if not isinstance(said, dict):
        return _unknown("data")
    if "type" in said and "choices" not in said:
        return _anthropic(said)
    return _chunk(said) if isinstance(said.get("choices"), list) or "error" in said else _unknown("data")


def _unknown(label: str) -> Event:
    return Event(label, "An event that this page does not explain.", "See the provider's reference.")


_ERROR = Event(
    "error", "Something broke at the provider while it was writing.", "The SDK raises an exception here."
)


def _anthropic(said: Mapping[str, Any]) -> Event:
    kind = str(said["type"])
    if kind == "content_block_delta":
        return _delta(_inner(said, "delta"))
    if kind == "content_block_start":
        block = str(_inner(said, "content_block").get("type"))
        return Event(
            kind, f"A block of the kind `{block}` begins, still empty.", "`message.content` gets a new block."
        )
    if kind == "message_delta":
        reason = _inner(said, "delta").get("stop_reason")
        return Event(
            kind, f"It is done: the stop reason is `{reason}`, and the tokens are counted.",
            "`message.stop_reason` and `message.usage.output_tokens` are filled in.",
        )  # fmt: skip
    return {
        "message_start": Event(
            kind, "The reply begins: its id, its model, and the tokens that went in.",
            "An empty `message`: the pieces will be added to it.",
        ),
        "content_block_stop": Event(kind, "This block is complete.", "Nothing for your loop."),
        "message_stop": Event(kind, "The end.", "The loop ends; `get_final_message()` gives the whole."),
        "ping": Event(kind, "A sign of life, so that nobody hangs up.", "The SDK drops it."),
        "error": _ERROR,
    }.get(kind, _unknown(kind[:40]))  # fmt: skip


def _delta(delta: Mapping[str, Any]) -> Event:
    kind = str(delta.get("type"))
    if kind == "text_delta":
        piece = str(delta.get("text", ""))
        return Event("text", "The next piece of the reply.", f"Your loop gets `text = {piece!r}`.", piece)
    if kind == "thinking_delta":
        return Event("thinking", "A piece of the model's thinking.", "Nothing for `text_stream`.")
    if kind == "signature_delta":
        return Event(
            "signature", "A seal on the thinking, which stays hidden: you send it back with the next turn.",
            "Nothing for `text_stream`; it stands in the thinking block of the final message.",
        )  # fmt: skip
    return Event(
        kind[:40], "A piece of another kind, such as a tool's arguments.", "Nothing for `text_stream`."
    )


def _chunk(said: Mapping[str, Any]) -> Event:
    if said.get("error"):
        return _ERROR
    choices = said.get("choices") or []
    if not choices:
        return Event(
            "usage", "The token counts, asked for with `include_usage`. It has no choices.",
            "Your loop gets `chunk.usage`; `chunk.choices[0]` would be an IndexError.",
        )  # fmt: skip
    choice = choices[0] if isinstance(choices[0], dict) else {}
    if reason := choice.get("finish_reason"):
        return Event("finish", f"It is done: `{reason}`.", f"`chunk.choices[0].finish_reason` is {reason!r}.")
    delta = _inner(choice, "delta")
    piece = str(delta.get("content") or "")
    if piece:
        return Event(
            "text", "The next piece of the reply.", f"`chunk.choices[0].delta.content` is {piece!r}.", piece
        )
    if "role" in delta:
        return Event(
            "role",
            "The reply begins: who speaks, and no text yet.",
            '`delta.content` is empty: hence the `or ""`.',
        )
    return Event("data", "A chunk without text.", "`delta.content` is `None`.")


def _inner(said: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    found = said.get(name)
    return found if isinstance(found, dict) else {}
