"""What "Tool calling" sends: a question, the tools that the model may ask for, and then what came of each step."""

from __future__ import annotations

from dataclasses import replace

from firstcall.calls import Call, Message, Settings
from firstcall.providers import Provider
from firstcall.providers._tools import TOOLS
from firstcall.steps.tools import WORDS

STEP = "tools"
MOST_TURNS = 5
"""Calls of one loop, where the learner sets no other bound."""
LARGEST_BOUND = 8

OPENING = Settings(
    model="",
    messages=(Message("user", WORDS.line("opening/question")),),
    max_tokens=600,
    stream=False,
)


def adds(provider: Provider, call: Call) -> Call:
    """The call with the tools of the tutorial."""
    return provider.tools.with_tools(call, TOOLS) if provider.tools else call


def lacks(provider: Provider) -> str:
    """That nothing is known of tools there."""
    return "" if provider.tools else WORDS.line("lacks", provider=provider.name)


def at_once(provider: Provider, call: Call) -> Call:
    """The call as it is made here: its reply not streamed."""
    return provider.compose(replace(provider.read(call), stream=False), call) if call.streamed else call


def says_choice(call: Call) -> bool:
    """Whether a call says anything of which tool is to be called."""
    config = call.arguments.get("config")
    return "tool_choice" in call.arguments or (isinstance(config, dict) and "tool_config" in config)


def choice_of(provider: Provider, call: Call) -> str:
    """What a call says of the choice, by the id of `Tools.choices`; `auto` where it says nothing, empty where it says what
    none of them does."""
    tools = provider.tools
    if tools is None:
        return ""
    names = [*tools.offered(call), *(tool.name for tool in TOOLS)]
    for id, choose in tools.choices.items():
        if any(choose(call, name) == call for name in names):
            return id
    return "" if says_choice(call) else "auto"
