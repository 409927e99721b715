"""A line of an old tutorial that fails today, why it fails, and the smallest change that mends it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import unified_diff
from typing import Any

from firstcall import programs
from firstcall.calls import Call


@dataclass(frozen=True, slots=True)
class Broken:
    """One such call. `title` says what it tries, `why` what has changed, `fix` is a button's label.

    `mended` is the same call with the smallest change that makes it work.
    """

    id: str
    title: str
    why: str
    fix: str
    call: Call
    mended: Call


def changed(call: Call, leave_out: tuple[str, ...] = (), **arguments: Any) -> Call:
    """The call with some arguments left out and others set."""
    kept: Mapping[str, Any] = {name: value for name, value in call.arguments.items() if name not in leave_out}
    messages = {"messages": kept["messages"]} if "messages" in kept else {}
    rest = {name: value for name, value in (dict(kept) | arguments).items() if name != "messages"}
    return replace(call, arguments=rest | messages)


def code(call: Call) -> str:
    """The line that makes the call, without the program around it."""
    arguments = programs.arguments_code(call.arguments, 4)
    return f"reply = client.{call.method}(\n    {arguments}\n)"


def difference(broken: Broken) -> str:
    """What the mended call changes, as a diff without its headings."""
    lines = unified_diff(code(broken.call).splitlines(), code(broken.mended).splitlines(), lineterm="", n=99)
    return "\n".join(list(lines)[3:])
