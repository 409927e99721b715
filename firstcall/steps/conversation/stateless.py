"""The same question without and with the list, at the same moment: the API remembers nothing."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from firstcall.calls import Message
from firstcall.programs.write.layout import code
from firstcall.running.runs import Run
from firstcall.steps.conversation import WORDS, lesson, memory
from firstcall.steps.conversation.memory import key
from firstcall.ui import reply, results, session, watch

BATCH = "both ways"


def draw() -> None:
    st.markdown(WORDS.say("stateless"))
    if kept := memory.provider().words.say("conversation kept"):
        st.markdown(kept)
    watch.part(key("both_ways"), _runs(), _draw)


def _runs() -> Sequence[Run]:
    found: Sequence[Run] = st.session_state.get(key("both"), ())
    return found


def _draw() -> None:
    runs = _runs()
    st.session_state.setdefault(key("question"), WORDS.say("question"))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input("Question", key=key("question"), persist_state="session")
        st.button(
            "Ask both ways",
            key=key("ask_both"),
            icon=":material/call_split:",
            disabled=watch.going(runs),
            on_click=_ask,
        )
    if not memory.memory().said:
        st.caption(WORDS.line("own_list_empty"))
    if runs:
        for place, (run, column) in enumerate(zip(runs, st.columns(2, gap="medium"), strict=True)):
            with column:
                _one(run, place)


def _ask() -> None:
    question = Message("user", st.session_state[key("question")].strip() or WORDS.say("question"))
    before = memory.memory().messages or lesson.SAMPLE[:-1]
    runs = tuple(
        session.start(memory.call(said), step=memory.STEP) for said in ((question,), (*before, question))
    )
    for run in runs:
        run.batch = BATCH
    st.session_state[key("both")] = runs
    st.rerun()


def _one(run: Run, place: int) -> None:
    title = ("Only the last message", "The whole list")[place]
    st.markdown(f"**{title}**")
    said = [{"role": m.role, "content": m.content} for m in run.provider.read(run.call).messages]
    st.code(f"messages = {code(said)}", language="python", wrap_lines=True, height=170)
    if run.failure is not None:
        results.failed(run.failure)
        return
    with st.container(border=True):
        reply.draw(run, key(f"both_{place}"), label=f"Reply to: {title}")
    if found := reply.used(run.record):
        st.caption(" · ".join(found))
