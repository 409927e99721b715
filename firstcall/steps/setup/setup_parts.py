"""Set up, drawn: the checklist, the lines to copy, the live check of each provider."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import streamlit as st

from firstcall import text
from firstcall.calls import Failure
from firstcall.providers import Provider
from firstcall.running import keys, listing
from firstcall.running.listing import Listings
from firstcall.running.runs import Run
from firstcall.steps.setup import WORDS, key_check, lesson, own_program, setup_lines
from firstcall.steps.setup.key_check import Finding
from firstcall.steps.setup.lesson import Source
from firstcall.steps.setup.setup_lines import Lines
from firstcall.ui import chosen_once, formats, frame, link, own_server, provider_choice, session, watch, wire

STEP = "setup"
_FOLDER = "setup_folder"
_ANOTHER_MACHINE = "192.168.0.10"
_MOST_NAMED = 12
"""Models of a server's list that are named."""


def choose() -> Source:
    """The provider that the checklist and the lines are for."""
    found = {source.id: source for source in lesson.sources(session.all_providers().values())}
    if asked := link.provider(STEP):
        provider_choice.put(session.provider(asked))
    chosen = st.segmented_control(
        "Provider",
        list(found),
        format_func=lambda id: found[id].name,
        key=chosen_once.shown(provider_choice.NAME, "setup_provider", list(found)),
        required=True,
        persist_state="session",
    )
    assert chosen is not None  # one is always chosen: it is required
    return found[chosen]


def checklist(source: Source) -> None:
    """Where the key comes from, to tick off."""
    st.link_button(f"Open {source.page.removeprefix('https://')}", source.page, icon=":material/open_in_new:")
    for number, said in enumerate(source.steps):
        st.checkbox(said, key=f"setup_did_{source.id}_{number}", persist_state="session")
    if source.note:
        st.caption(source.note)
    own_server.draw(session.provider(source.id))


def lines(source: Source) -> None:
    """The generated lines that set the key, each to copy."""
    address = session.provider(source.id).address
    if source.variable is None:
        st.markdown(WORDS.line("no_variable"))
        elsewhere = f"http://{_ANOTHER_MACHINE}:{urlsplit(address.base_url).port}"
        st.code(f"export {address.base_url_variable}='{elsewhere}'", language="bash")
        return
    looks = "environment" if address.known_to_sdk else "environment read"
    st.markdown(WORDS.say(looks, variable=source.variable))
    st.caption(WORDS.line("which_shell"))
    places = setup_lines.places(source.variable)
    for tab, ways in zip(st.tabs(list(places), key="setup_places"), places.values(), strict=True):
        with tab:
            for way in ways:
                _copyable(way)
    st.caption(WORDS.line("lines", placeholder=setup_lines.PLACEHOLDER))


def _copyable(way: Lines) -> None:
    if way.place == ".gitignore":
        st.markdown("**`.gitignore`**")
    st.markdown(way.note)
    st.code(way.text, language=way.language, wrap_lines=True)


def packages(source: Source) -> None:
    """The lines that install the SDK, and whether it is here already."""
    python, javascript = st.columns(2, gap="medium")
    with python:
        st.markdown("**Python**")
        way = setup_lines.pip(source.package)
        st.code(way.text, language=way.language, wrap_lines=True)
        if installed := _installed(source):
            st.caption(installed)
    with javascript:
        st.markdown("**JavaScript**")
        way = setup_lines.npm(source.javascript_package)
        st.code(way.text, language=way.language, wrap_lines=True)
        st.caption(way.note)


def _installed(source: Source) -> str | None:
    found = key_check.package_version(session.provider(source.id))
    return WORDS.line("check/installed", package=source.package, version=found) if found else None


# The live check


def check() -> None:
    """One card for each provider: its key, one button, what the outcome means."""
    if not session.owners_keys_allowed():
        st.caption(f":material/shield_person: {WORDS.say('stranger')}")
    if session.on_this_machine():
        st.text_input(
            WORDS.title("label folder"),
            value=str(session.ROOT),
            key=_FOLDER,
            persist_state="session",
            help=WORDS.line("check/folder"),
        )
    watch.part("setup_check", [*map(_run_of, session.all_providers().values()), *_lists()], _cards)


def _lists() -> list[Listings | None]:
    return [st.session_state.get(f"setup_list_{id}") for id in session.all_providers()]


def _run_of(provider: Provider) -> Run | None:
    return watch.run(f"setup_run_{provider.id}")


def _cards() -> None:
    cards = st.grid(2, min_column_width=300, border=True)
    for provider in session.all_providers().values():
        with cards.cell():
            _card(provider)


def _card(provider: Provider) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{provider.name}**", width="content")
        frame.mode_badge(provider)
    key = session.key_of(provider)
    _key(provider, key)
    if session.on_this_machine() and provider.address.needs_key:
        _own_program(provider)
    run = _run_of(provider)
    live = session.mode_of(provider) == "live"
    st.button(
        f"Check {provider.name}" if live else f"Check {provider.name} (practice)",
        key=f"setup_go_{provider.id}",
        type="primary",
        icon=":material/network_check:",
        disabled=watch.going([run]),
        help=WORDS.line("check"),
        on_click=_start,
        args=(provider,),
    )
    if run is not None and run.finished:
        outcome(run)
    elif run is not None:
        st.caption(WORDS.line("check/asking", model=run.call.model))
    if not provider.address.needs_key:
        _models(provider)
        frame.key_entry(provider, "setup")
        return
    with st.popover("Paste a key", icon=":material/key:", key=f"setup_keys_{provider.id}"):
        frame.key_entry(provider, "setup")


def _models(provider: Provider) -> None:
    """Which models its server has, and the line that fetches the one to begin with where it has not."""
    listings: Listings | None = st.session_state.get(f"setup_list_{provider.id}")
    found = listings.found.get(provider.id) if listings else None
    if found is None:
        return
    if not isinstance(found, Failure):
        names = ", ".join(map(wire.code, list(found)[:_MOST_NAMED]))
        st.markdown(WORDS.line("check/has", n=len(found), names=names or "\N{EN DASH}"))
    model = provider.default
    if isinstance(found, Failure) or model not in found:
        st.markdown(WORDS.line("check/fetch"))
        st.code(text.filled(provider.words.say("setup fetch"), {"model": model}), language="bash")


def _key(provider: Provider, key: keys.Key | None) -> None:
    """Found or not, where, masked, and what is odd about it before any call."""
    if not provider.address.needs_key:
        _address(provider)
        return
    if key is None:
        said = WORDS.line("check/no_key", variable=provider.address.key_variable)
        st.markdown(f":material/key_off: {said}")
        own = str(session.ROOT / ".env") if session.on_this_machine() else ".env"
        st.caption(WORDS.line("check/looked", env=wire.code(own)))
    elif key.source == "chosen":
        st.markdown(f":material/key_off: {WORDS.line('check/word', word=wire.code(key.value))}")
    else:
        st.markdown(f":material/key: {WORDS.line('check/found', key=key.masked)}")
        st.caption(f"{key.variable}, {key.where}. {' '.join(key.remarks)}")
        odd = key_check.look_at(provider, key)
        if odd:
            st.warning(
                f"{wire.as_text(odd.meaning)} {odd.advice}", title=odd.title, icon=":material/warning:"
            )
        if not st.session_state.wants_live:
            st.caption(WORDS.line("check/not_live"))
    _address(provider)


def _own_program(provider: Provider) -> None:
    """Where a program of the learner's own looks, and what would fail there though the app gets over it."""
    looked = own_program.look(provider, Path(st.session_state[_FOLDER]).expanduser(), session.environment())
    places = {
        name: f"check/{'absent' if file.absent else 'there'}"
        for name, file in (("env", looked.dotenv), ("toml", looked.secrets))
    }
    values = {"env": wire.code(str(looked.dotenv.path)), "toml": wire.code(str(looked.secrets.path))}
    values |= {f"{name}_is": WORDS.line(id) for name, id in places.items()}
    st.caption(WORDS.line("check/own", **values))
    for remark in looked.remarks:
        st.warning(remark.said, title=remark.title, icon=":material/warning:")


def _address(provider: Provider) -> None:
    """A base URL that replaces the provider's own."""
    if session.mode_of(provider) != "live":
        return
    address = session.access_to(provider).base_url
    if address == provider.address.base_url:
        return
    st.caption(WORDS.line("address", address=wire.code(address), variable=provider.address.base_url_variable))
    if remark := key_check.address_remark(provider, address):
        st.caption(f":material/warning: {wire.as_text(remark)}")


def _start(provider: Provider) -> None:
    if not provider.address.needs_key:
        st.session_state[f"setup_list_{provider.id}"] = listing.start([session.question(provider)])
    st.session_state[f"setup_run_{provider.id}"] = session.start(key_check.smallest_call(provider), step=STEP)
    st.rerun()


def outcome(run: Run) -> None:
    """What a finished check found, in our words and then in the provider's."""
    finding = key_check.judge(run)
    show = st.success if finding.well else st.error if finding.outcome != "capped" else st.warning
    show(
        wire.as_text(finding.meaning),
        title=finding.title,
        icon=":material/check_circle:" if finding.well else ":material/error:",
    )
    advice = wire.as_text(finding.advice)
    st.markdown(advice if finding.well else WORDS.line("check/to_do", advice=advice))
    _evidence(run, finding)


def _evidence(run: Run, finding: Finding) -> None:
    record = run.record
    parts = [run.call.model, formats.seconds(run.seconds)]
    if record and record.usage:
        parts += [
            WORDS.line("check/tokens", input=record.usage.input_tokens, output=record.usage.output_tokens),
            formats.spent_briefly(record),
        ]
    st.caption(" · ".join(parts))
    if run.failure is not None:
        status = f" · HTTP {finding.status}" if finding.status else ""
        error, said = wire.code(run.failure.error), wire.code(finding.said)
        st.caption(WORDS.line("check/raised", error=error, status=status, said=said))
