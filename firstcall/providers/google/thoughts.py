"""Gemini's thinking: a level in `thinking_config`, and a summary where `include_thoughts` asks for it.

https://ai.google.dev/gemini-api/docs/generate-content/thinking and `google/genai/types.py`, `ThinkingConfig`,
`GenerateContentResponseUsageMetadata`: what was not thought is left out of the counts.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from firstcall.calls import Call
from firstcall.providers._arrange import changed
from firstcall.providers._thoughts import Entries, Thoughts


def _on(call: Call) -> Call:
    config = _dict(call.arguments.get("config"))
    thinking = {**_dict(config.get("thinking_config")), "include_thoughts": True}
    return changed(call, config={**config, "thinking_config": thinking})


def _dict(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


_SIGNATURE = "thought_signature"


def _left_out(turn: Entries) -> Entries:
    return [_with_parts(content, lambda part: _dict_without(part, _SIGNATURE)) for content in turn]


def _altered(turn: Entries) -> Entries:
    """With a signature of the same length that Google never gave."""
    return [_with_parts(content, _forged) for content in turn]


def _with_parts(
    content: Mapping[str, Any], made: Callable[[Mapping[str, Any]], Mapping[str, Any]]
) -> Mapping[str, Any]:
    return {**content, "parts": [made(part) for part in content["parts"] if not part.get("thought")]}


def _dict_without(part: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    return {key: value for key, value in part.items() if key != name}


def _forged(part: Mapping[str, Any]) -> Mapping[str, Any]:
    return {**part, _SIGNATURE: part[_SIGNATURE][::-1]} if _SIGNATURE in part else part


THOUGHTS = Thoughts(
    on=_on,
    left_out=_left_out,
    altered=_altered,
    words='"".join(part.text for part in response.candidates[0].content.parts or [] if part.thought)',
    tokens="response.usage_metadata.thoughts_token_count or 0",
)
