"""The spending cap on the page: where it is set, where it speaks up."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from firstcall import providers
from firstcall.calls import Call
from firstcall.ledger import spending_cap
from firstcall.ui import WORDS, session, wire


def entry() -> None:
    """The cap's switch and amount, in the popover with the keys."""
    now = session.cap()
    st.toggle(
        "Stop live calls at a spending cap",
        value=now is not None,
        key="frame_capped",
        on_change=_switch,
        help=WORDS.line("frame/cap"),
    )
    if now is not None:
        st.number_input(
            "Spending cap in US dollars",
            min_value=0.0,
            value=float(now),
            step=0.5,
            format="%g",
            key="frame_cap",
            on_change=_set,
        )
    st.caption(wire.as_text(spending_cap.standing(now, session.live_spending())))


def _switch() -> None:
    st.session_state.spending_cap = spending_cap.DEFAULT_CAP if st.session_state.frame_capped else None


def _set() -> None:
    typed = st.session_state.frame_cap
    if typed is not None:
        st.session_state.spending_cap = Decimal(str(typed))


def notice() -> None:
    """A word in the sidebar while calls would go out live and the cap stops them."""
    if not any(session.mode_of(provider) == "live" for provider in providers.every().values()):
        return
    stopped = spending_cap.refusal(session.cap(), session.live_spending())
    if stopped is not None:
        st.warning(wire.as_text(stopped.said), title="Spending cap reached", icon=":material/savings:")
        st.button("Go on in practice", key="frame_to_practice", on_click=_to_practice)


def _to_practice() -> None:
    st.session_state.wants_live = False


def warn(call: Call) -> None:
    """A word under Run when this live call could take the session over its cap."""
    if session.mode_of(providers.get(call.provider)) != "live":
        return
    said = spending_cap.warning(session.cap(), session.live_spending(), call)
    if said:
        st.caption(f":material/savings: {wire.as_text(said)}")
