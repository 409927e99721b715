"""The frame around every page: navigation, where calls go, what was spent, the way on."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from firstcall.course import lessons, steps
from firstcall.course.steps import Section, Step
from firstcall.ledger.prices import money
from firstcall.providers import Provider
from firstcall.running import keys
from firstcall.server import addresses
from firstcall.ui import WORDS, apart, cap, exercises, formats, practice_words, session, watch, wire

ICON = str(Path(__file__).parent / "icon.png")
SECTIONS: Mapping[Section, str] = {"course": "", "deeper": "Going deeper", "appendix": "Keep at hand"}


def label(step: Step) -> str:
    """What the navigation calls a step: its number, its title, how many of its tasks are solved."""
    tasks = lessons.exercises(step.slug)
    done = len(exercises.solved_of(tasks))
    if not done:
        return f"{step.counted}{step.title}"
    return f"{step.counted}{step.title} " + ("✓" if done == len(tasks) else f"({done}/{len(tasks)})")


def sections(pages: Mapping[str, StreamlitPage]) -> dict[str, list[StreamlitPage]]:
    """The steps for the navigation; what comes after the first call, and the appendix, in sections of their own."""
    found: dict[str, list[StreamlitPage]] = {}
    for step in steps.every():
        found.setdefault(SECTIONS[step.section], []).append(pages[step.slug])
    return found


def heading(step: Step) -> None:
    """Title and promise: what the learner can do after this step."""
    st.title(step.title, anchor=False)
    with st.container(key="frame_promise"):
        st.caption(WORDS.line("frame/promise", promise=step.promise))


def asked_for_another() -> None:
    """Say that the visitor was led here from an address that is no page."""
    if asked := st.query_params.get(addresses.UNKNOWN):
        said = "frame/unknown_link" if asked == "link" else "frame/unknown"
        st.info(WORDS.line(said), icon=":material/signpost:")


def ways_on(step: Step, pages: Mapping[str, StreamlitPage]) -> None:
    """Links to the step before and the step after, at the bottom of every page."""
    before, after = steps.around(step.slug)
    st.space("small")
    with st.container(horizontal=True, horizontal_alignment="distribute", key="frame_ways"):
        if before:
            with st.container(width="content", key="frame_before"):
                st.page_link(pages[before.slug], label=before.title, icon=":material/arrow_back:")
        if after:
            with st.container(width="content", key="frame_after"):
                st.page_link(
                    pages[after.slug],
                    label=f"Next: {after.title}",
                    icon=":material/arrow_forward:",
                    icon_position="right",
                )


def sidebar(step: Step) -> None:
    """Where calls go, the keys, whose words practice speaks, and what the session has used."""
    with st.sidebar:
        with st.container(border=True):
            _where_calls_go()
            practice_words.choose(step)
            cap.notice()
        # A page watches its own calls; those that another page began are watched here, or nobody says that they ended.
        elsewhere = [run for run in session.on_their_way() if run.step != st.session_state.step_open]
        watch.part(watch.SPENT, elsewhere, _spent)


def _where_calls_go() -> None:
    st.markdown("**Where calls go**")
    for provider in session.all_providers().values():
        mode_badge(provider)
    if session.has_key():
        st.session_state.frame_live = st.session_state.wants_live
        st.toggle(
            "Use keys (live)",
            key="frame_live",
            on_change=_choose_live,
            help=WORDS.line("frame/off"),
        )
    keys_box = st.popover("Keys", icon=":material/key:", width="stretch", key="frame_keys", on_change="rerun")
    if keys_box.open:  # seldom, and there is much in it
        with keys_box:
            for provider in session.all_providers().values():
                key_entry(provider)
            cap.entry()


def _choose_live() -> None:
    st.session_state.wants_live = st.session_state.frame_live


def mode_badge(provider: Provider) -> None:
    """Say whether a call to this provider is practice or live right now."""
    if session.mode_of(provider) == "live":
        where = f"live at {server}" if (server := wire.as_text(session.server_of(provider))) else "live"
        st.badge(f"{provider.name}: {where}", icon=":material/bolt:", color="orange")
    else:
        st.badge(f"{provider.name}: practice", icon=":material/school:", color="green")


def key_entry(provider: Provider, place: str = "frame") -> None:
    """What key there is for a provider, and the box to paste one. `place` keeps several of them apart.

    For one that needs none, whether its own server is called.
    """
    if not provider.address.needs_key:
        st.markdown(WORDS.line("frame/no_key_needed", provider=provider.name))
        server_switch(provider, place)
        return
    key = session.key_of(provider)
    if key and key.source != "chosen":
        st.markdown(WORDS.line("key", provider=provider.name, masked=key.masked, source=key.source))
    elif provider.address.no_key:
        st.markdown(WORDS.line("frame/key_or_none", provider=provider.name))
    else:
        st.markdown(WORDS.line("key/none", provider=provider.name))
    if provider.address.no_key:
        server_switch(provider, place)
    if provider.servers is not None:
        st.caption(WORDS.line("server/where", base_url=wire.code(provider.address.base_url)))
    remark = (
        key and key.source != "chosen" and (keys.plausible(provider.id, key.value) or " ".join(key.problems))
    )
    if remark:
        st.caption(f":material/warning: {remark}")
    box = f"{place}_paste_{provider.id}"
    st.text_input(
        f"Paste a key for {provider.name}",
        key=box,
        type="password",
        autocomplete="off",
        on_change=_paste,
        args=(provider.id, box),
        help=WORDS.line("frame/pasted_key"),
    )
    if st.session_state.pasted_keys.get(provider.id):
        st.button(
            "Forget this key", key=f"{place}_forget_{provider.id}", on_click=_forget, args=(provider.id,)
        )


def server_switch(provider: Provider, place: str) -> None:
    """The switch that sends calls to a server without a key: never by itself, and only for whoever may use it."""
    name = f"{place}_server_{provider.id}"
    st.session_state[name] = session.chosen_server(provider) and session.may_choose_server(provider)
    st.toggle(
        WORDS.line("frame/own_server", server=wire.code(session.live_address(provider))),
        key=name,
        disabled=not session.may_choose_server(provider),
        on_change=_choose_server,
        args=(provider, name),
        help=WORDS.line("frame/own_server_help"),
    )


def _choose_server(provider: Provider, name: str) -> None:
    session.choose_server(provider, st.session_state[name])
    st.rerun()  # the whole page: every part that says where calls go


def _paste(provider_id: str, box: str) -> None:
    """Move a pasted key out of its widget at once, so that it never travels back to the page."""
    pasted, remarks = keys.clean(st.session_state[box])
    st.session_state[box] = ""
    if not pasted:
        apart.say(WORDS.line("frame/empty"), ":material/info:")
        return
    if keys.is_placeholder(pasted, session.provider(provider_id).address.key_variable):
        apart.say(WORDS.line("frame/placeholder"), ":material/info:")
        return
    st.session_state.pasted_keys[provider_id] = pasted
    st.session_state.wants_live = True
    apart.say(" ".join([WORDS.line("frame/kept"), *remarks]), ":material/key:")
    st.rerun()  # the whole page: every part that says where calls go


def _forget(provider_id: str) -> None:
    st.session_state.pasted_keys.pop(provider_id, None)
    st.rerun()


def _spent() -> None:
    statement = session.statement()
    totals = statement.totals
    if going := session.on_their_way():
        st.caption(f":material/hourglass_top: {WORDS.line('frame/on_their_way', calls=len(going))}")
    if not totals.calls:
        if not going:
            st.caption(WORDS.line("frame/no_calls"))
        return
    st.metric(WORDS.title("label spent"), money(session.live_spending().usd), border=True)
    tokens = totals.usage.total_tokens
    said = [WORDS.line("frame/spent", calls=totals.calls, tokens=f"{tokens:,}", n=tokens)]
    practised = statement.of_mode("practice")
    if practised.calls:
        said.append(WORDS.line("frame/with_a_key", usd=formats.markdown(practised.usd)))
    st.caption(" ".join(said))
    if totals.cut_off:
        st.caption(f":material/warning: {WORDS.line('cap/cut_off', calls=totals.cut_off)}")
    if problem := session.the_ledger().problem:
        st.caption(f":material/warning: {problem}")
