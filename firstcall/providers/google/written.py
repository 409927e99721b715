"""The arguments of a call as they are written elsewhere than in Python: JavaScript's SDK and the wire say
`maxOutputTokens`, and on the wire the system prompt and the settings stand beside each other.

Source: `google/genai/models.py` (`_GenerateContentConfig_to_mldev`), https://ai.google.dev/api/generate-content.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from firstcall.calls import Call

_BESIDE = ("tools", "toolConfig", "safetySettings", "cachedContent")
"""What stands beside `generationConfig` in a request, and not in it."""
_AS_GIVEN = ("responseJsonSchema", "responseSchema", "functionDeclarations", "args", "response")
"""What holds names of the learner's own."""


def javascript(call: Call) -> Mapping[str, Any]:
    """The arguments of JavaScript's `generateContent`."""
    return dict(_camel(call.arguments))


def body(call: Call) -> Mapping[str, Any]:
    """The body of a request; the model stands in its address."""
    config = dict(_camel(call.arguments.get("config") or {}))
    system = config.pop("systemInstruction", None)
    config.pop("httpOptions", None)
    beside = {name: config.pop(name) for name in _BESIDE if name in config}
    parts = {"systemInstruction": {"parts": [{"text": system}]}} if system else {}
    settings = {"generationConfig": config} if config else {}
    return {**parts, **settings, **beside, "contents": _turns(call.arguments.get("contents"))}


def _turns(contents: Any) -> Any:
    """A bare text is one turn of the user's on the wire."""
    return (
        [{"role": "user", "parts": [{"text": contents}]}] if isinstance(contents, str) else _camel(contents)
    )


def _camel(value: Any) -> Any:
    if isinstance(value, Mapping):
        names = {name: _renamed(name) for name in value}
        return {new: value[name] if new in _AS_GIVEN else _camel(value[name]) for name, new in names.items()}
    return [_camel(one) for one in value] if isinstance(value, list | tuple) else value


def _renamed(name: Any) -> Any:
    return re.sub(r"_([a-z])", lambda found: found[1].upper(), name) if isinstance(name, str) else name
