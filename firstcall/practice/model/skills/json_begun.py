"""A reply that the request has begun as JSON: the object that it is the beginning of, filled from the question."""

from __future__ import annotations

import json
import random
import re
from zlib import crc32

from firstcall.practice.model.request import Request
from firstcall.practice.model.schema import filled, keys_asked_for

_MOST = 4000
_MEMBER = r'\s*"(\w{1,60})"\s*:\s*'
_VALUE = r'(?:"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)'
_BEGUN = re.compile(rf'^\s*\{{(?:{_MEMBER}{_VALUE}\s*,)*\s*(?:"(?P<key>\w{{1,60}})"\s*:\s*(?P<open>")?)?$')


def json_begun(request: Request) -> str | None:
    """The whole object of which `begun` is the beginning, `None` for anything else that was begun."""
    begun = request.begun
    found = _BEGUN.match(begun) if len(begun) <= _MOST else None
    if found is None or not begun.strip():
        return None
    rng = random.Random(crc32(request.question.encode("utf-8", "replace")))
    there = re.findall(rf"{_MEMBER}{_VALUE}\s*,", begun)
    schema = keys_asked_for(request.question)
    kinds = {name: kind for name, kind in schema["properties"].items() if name not in there}
    key = found["key"]
    if key is not None:
        guessed = keys_asked_for(f'"{key}"')["properties"][key]
        kinds = {key: {"type": "string"} if found["open"] else kinds.get(key, guessed)} | {
            name: kind for name, kind in kinds.items() if name != key and name != "answer"
        }
    made = filled({"type": "object", "properties": kinds, "required": list(kinds)}, request.question, rng)
    rest = json.dumps(made, ensure_ascii=False)[1:]
    if key is not None:
        rest = re.sub(rf'^\s*"{key}"\s*:\s*{chr(34) if found["open"] else ""}', "", rest)
    return begun + rest
