"""Three ways to make a history shorter, each with what the next call would cost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from firstcall.calls import Message
from firstcall.steps.conversation import WORDS, history, memory
from firstcall.steps.conversation.memory import Memory, key
from firstcall.ui import reply, results, watch


def draw() -> None:
    st.markdown(WORDS.say("long"))
    kept = memory.memory()
    watch.part(key("shorten"), [kept.run if _summarising(kept) else None], _draw)


def _draw() -> None:
    kept = memory.memory()
    messages, turns = kept.messages, history.turns(kept.said)
    now = WORDS.line("shorten/now", cost=_cost(messages)) if messages else WORDS.line("shorten/empty")
    st.caption(now)
    drop, trim, summarise = st.columns(3, gap="small")
    with drop, st.container(border=True):
        _way("drop", ())
        _button("drop", kept.running or not messages, memory.drop)
    with trim, st.container(border=True):
        _trim(kept, turns)
    with summarise, st.container(border=True):
        _way("summarise", None)
        _button("summarise", kept.running or turns < 2, memory.summarise)
        if turns < 2:
            st.caption(WORDS.line("shorten/two_turns"))
    _summary(kept)
    _what_was_done(kept)


def _trim(kept: Memory, turns: int) -> None:
    _way("trim", None)
    count = st.segmented_control(
        "Turns to keep", [1, 2, 3], default=1, key=key("keep"), required=True, persist_state="session"
    )
    left = history.last_turns(kept.messages, count or 1)
    st.caption(WORDS.line("shorten/leaves", cost=_cost(left)))
    _button("trim", kept.running or turns <= (count or 1), memory.trim, count or 1)


def _way(name: str, left: Sequence[Message] | None) -> None:
    way = WORDS.section(f"way {name}")
    st.markdown(f"**{way.title}**")
    st.caption(way.body)
    if left is not None:
        st.caption(WORDS.line("shorten/leaves", cost=_cost(left)))


def _button(name: str, disabled: bool, do: Callable[..., None], *args: int) -> None:
    st.button(
        WORDS.section(f"way {name}").title if name != "trim" else "Trim", key=key(name), disabled=disabled, on_click=do,
        args=args, width="stretch",
    )  # fmt: skip


def _cost(messages: Sequence[Message]) -> str:
    """`4 messages, about 120 tokens, $0.000012`."""
    tokens = memory.about_tokens(messages)
    price = memory.about_price(tokens).replace("$", "\\$")
    count = memory.listed(messages)
    return WORDS.line("shorten/cost", count=count, tokens=f"{tokens:,}", price=price)


def _summarising(kept: Memory) -> bool:
    return kept.run is not None and kept.run.batch == memory.SUMMARY


def _summary(kept: Memory) -> None:
    """The call that summarises, while it is on its way or when it failed."""
    run = kept.run
    if run is None or not _summarising(kept):
        return
    if run.failure is not None:
        results.failed(run.failure)
        st.caption(WORDS.line("shorten/failed"))
    elif not run.finished:
        with st.container(border=True):
            reply.draw(run, key("summary"), label="Summary", waiting=WORDS.line("asked_for_summary"))


def _what_was_done(kept: Memory) -> None:
    if kept.before is None:
        return
    before = memory.listed([one.message for one in kept.before])
    st.info(
        WORDS.line("shorten/done", before=before, after=memory.listed(kept.messages)),
        icon=":material/compress:",
    )
    st.button("Undo", key=key("undo"), icon=":material/undo:", disabled=kept.running, on_click=memory.undo)
