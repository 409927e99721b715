"""The messages of a call as a list on the page: edited, reordered, made longer and shorter.

Drawn by the desk as its control `messages`. It knows settings only: where the list stands in the code
is the desk's affair.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Protocol

import streamlit as st

from firstcall.calls import Message, Settings
from firstcall.ui import WORDS

MOST = 20
ROLES = ("user", "assistant", "system")


_PART = re.compile(r"said_(\d+)_(role|content)\Z")

Change = Callable[[Callable[[Settings], Settings]], None]
"""Takes a function from settings to settings and makes the code say what it gives."""


class Bind(Protocol):
    """Sets a widget from the code and gives its common arguments: name, value, default, whether it fits."""

    def __call__(self, name: str, value: Any, default: Any, fits: bool) -> dict[str, Any]: ...


def is_plain(given: Any) -> bool:
    """Whether a `messages` argument holds nothing but roles and texts, so that the editor can show it all."""
    return isinstance(given, list | tuple) and all(
        isinstance(entry, Mapping)
        and set(entry) == {"role", "content"}
        and all(isinstance(value, str) for value in entry.values())
        for entry in given
    )


def setter(name: str) -> Callable[[Settings, Any], Settings]:
    """How the editor's control of this name changes the settings."""
    found = _PART.match(name)
    assert found is not None, name
    at, part = int(found[1]), found[2]

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


def editor(
    settings: Settings | None, provider: str, key: Callable[[str], str], bind: Bind, change: Change
) -> None:
    """The list, from the system prompt to the last message. Without settings it waits, greyed out.

    `provider` is a name for the learner; `key` makes a widget's key from a name.
    """
    st.markdown(WORDS.line("controls/reading_order"))
    _system(settings, provider, bind)
    said = settings.messages if settings else ()
    for at, message in enumerate(said):
        with st.container(border=True, gap="xsmall"):
            _one(said, at, message, key, bind, change)
    if not said:
        st.caption(WORDS.line("controls/no_message"))
    _add(settings, key, change)


def _system(settings: Settings | None, provider: str, bind: Bind) -> None:
    with st.container(border=True, gap="xsmall"):
        said = settings.system if settings else None
        bound = bind("system", said, "", isinstance(said, str))
        st.badge("system", icon=":material/rule:", color="violet")
        st.text_area(
            "System prompt", height=68, label_visibility="collapsed", disabled=settings is None, **bound
        )
        st.caption(WORDS.line("roles/system"))


def _one(
    said: Sequence[Message], at: int, message: Message, key: Callable[[str], str], bind: Bind, change: Change
) -> None:
    number = at + 1
    with st.container(horizontal=True, wrap=False, vertical_alignment="center", gap="small"):
        _role(at, message, bind)
        st.caption(_means(message.role), width="stretch")
    bound = bind(f"said_{at}_content", message.content, "", True)
    st.text_area(f"Message {number}", height=68, label_visibility="collapsed", **bound)
    with st.container(horizontal=True, gap="small"):
        _button(f"Move {number} up", key(f"up_{at}"), at == 0, change, partial(swapped, at=at - 1))
        _button(
            f"Move {number} down", key(f"down_{at}"), number == len(said), change, partial(swapped, at=at)
        )
        _button(f"Remove {number}", key(f"remove_{at}"), False, change, partial(without, at=at))


def _means(role: str) -> str:
    known = WORDS.find(f"roles/{role}") is not None
    return WORDS.line(f"roles/{role}" if known else "roles/unknown")


def _button(
    label: str, key: str, disabled: bool, change: Change, how: Callable[[Settings], Settings]
) -> None:
    st.button(label, key=key, type="tertiary", disabled=disabled, on_click=change, args=(how,))


def _role(at: int, message: Message, bind: Bind) -> None:
    options = [*ROLES, message.role] if message.role not in ROLES else list(ROLES)
    bound = bind(f"said_{at}_role", message.role, "user", True)
    st.selectbox(
        f"Role of message {at + 1}", options, label_visibility="collapsed", width=125, required=True, **bound
    )


def _add(settings: Settings | None, key: Callable[[str], str], change: Change) -> None:
    full = settings is None or len(settings.messages) >= MOST
    with st.container(horizontal=True):
        for role in ("user", "assistant"):
            st.button(
                f"Add {role}",
                key=key(f"add_{role}"),
                icon=":material/add:",
                disabled=full,
                on_click=change,
                args=(partial(longer, role=role),),
            )
