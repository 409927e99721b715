"""Whom to call: the control that asks, and what was chosen. Until then it is the first of all providers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from firstcall import providers
from firstcall.providers import Provider


def chosen(key: str) -> Provider:
    return providers.get(st.session_state.get(key) or next(iter(providers.every())))


def choose(key: str, on_change: Callable[..., None] | None = None, args: tuple[Any, ...] = ()) -> Provider:
    """The control, kept under `key` for the whole visit."""
    st.session_state.setdefault(key, next(iter(providers.every())))
    st.segmented_control(
        "Provider",
        list(providers.every()),
        format_func=lambda id: providers.get(id).name,
        key=key,
        required=True,
        label_visibility="collapsed",
        persist_state="session",
        on_change=on_change,
        args=args,
    )
    return chosen(key)
