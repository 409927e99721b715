"""The spending caps on the page: where the learner's is set, where they stand, where they speak up."""

from __future__ import annotations

from decimal import Decimal

import streamlit as st

from firstcall.calls import Call
from firstcall.ledger import operators_cap, spending_cap
from firstcall.providers import Provider
from firstcall.ui import WORDS, session, wire


def entry() -> None:
    """The caps in the popover with the keys: the operator's, which only says where it stands, and the learner's own."""
    lent = [session.caps_on(provider) for provider in session.all_providers().values()]
    for caps in list(filter(None, lent))[:1]:
        st.caption(f":material/savings: {wire.as_text(operators_cap.standing(caps, session.spent_today()))}")
    if not any(lent) or st.session_state.pasted_keys:
        _own()


def _own() -> None:
    now = session.cap()
    st.toggle(
        WORDS.title("label cap"),
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
    """A word in the sidebar while calls would go out live and a cap stops them."""
    live = [one for one in session.all_providers().values() if session.mode_of(one) == "live"]
    said = next(filter(None, map(_stopped, live)), None)
    if said is not None:
        st.warning(wire.as_text(said), title=WORDS.title("title cap"), icon=":material/savings:")
        st.button("Go on in practice", key="frame_to_practice", on_click=_to_practice)


def _stopped(provider: Provider) -> str | None:
    """Why no call at all goes out live to this provider any more."""
    caps = session.caps_on(provider)
    if caps is not None:
        spent = session.spent_today()
        return operators_cap.standing(caps, spent) if caps.left(spent) == 0 else None
    own = spending_cap.refusal(session.cap(), session.live_spending())
    return own.said if own else None


def _to_practice() -> None:
    st.session_state.wants_live = False


def warn(call: Call) -> None:
    """A word under Run when this live call could take the session over its cap, or is over the operator's."""
    provider = session.provider(call.provider)
    if session.mode_of(provider) != "live":
        return
    caps, server = session.caps_on(provider), session.server_of(provider)
    if caps is not None:
        why = operators_cap.objection(caps, call, session.spent_today(), server=server)
        said = WORDS.line("cap/will_not_be_sent", why=why) if why else None
    else:
        said = spending_cap.warning(session.cap(), session.live_spending(), call, server=server)
    if said:
        st.caption(f":material/savings: {wire.as_text(said)}")
