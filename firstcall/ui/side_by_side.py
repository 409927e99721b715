"""Several runs next to each other: each with its text while it arrives, its times, its own Stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

import streamlit as st

from firstcall.running.runs import Run
from firstcall.ui import WORDS, formats, reply, results, watch, wire

_ABREAST = 4


@dataclass(frozen=True, slots=True)
class Column:
    """One of the runs: what stands above it, the run (`None` before it was made), a remark under it."""

    label: str
    run: Run | None
    note: str = ""


def draw(
    columns: Sequence[Column],
    *,
    key: str,
    height: int = 320,
    under: Callable[[], None] | None = None,
) -> None:
    """The columns, renewed while a run is on, at most four abreast. `under` draws what stands below."""
    runs = [column.run for column in columns]
    watch.part(f"{key}_fragment", runs, partial(_draw, columns, key, height, under))


def _draw(columns: Sequence[Column], key: str, height: int, under: Callable[[], None] | None) -> None:
    show(columns, key=key, height=height)
    if under is not None:
        under()


def show(columns: Sequence[Column], *, key: str, height: int = 320) -> None:
    """The columns alone, inside somebody else's part."""
    for start in range(0, len(columns), _ABREAST):
        row = columns[start : start + _ABREAST]
        for number, (place, column) in enumerate(zip(st.columns(len(row), border=True), row, strict=True)):
            with place:
                _column(column, f"{key}_{start + number}", height)


def _column(column: Column, key: str, height: int) -> None:
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        st.markdown(f"**{wire.as_text(column.label)}**", width="content")
        if column.run is not None and not column.run.finished:
            st.button(
                "Stop", key=f"{key}_stop", icon=":material/stop:", type="tertiary", on_click=column.run.stop
            )
    if column.run is None:
        st.caption(WORDS.line("facts/not_sent"))
        return
    _text(column.run, key, height)
    if column.run.finished:
        _outcome(column.run)
    if column.note:
        st.caption(column.note)


def _text(run: Run, key: str, height: int) -> None:
    if run.failure is not None and not run.text:
        return
    waiting = WORDS.line("waiting/first_token" if run.call.streamed else "waiting/whole_reply")
    reply.draw(run, f"{key}_text", label=f"Reply of {run.call.model}", waiting=waiting, max_height=height)


def _outcome(run: Run) -> None:
    if run.failure is not None:
        results.failed(run.failure)
        return
    st.caption(" · ".join(facts(run)))


def facts(run: Run) -> list[str]:
    """How a run ended, in a few words for a caption: times, tokens, price, stop reason."""
    record = run.record
    found = []
    if run.first_token_seconds is not None and run.call.streamed:
        found.append(WORDS.line("facts/first_token", seconds=formats.seconds(run.first_token_seconds)))
    found.append(WORDS.line("facts/all", seconds=formats.seconds(run.seconds)))
    if record is not None and record.usage is not None:
        found.append(reply.tokens_out(record, record.usage))
        found.append(formats.spent_briefly(record))
    if run.state == "stopped":
        found.append(WORDS.line("facts/stopped"))
    elif run.reply is not None:
        found.append(WORDS.line("facts/stop_reason", reason=wire.code(run.reply.stop_reason or "None")))
    return found
