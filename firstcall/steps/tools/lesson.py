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
