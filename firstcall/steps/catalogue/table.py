"""The catalogue on the page: what is looked for, the models that have it, the vendors' own lists."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import streamlit as st

from firstcall.calls import Failure
from firstcall.running import catalogue, listing, vendor_lists
from firstcall.running.catalogue import Row
from firstcall.running.listing import Listings
from firstcall.steps.catalogue import WORDS, detail, needs, telling
from firstcall.steps.catalogue.needs import NEEDS, PRICES, WINDOWS, Asked
from firstcall.ui import session, table_view, watch, wire

STEP = "catalogue"
_HEIGHT = 430


def key(name: str) -> str:
    return f"{STEP}_{name}"


def draw() -> None:
    """The search, the table and the model beside it, as one part of the page."""
    watch.part(key("all"), [_listings()], _draw)


def _listings() -> Listings | None:
    found: Listings | None = st.session_state.get(key("listings"))
    return found


def _draw() -> None:
    listings = _listings()
    rows = vendor_lists.merged(catalogue.rows(), listings)
    found = needs.find(rows, _asked())
    table, beside = st.columns([3, 2], gap="small")
    with beside.container(border=True, height=_HEIGHT + 90, key=key("detail")):
        shown = detail.draw(rows)
    with table:
        _table(found.fitting, shown)
        _counted(found)
        _lists(listings, rows)


# What is looked for


def _asked() -> Asked:
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small", key=key("search")):
        words = st.text_input(
            WORDS.title("label words"), key=key("words"), type="search", icon=":material/search:",
            placeholder=WORDS.title("label such_as"), live=True, max_chars=60, bind="query-params", width=260,
        )  # fmt: skip
        window = st.selectbox(
            WORDS.title("label window"), list(map(str, WINDOWS)), format_func=_window, key=key("window"),
            bind="query-params", width=160,
        )  # fmt: skip
        most = st.selectbox(
            WORDS.title("label price"), list(PRICES), format_func=_price, key=key("price"),
            bind="query-params", width=170,
        )  # fmt: skip
    chosen = st.pills(
        WORDS.title("label needs"), list(NEEDS), selection_mode="multi", key=key("needs"), bind="query-params",
        format_func=lambda id: WORDS.title(f"need {id}"),
    )  # fmt: skip
    return Asked(words or "", tuple(chosen or ()), int(window or 0), Decimal(most) if most else None)


def _window(tokens: str) -> str:
    return WORDS.line("window/of", tokens=f"{int(tokens):,}") if int(tokens) else WORDS.line("window")


def _price(usd: str) -> str:
    return WORDS.line("price/of", usd=usd).replace("\\", "") if usd else WORDS.line("price")


# The table


def _table(rows: Sequence[Row], shown: str) -> None:
    if not rows:
        return
    ids = [row.id for row in rows]
    place = [ids.index(shown)] if shown in ids else []
    # Another table for other rows: a selection is kept by the number of its line.
    widget = f"{key('table')}_{abs(hash(tuple(ids)))}"
    table_view.grid(
        telling.lines(rows),
        WORDS.title("table models"),
        height=_HEIGHT,
        column_config=_columns(),
        key=widget,
        on_select=partial(_selected, widget, ids),
        selection_mode="single-row",
        placeholder="—",
        selection_default={"selection": {"rows": place}} if place else None,
    )


def _columns() -> dict[str, Any]:
    made: dict[str, Any] = {
        id: st.column_config.Column(WORDS.title(f"column {id}"), help=WORDS.line(f"column {id}") or None)
        for id in ("vendor", *telling.COLUMNS)
    }
    # As wide as most names: by itself it is as wide as the longest, and the price of a reply is out of sight.
    made["model"] = st.column_config.Column(WORDS.title("column model"), pinned=True, width=180)
    for id in ("input_usd", "cached_usd", "output_usd"):
        made[id] = _number(id, "$%.3f")
    for id in ("context_tokens", "output_tokens", "days"):
        made[id] = _number(id, "localized")
    made["released"] = st.column_config.DateColumn(WORDS.title("column released"), format="DD MMM YYYY")
    return made


def _number(id: str, format: str) -> Any:
    return st.column_config.NumberColumn(
        WORDS.title(f"column {id}"), help=WORDS.line(f"column {id}"), format=format
    )


def _selected(widget: str, ids: Sequence[str]) -> None:
    """A line was clicked: show its model."""
    for place in st.session_state[widget].selection.rows[:1]:
        st.session_state[detail.MODEL] = ids[place]


def _counted(found: needs.Found) -> None:
    said = [WORDS.line("found", count=len(found.fitting))]
    if found.perhaps:
        names = ", ".join(wire.as_text(row.id) for row in found.perhaps)
        said.append(WORDS.line("found/perhaps", count=len(found.perhaps), names=names))
    st.caption(" ".join(said))


# The vendors' own lists


def _lists(listings: Listings | None, rows: Sequence[Row]) -> None:
    asking = watch.going([listings])
    if st.button(
        WORDS.title("label ask"), key=key("ask"), icon=":material/sync:", disabled=asking, help=WORDS.line("lists"),
    ):  # fmt: skip
        _ask()
        st.rerun()  # the whole page: only that gives this part its clock
    if listings is None:
        return
    if asking:
        st.caption(WORDS.line("lists/asking"))
        return
    for question in listings.questions:
        found = listings.found[question.provider.id]
        if isinstance(found, Failure):
            st.caption(f":material/warning: {question.provider.name}: {wire.as_text(found.advice)}")
            continue
        new = sum(row.new and row.provider == question.provider.id for row in rows)
        said = {"vendor": question.server or question.provider.name, "count": len(found), "new": new}
        st.caption(WORDS.line(f"lists/{question.mode}", **said))


def _ask() -> None:
    asked = map(session.question, session.all_providers().values())
    st.session_state[key("listings")] = listing.start(list(asked))
