"""The server that a learner named: kept by their browser, and said in the programs of every page."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import streamlit as st

from firstcall import providers
from firstcall.providers import Provider, Server, Servers
from firstcall.running import own_server
from firstcall.ui import browser_memory, session

MOST_MODELS = 200
"""Ids of a list that stay to choose from."""
_TOLD = ("name", "base_url", "key_variable", "models")
"""What a learner says of a server. The rest is known of one, and nothing like a key is kept."""
_PROGRAMS = ("code", "retry")
"""Under which ends of a name boxes keep a provider's programs."""


def key(provider: Provider, name: str) -> str:
    return f"server_{provider.id}_{name}"


def recall_all() -> None:
    """Name the servers that the browser kept, once in a session, where they can still be named. No key was kept."""
    for provider in providers.every().values():
        if provider.servers is not None and session.server_named(provider) is None:
            server = kept_as(browser_memory.found(key(provider, "named")) or "", provider)
            if server is not None:
                session.name_server(provider, known_as(server, provider.servers))


def known_as(server: Server, servers: Servers) -> Server:
    """With what is known of the server at this address."""
    known = next((one for one in servers.known if providers.same_place(one.base_url, server.base_url)), None)
    if known is None:
        return server
    return replace(known, **_told(server))


def told_as(server: Server) -> str:
    """A server as the browser keeps it, for `kept_as`."""
    return json.dumps(_told(server))


def _told(server: Server) -> dict[str, Any]:
    return {name: getattr(server, name) for name in _TOLD}


def kept_as(kept: str, provider: Provider) -> Server | None:
    """The server that a browser's text describes, `None` for any other text and for one that cannot be named."""
    try:
        said = json.loads(kept)
        name, base_url, variable = (str(said[one]) for one in _TOLD[:3])
        server = Server(name, base_url, variable, tuple(map(str, said["models"]))[:MOST_MODELS])
    except (ValueError, TypeError, KeyError):
        return None
    return None if own_server.problems(server, provider) else server


def keep(provider: Provider) -> None:
    """Let the browser keep the server that is named, and the programs that name it, of pages too that are not open."""
    named = session.server_named(provider)
    told = {key(provider, "named"): told_as(named) if named else None}
    rewritten: dict[str, str] = st.session_state.get(key(provider, "rewritten"), {})
    # What was written on its page since then is newer.
    newest = {name: st.session_state.get(name, text) for name, text in rewritten.items()}
    browser_memory.keep(key(provider, "memory"), told | newest)


def name(provider: Provider, server: Server) -> None:
    """Name the server, in the programs too that stand in the boxes or that the browser kept for them: what they say is
    where the calls go."""
    session.name_server(provider, server)
    says = list(zip(_said_of(provider), _said_of(session.provider(provider.id)), strict=True))
    remembered = _programs(provider, browser_memory.every())
    rewritten = {name: _rewritten(text, says) for name, text in remembered.items()}
    browser_memory.replace(rewritten)
    st.session_state[key(provider, "rewritten")] = rewritten
    for name, text in _programs(provider, st.session_state).items():
        st.session_state[name] = _rewritten(text, says)


def _programs(provider: Provider, kept: Mapping[Any, Any]) -> dict[str, str]:
    """The programs for a provider among all that is kept, by the name under which its box keeps one."""
    ends = tuple(f"_{provider.id}_{end}" for end in _PROGRAMS)
    return {name: text for name, text in kept.items() if str(name).endswith(ends) and isinstance(text, str)}


def _said_of(provider: Provider) -> tuple[str, ...]:
    """What a program says of its server, each as it stands there."""
    address = provider.address
    return (
        f'"{address.key_variable}"', f"reads {address.key_variable} ", f'"{address.base_url_variable}"',
        f'"{address.base_url}"', f'model="{provider.default}"',
    )  # fmt: skip


def _rewritten(text: str, says: Iterable[tuple[str, str]]) -> str:
    for was, now in says:
        text = text.replace(was, now)
    return text
