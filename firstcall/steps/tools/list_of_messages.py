"""The list that grows: each piece named, in the provider's own shape."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import streamlit as st

from firstcall.programs.write.layout import code
from firstcall.providers._tools import Asked, Tools
from firstcall.running.runs import Run
from firstcall.steps.tools import WORDS, loop
from firstcall.steps.tools.loop import Loop
from firstcall.ui import wire

_ICONS = {
    "question": ":material/person:",
    "asks": ":material/build:",
    "result": ":material/function:",
    "answer": ":material/smart_toy:",
}


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry of the list: what it is, as the id of a word, and as it is sent."""

    kind: str
    entry: Any


def pieces(found: Loop) -> list[Piece]:
    """What the newest call has sent, and behind it what came back."""
    last = found.newest.run
    tools = last.provider.tools
    if tools is None:
        return []
    sent = loop.entries(last.call, last.provider, tools)
    came = tools.said(last.reply.names) if last.reply is not None else []
    return [Piece(kind_of(entry, tools), entry) for entry in (*sent, *came)]


def kind_of(entry: Any, tools: Tools) -> str:
    """What one entry is: a question, a turn that asks for tools, a result, an answer."""
    if not isinstance(entry, Mapping):
        return "question"
    if tools.calls_in(entry):
        return "asks"
    if tools.results_in(entry):
        return "result"
    return "question" if entry.get("role") in ("user", "system", "developer") else "answer"


def draw(found: Loop) -> None:
    """All pieces, the oldest first."""
    provider = found.newest.run.provider
    st.markdown(WORDS.line("list", name=wire.code(provider.messages)))
    for number, piece in enumerate(pieces(found), 1):
        st.markdown(f"{_ICONS[piece.kind]} **{number} · {WORDS.title(f'piece {piece.kind}')}**")
        st.code(wire.plain(code(piece.entry)), language="python", wrap_lines=True)


def written(asked: Asked) -> str:
    """A call as a function is called, in Markdown."""
    values = ", ".join(f"{name}={value!r}" for name, value in asked.values.items())
    return wire.code(f"{asked.name}({values})")


def stop_reason(run: Run) -> str:
    """Why the model stopped, in the provider's word."""
    said = run.reply.stop_reason if run.reply else None
    return wire.code(said or "—")
