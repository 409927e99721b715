"""The session's spans on their way to the operator's collector: off, until somebody switches it on."""

from __future__ import annotations

import os

import streamlit as st

from firstcall.running import collector, telemetry
from firstcall.steps.observability import WORDS
from firstcall.ui import session, wire


def draw(step: str) -> None:
    """Where spans would go, the switches, and the calls of this session sent at once."""
    host = collector.named(os.environ)
    st.markdown(WORDS.say("sending/named" if host else "sending/none", host=wire.as_text(host)))
    if not host:
        return
    st.toggle(
        WORDS.title("label send"), value=st.session_state.sends_spans, key=f"{step}_sends",
        on_change=_keep, args=("sends_spans", f"{step}_sends"),
    )  # fmt: skip
    st.toggle(
        WORDS.title("label texts"), value=st.session_state.spans_with_texts, key=f"{step}_texts",
        on_change=_keep, args=("spans_with_texts", f"{step}_texts"), help=WORDS.line("sending/texts"),
    )  # fmt: skip
    if st.button(WORDS.title("label send_all"), key=f"{step}_send_all", icon=":material/upload:"):
        _send()


def _keep(name: str, key: str) -> None:
    st.session_state[name] = st.session_state[key]


def _send() -> None:
    made = [(run.record, run) for run in session.ended_runs() if run.record]
    spans = telemetry.spans(made, texts=st.session_state.spans_with_texts)
    if not spans:
        st.caption(WORDS.line("nothing_yet"))
        return
    with st.spinner(WORDS.line("sending/on_its_way")):
        taken = collector.send(spans, telemetry.metrics([record for record, _ in made]), os.environ)
    if all(taken.values()):
        st.success(WORDS.line("sending/taken", spans=len(spans)), icon=":material/check:")
    else:
        refused = " and ".join(name for name, well in taken.items() if not well)
        st.error(WORDS.line("sending/refused", what=refused), icon=":material/error:")
