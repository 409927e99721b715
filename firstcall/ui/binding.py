"""Controls and code, both ways: a widget set from what the code says, a moved one written into the code.

What the widgets are is in `controls`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import streamlit as st

from firstcall import programs
from firstcall.calls import Call, Settings
from firstcall.providers import Provider
from firstcall.ui import session, widget_keys
from firstcall.ui.code_box import take_typed
from firstcall.ui.desk import Desk

Put = Callable[[Settings, Any], Settings]


@dataclass(frozen=True, slots=True)
class Bound:
    """A widget as it was drawn: its key, what it showed, and how its value gets into the settings."""

    key: str
    value: Any
    put: Put


def write(desk: Desk, before: Call, call: Call, provider: Provider) -> None:
    """Make the code for a provider, which says `before`, say `call`."""
    desk.write(rewritten(desk, before, call, provider), provider)


def rewritten(desk: Desk, before: Call, call: Call, provider: Provider) -> str:
    """A desk's program for a provider, which says `before`, once it says `call`; another method needs another program."""
    source = desk.source_for(provider)
    if before.method == call.method and before.streamed == call.streamed:
        return programs.patch(source, provider.id, provider.methods, call)
    return programs.render(call, provider, shape=desk.shape)


def begin(desk: Desk, provider: Provider) -> None:
    """The controls are about to be drawn: for which provider, and none of them yet."""
    st.session_state[desk.key("drawn_for")] = provider.handle
    st.session_state[desk.key("drawn")] = {}


def take_in(desk: Desk) -> None:
    """Take over what was typed into the code, then write every control that was moved since it was drawn into it.

    Streamlit runs the callbacks of one message in no promised order, so each of them does this first. What was
    typed or moved belongs to the program that was drawn, even where another provider was chosen in that moment.
    """
    # Typed code comes first: what a control writes goes into the newest program, not over it.
    drawn_for = session.provider(st.session_state.get(desk.key("drawn_for")) or desk.provider.handle)
    for each in session.all_providers().values():
        way = drawn_for if drawn_for.id == each.id else desk.way_of(each)
        take_typed(desk.key(f"{each.id}_box"), partial(desk.take, provider=way))
    drawn: dict[str, Bound] = st.session_state.get(desk.key("drawn"), {})
    moved = {
        name: replace(bound, value=st.session_state[bound.key])
        for name, bound in drawn.items()
        if bound.key in st.session_state and st.session_state[bound.key] != bound.value
    }
    if moved:
        # The next callback of the same message comes here too and must not write the same move again, over
        # what this one has changed since.
        st.session_state[desk.key("drawn")] = drawn | moved
        _put_in(desk, moved.values(), session.provider(st.session_state[desk.key("drawn_for")]))


def _put_in(desk: Desk, moved: Iterable[Bound], provider: Provider) -> None:
    """Write the values of moved controls into the code, where it can be read."""
    try:
        call = desk.parse(provider).call
    except programs.NotUnderstood:
        return
    settings = provider.read(call)
    for bound in moved:
        settings = bound.put(settings, bound.value)
    write(desk, call, provider.compose(settings, call), provider)


def change(desk: Desk, how: Callable[[Settings], Settings]) -> None:
    """Make the code say other settings, after what was moved or typed in the controls."""
    take_in(desk)
    try:
        call = desk.parse().call
    except programs.NotUnderstood:
        return
    write(desk, call, desk.provider.compose(how(desk.provider.read(call)), call), desk.provider)


def bind(
    desk: Desk,
    name: str,
    put: Put,
    value: Any,
    default: Any,
    fits: bool = True,
    allowed: Callable[[Any], bool] = lambda shown: True,
) -> dict[str, Any]:
    """Set a widget from the code where its value fits, and give the widget's common arguments.

    `put` gives the settings with another value of the widget in them, for the time when it is moved.
    Where it does not fit, the widget keeps what it shows if that is still `allowed`, else shows `default`.
    """
    if not fits:  # Streamlit raises for a value that a widget cannot show, which would end the whole page
        shown = st.session_state.get(widget_keys.current(desk.key(name)), default)
        value = shown if allowed(shown) else default
    # The code may say something else than the widget shows: it was edited, or another provider's is in the box.
    key = widget_keys.showing(desk.key(name), value)
    st.session_state[desk.key("drawn")][name] = Bound(key, value, put)
    return {"key": key, "on_change": take_in, "args": (desk,), "persist_state": "session"}
