"""Anthropic's own tools in a Messages request: those that the caller's program runs, and those that are not served.

Types and names: anthropic 2.14.0 `types/beta/beta_tool_union_param.py` and the files it names. The inputs of those that
the program runs are known to the model alone; here they are a small part of what platform.claude.com says of each: what
looks and changes nothing, since a program may do at once what a call of the practice model says.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from firstcall.practice.model.tools import Tool
from firstcall.practice.refusal import Refusal


def _takes(**properties: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


_SHELL = {"type": "string", "enum": ["ls", "pwd", "date", "whoami", "uname -a", "df -h", "python3 --version"]}
_VIEW = {"const": "view"}
_BASH = Tool(
    "bash", "Runs commands in a shell: lists the files of a folder, tells the date", _takes(command=_SHELL)
)
_EDITOR = Tool(
    "str_replace_editor", "Views and edits a text file", _takes(command=_VIEW, path={"type": "string"})
)
_EDIT_TOOL = Tool("str_replace_based_edit_tool", _EDITOR.description, _EDITOR.schema)
_MEMORY = Tool(
    "memory", "What you remember of earlier conversations", _takes(command=_VIEW, path={"const": "/memories"})
)
_COMPUTER = Tool("computer", "The screen, the mouse and the keyboard", _takes(action={"const": "screenshot"}))

_RUN_BY_THE_PROGRAM: Mapping[str, Tool] = {
    "bash_20241022": _BASH,
    "bash_20250124": _BASH,
    "computer_20241022": _COMPUTER,
    "computer_20250124": _COMPUTER,
    "computer_20251124": _COMPUTER,
    "memory_20250818": _MEMORY,
    "text_editor_20241022": _EDITOR,
    "text_editor_20250124": _EDITOR,
    "text_editor_20250429": _EDIT_TOOL,
    "text_editor_20250728": _EDIT_TOOL,
}
_NOT_SERVED = frozenset(
    "advisor_20260301 browser_toolset_20260801 code_execution_20250522 code_execution_20250825 code_execution_20260120 "
    "code_execution_20260521 computer_toolset_20260801 mcp_toolset tool_search_tool_bm25 tool_search_tool_bm25_20251119 "
    "tool_search_tool_regex tool_search_tool_regex_20251119 web_fetch_20250910 web_fetch_20260209 web_fetch_20260309 "
    "web_fetch_20260318 web_search_20250305 web_search_20260209 web_search_20260318".split()
)
TYPES = tuple(sorted({"custom", *_RUN_BY_THE_PROGRAM, *_NOT_SERVED}))


def check(tool: Mapping[str, Any], kind: str, where: str) -> None:
    """Raises `Refusal` for a tool of a type of `TYPES` other than `custom` that is not served or has another name."""
    own = _RUN_BY_THE_PROGRAM.get(kind)
    if own is None:
        raise Refusal(
            400,
            f"{where}: The practice server does not serve the tool '{kind}', only tools that your own program runs.",
        )
    if "name" not in tool:
        raise Refusal(400, f"{where}.{kind}.name: Field required")
    if tool["name"] != own.name:
        raise Refusal(400, f"{where}.{kind}.name: Input should be '{own.name}'")


def of(tool: Mapping[str, Any]) -> Tool | None:
    """What the model is offered for one of Anthropic's own."""
    return _RUN_BY_THE_PROGRAM.get(str(tool.get("type")))
