"""The messages of a call as a list on the page: edited, reordered, made longer and shorter.

A control of the desk: where the list stands in the code is the desk's affair.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from firstcall.calls import Call, Message, Settings
from firstcall.providers import Provider
from firstcall.steps.roles import WORDS
from firstcall.ui.binding import Put, bind, change
from firstcall.ui.desk import Control, Desk

MOST = 20
ROLES = ("user", "assistant", "system")


def is_plain(call: Call, provider: Provider) -> bool:
    """Whether the messages of a call hold nothing but roles and texts, so that the editor can show it all: then
    they are what the provider makes of these alone."""
    given = call.arguments.get(provider.messages)
    made = provider.compose(provider.read(call), None).arguments[provider.messages]
    return isinstance(given, list | tuple) and list(given) == made


def putter(at: int, part: str) -> Put:
    """How the control for the role or the content of message `at` changes the settings."""

    def put(settings: Settings, value: Any) -> Settings:
        if at >= len(settings.messages):
            return settings
        said = list(settings.messages)
        said[at] = replace(said[at], **{part: value})
        return replace(settings, messages=tuple(said))

    return put


def swapped(settings: Settings, at: int) -> Settings:
    """The settings with message `at` and the one after it in each other's place."""
    said = list(settings.messages)
    if 0 <= at < len(said) - 1:
        said[at], said[at + 1] = said[at + 1], said[at]
    return replace(settings, messages=tuple(said))


def without(settings: Settings, at: int) -> Settings:
    said = settings.messages
    return replace(settings, messages=(*said[:at], *said[at + 1 :]))


def longer(settings: Settings, role: str) -> Settings:
    """The settings with one more message at the end, for the learner to write over."""
    added = Message(role, WORDS.line(f"new_message/{role}"))  # type: ignore[arg-type]
    return replace(settings, messages=(*settings.messages, added))


def draw(desk: Desk, settings: Settings | None) -> None:
    """The list, from the system prompt to the last message. Without settings it waits, greyed out."""
    if settings is not None and not is_plain(desk.parse().call, desk.provider):
        st.caption(WORDS.line("list/more_than_texts"))
        return
    st.markdown(WORDS.line("list/reading_order"))
    _system(desk, settings)
    said = settings.messages if settings else ()
    for at, message in enumerate(said):
        with st.container(border=True, gap="xsmall"):
            _one(desk, said, at, message)
    if not said:
        st.caption(WORDS.line("list/no_message"))
    _add(desk, settings)


def _system(desk: Desk, settings: Settings | None) -> None:
    with st.container(border=True, gap="xsmall"):
        said = settings.system if settings else None
        bound = bind(desk, "system", _put_system, said, "", isinstance(said, str))
        st.badge("system", icon=":material/rule:", color="violet")
        st.text_area(
            "System prompt", height=68, label_visibility="collapsed", disabled=settings is None, **bound
        )
        st.caption(WORDS.line("roles/system"))


def _put_system(settings: Settings, text: str) -> Settings:
    return replace(settings, system=text)


def _one(desk: Desk, said: Sequence[Message], at: int, message: Message) -> None:
    number = at + 1
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        _role(desk, at, message)
        st.caption(_means(message.role), width="stretch")
    bound = bind(desk, f"said_{at}_content", putter(at, "content"), message.content, "")
    st.text_area(f"Message {number}", height=68, label_visibility="collapsed", **bound)
    with st.container(horizontal=True, gap="small"):
        _button(desk, f"Move {number} up", f"up_{at}", partial(swapped, at=at - 1), disabled=at == 0)
        last = number == len(said)
        _button(desk, f"Move {number} down", f"down_{at}", partial(swapped, at=at), disabled=last)
        _button(desk, f"Remove {number}", f"remove_{at}", partial(without, at=at))


def _means(role: str) -> str:
    known = WORDS.find(f"roles/{role}") is not None
    return WORDS.line(f"roles/{role}" if known else "roles/unknown")


def _button(
    desk: Desk, label: str, name: str, how: Callable[[Settings], Settings], *, disabled: bool = False
) -> None:
    key = desk.key(name)
    st.button(label, key=key, type="tertiary", disabled=disabled, on_click=change, args=(desk, how))


def _role(desk: Desk, at: int, message: Message) -> None:
    options = [*ROLES, message.role] if message.role not in ROLES else list(ROLES)
    bound = bind(desk, f"said_{at}_role", putter(at, "role"), message.role, "user")
    st.selectbox(
        f"Role of message {at + 1}", options, label_visibility="collapsed", width=125, required=True, **bound
    )


def _add(desk: Desk, settings: Settings | None) -> None:
    full = settings is None or len(settings.messages) >= MOST
    with st.container(horizontal=True):
        for role in ("user", "assistant"):
            st.button(
                f"Add {role}",
                key=desk.key(f"add_{role}"),
                icon=":material/add:",
                disabled=full,
                on_click=change,
                args=(desk, partial(longer, role=role)),
            )


def _counted(settings: Settings) -> str:
    return WORDS.line("list/counted", messages=len(settings.messages), system=int(bool(settings.system)))


CONTROL = Control("Messages", _counted, draw, wide=True)
