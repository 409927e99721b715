"""Whom to call, and in which of its ways: the controls that ask, on every page the same, and what was chosen. At first
it is the first of all providers, in its usual way."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from firstcall import providers
from firstcall.providers import Provider
from firstcall.ui import WORDS, chosen_once, session

NAME = "provider"
"""Where the session keeps the choice."""


def names() -> tuple[str, ...]:
    """Where the session keeps all that is chosen here."""
    return (NAME, *(_way_name(one) for one in providers.every().values() if one.other_ways))


def chosen(key: str) -> Provider:
    """The provider that is chosen, in the way that is, where the page asks with the controls under `key`."""
    return way_of(_known(chosen_once.value(NAME, key)), key)


def way_of(provider: Provider, key: str) -> Provider:
    """A provider in the way that is chosen for it."""
    handle = chosen_once.value(_way_name(provider), _way_key(provider, key)) if provider.way else None
    return next((way for way in provider.ways if way.handle == handle), provider.ways[0])


def _known(id: str | None) -> Provider:
    known = list(providers.every())
    return session.provider(id if id in known else known[0])


def put(provider: Provider) -> None:
    """Choose for the learner: what a link asks for."""
    st.session_state[NAME] = provider.id
    put_way(provider)


def put_way(provider: Provider) -> None:
    """Choose the way alone: what the program in the box says."""
    if provider.way:
        st.session_state[_way_name(provider)] = provider.handle


def choose(
    key: str, on_change: Callable[..., None] | None = None, args: tuple[Any, ...] = (), *, ways: bool = True
) -> Provider:
    """The controls, under a `key` of their own on each page: the provider and, where it has several `ways`, which."""
    st.segmented_control(
        "Provider",
        list(providers.every()),
        format_func=lambda id: session.provider(id).name,
        key=chosen_once.shown(NAME, key, list(providers.every())),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
        on_change=on_change,
        args=args,
    )
    found = chosen(key)
    if ways and found.way:
        _choose_way(found, key, on_change, args)
        found = chosen(key)
    return found


def _choose_way(
    provider: Provider, key: str, on_change: Callable[..., None] | None, args: tuple[Any, ...]
) -> None:
    handles = [way.handle for way in provider.ways]
    st.segmented_control(
        WORDS.line("controls/way", provider=provider.name),
        handles,
        format_func=_way_label,
        key=chosen_once.shown(_way_name(provider), _way_key(provider, key), handles),
        required=True,
        label_visibility="collapsed",
        persist_state="session",
        on_change=on_change,
        args=args,
    )


def _way_label(handle: str) -> str:
    way = providers.get(handle).way
    assert way is not None
    return way.name


def _way_name(provider: Provider) -> str:
    return f"{provider.id}_way"


def _way_key(provider: Provider, key: str) -> str:
    return f"{key}_{provider.id}_way"
