"""Reads a vendor's data file: a header, kinds of models, models, models that are served and not offered, other ids.

    id = "acme"
    name = "Acme"
    …                                   the fields of `Vendor`

    [sources]
    tools = "https://…"                 where a fact of all its models was read, by its field of `Model`

    [kinds.plain]                       what holds for every model of this kind
    temperature = "accepted"
    …                                   fields of `Model`

    [models."acme-1"]
    kind = "plain"
    context_tokens = 8_000              and what only this model has, or has otherwise

    [served."acme-1-pro"]               likewise; its end stands below
    kind = "plain"

    [embedders.acme-vectors]            a model that makes vectors
    …                                   fields of `Embedder`

    [gone]
    2026-10-23 = ["acme-0"]             ids by the day of their end

    [forgotten]                         likewise, of ids that today's SDK does not name

    [no_chat]
    speech = ["acme-voice"]             ids by what they do instead

Whatever it does not understand it refuses, saying where.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, get_args, get_origin, get_type_hints

from firstcall.models.model import Embedder, Model, Vendor


class DataError(ValueError):
    """A data file says something that the catalogue does not understand."""


def read(file: Path) -> Vendor:
    """The vendor that a data file describes. Raises `DataError` where it is not in order."""
    try:
        data = tomllib.loads(file.read_text("utf-8"))
        return _vendor(data)
    except (DataError, tomllib.TOMLDecodeError) as error:
        raise DataError(f"{file.name}: {error}") from error


def _vendor(data: dict[str, Any]) -> Vendor:
    kinds, entries, more = _table(data, "kinds"), _table(data, "models"), _table(data, "served")
    gone, forgotten = _by_day(data, "gone"), _by_day(data, "forgotten")
    no_chat = {id: what for what, ids in _table(data, "no_chat").items() for id in ids}
    common = {"provider": data.get("id"), "sources": _table(data, "sources")}
    models = tuple(_model(id, common, entry, kinds) for id, entry in entries.items())
    ends = {id: {"retires": gone[id]} for id in more if id in gone}
    served = tuple(_model(id, common, entry | ends.get(id, {}), kinds) for id, entry in more.items())
    embedders = {id: _embedder(id, data, entry) for id, entry in _table(data, "embedders").items()}
    no_chat |= dict.fromkeys(embedders, "embeddings")
    values = {"models": models, "served": served, "embedders": embedders}
    values |= {"gone": gone, "forgotten": forgotten, "no_chat": no_chat}
    vendor: Vendor = _made(Vendor, data | values, "the header")
    known = {model.id for model in models}
    for id in (vendor.default, vendor.large or vendor.default, *vendor.aliases.values()):
        if id not in known:
            raise DataError(f"there is no model {id}")
    return vendor


def _table(data: dict[str, Any], name: str) -> dict[str, Any]:
    table = data.pop(name, {})
    if not isinstance(table, dict):
        raise DataError(f"{name} is not a table")
    return table


def _by_day(data: dict[str, Any], name: str) -> dict[str, date]:
    return {id: _day(day) for day, ids in _table(data, name).items() for id in ids}


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise DataError(f"gone: {text} is not a day, such as 2026-10-23") from error


def _model(id: str, common: Mapping[str, Any], entry: Mapping[str, Any], kinds: Mapping[str, Any]) -> Model:
    own = dict(entry)
    kind = own.pop("kind", None)
    if kind is not None and kind not in kinds:
        raise DataError(f"{id}: there is no kind {kind}")
    of_kind = kinds[kind] if kind else {}
    sources = {
        name: text for part in (common, of_kind, own) for name, text in part.get("sources", {}).items()
    }
    model: Model = _made(Model, {**common, **of_kind, **own, "id": id, "sources": sources}, id)
    if strange := sources.keys() - {one.name for one in fields(Model)}:
        raise DataError(f"{id}: a source is given for {min(strange)}, which is not known")
    for name, value, among in (
        ("default_effort", (model.default_effort,) if model.default_effort else (), model.effort),
        ("thinking_off", model.thinking_off, model.effort + model.thinking_types),
    ):
        if not set(value) <= set(among):
            raise DataError(f"{id}: {name} names what the model does not take")
    return model


def _embedder(id: str, header: Mapping[str, Any], entry: Mapping[str, Any]) -> Embedder:
    made: Embedder = _made(Embedder, {**entry, "id": id, "provider": header.get("id")}, id)
    return made


def _made(kind: type[Any], values: Mapping[str, Any], where: str) -> Any:
    hints = get_type_hints(kind)
    for name in values:
        if name not in hints:
            raise DataError(f"{where}: {name} is not known")
    for one in fields(kind):
        if one.name not in values and one.default is MISSING and one.default_factory is MISSING:
            raise DataError(f"{where}: {one.name} is missing")
    return kind(**{name: _checked(value, hints[name], f"{where}: {name}") for name, value in values.items()})


def _checked(value: Any, hint: Any, where: str) -> Any:
    """The value as the field's type wants it: arrays become tuples, nothing else is converted."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin is UnionType:
        return _checked(value, next(one for one in inner if one is not NoneType), where)
    if origin is Literal:
        if value not in inner:
            raise DataError(f"{where} is {value!r}, not one of {', '.join(inner)}")
        return value
    if origin is tuple and isinstance(value, list | tuple):
        return tuple(_checked(one, inner[0], where) for one in value)
    if isinstance(origin, type) and issubclass(origin, Mapping) and isinstance(value, dict):
        return {name: _checked(one, inner[1], where) for name, one in value.items()}
    if isinstance(hint, type) and is_dataclass(hint) and isinstance(value, dict):
        return _made(hint, value, where)
    if origin is not None or type(value) is not hint:
        raise DataError(f"{where} is {value!r}, not {hint if origin else hint.__name__}")
    return value
