"""What a call needs beside another model id: a new model may think where the old one did not.

Thoughts count as output, so a limit that held an answer may end before there is one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from firstcall.models import Model
from firstcall.programs.change import fixes
from firstcall.programs.change.edits import Edit
from firstcall.programs.change.fixes import NoFix
from firstcall.programs.read.whole_program import ApiCall, WholeProgram, known_model

ROOM = 1_024
"""Tokens, of output, below which thoughts may take all of it; and the least with which a model that cannot be
kept from thinking is asked."""


def brought(program: WholeProgram, call: ApiCall, old: str, new: str) -> list[Edit]:
    """The edits of one call that go with a new model id in it. Raises `NoFix` where no call of the kind will do."""
    model = known_model(new)
    if model is None or not _begins_to_think(model, old) or _is_quiet(program, call, model):
        return []
    tools = takes_tools(call.words) and not model.tools_while_reasoning and not call.kind.thinking
    limit = next((value for word, value in call.words.items() if _limits(call, word)), None)
    most = program.value(limit)
    tight = isinstance(most, int) and most < ROOM
    if not tools and not tight:
        return []
    quiet = next(_quiet(call, model), None)
    if quiet is not None:
        return fixes.add_word(program, call.node, quiet)
    if tools:
        raise NoFix
    assert limit is not None
    return fixes.replace(program, program.origin(limit), str(ROOM))


def takes_tools(words: Iterable[str]) -> bool:
    """Whether one of these arguments offers the model tools. `functions` is what `tools` were called before
    (`openai/types/chat/completion_create_params.py`)."""
    return not {"tools", "functions"}.isdisjoint(words)


def _is_quiet(program: WholeProgram, call: ApiCall, model: Model) -> bool:
    """Whether the call itself keeps the model from thinking."""
    word, *keys = call.kind.effort or ("",)
    node = call.words.get(word)
    for key in keys:
        node = program.entries(node).get(key)
    return node is not None and program.value(node) == model.quiet_effort


def _limits(call: ApiCall, word: str) -> bool:
    names = call.kind.limit.names
    return word in names or call.kind.meant.get(word) in names


def _begins_to_think(model: Model, old: str) -> bool:
    """Whether a model thinks by itself where the one before did not. One that nobody knows any more did not:
    the first that reasoned are in the catalogue."""
    before = known_model(old)
    return model.thinks and not (before is not None and before.thinks)


def _quiet(call: ApiCall, model: Model) -> Iterator[str]:
    """The argument with which a model answers without thinking, where it has one and the call says nothing of it."""
    word, *keys = (*call.kind.effort, "")
    keys = [key for key in keys if key]
    if word and word not in call.words and model.quiet_effort:
        yield f"{word}={_nested(keys, model.quiet_effort)}"
    way = call.kind.thinking
    if way is not None and way.argument not in call.words and way.off in model.thinking_off:
        yield f"{way.argument}={_nested([way.type], way.off)}"


def _nested(keys: list[str], value: str) -> str:
    """`"none"`, and `{"effort": "none"}` under a key."""
    written = json.dumps(value)
    for key in reversed(keys):
        written = f'{{"{key}": {written}}}'
    return written
