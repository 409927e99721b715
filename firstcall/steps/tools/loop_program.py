"""The whole loop as a program: the call of the box, the functions, and what runs them until the model answers."""

from __future__ import annotations

from firstcall import programs
from firstcall.calls import Call
from firstcall.programs.write import javascript
from firstcall.programs.write.layout import code, text_code
from firstcall.providers import Provider
from firstcall.providers._tools import LOOP, TOOLS, Tool

_MESSAGES, _TOOLS = "the list of messages stands here", "the list of tools stands here"


def written(provider: Provider, call: Call, language: str = "python", *, most: int) -> str:
    """The program in `python` or `javascript`, bounded to `most` calls. Raises `KeyError` where the provider has none."""
    tools = provider.tools
    if tools is None or (language, LOOP) not in provider.templates:
        raise KeyError(f"no loop of tools for {provider.id} in {language}")
    offered = [tools.declared(tool) for tool in _known(tools.offered(call))]
    begun = tools.begun(call.arguments.get(provider.messages))
    rest = {name: value for name, value in call.arguments.items() if name != provider.messages}
    marked = tools.add(Call(call.provider, call.method, rest, call.client), _TOOLS)
    named = Call(call.provider, call.method, {**marked.arguments, provider.messages: _MESSAGES}, call.client)
    literal, value = (text_code, code) if language == "python" else (javascript.text_code, javascript.code)
    marks = {literal(_TOOLS): "TOOLS", literal(_MESSAGES): "messages"}
    parts = {"tools": value(offered), "messages": value(begun), "most": value(most)}
    source = programs.render_whole(named, provider, LOOP, parts, language)
    for mark, name in marks.items():
        source = source.replace(mark, name)
    return source


def _known(names: tuple[str, ...]) -> list[Tool]:
    """The tools of ours that a call offers; all of them where it offers none of them."""
    return [tool for tool in TOOLS if tool.name in names] or list(TOOLS)
