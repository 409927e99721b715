"""What "Thinking" sends: a puzzle, at each effort that a model has; and whether what came back is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from firstcall import models, programs
from firstcall.calls import Call, Message, Settings, Usage
from firstcall.providers import Provider
from firstcall.running.batch import Part
from firstcall.running.runs import Run
from firstcall.steps.thinking import WORDS

STEP = "thinking"
OFF, ON = "off", "on"
START = ("low", "minimal")
"""The efforts with which the program begins, the first of them that its model has."""
_MOST = 4
"""So many of a model's efforts are compared, the least first: each is a call, and those beyond cost ever more."""
_NUMBER = re.compile(r"\d+(?:,\d{3})*(?:\.\d+)?")

PUZZLES = tuple(section.name for section in WORDS.of_kind("puzzle"))
"""The ids of the puzzles."""


def text_of(puzzle: str) -> str:
    """What is asked."""
    return WORDS.line(f"puzzle {puzzle}")


OPENING = Settings(
    model="",
    messages=(Message("user", text_of("machines")),),
    system=WORDS.line("opening/system"),
    max_tokens=2000,
    stream=False,
)


def puzzle_of(settings: Settings | None) -> str:
    """The puzzle that is asked, empty where it is none of ours."""
    said = settings.messages[-1].content if settings and settings.messages else ""
    return next((id for id in PUZZLES if text_of(id) == said), "")


def adds(provider: Provider, call: Call) -> Call:
    """The call with what asks this provider's model to think a little, and to show it."""
    if provider.thoughts is None:
        return call
    efforts = _efforts(call)
    start = next((effort for effort in START if effort in efforts), None)
    return provider.thoughts.on(_with_effort(provider, call, start) if start else call)


def lacks(provider: Provider) -> str:
    """That nothing is known of thinking there."""
    return "" if provider.thoughts else WORDS.line("lacks", provider=provider.name)


def levels(provider: Provider, call: Call) -> Sequence[str]:
    """How much the model of a call can be made to think, the least first; none where it does not think."""
    thoughts, found = provider.thoughts, models.find(call.model)
    if thoughts is None or found is None or not (found.thinks or found.effort):
        return ()
    off = (OFF,) if thoughts.off(call) is not None else ()
    return (*off, *(found.effort or (ON,)))


def at(provider: Provider, call: Call, level: str) -> Call:
    """The call that makes its model think so much."""
    thoughts = provider.thoughts
    assert thoughts is not None
    if level == OFF:
        return thoughts.off(call) or call
    return thoughts.on(call if level == ON else _with_effort(provider, call, level))


def _efforts(call: Call) -> Sequence[str]:
    found = models.find(call.model)
    return found.effort if found else ()


def _with_effort(provider: Provider, call: Call, effort: str) -> Call:
    return provider.compose(replace(provider.read(call), effort=effort), call)


def compared(provider: Provider, call: Call) -> Sequence[str]:
    """Those of its levels that are compared."""
    return levels(provider, call)[:_MOST]


def at_each(provider: Provider, call: Call) -> Sequence[Part]:
    """The call once at each level; as it is where its model has none."""
    found = compared(provider, call)
    return [Part(level, at(provider, call, level)) for level in found] or [as_it_is(provider, call)]


def as_it_is(provider: Provider, call: Call) -> Part:
    """The call as the code says it, named by its effort where it says one."""
    return Part(_level(provider, call) or WORDS.line("picture/as_it_is"), call)


def level_of(run: Run) -> str:
    """How much a call made its model think; what the model does by itself where it says nothing."""
    return _level(run.provider, run.call)


def _level(provider: Provider, call: Call) -> str:
    thoughts, found = provider.thoughts, models.find(call.model)
    if thoughts is not None and thoughts.off(call) == call:
        return OFF
    effort = provider.read(call).effort or (found.default_effort if found else None)
    return effort or (ON if found and found.thinks else "")


def asking(settings: Settings, puzzle: str) -> Settings:
    """The settings with this puzzle in place of what is asked."""
    *before, last = settings.messages
    return replace(settings, messages=(*before, replace(last, content=text_of(puzzle))))


def thought_in(run: Run) -> str:
    """What was thought, or a summary of it, as the reply tells it."""
    path = run.provider.thoughts.words if run.provider.thoughts else ""
    if not path or run.reply is None:
        return ""
    try:
        return str(programs.evaluate(path, run.reply.names) or "")
    except programs.ERRORS:  # a prompt that was blocked brings no candidate to read them from
        return ""


def usage_of(run: Run) -> Usage | None:
    """What was counted in a call that brought a whole reply."""
    return run.reply.usage if run.reply is not None else None


def is_right(run: Run) -> bool | None:
    """Whether the last number of a reply is the puzzle's answer; `None` for a question that is none of the puzzles, and
    for a call that brought nothing."""
    puzzle = puzzle_of(run.provider.read(run.call))
    if not puzzle or run.reply is None or run.reply.cut_off or not run.text.strip():
        return None
    said = _NUMBER.findall(run.text)
    right = {float(number) for number in WORDS.line(f"puzzle {puzzle}/right").split()}
    return bool(said) and float(said[-1].replace(",", "")) in right
