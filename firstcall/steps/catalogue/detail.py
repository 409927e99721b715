"""One model in full: its price and its end, every fact, the call that asks it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from firstcall import providers
from firstcall.course import steps
from firstcall.providers import Provider
from firstcall.running.catalogue import Fact, Row
from firstcall.steps.catalogue import WORDS, telling
from firstcall.ui import wire

MODEL = "catalogue_model"
"""Under this key, and this name in the address, stands the model that is shown in full."""


def draw(rows: Sequence[Row]) -> str:
    """The model that is chosen, in full. Gives its id."""
    by_id = {row.id: row for row in rows}
    chosen = st.selectbox(WORDS.title("label model"), list(by_id), key=MODEL, bind="query-params")
    row = by_id[chosen]
    _badges(row)
    if row.note:
        st.caption(wire.as_text(row.note))
    facts, call = st.tabs([WORDS.title("tab facts"), WORDS.title("tab call")])
    facts.markdown(telling.facts(row))
    with call:
        _call(row, providers.every().get(row.provider))
    return chosen


def _badges(row: Row) -> None:
    with st.container(horizontal=True, gap="xsmall"):
        st.badge(row.vendor, color="gray")
        st.badge(_cost(row), color="gray")
        days = telling.days_left(row)
        if days is not None:
            st.badge(WORDS.line("detail/ends", days=days), icon=":material/event_busy:", color="orange")
        if row.new:
            st.badge(WORDS.line("detail/new"), icon=":material/fiber_new:", color="blue")
        if row.missing:
            st.badge(WORDS.line("detail/missing"), icon=":material/help:", color="orange")
    for change in (row.value("price_changes") or ())[:1]:
        st.caption(f":material/event: {telling.value('price_changes', Fact([change]))}")
    if row.listed and row.listed.retires and f"{row.listed.retires}" != row.value("retires"):
        said = WORDS.line("detail/other_end", day=f"{row.listed.retires:%d %b %Y}")
        st.caption(f":material/event_busy: {said}")


def _cost(row: Row) -> str:
    if row.at_home:
        return WORDS.line("detail/at_home")
    if row.value("input_usd") is None:
        return WORDS.line("detail/no_price")
    usd = {name: telling.dollars(row.value(f"{name}_usd")) for name in ("input", "output")}
    return WORDS.line("detail/price", **usd)


def _call(row: Row, provider: Provider | None) -> None:
    if provider is None:
        st.caption(WORDS.line("detail/not_here", vendor=row.vendor))
        return
    if row.value("dimensions") or not provider.sdk.kinds:
        return
    st.code(telling.two_lines(row, provider), language="python", wrap_lines=True)
    st.page_link(
        steps.find("first_call").path,
        label=WORDS.line("detail/open"),
        icon=":material/play_arrow:",
        query_params={"provider": provider.id, "model": row.id},
    )
