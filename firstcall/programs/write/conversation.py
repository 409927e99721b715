"""A conversation as a whole program: the list that is kept and sent again, around a provider's plain call."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from textwrap import indent
from typing import TYPE_CHECKING, Any

from firstcall.calls import Call, Message, Settings
from firstcall.programs.write import javascript
from firstcall.programs.write.layout import code
from firstcall.programs.write.render import render

if TYPE_CHECKING:
    from firstcall.providers import Provider, Turns

_PYTHON_CALL = re.compile(r"^\w+ = client\.", re.MULTILINE)
_JAVASCRIPT_CALL = re.compile(r"^const \w+ = await client\.", re.MULTILINE)
_JAVASCRIPT_TEXT = re.compile(r"^const (\w+) = (?!await)", re.MULTILINE)


def render_conversation(
    provider: Provider, settings: Settings, turns: Sequence[Message], language: str = "python"
) -> str:
    """A program with several turns: `python` and `javascript` append each question and each reply to
    one list and send it whole; `curl` sends the list of `turns` as far as its last user message.

    `turns` are the messages in order, the replies among them; `settings.messages` stand before them.
    The calls are not streamed. Raises `KeyError` for another language.
    """
    return _LANGUAGES[language](provider, replace(settings, stream=False), turns)


def _python(provider: Provider, settings: Settings, turns: Sequence[Message]) -> str:
    call, first, template = _parts(provider, settings, "python")
    head, body = _split(template, _PYTHON_CALL)
    argument, appended = provider.messages, _turns(provider)
    body = body.replace("$arguments\n", f"$arguments\n    {argument}=messages,  # all of it, every turn\n")
    text = provider.fields[0].path
    said = _named(body, re.compile(rf"^(\w+) = {re.escape(text)}$", re.MULTILINE)) or text
    loop = (
        f"messages.append({appended.question['python'].format(said='question')})\n"
        f"{body}messages.append({appended.reply['python'].format(said=said)})\n"
    )
    program = (
        f"{head}# The memory: a list that lives in your program.\n"
        f"messages = {_literal(code(first))}\n"
        f"questions = {_literal(code([message.content for message in turns if message.role == 'user']))}\n\n"
        f"for question in questions:\n{indent(loop, '    ')}"
    )
    return _filled(provider, call, program, "python")


def _javascript(provider: Provider, settings: Settings, turns: Sequence[Message]) -> str:
    call, first, template = _parts(provider, settings, "javascript")
    head, body = _split(template, _JAVASCRIPT_CALL)
    argument, appended = provider.messages, _turns(provider)
    given = "messages" if argument == "messages" else f"{argument}: messages"
    body = body.replace("$arguments\n", f"$arguments\n  {given}, // all of it, every turn\n")
    said = _named(body, _JAVASCRIPT_TEXT) or provider.fields[0].path
    loop = (
        f"messages.push({appended.question['javascript'].format(said='question')});\n"
        f"{body}messages.push({appended.reply['javascript'].format(said=said)});\n"
    )
    questions = javascript.code([message.content for message in turns if message.role == "user"])
    program = (
        f"{head}// The memory: a list that lives in your program.\n"
        f"const messages = {_literal(javascript.code(first))};\n"
        f"const questions = {_literal(questions)};\n\n"
        f"for (const question of questions) {{\n{indent(loop, '  ')}}}\n"
    )
    return _filled(provider, call, program, "javascript")


def _curl(provider: Provider, settings: Settings, turns: Sequence[Message]) -> str:
    messages = [*settings.messages, *turns]
    while messages and messages[-1].role != "user":
        messages.pop()
    return render(provider.compose(replace(settings, messages=tuple(messages)), None), provider, "curl")


_LANGUAGES: Mapping[str, Callable[[Any, Settings, Sequence[Message]], str]] = {
    "python": _python,
    "javascript": _javascript,
    "curl": _curl,
}


def _parts(provider: Provider, settings: Settings, language: str) -> tuple[Call, Any, str]:
    """The call without its list, the list with which the program begins, the provider's plain program."""
    call = provider.compose(settings, None)
    rest = {name: value for name, value in call.arguments.items() if name != provider.messages}
    return (
        replace(call, arguments=rest),
        call.arguments[provider.messages],
        provider.templates[language, "plain"],
    )


def _turns(provider: Provider) -> Turns:
    """How a conversation goes on in this provider's programs."""
    assert provider.kind is not None
    return provider.kind.turns


def _split(template: str, call: re.Pattern[str]) -> tuple[str, str]:
    """What stands before the call, and the call with everything after it, as one block."""
    found = call.search(template)
    if found is None:
        raise KeyError("this provider's plain program has no call that a loop can be put around")
    body = template[found.start() :].replace("\n\n", "\n")
    return template[: found.start()], body


def _named(body: str, pattern: re.Pattern[str]) -> str | None:
    """The name under which the program has the text of the reply, if it gives it one."""
    found = pattern.search(body)
    return found[1] if found else None


def _literal(text: str) -> str:
    """Text that passes through a template unchanged."""
    return text.replace("$", "$$")


def _filled(provider: Provider, call: Call, program: str, language: str) -> str:
    templates = {**provider.templates, (language, "plain"): program}
    return render(call, replace(provider, templates=templates), language)
