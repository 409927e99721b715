"""One loop: the calls of the model that were made so far, and what was given back between them.

What comes next is worked out from the newest reply; whoever drives it presses a button for each step.
"""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from firstcall.calls import Call
from firstcall.providers import Provider
from firstcall.providers._tools import Asked, Result, Tools
from firstcall.running.runs import Run
from firstcall.running.tool_runs import NO_CLASS, ToolRun

Lost = Literal["nothing", "turn", "results", "one"]
LOST: tuple[Lost, ...] = ("nothing", "turn", "results", "one")
"""What a program may forget to put back: nothing, the model's turn, all results, the last of several."""

Next = Literal["wait", "run", "give", "answered", "failed", "bound"]


@dataclass
class Round:
    """One call of the model. `ran` are the results of the functions that it asked for, once they have been run."""

    run: Run
    ran: tuple[Result, ...] | None = None
    lost: Lost = "nothing"

    @property
    def asked(self) -> tuple[Asked, ...]:
        """The calls that its reply asks for."""
        tools = self.run.provider.tools
        return tools.wanted(self.run.reply.names) if tools and self.run.reply else ()


@dataclass
class Loop:
    """A loop, bounded to `most` calls of the model."""

    rounds: list[Round]
    most: int
    id: str = field(default_factory=lambda: secrets.token_hex(4))

    @property
    def newest(self) -> Round:
        return self.rounds[-1]

    @property
    def next(self) -> Next:
        """What comes next: wait for the model, run the functions, give their results back; or why nothing does."""
        last = self.newest
        if not last.run.finished:
            return "wait"
        if last.run.reply is None:
            return "failed"
        if not last.asked:
            return "answered"
        if last.ran is None:
            return "run"
        return "bound" if len(self.rounds) >= self.most else "give"


def run_functions(last: Round) -> None:
    """Run what a reply asks for, once. Its run keeps when each function was run, for a trace of the call."""
    if last.ran is not None:
        return
    results = list[Result]()
    for asked in last.asked:
        began = time.perf_counter()
        text = asked.run()
        failed = text.startswith("Error:")
        results.append(Result(asked, text, failed))
        last.run.tools.append(
            ToolRun(
                asked.name,
                asked.id,
                asked.arguments if isinstance(asked.arguments, str) else json.dumps(asked.arguments),
                text,
                began,
                time.perf_counter() - began,
                error=NO_CLASS if failed else "",
            )
        )
    last.ran = tuple(results)


def entries(call: Call, provider: Provider, tools: Tools) -> list[Any]:
    """The list of messages that a call sends."""
    return tools.begun(call.arguments.get(provider.messages))


def after(run: Run, results: Sequence[Result], lost: Lost = "nothing") -> Call:
    """The call that follows a reply: the same, with the model's turn and the results behind its messages, without what
    is `lost`. Raises `ValueError` where the reply is not there."""
    provider, tools = run.provider, run.provider.tools
    if tools is None or run.reply is None:
        raise ValueError("only a reply that asks for tools can be answered")
    said = [] if lost == "turn" else tools.said(run.reply.names)
    kept = [] if lost == "results" else results[:-1] if lost == "one" else results
    messages = [*entries(run.call, provider, tools), *said, *tools.given(kept)]
    return replace(run.call, arguments={**run.call.arguments, provider.messages: messages})


def given_back(call: Call, provider: Provider) -> list[Result]:
    """The results in the list of a call, each with the call that it answers, as far as that is there too."""
    tools = provider.tools
    if tools is None:
        return []
    waiting: list[Asked] = []
    found: list[Result] = []
    for entry in entries(call, provider, tools):
        if not isinstance(entry, dict):
            continue
        waiting += tools.calls_in(entry)
        for told in tools.results_in(entry):
            asked = next((one for one in waiting if told.of in (one.id or one.name, one.name)), None)
            if asked is not None:
                waiting.remove(asked)
                found.append(Result(asked, told.text, told.failed))
    return found


def turns_asking(call: Call, provider: Provider) -> int:
    """How many turns of the model in this list ask for tools."""
    tools = provider.tools
    if tools is None:
        return 0
    found = [bool(tools.calls_in(one)) for one in entries(call, provider, tools) if isinstance(one, dict)]
    return sum(asks and not before for before, asks in zip([False, *found], found, strict=False))


def is_broken(call: Call, provider: Provider) -> bool:
    """Whether a call or a result stands in this list without the other half of its pair."""
    tools = provider.tools
    if tools is None:
        return False
    listed = [one for one in entries(call, provider, tools) if isinstance(one, dict)]
    calls = [one for entry in listed for one in tools.calls_in(entry)]
    results = [one for entry in listed for one in tools.results_in(entry)]
    return not len(calls) == len(results) == len(given_back(call, provider))
