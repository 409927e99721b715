"""Which server a learner's calls go to, where a provider leaves that to them: the form that asks, and what it has read."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import streamlit as st

from firstcall.calls import Failure
from firstcall.providers import Provider, Server
from firstcall.running import listing, own_server
from firstcall.running.listing import Listings
from firstcall.ui import WORDS, apart, frame, named_server, session, watch, wire
from firstcall.ui.named_server import key as _key

_ANOTHER = "another"
_FIELDS = ("name", "base_url", "key_variable", "model")


def draw(provider: Provider) -> None:
    """The form, and what the server says that it has."""
    if provider.servers is None:
        return
    named_server.keep(provider)
    _form(provider)
    if provider.address.no_key:
        frame.server_switch(provider, "form")
    if not session.may_call(provider):
        st.info(
            WORDS.line("server/not_from_here", setting=own_server.SETTING), icon=":material/shield_person:"
        )
    watch.part(_key(provider, "list"), [_listings(provider)], partial(_models, provider.id))


def _form(provider: Provider) -> None:
    assert provider.servers is not None
    known = {server.id: server for server in provider.servers.known}
    now = session.server_named(provider) or provider.servers.known[0]
    which = st.selectbox(
        WORDS.title("label server"),
        [*known, _ANOTHER],
        index=list(known).index(now.id) if now.id in known else len(known),
        format_func=lambda id: known[id].name if id in known else WORDS.title("label server_another"),
        key=_key(provider, "which"),
    )
    begin = known.get(which, now)
    if said := provider.words.say(f"differs {which}"):
        st.caption(f"{said} [{WORDS.title('label server_source')}]({begin.source})")
    with st.form(_key(provider, f"form_{which}"), border=False):
        values = {"name": begin.name, "base_url": begin.base_url, "key_variable": begin.key_variable}
        values["model"] = (now if now.id == begin.id and now.name == begin.name else begin).models[0]
        for name, column in zip(_FIELDS, [*st.columns(2), *st.columns(2)], strict=True):
            column.text_input(
                WORDS.title(f"label server_{name}"),
                value=values[name],
                key=_key(provider, f"{which}_{name}"),
            )
        st.form_submit_button(
            WORDS.title("label server_use"),
            key=_key(provider, f"use_{which}"),
            icon=":material/dns:",
            on_click=_use,
            args=(provider, which),
        )


def _use(provider: Provider, which: str) -> None:
    """Name the server of the form, or say why not."""
    assert provider.servers is not None
    typed = {name: str(st.session_state[_key(provider, f"{which}_{name}")]).strip() for name in _FIELDS}
    server = Server(typed["name"], typed["base_url"], typed["key_variable"], (typed["model"],))
    server = named_server.known_as(server, provider.servers)
    if wrong := own_server.problems(server, provider):
        apart.say(" ".join(wrong), ":material/error:")
        return
    named_server.name(provider, server)
    st.session_state.pop(_key(provider, "listings"), None)
    mode = session.mode_of(session.provider(provider.id))
    apart.say(WORDS.line(f"server/named_{mode}", name=server.name), ":material/dns:")


# What it has


def _listings(provider: Provider) -> Listings | None:
    found: Listings | None = st.session_state.get(_key(provider, "listings"))
    return found


def _models(id: str) -> None:
    provider = session.provider(id)
    listings = _listings(provider)
    asking = watch.going([listings])
    if st.button(
        WORDS.title("label server_models"),
        key=_key(provider, "ask"),
        icon=":material/sync:",
        disabled=asking,
    ):
        st.session_state[_key(provider, "listings")] = listing.start([session.question(provider)])
        st.rerun()
    if asking or listings is None:
        return
    found = listings.found[provider.id]
    if isinstance(found, Failure):
        st.warning(wire.as_text(found.advice), title=found.error, icon=":material/warning:")
        return
    said = {"name": wire.as_text(provider.name), "count": len(found), "n": len(found)}
    st.caption(WORDS.line(f"server/read_{listings.questions[0].mode}", **said))
    if found:
        st.selectbox(
            WORDS.title("label server_pick"),
            list(found)[: named_server.MOST_MODELS],
            index=None,
            placeholder=provider.default,
            key=_key(provider, "pick"),
            on_change=_pick,
            args=(provider, list(found)[: named_server.MOST_MODELS]),
        )


def _pick(provider: Provider, listed: list[str]) -> None:
    """Begin with the model that was picked; the others of the list can be chosen on every page."""
    picked = st.session_state[_key(provider, "pick")]
    assert provider.servers is not None
    if picked is None:
        return
    now = session.server_named(provider) or provider.servers.known[0]
    models = tuple(dict.fromkeys((picked, *listed)))
    sayable = [id for id in models if not own_server.problems(replace(now, models=(id,)), provider)]
    if picked not in sayable:
        apart.say(WORDS.line("server/odd_model"), ":material/error:")
        return
    named_server.name(provider, replace(now, models=tuple(sayable)))
    apart.say(WORDS.line("server/begins_with", model=wire.code(picked)), ":material/dns:")
    st.rerun()
