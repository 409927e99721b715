"""Two calls side by side with what differs marked: what travelled, and their programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from firstcall import models, providers
from firstcall import programs as snippets
from firstcall.calls import Call, Settings
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.running.wire import Exchange
from firstcall.ui import diff, session, side_by_side, watch, wire
from firstcall.ui.desk import Desk, for_provider
from firstcall.ui.diff import Row


def call_for(provider: Provider, settings: Settings, model: str | None = None) -> Call:
    """Settings as a call to a provider's model, without what that model refuses."""
    fitting = for_provider(settings, provider, model)
    found = models.find(fitting.model)
    if found is not None and found.stop is False:
        fitting = replace(fitting, stop=())
    return provider.compose(fitting, None)


def plain(settings: Settings) -> Settings:
    """The settings without values that only the learner's own code could hold, such as a limit of "abc"."""
    limit = settings.max_tokens if isinstance(settings.max_tokens, int) else None
    system = settings.system if isinstance(settings.system, str) else ""
    return Settings("", settings.messages, system, limit, stop=settings.stop, stream=settings.stream)


def travelled(desk: Desk) -> None:
    """One prompt to two providers at once, then what travelled there and back, marked where it differs."""
    key = desk.key("both")
    runs: list[Run] = st.session_state.get(key, [])
    on = watch.going(runs)
    st.button(
        "Send to both",
        key=f"{key}_go",
        icon=":material/call_split:",
        disabled=on,
        help="Your prompt from above, once to each provider, whole and not streamed, so that the bodies compare.",
        on_click=_send,
        args=(desk, key),
    )
    if not runs:
        st.caption("The prompt from the box above goes to two providers at the same moment.")
        return
    columns = [side_by_side.Column(f"{run.provider.name}, {run.call.model}", run) for run in runs]
    side_by_side.draw(columns, key=key, height=160)
    if not on and len(runs) == 2:
        st.fragment(_exchanges, key=f"{key}_compared")(runs[0], runs[1], key)


def _send(desk: Desk, key: str) -> None:
    """A second click while the first calls are on their way sends nothing."""
    if watch.going(st.session_state.get(key, [])):
        return
    try:
        settings = plain(desk.provider.read(desk.parse().call))
    except snippets.NotUnderstood:
        st.toast("The code above cannot be read yet, so nothing was sent.", icon=":material/info:")
        return
    settings = Settings("", settings.messages, settings.system, settings.max_tokens, stream=False)
    both = list(providers.every().values())[:2]
    st.session_state[key] = [session.start(call_for(provider, settings), step=desk.step) for provider in both]


def _exchanges(left: Run, right: Run, key: str) -> None:
    one, two = _last(left), _last(right)
    if one is None or two is None:
        st.caption("One of the two calls was never sent.")
        return
    only = st.toggle("Only what differs", key=f"{key}_only")
    names = left.provider.name, right.provider.name
    titles = ["Request body", "Request headers", "Response body", "Response headers"]
    found = [
        diff.bodies(one.request_body, two.request_body),
        diff.headers(one.request_headers, two.request_headers),
        diff.bodies(one.body, two.body),
        diff.headers(one.response_headers, two.response_headers),
    ]
    st.markdown(f"{wire.code(_line(one))} against {wire.code(_line(two))}")
    for title, rows, place in zip(titles, found, st.tabs(titles, key=f"{key}_tab"), strict=True):
        with place:
            if rows is None:
                st.caption("One of the two is no JSON, so it cannot be compared entry by entry.")
            else:
                table(rows, names, only=only, title=title)


def _last(run: Run) -> Exchange | None:
    return run.recorder.exchanges[-1] if run.recorder.exchanges else None


def _line(exchange: Exchange) -> str:
    return f"{exchange.method} {exchange.url} → {exchange.status or 'no answer'}"


def table(rows: Sequence[Row], names: tuple[str, str], *, only: bool, title: str) -> None:
    """The rows with a mark in sign and word, colour being no more than an addition."""
    st.caption(diff.summary(rows))
    shown = diff.differing(rows) if only else rows
    if not shown:
        st.caption("Nothing differs.")
        return
    st.table(
        [
            {
                "name": f"{wire.code(row.name)}  \n{_look(row, names)}",
                names[0]: _cell(row.left),
                names[1]: _cell(row.right),
            }
            for row in shown
        ],
        border="horizontal",
        hide_index=True,
        alt=f"{title}: {names[0]} and {names[1]} compared",
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


def programs(desk: Desk, settings: Settings) -> None:
    """The call in the box as two providers' programs, what changes between them marked, either way."""
    with st.expander("The same call in another provider's code", icon=":material/difference:", expanded=True):
        _programs(desk, settings)


def _programs(desk: Desk, settings: Settings) -> None:
    every = list(providers.every())
    there = [id for id in every if id != desk.provider.id]
    with st.container(horizontal=True, vertical_alignment="bottom"):
        other = st.segmented_control(
            "The same call for",
            there,
            format_func=lambda id: providers.get(id).name,
            default=there[0],
            key=desk.key(f"translated_{desk.provider.id}"),
            required=True,
        )
        back = st.toggle("The other way round", key=desk.key("back"))
    target = providers.get(other or there[0])
    sources = {
        desk.provider.name: desk.source,
        target.name: snippets.render(call_for(target, plain(settings)), target),
    }
    left, right = reversed(sources) if back else sources
    rows = diff.lines(sources[left], sources[right])
    st.caption(f"From {left} to {right}: {_count(rows)}")
    st.code(diff.diff(sources[left], sources[right]), language="diff", wrap_lines=True, height=440)
    st.caption(f"A line with − is {left}'s, a line with + is {right}'s; all others are the same in both.")


def _count(rows: Sequence[Row]) -> str:
    changed = diff.differing(rows)
    return f"{len(rows) - len(changed)} lines stay as they are, {len(changed)} change, come or go."
