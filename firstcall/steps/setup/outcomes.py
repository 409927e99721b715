"""The other outcomes of a check, each made to happen on purpose, and what a paste does to a key."""

from __future__ import annotations

import secrets

import streamlit as st

from firstcall.providers import Access, Provider
from firstcall.running import keys
from firstcall.running.runs import Run
from firstcall.steps.setup import WORDS, check_examples, key_check, lesson
from firstcall.steps.setup.check_examples import PASTES, Example, Paste
from firstcall.steps.setup.setup_parts import STEP, outcome
from firstcall.ui import fault_script, provider_choice, session, watch, wire

_SHOWN = ("setup_shown", "setup_pasted", "setup_cleaned")


def draw() -> None:
    """Both demonstrations as one part, renewed while a call is on its way."""
    watch.part("setup_outcomes", map(watch.run, _SHOWN), _draw)


def _draw() -> None:
    provider = provider_choice.choose("setup_shown_provider", st.rerun)
    _outcomes(provider)
    if provider.address.needs_key:
        _pastes(provider)


def _outcomes(provider: Provider) -> None:
    examples = {example.id: example for example in check_examples.of(provider)}
    st.markdown(WORDS.line("outcomes"))
    chosen = st.selectbox(
        "What goes wrong",
        list(examples),
        format_func=lambda id: examples[id].label,
        key="setup_shown_id",
        persist_state="session",
    )
    run = watch.run("setup_shown")
    st.button(
        "Make it happen",
        key="setup_shown_go",
        icon=":material/bolt:",
        disabled=watch.going([run]),
        on_click=_make_happen,
        args=(provider, examples[chosen]),
    )
    _shown(run, "setup_shown", provider, chosen)


def _shown(run: Run | None, name: str, provider: Provider, what: str, title: str = "") -> None:
    """The outcome of a demonstration, as long as its controls still say what it was made with."""
    if run is None or st.session_state.get(f"{name}_of") != (provider.id, what):
        return
    if not run.finished:
        st.caption(WORDS.line("outcomes/on_its_way"))
        return
    with st.container(border=True):
        if title:
            st.markdown(f"**{title}**")
        odd = keys.plausible(provider.id, st.session_state.get(f"{name}_key", ""))
        if odd and what == "foreign":
            st.warning(odd, title=WORDS.title("title before"), icon=":material/warning:")
        outcome(run)


def _make_happen(provider: Provider, example: Example) -> None:
    key = _own_key(example.faults(provider))
    access = example.access(provider, key, session.practice_origin())
    _start("setup_shown", provider, access, example.patience_seconds)
    st.session_state.setup_shown_of = (provider.id, example.id)
    st.session_state.setup_shown_key = access.key
    st.rerun()  # the whole page: only that gives this part a clock of its own


def _own_key(faults: list[check_examples.Fault]) -> str:
    """A practice key of this one call, so that what is told to the server meets no other page's calls."""
    key = f"sk-practice-{secrets.token_urlsafe(18)}"
    if faults:
        fault_script.tell(key, faults=faults)
    return key


def _start(
    name: str, provider: Provider, access: Access, patience_seconds: float = key_check.PATIENCE_SECONDS
) -> None:
    call = key_check.smallest_call(provider, patience_seconds)
    before = st.session_state.last_runs.get(provider.id)
    run = session.start(call, step=STEP, mode="practice", access=access)
    run.batch = lesson.SHOWN
    st.session_state.last_runs[provider.id] = before  # "your last call" is one that the learner made
    st.session_state[name] = run


# What a paste does to a key


def _pastes(provider: Provider) -> None:
    pastes = {paste.id: paste for paste in PASTES}
    st.markdown(f"**{WORDS.line('outcomes/pasted')}**")
    chosen = st.selectbox(
        "What was copied",
        list(pastes),
        format_func=lambda id: pastes[id].label,
        key="setup_paste_id",
        persist_state="session",
    )
    paste = pastes[chosen]
    key = st.session_state.practice_key
    text = paste.damage(key, provider.address.key_variable)
    _, remarks = keys.clean(text)
    st.code(repr(text.replace(key, keys.mask(key))), language="python", wrap_lines=True)
    st.caption(WORDS.line("outcomes/characters", more=len(text) - len(key)))
    running = watch.going(map(watch.run, _SHOWN[1:]))
    st.button(
        WORDS.title("label send_both"),
        key="setup_paste_go",
        icon=":material/compare_arrows:",
        disabled=running,
        on_click=_send_both,
        args=(provider, paste),
    )
    as_it_is, cleaned = st.columns(2, gap="medium")
    with as_it_is:
        _shown(watch.run("setup_pasted"), "setup_pasted", provider, chosen, "As it is")
    with cleaned:
        _shown(watch.run("setup_cleaned"), "setup_cleaned", provider, chosen, "Cleaned")
    st.caption(WORDS.line("outcomes/cleaned", remarks=wire.as_text(" ".join(remarks))))


def _send_both(provider: Provider, paste: Paste) -> None:
    key = _own_key([])
    address = session.practice_origin() + provider.address.practice_path
    text = paste.damage(key, provider.address.key_variable)
    for name, value in (("setup_pasted", text), ("setup_cleaned", keys.clean(text)[0])):
        _start(name, provider, Access(value, address))
        st.session_state[f"{name}_of"] = (provider.id, paste.id)
    st.rerun()
