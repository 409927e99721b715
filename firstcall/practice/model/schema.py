"""A JSON value that fits a JSON schema, filled from the question where it says something of the field.

Obeyed: types, `enum`, `const`, `required`, `$ref` into the schema itself, `anyOf`, `oneOf`, `allOf`, bounds of
numbers, lengths and arrays, `multipleOf`, `uniqueItems`, `format`. A `pattern` is met where a value that is at
hand meets it. Bounded for every schema: values nest so deep and an array has so many items, no more.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeGuard

from pydantic_core import SchemaError, SchemaValidator, ValidationError, core_schema

from firstcall.practice.model.mentions import mentioned, mentioned_all, number_near

MOST_DEPTH = 12
_SHALLOW = 5
"""Down to here fields that may be left out are there too."""
MOST_ITEMS = 50
_USUAL_ITEMS = 3
_MOST_VALUES = 2000
_LONGEST = 2000
_MOST_READ = 4000
"""Characters of a question: what looks for something in it may take longer than in proportion."""
_DRAWS = 12
"""So often another value is tried, where items are to be different."""


def filled(schema: Mapping[str, Any], question: str, rng: random.Random) -> Any:
    """A value for the whole schema; chance decides what the question leaves open."""
    return _Filler(schema, question[:_MOST_READ], rng).value(schema, "", 0)


_ARTICLE = re.compile(r"^(?:the|an?|its|their) ", re.IGNORECASE)
_SEVERAL = re.compile(
    r"\b(?:json(?: object)? (?:with|of|containing)|extract) "
    r"((?:(?:the |an? )?\w{1,40}, ?){0,8}(?:the |an? )?\w{1,40},? and (?:the |an? )?\w{1,40})\b",
    re.IGNORECASE,
)
"""`JSON with name and age`, `extract the name, the age and the city`."""


def keys_asked_for(question: str) -> dict[str, Any]:
    """A schema of the object that a question describes by its keys, for who wants JSON and sends no schema."""
    quoted = re.findall(r"[\"'`](\w{1,40})[\"'`]\s*:?", question)
    listed = re.search(r"\b(?:keys?|fields?|properties|attributes)\b:?\s+([\w ,]{2,200})", question, re.I)
    listed = listed or _SEVERAL.search(question)
    named = re.split(r",|\band\b", listed[1]) if listed and not quoted else []
    bare = [_ARTICLE.sub("", name.strip()) for name in (*quoted, *named)]
    names = [name for name in bare if re.fullmatch(r"\w{1,40}", name)]
    keys = list(dict.fromkeys(names)) or ["answer"]
    return {"type": "object", "properties": {key: _guessed(key) for key in keys[:20]}, "required": keys[:20]}


def _guessed(key: str) -> dict[str, Any]:
    if re.search(r"age|year|count|number|amount|price|total|score|population", key, re.I):
        return {"type": "integer", "minimum": 0}
    return (
        {"type": "array", "items": {"type": "string"}}
        if re.search(r"(?:s|list)$", key)
        else {"type": "string"}
    )


@dataclass(slots=True)
class _Filler:
    root: Mapping[str, Any]
    question: str
    rng: random.Random
    made: int = 0

    def value(self, schema: Any, name: str, depth: int) -> Any:
        self.made += 1
        schema = self._resolved(schema, depth)
        if "const" in schema:
            return schema["const"]
        if isinstance(schema.get("enum"), list) and schema["enum"]:
            return self._one_of(schema["enum"])
        match _type(schema):
            case "object":
                return self._object(schema, depth)
            case "array":
                return self._array(schema, name, depth)
            case "integer" | "number" as kind:
                return self._number(schema, name, kind == "integer")
            case "boolean":
                return not re.search(r"\b(?:no|not|never|false)\b", self.question, re.I)
            case "null":
                return None
            case _:
                return self._string(schema, name)

    def _resolved(self, schema: Any, depth: int) -> Mapping[str, Any]:
        """The schema with its reference followed, one of its alternatives chosen, its parts put together."""
        found: Mapping[str, Any] = schema if isinstance(schema, Mapping) else {}
        for _ in range(MOST_DEPTH):
            if isinstance(found.get("$ref"), str):
                rest = {name: found[name] for name in found if name != "$ref"}
                found = {**self._referred(found["$ref"]), **rest}
            elif alternatives := found.get("anyOf") or found.get("oneOf"):
                rest = {name: found[name] for name in found if name not in ("anyOf", "oneOf")}
                found = _both(rest, self._alternative(alternatives, depth))
            elif found.get("allOf"):
                parts = found["allOf"]
                found = {name: found[name] for name in found if name != "allOf"}
                for part in _list(parts) if depth < MOST_DEPTH else ():
                    self.made += 1
                    if self.made < _MOST_VALUES:
                        found = _both(found, self._resolved(part, depth + 1))
            else:
                break
        return found

    def _referred(self, reference: str) -> Mapping[str, Any]:
        found: Any = self.root
        for step in reference.removeprefix("#").strip("/").split("/") if reference not in ("#", "#/") else ():
            step = step.replace("~1", "/").replace("~0", "~")
            found = found.get(step, {}) if isinstance(found, Mapping) else {}
        return found if isinstance(found, Mapping) else {}

    def _alternative(self, alternatives: Any, depth: int) -> Mapping[str, Any]:
        """The first that is not null; deep down null, or the first that does not lead further."""
        options = (
            [each for each in alternatives if isinstance(each, Mapping)]
            if isinstance(alternatives, list)
            else []
        )
        plain = [each for each in options if "$ref" not in each and _type(each) not in ("object", "array")]
        some = [each for each in options if each.get("type") != "null"]
        chosen = (plain if depth >= _SHALLOW else some) or options
        return chosen[0] if chosen else {}

    def _one_of(self, values: list[Any]) -> Any:
        said = [value for value in values if isinstance(value, str) and mentioned(value, self.question)]
        return said[0] if said else self.rng.choice(values)

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        said = schema.get("properties")
        properties: Mapping[str, Any] = said if isinstance(said, Mapping) else {}
        required = [each for each in _list(schema.get("required")) if isinstance(each, str)]
        more = depth < _SHALLOW and self.made < _MOST_VALUES
        names = [name for name in properties if name in required or more] + [
            name for name in required if name not in properties
        ]
        if depth >= MOST_DEPTH or self.made > 2 * _MOST_VALUES:
            return {}
        return {name: self.value(properties.get(name, {}), name, depth + 1) for name in names}

    def _array(self, schema: Mapping[str, Any], name: str, depth: int) -> list[Any]:
        least = min(MOST_ITEMS, _whole(schema.get("minItems"), 0))
        most = min(MOST_ITEMS, _whole(schema.get("maxItems"), MOST_ITEMS))
        if depth >= MOST_DEPTH or self.made > _MOST_VALUES:
            return []
        first = [self.value(each, name, depth + 1) for each in _list(schema.get("prefixItems"))]
        usual = _USUAL_ITEMS if depth < _SHALLOW else 0
        asked_for = number_near(name, self.question, alone=False)
        count = max(least, min(most, int(asked_for) if asked_for and asked_for < MOST_ITEMS else usual))
        items = self._items(schema.get("items", {}), name, (least - len(first), count - len(first)), depth)
        return (first + items)[:most] if most else []

    def _items(self, schema: Any, name: str, counts: tuple[int, int], depth: int) -> list[Any]:
        """Different ones as far as there are any: those of the question, or else so many."""
        kind = self._resolved(schema, depth)
        found: list[Any] = []
        if _type(kind) == "string" and not {"enum", "const", "format", "pattern"} & set(kind):
            found = [self._fitted(word, kind) for word in mentioned_all(name, self.question)][:MOST_ITEMS]
        seen = {json.dumps(each) for each in found}
        for at in range(len(found), counts[0] if found else counts[1]):
            if self.made > _MOST_VALUES:
                break
            for _ in range(_DRAWS):
                value = self.value(schema, f"{name} {at + 1}".strip(), depth + 1)
                if json.dumps(value) not in seen:
                    break
            seen.add(json.dumps(value))
            found.append(value)
        return found

    def _number(self, schema: Mapping[str, Any], name: str, whole: bool) -> int | float:
        low, high = _bounds(schema)
        wanted = schema.get("multipleOf")
        step = wanted if _is_number(wanted) and 1 / _HUGE < wanted < _HUGE else (1 if whole else 0.5)
        said = number_near(name, self.question)
        usual = said if said is not None else self.rng.randint(1, 20) * step
        value = min(max(usual, low), high)
        if abs(value) < _HUGE:
            value = math.ceil(value / step - 1e-9) * step
        if value > high:
            value -= step
        return int(value) if whole or (said is not None and value == int(value)) else round(value, 6)

    def _string(self, schema: Mapping[str, Any], name: str) -> str:
        if isinstance(format := schema.get("format"), str) and format in _FORMATS:
            looks, usual = _FORMATS[format]
            found = re.search(looks, self.question)
            return str(found[0]) if found else usual
        said = mentioned_all(name, self.question)
        pattern = schema.get("pattern")
        candidates = [*said, *re.findall(r"[\w@.+-]+", self.question), *_USUAL_STRINGS]
        if isinstance(pattern, str) and len(pattern) < 200:
            return str(next((each for each in candidates if _matches(pattern, each)), candidates[0]))
        return self._fitted(said[0] if said else f"a practice {_spelt(name) or 'value'}", schema)

    def _fitted(self, text: str, schema: Mapping[str, Any]) -> str:
        least = min(_whole(schema.get("minLength"), 0), _LONGEST)
        most = _whole(schema.get("maxLength"), _LONGEST)
        while len(text) < least:
            text += " and so on"
        return text[: max(most, least)]


def _type(schema: Mapping[str, Any]) -> str:
    kind = schema.get("type")
    if isinstance(kind, list):
        kind = next((each for each in kind if each != "null"), "null")
    if isinstance(kind, str):
        return kind.lower()
    return "object" if "properties" in schema else "array" if "items" in schema else "string"


def _both(one: Mapping[str, Any], other: Mapping[str, Any]) -> Mapping[str, Any]:
    """Two schemas that are both to be met."""
    merged = {**one, **other}
    if isinstance(one.get("properties"), Mapping) and isinstance(other.get("properties"), Mapping):
        merged["properties"] = {**one["properties"], **other["properties"]}
    merged["required"] = [*_list(one.get("required")), *_list(other.get("required"))]
    return merged


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _is_number(value: Any) -> TypeGuard[int | float]:
    """Whether it is a number to calculate with."""
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _LARGEST


def _whole(value: Any, otherwise: int) -> int:
    return max(0, int(value)) if _is_number(value) else otherwise


def _bounds(schema: Mapping[str, Any]) -> tuple[float, float]:
    least, most = schema.get("minimum"), schema.get("maximum")
    above, below = schema.get("exclusiveMinimum"), schema.get("exclusiveMaximum")
    tiny = 1 if _type(schema) == "integer" else 1e-3
    low = max(least if _is_number(least) else -math.inf, above + tiny if _is_number(above) else -math.inf)
    high = min(most if _is_number(most) else math.inf, below - tiny if _is_number(below) else math.inf)
    return low, high


def _matches(pattern: str, text: str) -> bool:
    """By an engine whose time grows with the text alone: the pattern is anybody's. One that it does not know fits nothing."""
    try:
        SchemaValidator(core_schema.str_schema(pattern=pattern)).validate_python(text[:_SHORT])
    except (SchemaError, ValidationError):
        return False
    return True


_SHORT = 60
_HUGE, _LARGEST = 1e15, 1e300


def _spelt(name: str) -> str:
    """`publication_date` and `publicationDate` as words."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|_", " ", name).strip().lower()[:_SHORT]


_USUAL_STRINGS: Sequence[str] = ("practice", "Practice", "PRACTICE", "ABC", "abc-123", "ABC-123", "A1", "1", "12",
    "123", "1234", "12345", "#336699", "2026-01-31", "+15550100", "555-0100", "ada@example.com", "@practice")  # fmt: skip
_FORMATS = {
    "date": (r"\b\d{4}-\d\d-\d\d\b", "2026-01-31"),
    "date-time": (r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "2026-01-31T12:00:00Z"),
    "time": (r"\b\d\d:\d\d:\d\dZ", "12:00:00Z"),
    "duration": (r"\bP(?:T?\d+[DHMS])+\b", "PT1H"),
    "email": (r"[\w.+-]+@[\w-]+\.[\w.-]*\w", "ada@example.com"),
    "hostname": (r"\b(?:[a-z0-9-]+\.)+[a-z]{2,}\b", "example.com"),
    "ipv4": (r"\b(?:\d{1,3}\.){3}\d{1,3}\b", "192.0.2.1"),
    "ipv6": (r"\b(?:[0-9a-f]{1,4}:){7}[0-9a-f]{1,4}\b", "2001:db8:0:0:0:0:0:1"),
    "uri": (r"https?://[\w./?=&%#~-]+\w", "https://example.com/practice"),
    "uuid": (r"\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b", "6f1f0e2a-8a3c-4f0e-9b1d-2c3d4e5f6a7b"),
}
"""The formats that structured outputs know, how they look in a question, and what stands for one that is not there."""
