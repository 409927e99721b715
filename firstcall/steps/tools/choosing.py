"""The controls of the tools: which are offered, and what a program says of the choice. The code is the truth for both."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from firstcall import programs
from firstcall.calls import Call, Settings
from firstcall.providers._tools import TOOLS
from firstcall.steps.tools import WORDS, lesson
from firstcall.ui import binding
from firstcall.ui.desk import Control, Desk

_NAMES = [tool.name for tool in TOOLS]
_ONE = "get_date"


def _call(desk: Desk) -> Call | None:
    try:
        return desk.parse().call
    except programs.NotUnderstood:
        return None


def _change(desk: Desk, key: str, changed: Callable[[Call, object], Call]) -> None:
    """Write what a control says into the code."""
    binding.take_in(desk)
    call = _call(desk)
    if call is not None:
        binding.write(desk, call, changed(call, st.session_state[key]), desk.provider)


def _offered(desk: Desk, settings: Settings | None) -> None:
    call, tools, key = _call(desk), desk.provider.tools, desk.key("offered")
    if call is None or tools is None:
        return
    st.session_state[key] = [name for name in tools.offered(call) if name in _NAMES]

    def changed(call: Call, names: object) -> Call:
        chosen = [tool for tool in TOOLS if isinstance(names, list) and tool.name in names]
        made = tools.with_tools(call, chosen or TOOLS[:1])
        if lesson.choice_of(desk.provider, made) != "one":
            return made
        return tools.choices["one"](made, _one(tools.offered(made)))  # the one that was named may be gone

    st.pills(
        WORDS.line("offered"),
        _NAMES,
        selection_mode="multi",
        key=key,
        on_change=_change,
        args=(desk, key, changed),
    )
    st.caption(WORDS.line("offered/functions"))


def _one(offered: tuple[str, ...]) -> str:
    """The tool that `one` asks for: the date, which no question of the page is about, where it is offered."""
    return _ONE if _ONE in offered or not offered else offered[0]


def _choice(desk: Desk, settings: Settings | None) -> None:
    call, tools, key = _call(desk), desk.provider.tools, desk.key("choice")
    if call is None or tools is None:
        return
    if not tools.choices:
        st.caption(desk.provider.words.say("tools no choice"))
        return
    said = lesson.choice_of(desk.provider, call)
    st.session_state[key] = said or None

    def changed(call: Call, id: object) -> Call:
        return tools.choices[str(id)](call, _one(tools.offered(call)))

    st.radio(
        WORDS.line("choice"),
        list(tools.choices),
        index=None,
        format_func=lambda id: WORDS.title(f"choice {id}", name=_one(tools.offered(call))),
        key=key,
        on_change=_change,
        args=(desk, key, changed),
    )


OFFERED = Control(WORDS.title("label offered"), lambda settings: WORDS.line("offered"), _offered)


def bound(desk: Desk) -> int:
    """How many calls of the model a loop may make."""
    return int(st.session_state.get(desk.key("most"), lesson.MOST_TURNS))


def _bound(desk: Desk, settings: Settings | None) -> None:
    st.session_state.setdefault(desk.key("most"), lesson.MOST_TURNS)
    st.slider(WORDS.line("most"), 1, lesson.LARGEST_BOUND, key=desk.key("most"), persist_state="session")


CHOICE = Control(WORDS.title("label choice"), lambda settings: WORDS.line("choice"), _choice)
BOUND = Control(WORDS.title("label most"), lambda settings: WORDS.line("most"), _bound)
