"""Reads JSON as Google's servers do: every field in two spellings, numbers also as text, `null` for "left out".

The rules are protobuf's for JSON (https://protobuf.dev/programming-guides/json). Of a field that is unknown or of
the wrong kind the sentence names the place; all such places are collected before the request is refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from firstcall.practice.model.pictures import decoded

MOST_VIOLATIONS = 50
_NUMBER = re.compile(r"-?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?")

Violations = list[tuple[str, str]]
"""(field, sentence) for each place that is not in order."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A text, number, flag or bytes, by protobuf's name for it."""

    type: str


@dataclass(frozen=True, slots=True)
class Enum:
    """One of some names. `name` is the type as the sentences give it."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Message:
    """An object with these fields, by their names in camel case."""

    fields: Mapping[str, Kind]


@dataclass(frozen=True, slots=True)
class Repeated:
    """A list. One value stands for a list of one: the vendor's own curl lines write it so."""

    of: Kind


@dataclass(frozen=True, slots=True)
class Mapped:
    """An object with names of its own, which stay as they are."""

    of: Kind


@dataclass(frozen=True, slots=True)
class Anything:
    """Any JSON, left as it is."""


Kind = Scalar | Enum | Message | Repeated | Mapped | Anything

TEXT, BYTES, FLAG = Scalar("TYPE_STRING"), Scalar("TYPE_BYTES"), Scalar("TYPE_BOOL")
INTEGER, FLOAT = Scalar("TYPE_INT32"), Scalar("TYPE_FLOAT")
ANYTHING = Anything()


def read(value: Any, kind: Kind, where: str, wrong: Violations) -> Any:
    """The value with its fields in camel case. What is not in order is added to `wrong`, as `where` it stands."""
    if len(wrong) >= MOST_VIOLATIONS:
        return None
    match kind:
        case Message():
            return _message(value, kind, where, wrong)
        case Repeated(of=inner):
            values = value if isinstance(value, list) else [value]
            return [read(each, inner, f"{where}[{place}]", wrong) for place, each in enumerate(values)]
        case Mapped(of=inner):
            return _mapped(value, inner, where, wrong)
        case Enum():
            return _enum(value, kind, where, wrong)
        case Scalar(type=type):
            return _scalar(value, type, where, wrong)
        case Anything():
            return value


def _message(value: Any, kind: Message, where: str, wrong: Violations) -> dict[str, Any]:
    if not isinstance(value, dict):
        _wrong_value(value, f"type.googleapis.com/{where or 'request'}", where, wrong)
        return {}
    found: dict[str, Any] = {}
    for said, inner in value.items():
        name = camel(said)
        if name not in kind.fields:
            at = f" at '{where}'" if where else ""
            wrong.append((where, _sentence(f'Unknown name "{said[:100]}"{at}: Cannot find field.')))
        elif inner is not None:
            place = snake(name)
            found[name] = read(inner, kind.fields[name], f"{where}.{place}" if where else place, wrong)
        if len(wrong) >= MOST_VIOLATIONS:
            break
    return found


def _mapped(value: Any, inner: Kind, where: str, wrong: Violations) -> dict[str, Any]:
    if not isinstance(value, dict):
        _wrong_value(value, f"type.googleapis.com/{where}", where, wrong)
        return {}
    return {
        name: read(each, inner, f"{where}[{place}].value", wrong)
        for place, (name, each) in enumerate(value.items())
    }


def _enum(value: Any, kind: Enum, where: str, wrong: Violations) -> Any:
    known = value.upper() if isinstance(value, str) else value
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(kind.values):
        return kind.values[value]
    if known not in kind.values:
        _wrong_value(
            value, f"type.googleapis.com/google.ai.generativelanguage.v1beta.{kind.name}", where, wrong
        )
        return None
    return known


def _scalar(value: Any, type: str, where: str, wrong: Violations) -> Any:
    found = _READERS[type](value)
    if found is None:
        _wrong_value(value, type, where, wrong)
    return found


def _wrong_value(value: Any, type: str, where: str, wrong: Violations) -> None:
    if isinstance(value, dict | list):
        place, _, name = where.rpartition(".")
        shape = "Starting an object on a scalar field"
        if isinstance(value, list):
            shape = "Proto field is not repeating, cannot start list"
        at = f" at '{place}'" if place else ""
        wrong.append((place, _sentence(f'Unknown name "{name}"{at}: {shape}.')))
    else:
        said = f'"{value[:100]}"' if isinstance(value, str) else str(value).lower()[:100]
        if type == BYTES.type and isinstance(value, str):
            said = f"Base64 decoding failed for {said}"
        wrong.append((where, f"Invalid value at '{where}' ({type}), {said}"))


def _sentence(what: str) -> str:
    return f"Invalid JSON payload received. {what}"


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _flag(value: Any) -> bool | None:
    return value if isinstance(value, bool) else {"true": True, "false": False}.get(str(value))


def _number(value: Any) -> float | None:
    if isinstance(value, str) and _NUMBER.fullmatch(value):
        value = float(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return value if abs(value) < 1e38 and math.isfinite(value) else None


def _integer(value: Any) -> int | None:
    number = _number(value)
    if number is None or number != int(number) or not -(2**31) <= number < 2**31:
        return None
    return int(number)


def _bytes(value: Any) -> bytes | None:
    """Base64 in either alphabet, with or without its padding."""
    if not isinstance(value, str):
        return None
    try:
        return decoded(value.replace("-", "+").replace("_", "/").rstrip("="))
    except ValueError:
        return None


_READERS = {
    "TYPE_STRING": _text,
    "TYPE_BOOL": _flag,
    "TYPE_FLOAT": _number,
    "TYPE_INT32": _integer,
    "TYPE_BYTES": _bytes,
}


def camel(name: str) -> str:
    """`max_output_tokens` → `maxOutputTokens`; a name in camel case stays as it is."""
    first, *rest = name.split("_") if not name.startswith("_") else [name]
    return first + "".join(part[:1].upper() + part[1:] for part in rest)


def snake(name: str) -> str:
    """`maxOutputTokens` → `max_output_tokens`."""
    return re.sub(r"(?<!^)([A-Z])", r"_\1", name).lower()
