"""Set up, drawn: the checklist, the lines to copy, the live check of each provider."""

from __future__ import annotations

import streamlit as st

from firstcall import providers
from firstcall.providers import Provider
from firstcall.running import keys
from firstcall.running.runs import Run
from firstcall.steps.setup import WORDS, key_check, lesson, setup_lines
from firstcall.steps.setup.key_check import Finding
from firstcall.steps.setup.lesson import Source
from firstcall.steps.setup.setup_lines import Lines
from firstcall.ui import formats, frame, session, watch, wire

STEP = "setup"


def choose() -> Source:
    """The provider that the checklist and the lines are for."""
    found = {source.id: source for source in lesson.sources()}
    chosen = st.segmented_control(
        "Provider",
        list(found),
        format_func=lambda id: found[id].name,
        default=next(iter(found)),
        key="setup_provider",
        required=True,
        persist_state="session",
    )
    return found[chosen or next(iter(found))]


def checklist(source: Source) -> None:
    """Where the key comes from, to tick off."""
    st.link_button(f"Open {source.page.removeprefix('https://')}", source.page, icon=":material/open_in_new:")
    for number, text in enumerate(source.steps):
        st.checkbox(text, key=f"setup_did_{source.id}_{number}", persist_state="session")
    if source.note:
        st.caption(source.note)
    if not source.callable:
        st.info(
            f"{source.name} is not callable in this app yet: these are facts to know. The check below is for "
            f"{' and '.join(provider.name for provider in providers.every().values())}.",
            icon=":material/info:",
        )


def lines(source: Source) -> None:
    """The generated lines that set the key, each to copy."""
    if source.variable is None:
        st.markdown("There is no key to set. Only if the server runs on another machine:")
        st.code("export OLLAMA_HOST='http://192.168.0.10:11434'", language="bash")
        return
    st.markdown(WORDS.say("environment", variable=source.variable))
    places = setup_lines.places(source.variable)
    for tab, ways in zip(st.tabs(list(places), key="setup_places"), places.values(), strict=True):
        with tab:
            for way in ways:
                _copyable(way)
    st.caption(f"`{setup_lines.PLACEHOLDER}` stands for your key: put it in on your own machine, not here.")


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
        st.caption(_installed(source) or way.note)
    with javascript:
        st.markdown("**JavaScript**")
        way = setup_lines.npm(source.javascript_package)
        st.code(way.text, language=way.language, wrap_lines=True)
        st.caption(way.note)


def _installed(source: Source) -> str | None:
    provider = providers.every().get(source.id)
    found = provider and key_check.package_version(provider)
    return f"Where this app runs, {source.package} {found} is installed." if found else None


# The live check


def check() -> None:
    """One card for each provider: its key, one button, what the outcome means."""
    if not session.owners_keys_allowed():
        st.caption(f":material/shield_person: {WORDS.say('stranger')}")
    watch.part("setup_check", map(_run_of, providers.every().values()), _cards)


def _run_of(provider: Provider) -> Run | None:
    return watch.run(f"setup_run_{provider.id}")


def _cards() -> None:
    cards = st.grid(2, min_column_width=300, border=True)
    for provider in providers.every().values():
        with cards.cell():
            _card(provider)


def _card(provider: Provider) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(f"**{provider.name}**", width="content")
        frame.mode_badge(provider)
    key = session.key_of(provider)
    _key(provider, key)
    run = _run_of(provider)
    live = session.mode_of(provider) == "live"
    st.button(
        f"Check {provider.name}" if live else f"Check {provider.name} (practice)",
        key=f"setup_go_{provider.id}",
        type="primary",
        icon=":material/network_check:",
        disabled=watch.going([run]),
        help="Makes the smallest possible call: two letters in, at most 16 tokens out, one attempt.",
        on_click=_start,
        args=(provider,),
    )
    if run is not None and run.finished:
        outcome(run)
    elif run is not None:
        st.caption(f"Asking {run.call.model}…")
    with st.popover("Paste a key", icon=":material/key:", key=f"setup_keys_{provider.id}"):
        frame.key_entry(provider, "setup")


def _key(provider: Provider, key: keys.Key | None) -> None:
    """Found or not, where, masked, and what is odd about it before any call."""
    if key is None:
        st.markdown(f":material/key_off: No key found under `{provider.address.key_variable}`.")
        st.caption(
            "Looked in the environment, in .env, in secrets.toml, and for a pasted one. So this is practice."
        )
    else:
        st.markdown(f":material/key: Key found: `{key.masked}`")
        st.caption(f"{key.variable}, {keys.WHERE_FOUND[key.source]}. {' '.join(key.remarks)}")
        odd = key_check.look_at(provider, key)
        if odd:
            st.warning(
                f"{wire.as_text(odd.meaning)} {odd.advice}", title=odd.title, icon=":material/warning:"
            )
        if not st.session_state.wants_live:
            st.caption("**Use keys (live)** is off in the sidebar, so the check goes to the practice server.")
    _address(provider)


def _address(provider: Provider) -> None:
    """A base URL that replaces the provider's own."""
    if session.mode_of(provider) != "live":
        return
    address = session.access_to(provider).base_url
    if address == provider.address.base_url:
        return
    st.caption(f"Calls go to {wire.code(address)}, set by `{provider.address.base_url_variable}`.")
    if remark := key_check.address_remark(provider, address):
        st.caption(f":material/warning: {wire.as_text(remark)}")


def _start(provider: Provider) -> None:
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
    st.markdown(("" if finding.well else "**What to do:** ") + wire.as_text(finding.advice))
    _evidence(run, finding)


def _evidence(run: Run, finding: Finding) -> None:
    record = run.record
    parts = [run.call.model, formats.seconds(run.seconds)]
    if record and record.usage:
        cost = formats.markdown(record.usd)
        parts += [
            f"{record.usage.input_tokens} tokens in, {record.usage.output_tokens} out",
            f"{cost} if it were live" if run.mode == "practice" else cost,
        ]
    st.caption(" · ".join(parts))
    if run.failure is not None:
        status = f" · HTTP {finding.status}" if finding.status else ""
        st.caption(f"The SDK raised {wire.code(run.failure.error)}{status}: {wire.code(finding.said)}")
