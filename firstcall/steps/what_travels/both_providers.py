"""One prompt to two providers at once, and what travelled there and back with what differs marked."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import streamlit as st

from firstcall import programs
from firstcall.calls import Settings
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.running.wire import Exchange
from firstcall.steps.what_travels import WORDS, lesson
from firstcall.ui import apart, diff, session, side_by_side, table_view, translate, watch, wire
from firstcall.ui.desk import Desk
from firstcall.ui.diff import Row


def draw(desk: Desk) -> None:
    """One prompt to two providers at once, then what travelled there and back, marked where it differs."""
    key = desk.key("both")
    runs: list[Run] = st.session_state.get(key, [])
    on = watch.going(runs)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        other = _other(desk, key)
        st.button(
            "Send to both",
            key=f"{key}_go",
            icon=":material/call_split:",
            disabled=on,
            help=WORDS.line("both/help"),
            on_click=_send,
            args=(desk, key, other),
        )
    if not runs:
        st.caption(WORDS.line("both"))
        return
    columns = [side_by_side.Column(f"{run.provider.title}, {run.call.model}", run) for run in runs]
    side_by_side.draw(columns, key=key, height=160)
    if not on and len(runs) == 2:
        apart.fragment(f"{key}_compared", _exchanges, runs[0], runs[1], key)


def _other(desk: Desk, key: str) -> Provider:
    """The provider that the desk's own is compared with, or the other way of calling that."""
    others = [handle for handle in session.all_ways() if handle != desk.provider.handle]
    chosen = st.segmented_control(
        WORDS.line("both/other"),
        others,
        format_func=lambda handle: session.provider(handle).title,
        default=others[0],
        key=f"{key}_other_{desk.provider.handle}",
        required=True,
    )
    return session.provider(chosen or others[0])


def _send(desk: Desk, key: str, other: Provider) -> None:
    """A second click while the first calls are on their way sends nothing."""
    if watch.going(st.session_state.get(key, [])):
        return
    try:
        settings = translate.plain(desk.provider.read(desk.parse().call))
    except programs.NotUnderstood:
        apart.say(WORDS.line("both/not_read"), ":material/info:")
        return
    settings = Settings("", settings.messages, settings.system, settings.max_tokens, stream=False)
    st.session_state[key] = runs = [
        session.start(translate.call_for(provider, settings), step=desk.step)
        for provider in (desk.provider, other)
    ]
    for run in runs:
        run.batch = lesson.BOTH


def _exchanges(left: Run, right: Run, key: str) -> None:
    one, two = _last(left), _last(right)
    if one is None or two is None:
        st.caption(WORDS.line("both/one_only"))
        return
    only = st.toggle("Only what differs", key=f"{key}_only")
    names = left.provider.title, right.provider.title
    titles = ["Request body", "Request headers", "Response body", "Response headers"]
    found = [
        limits_paired(diff.bodies(one.request_body, two.request_body), left.provider, right.provider),
        diff.headers(one.request_headers, two.request_headers),
        diff.bodies(one.body, two.body),
        diff.headers(one.response_headers, two.response_headers),
    ]
    st.markdown(
        WORDS.line("both/against", left=wire.code(_line(left, one)), right=wire.code(_line(right, two)))
    )
    for title, rows, place in zip(titles, found, st.tabs(titles, key=f"{key}_tab"), strict=True):
        with place:
            if rows is None:
                st.caption(WORDS.line("both/no_json"))
            else:
                _table(rows, names, only=only, title=title)


def _last(run: Run) -> Exchange | None:
    return run.recorder.exchanges[-1] if run.recorder.exchanges else None


def _line(run: Run, exchange: Exchange) -> str:
    address = wire.real_address(run, exchange) or exchange.url
    return f"{exchange.method} {address} → {exchange.status or 'no answer'}"


def limits_paired(rows: list[Row] | None, left: Provider, right: Provider) -> list[Row] | None:
    """The rows with the two names of the token limit, such as `max_tokens`, in one row."""
    found = {row.name: row for row in rows or ()}
    one, two = (_limit_among(found, provider) for provider in (left, right))
    if rows is None or one == two or not one or not two:
        return rows
    same = WORDS.line("both/same_idea")
    pair = Row(f"{one}, {two} ({same})", f"{one}: {found[one].left}", f"{two}: {found[two].right}")
    return [pair if row.name == one else row for row in rows if row.name != two]


def _limit_among(names: Collection[str], provider: Provider) -> str:
    """The entry of a body that holds the token limit: in Python `max_output_tokens`, in a body of Google's
    `generationConfig.maxOutputTokens`."""
    assert provider.kind is not None
    limit = provider.kind.limit.names[0].replace("_", "")
    return next((one for one in names if one.rpartition(".")[2].replace("_", "").lower() == limit), "")


def _table(rows: Sequence[Row], names: tuple[str, str], *, only: bool, title: str) -> None:
    """The rows with a mark in sign and word, colour being no more than an addition."""
    st.caption(diff.summary(rows))
    shown = diff.differing(rows) if only else rows
    if not shown:
        st.caption(WORDS.line("both/nothing"))
        return
    table_view.draw(
        [
            {
                "name": f"{wire.code(row.name)}  \n{_look(row, names)}",
                names[0]: _cell(row.left),
                names[1]: _cell(row.right),
            }
            for row in shown
        ],
        alt=WORDS.title("table compared", title=title, left=names[0], right=names[1]),
    )


def _look(row: Row, names: tuple[str, str]) -> str:
    """How two sides compare, in a sign and in words."""
    if row.mark == "same":
        return ":green[:material/check:] :small[same]"
    if row.mark == "differs":
        return ":orange[:material/difference:] :small[**differs**]"
    only, sign = (names[0], "arrow_back") if row.mark == "left only" else (names[1], "arrow_forward")
    return f":blue[:material/{sign}:] :small[**only {only}**]"


def _cell(value: str | None) -> str:
    return "—" if value is None else wire.code(value)
