"""What each turn of the conversation used, and the conversation as a program."""

from __future__ import annotations

import streamlit as st

from firstcall.ledger.prices import money
from firstcall.steps.conversation import WORDS, memory, take_home, turn_chart
from firstcall.steps.conversation.memory import key
from firstcall.ui import apart, chart_view, languages, table_view

_PROGRAMS = {"loop": "The loop that remembers", "call": "The newest call alone"}


def picture() -> None:
    """Tokens and price of each turn, as a figure and as a table."""
    turns = memory.memory().turns
    if not turns:
        st.caption(WORDS.line("turns"))
        return
    chart_view.draw(turn_chart.tokens_and_cost(turns), key("turns_chart"))
    with st.expander("As a table", icon=":material/table_rows:"):
        sums = turn_chart.running_usd(turns)
        rows = [
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
        ]
        table_view.grid(rows, WORDS.title("table turns"))


def programs() -> None:
    """The list as it stands, in a program: the newest call alone, and the loop that makes the list grow."""
    apart.fragment(key("programs"), _programs)


def _programs() -> None:
    st.session_state.setdefault(key("program"), "loop")
    shape = st.segmented_control(
        "Program", list(_PROGRAMS), format_func=_PROGRAMS.__getitem__, key=key("program"), required=True,
        label_visibility="collapsed",
    )  # fmt: skip
    if shape == "call":
        sources = take_home.newest_call()
    else:
        sources = take_home.sources()
        st.caption(WORDS.line("program/curl"))
    languages.programs(memory.STEP, memory.provider(), sources)
