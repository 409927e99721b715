"""How a model is offered tools, how it asks for one, and how the result goes back.

What differs is a value; each provider has one in its folder, `tools.py`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from firstcall.calls import Call
from firstcall.providers import _tool_functions

SHAPE, LOOP = "tools", "tool_loop"
"""What the programs are called, in a wire's folder: the one that asks once, and the whole loop."""

_HERE = Path(__file__).parent
FUNCTIONS = {
    "python": (_HERE / "_tool_functions.py")
    .read_text(encoding="utf-8")
    .partition("import date\n\n")[2]
    .replace("  # type: ignore[operator]", "")
    .strip(),
    "javascript": (_HERE / "tool_functions.mjs.txt").read_text(encoding="utf-8").strip(),
}
"""The functions as programs have them, by language."""


@dataclass(frozen=True, slots=True)
class Tool:
    """What a model is told of a function: its name, what it is for, and the JSON schemas of its arguments by name."""

    name: str
    description: str
    properties: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def schema(self, *, closed: bool = False) -> dict[str, Any]:
        """The schema of all arguments, each of which is required; `closed` to any other."""
        made: dict[str, Any] = {
            "type": "object",
            "properties": dict(self.properties),
            "required": list(self.properties),
        }
        return made | {"additionalProperties": False} if closed else made


TOOLS = (
    Tool(
        "get_weather",
        "The weather in a city, right now.",
        {"city": {"type": "string", "description": "The name of the city, such as Rome"}},
    ),
    Tool(
        "calculate",
        "Calculates with two numbers, exactly.",
        {
            "left": {"type": "number"},
            "operator": {"type": "string", "enum": ["+", "-", "*", "/"]},
            "right": {"type": "number"},
        },
    ),
    Tool("get_date", "Today's date and the day of the week."),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """One call that a model asks for. `arguments` are as they came: an object, or at some providers JSON as text."""

    name: str
    arguments: Any
    id: str = ""

    @property
    def values(self) -> Mapping[str, Any]:
        """The arguments as an object; empty where what came is none."""
        said = self.arguments
        if isinstance(said, str):
            try:
                said = json.loads(said)
            except ValueError:
                return {}
        return said if isinstance(said, Mapping) else {}

    def run(self) -> str:
        """What the tutorial's own function of that name gives for these arguments, or its error as text."""
        return _tool_functions.run(self.name, dict(self.values))


@dataclass(frozen=True, slots=True)
class Result:
    """What is given back for one call; `failed` says that it is an error."""

    asked: Asked
    text: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A result as it stands in a list of messages: `of` is the id of its call, or the function's name where calls have
    no ids."""

    of: str
    text: str
    failed: bool = False


def listed(value: Any) -> list[Any]:
    """A list of messages as one that can grow; what a learner wrote in place of a list is its only entry."""
    if value is None:
        return []
    return list(value) if isinstance(value, list | tuple) else [value]


@dataclass(frozen=True, slots=True)
class Tools:
    """`declared(tool)` is a tool as a request has it, `add(call, tools)` the call with a list of such, `offered(call)` the
    names in that list. `begun(messages)` is the argument that holds the conversation as a list that can grow.

    `asked(names)` are the calls that a reply asks for, `said(names)` is that turn as entries of the list, and
    `given(results)` the entries that answer it. `calls_in` and `results_in` read one entry of any such list: the calls that it
    asks for, and the results in it.
    `choices` are what a program may say of the choice, by `auto`, `must`, `one` and `never`: call and name of a tool in,
    call out; one that a provider does not have is missing. `single` allows one call at a time, where that can be asked
    for. `arrives(event)` is the part of the arguments that one event of a stream brings. `reply` is the name of a whole reply
    among `names`; what was streamed may have none.
    """

    declared: Callable[[Tool], dict[str, Any]]
    add: Callable[[Call, Any], Call]
    offered: Callable[[Call], tuple[str, ...]]
    asked: Callable[[Mapping[str, Any]], tuple[Asked, ...]]
    said: Callable[[Mapping[str, Any]], list[dict[str, Any]]]
    given: Callable[[Sequence[Result]], list[dict[str, Any]]]
    calls_in: Callable[[Mapping[str, Any]], tuple[Asked, ...]]
    results_in: Callable[[Mapping[str, Any]], tuple[Told, ...]]
    arrives: Callable[[Mapping[str, Any]], str]
    reply: str = "response"
    begun: Callable[[Any], list[Any]] = listed
    choices: Mapping[str, Callable[[Call, str], Call]] = field(default_factory=dict)
    single: Callable[[Call], Call] | None = None

    def wanted(self, names: Mapping[str, Any]) -> tuple[Asked, ...]:
        """The calls that a whole reply asks for, none where there is no such reply."""
        return self.asked(names) if self.reply in names else ()

    def with_tools(self, call: Call, tools: Sequence[Tool]) -> Call:
        """The call with these tools."""
        return self.add(call, [self.declared(tool) for tool in tools])


def mappings(value: Any) -> list[Mapping[str, Any]]:
    """The objects in a list of plain data; none in anything else."""
    return [one for one in value if isinstance(one, Mapping)] if isinstance(value, list | tuple) else []


def mapping(value: Any) -> Mapping[str, Any]:
    """An object of plain data; an empty one in place of anything else."""
    return value if isinstance(value, Mapping) else {}


def dumped(value: Any) -> dict[str, Any]:
    """An object of an SDK as plain data, with what was said alone."""
    made: dict[str, Any] = value.model_dump(exclude_none=True)
    return made
