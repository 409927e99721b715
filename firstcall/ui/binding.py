"""Controls and code, both ways: a widget set from what the code says, a moved one written into the code.

What the widgets are is in `controls`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from firstcall import models, programs, providers
from firstcall.calls import Call, Message, Settings
from firstcall.providers import Provider
from firstcall.ui import messages, widget_keys
from firstcall.ui.code_box import take_typed
from firstcall.ui.desk import Desk

NOT_SENT = "not sent"


def write(desk: Desk, before: Call, call: Call, provider: Provider) -> None:
    """Make the code for a provider, which says `before`, say `call`; another method needs another program."""
    if before.method == call.method and before.streamed == call.streamed:
        source = desk.source_for(provider)
        desk.write(programs.patch(source, provider.id, provider.sdk.methods, call), provider)
    else:
        desk.write(programs.render(call, provider), provider)


def begin(desk: Desk) -> None:
    """The controls are about to be drawn: for which provider, and none of them yet."""
    st.session_state[desk.key("drawn_for")] = desk.provider.id
    st.session_state[desk.key("drawn")] = {}


def take_in(desk: Desk) -> None:
    """Take over what was typed into the code, then write every control that was moved since it was drawn into it.

    Streamlit runs the callbacks of one message in no promised order, so each of them does this first. What was
    typed or moved belongs to the program that was drawn, even where another provider was chosen in that moment.
    """
    # Typed code comes first: what a control writes goes into the newest program, not over it.
    for each in providers.every().values():
        take_typed(desk.key(f"{each.id}_box"), partial(desk.write, provider=each))
    drawn: dict[str, tuple[str, Any]] = st.session_state.get(desk.key("drawn"), {})
    moved = {
        name: st.session_state[key]
        for name, (key, value) in drawn.items()
        if key in st.session_state and st.session_state[key] != value
    }
    if moved:
        # The next callback of the same message comes here too and must not write the same move again, over
        # what this one has changed since.
        st.session_state[desk.key("drawn")] = drawn | {name: (drawn[name][0], moved[name]) for name in moved}
        _put_in(desk, moved, providers.get(st.session_state[desk.key("drawn_for")]))


def _put_in(desk: Desk, moved: Mapping[str, Any], provider: Provider) -> None:
    """Write the values of moved controls into the code, where it can be read."""
    try:
        call = desk.parse(provider).call
    except programs.NotUnderstood:
        return
    settings = provider.read(call)
    for name, value in moved.items():
        settings = (_SET.get(name) or messages.setter(name))(settings, value)
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
    value: Any,
    default: Any,
    fits: bool = True,
    allowed: Callable[[Any], bool] = lambda shown: True,
) -> dict[str, Any]:
    """Set a widget from the code where its value fits, and give the widget's common arguments.

    Where it does not fit, the widget keeps what it shows if that is still `allowed`, else shows `default`.
    """
    if not fits:  # Streamlit raises for a value that a widget cannot show, which would end the whole page
        shown = st.session_state.get(widget_keys.current(desk.key(name)), default)
        value = shown if allowed(shown) else default
    # The code may say something else than the widget shows: it was edited, or another provider's is in the box.
    key = widget_keys.showing(desk.key(name), value)
    st.session_state[desk.key("drawn")][name] = (key, value)
    return {"key": key, "on_change": take_in, "args": (desk,), "persist_state": "session"}


def _set_model(settings: Settings, id: str) -> Settings:
    """Another model: what it refuses is left out, what it wants is put in."""
    found = models.find(id)
    if found is None:
        return replace(settings, model=id)
    effort = settings.effort if settings.effort in found.effort else found.quiet_effort
    takes = found.temperature != "refused"
    return replace(settings, model=id, effort=effort, temperature=settings.temperature if takes else None)


def _set_prompt(settings: Settings, text: str) -> Settings:
    *before, last = settings.messages or (Message("user", ""),)
    return replace(settings, messages=(*before, replace(last, content=text)))


def _set_send_temperature(settings: Settings, on: bool) -> Settings:
    return replace(settings, temperature=1.0 if on else None)


def _set_effort(settings: Settings, effort: str) -> Settings:
    """Reasoning and a temperature exclude each other on the models that only take it without."""
    found = models.find(settings.model)
    in_force = found.default_effort if found and effort == NOT_SENT else effort
    keeps = found is None or found.temperature != "effort-none" or in_force == found.quiet_effort
    return replace(
        settings,
        effort=None if effort == NOT_SENT else effort,
        temperature=settings.temperature if keeps else None,
    )


_SET: Mapping[str, Callable[[Settings, Any], Settings]] = {
    "model": _set_model,
    "system": lambda settings, text: replace(settings, system=text),
    "prompt": _set_prompt,
    "max_tokens": lambda settings, limit: replace(settings, max_tokens=limit),
    "send_temperature": _set_send_temperature,
    "temperature": lambda settings, value: replace(settings, temperature=value),
    "effort": _set_effort,
    "stream": lambda settings, on: replace(settings, stream=on),
    "stops": lambda settings, text: replace(settings, stop=(text,) if text else ()),
}
