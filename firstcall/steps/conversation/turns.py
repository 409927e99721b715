"""What each turn of the conversation used, and the conversation as a program."""

from __future__ import annotations

import streamlit as st

from firstcall.calls import Message
from firstcall.ledger.prices import money
from firstcall.programs import render
from firstcall.programs.write.conversation import render_conversation
from firstcall.steps.conversation import WORDS, lesson, memory, turn_chart
from firstcall.steps.conversation.memory import key
from firstcall.ui import apart, chart_view, languages

_PROGRAMS = {"loop": "The loop that remembers", "call": "The newest call alone"}
_TURNS_IN_A_PROGRAM = 3


def picture() -> None:
    """Tokens and price of each turn, as a figure and as a table."""
    turns = memory.memory().turns
    if not turns:
        st.caption(WORDS.line("turns"))
        return
    chart_view.draw(turn_chart.tokens_and_cost(turns), key("turns_chart"))
    with st.expander(f"As a table ({len(turns)} turns)", icon=":material/table_rows:"):
        sums = turn_chart.running_usd(turns)
        st.dataframe(
            [
                {
                    "turn": number,
                    "before it": turn.note,
                    "model": turn.record.model,
                    "messages sent": turn.messages,
                    "tokens in": turn.record.usage.input_tokens if turn.record.usage else None,
                    "tokens out": turn.record.usage.output_tokens if turn.record.usage else None,
                    "price": money(turn.record.usd) if turn.record.usage else "—",
                    "so far": money(usd),
                    "outcome": turn.record.error or turn.record.stop_reason or "stopped",
                }
                for number, (turn, usd) in enumerate(zip(turns, sums, strict=True), 1)
            ],
            hide_index=True,
            alt=WORDS.title("table turns"),
        )


def programs() -> None:
    """The list as it stands, in a program: the newest call alone, and the loop that makes the list grow."""
    apart.fragment(key("programs"), _programs)


def _programs() -> None:
    st.session_state.setdefault(key("program"), "loop")
    shape = st.segmented_control(
        "Program", list(_PROGRAMS), format_func=_PROGRAMS.__getitem__, key=key("program"), required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    provider, (before, said) = memory.provider(), _recent()
    if shape == "call":
        call = memory.call((*before, *_up_to_user(said)))
        sources = {name: render(call, provider, name) for name in languages.NAMES}
    else:
        settings = memory.settings(before)
        sources = {name: render_conversation(provider, settings, said, name) for name in languages.NAMES}
        st.caption(WORDS.line("program/curl"))
    languages.programs(memory.STEP, provider, sources)


def _recent() -> tuple[tuple[Message, ...], tuple[Message, ...]]:
    """The list cut in two: what the program begins with, and the last turns, which it goes through."""
    said = memory.memory().messages or lesson.SAMPLE
    starts = [at for at, message in enumerate(said) if message.role == "user"]
    cut = starts[-_TURNS_IN_A_PROGRAM] if len(starts) > _TURNS_IN_A_PROGRAM else 0
    while (
        said[cut : cut + 2]
        and all(message.role == "user" for message in said[cut : cut + 2])
        and cut + 1 < len(said)
    ):
        cut += 1  # nobody answered it: a summary, which stands in the list from the start
    return said[:cut], said[cut:]


def _up_to_user(said: tuple[Message, ...]) -> tuple[Message, ...]:
    """Without the reply at its end: a call ends with a user message."""
    last = max((at for at, message in enumerate(said) if message.role == "user"), default=-1)
    return said[: last + 1]
