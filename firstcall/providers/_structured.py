"""How a reply in JSON that fits a schema is asked for: by hand, and with the SDK's own helper.

What differs is a value; each provider has one in its folder, `structured.py`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from firstcall.calls.written import Written

if TYPE_CHECKING:
    from pydantic import BaseModel

    from firstcall.calls import Call

CLASS = Path(__file__).with_name("structured_class.py.txt").read_text(encoding="utf-8").rstrip("\n")
"""The class with which every program of this kind begins."""


def as_pydantic_says(name: str) -> str:
    """The schema as Pydantic makes it, without a change."""
    return f"{name}.model_json_schema()"


def handed(value: Any) -> type[BaseModel] | None:
    """The class that stands among the arguments of a call, or in a dict there."""
    if isinstance(value, type):
        return value
    inside = value.values() if isinstance(value, Mapping) else ()
    return next((found for one in inside if (found := handed(one)) is not None), None)


def method_for(onto: Call | None, *, streams: bool, usual: str) -> str:
    """The method in place of the one that a call has: `usual`, unless it hands over a class, which other methods take."""
    if onto is None or handed(onto.arguments) is None:
        return usual
    return f"{usual.rpartition('.')[0]}.{'stream' if streams else 'parse'}"


def _without(arguments: Mapping[str, Any], model: type[BaseModel]) -> dict[str, Any]:
    return {
        name: _without(value, model) if isinstance(value, Mapping) else value
        for name, value in arguments.items()
        if value is not model
    }


def _never(names: Mapping[str, Any]) -> str:
    return ""


def _as_it_is(call: Call) -> Call:
    return call


@dataclass(frozen=True, slots=True)
class Structured:
    """`add(call, name, schema)` is the call with the schema of a class, and nothing else that the SDK does to it;
    `code(name)` how a program writes that schema. `transforms` are the SDK's functions that make another schema of a
    class, by the name that a program calls.

    `helped(call, model)` is the call that hands the class itself to the SDK, `helper` how that is written, `parsed` the
    path on the reply that reads the object, empty where the program has to make it. `travels` says where the
    request's body holds the schema then.

    `hands` is the argument in which a helper is handed the class, empty where that is said elsewhere; `format_at` the
    argument, and keys in it, whose `schema` holds one that is made by hand; `strict_by` the flag beside it by which the
    API takes no schema that leaves anything open, and `strict` the schema that the helper makes for that.

    `declined` is how a reply, by the names that the program gives, says that the model declines what was asked; empty
    where it does not. `declines` is the call with what is needed for that, the same call where nothing is.
    """

    add: Callable[[Call, str, Written], Call]
    helped: Callable[[Call, type[BaseModel]], Call]
    helper: str
    travels: tuple[str, ...]
    parsed: str = ""
    code: Callable[[str], str] = as_pydantic_says
    hands: str = ""
    format_at: tuple[str, ...] = ()
    strict_by: str = ""
    strict: Callable[[type[BaseModel]], dict[str, Any]] | None = None
    declined: Callable[[Mapping[str, Any]], str] = _never
    declines: Callable[[Call], Call] = _as_it_is
    transforms: Mapping[str, Callable[[type[BaseModel]], dict[str, Any]]] = field(default_factory=dict)

    @property
    def can_decline(self) -> bool:
        """Whether a reply has a word for it at all."""
        return self.declined is not _never

    def by_hand(self, call: Call) -> Call:
        """The call with the schema of the class that it hands to the SDK's helper; as it is where it hands over none."""
        model = handed(call.arguments)
        if model is None:
            return call
        method = re.sub(r"\.parse$", ".create", call.method)
        bare = replace(call, method=method, arguments=_without(call.arguments, model))
        schema = Written(self.strict(model), model.__name__) if self.strict else self.schema(model)
        return self.add(bare, model.__name__, schema)

    def schema(self, model: type[BaseModel]) -> Written:
        """The schema of a class as a program writes it."""
        transform = next(iter(self.transforms.values()), None)
        made = model.model_json_schema() if transform is None else transform(model)
        return Written(made, self.code(model.__name__))
