"""Gemini's thinking: a level in `thinking_config`, and a summary where `include_thoughts` asks for it.

https://ai.google.dev/gemini-api/docs/generate-content/thinking and `google/genai/types.py`, `ThinkingConfig`,
`GenerateContentResponseUsageMetadata`: what was not thought is left out of the counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.calls import Call
from firstcall.providers._arrange import changed
from firstcall.providers._thoughts import Thoughts


def _on(call: Call) -> Call:
    config = _dict(call.arguments.get("config"))
    thinking = {**_dict(config.get("thinking_config")), "include_thoughts": True}
    return changed(call, config={**config, "thinking_config": thinking})


def _dict(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, Mapping) else {}


THOUGHTS = Thoughts(
    on=_on,
    words='"".join(part.text for part in response.candidates[0].content.parts or [] if part.thought)',
    tokens="response.usage_metadata.thoughts_token_count or 0",
)
