"""A reply that the request has begun as JSON: the object that it is the beginning of, filled from the question."""

from __future__ import annotations

import json
import random
import re
from typing import Any
from zlib import crc32

from firstcall.practice.model.request import Request
from firstcall.practice.model.schema import filled, keys_asked_for

_MOST = 4000
_MEMBER = r'\s*"(\w{1,60})"\s*:\s*'
_VALUE = r'(?:"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?|true|false|null)'
_OPEN = r'"(?P<value>(?:[^"\\]|\\.)*)'
_BEGUN = re.compile(
    rf'^\s*\{{(?:{_MEMBER}{_VALUE}\s*,)*\s*(?:"(?P<key>\w{{1,60}})"\s*:\s*(?:{_OPEN})?)?$', re.DOTALL
)


def json_begun(request: Request, answer: str) -> str | None:
    """The whole object of which `begun` is the beginning, `None` for anything else that was begun.

    `answer` is what would be said had nothing been begun: a word that was begun is ended from it."""
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
        kinds = {key: {"type": "string"} if found["value"] is not None else kinds.get(key, guessed)} | {
            name: kind for name, kind in kinds.items() if name != key and name != "answer"
        }
    made = filled({"type": "object", "properties": kinds, "required": list(kinds)}, request.question, rng)
    if found["value"] is not None:
        ended = _ended(found["value"], str(made.pop(key)), f"{request.question} {answer}")
        return f'{begun}{ended}"' + re.sub("^(?=[^}])", ", ", _inside(made))
    rest = _inside(made)
    return begun + (rest if key is None else re.sub(rf'^\s*"{key}"\s*:\s*', "", rest))


def _inside(made: dict[str, Any]) -> str:
    """An object without its opening brace."""
    return json.dumps(made, ensure_ascii=False)[1:]


def _ended(value: str, whole: str, words: str) -> str:
    """What ends a string that was begun, as it stands in JSON.

    The rest of `whole` where that begins so, otherwise the rest of the word, where `words` have one that does."""
    rest = json.dumps(whole, ensure_ascii=False)[1:-1]
    if rest.startswith(value):
        return rest[len(value) :]
    begun = re.search(r"\w+$", value)
    found = re.search(rf"\b{re.escape(begun[0])}(\w*)", words) if begun else None
    return found[1] if found else ""
