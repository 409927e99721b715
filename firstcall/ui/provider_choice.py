"""Whom to call: the control that asks, on every page the same, and what was chosen. At first it is the first of all
providers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from firstcall import providers
from firstcall.providers import Provider
from firstcall.ui import chosen_once

NAME = "provider"
"""Where the session keeps the choice."""


def chosen(key: str) -> Provider:
    """The provider that is chosen, where the page asks for it with the control under `key`."""
    return _known(chosen_once.value(NAME, key))


def _known(id: str | None) -> Provider:
    known = list(providers.every())
    return providers.get(id if id in known else known[0])


def put(provider: Provider) -> None:
    """Choose for the learner: what a link asks for."""
    st.session_state[NAME] = provider.id


def choose(key: str, on_change: Callable[..., None] | None = None, args: tuple[Any, ...] = ()) -> Provider:
    """The control, under a `key` of its own on each page."""
    st.segmented_control(
        "Provider",
        list(providers.every()),
        format_func=lambda id: providers.get(id).name,
        key=chosen_once.shown(NAME, key, list(providers.every())),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
        on_change=on_change,
        args=args,
    )
    return chosen(key)
