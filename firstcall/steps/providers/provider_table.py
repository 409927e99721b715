"""The provider-difference table on a page: filtered, up to four providers abreast, with the learner's values."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from firstcall import programs, providers
from firstcall.providers import Cell
from firstcall.running.runs import Run
from firstcall.steps.providers import WORDS
from firstcall.ui import WORDS as UI_WORDS
from firstcall.ui import apart, provider_choice, results, session, widget_keys, wire
from firstcall.ui import difference_table as lesson
from firstcall.ui.difference_table import Column, Row

_ABREAST = 4


def parts(step: str) -> tuple[str, ...]:
    """The parts of the page that show what came of calls."""
    return (f"{step}_table", f"{step}_wrong")


def draw(step: str) -> None:
    """The table as a fragment: filtering it reruns nothing else."""
    apart.fragment(f"{step}_table", _draw, step)


def _draw(step: str) -> None:
    columns = lesson.columns()
    which, words = st.columns(2, gap="medium", vertical_alignment="bottom")
    with which:
        chosen = st.multiselect(
            "Providers",
            list(columns),
            format_func=lambda id: columns[id].name,
            key=widget_keys.opening(f"{step}_columns", _chosen_first(step)[:_ABREAST]),
            max_selections=_ABREAST,
            persist_state="session",
        )
    with words:
        sought = st.text_input(
            "Search", key=f"{step}_search", placeholder=WORDS.title("label search"), live=True
        )
    groups = st.pills("Only these", lesson.groups(), selection_mode="multi", key=f"{step}_groups") or []
    shown = [columns[id] for id in chosen]
    if not shown:
        st.caption(WORDS.line("table/choose_one"))
        return
    rows = lesson.matching(groups, sought or "", shown)
    for group in lesson.groups():
        found = [row for row in rows if row.group == group]
        if found:
            with st.container(border=True, gap="small"):
                st.subheader(group, anchor=False)
                for row in found:
                    _row(row, shown)
    if not rows:
        st.caption(WORDS.line("table/none_found"))
    _sources(shown)


def _chosen_first(step: str) -> list[str]:
    """Every provider in each of its ways, by handle: before all others the one that the page calls."""
    called = provider_choice.chosen(f"{step}_provider").handle
    return sorted(providers.ways(), key=lambda handle: handle != called)


def _row(row: Row, shown: Sequence[Column]) -> None:
    """Name and remark, then one cell for each provider; on a phone they stand below each other."""
    name, *places = st.columns([2, *[3] * len(shown)], gap="medium")
    name.markdown(f"**{row.name}**  \n:small[:gray[{row.notice}]]")
    for place, column in zip(places, shown, strict=True):
        with place:
            _cell(row, column)


def _cell(row: Row, column: Column) -> None:
    cell = column.cells.get(row.name)
    value = _value(row, column, cell)
    said = wire.code(cell.code) if cell else "—"
    st.markdown(
        f":small[:gray[{column.name}]]  \n{said}" + (f"  \n:material/arrow_forward: {value}" if value else "")
    )


def _value(row: Row, column: Column, cell: Cell | None) -> str:
    """What the path gave in the learner's last call; for errors, which one came."""
    run = session.last_run(session.provider(column.id))
    if run is None or cell is None:
        return ""
    if row.name == "Errors":
        return wire.code(run.failure.error) if run.failure else ""
    path = cell.path_in(run.call)
    value = results.value_at(run, path)
    return f"{value} with {wire.code(path)}" if value and path != cell.path else value


def _sources(shown: Sequence[Column]) -> None:
    if any(session.last_run(session.provider(column.id)) for column in shown):
        st.caption(WORDS.line("table/your_value"))
    for column in shown:
        if session.last_run(session.provider(column.id)) is None:
            st.caption(UI_WORDS.line("make_a_call", provider=column.name))


def wrong_path(step: str) -> None:
    """One provider's path on another provider's reply: what really happens."""
    st.markdown(WORDS.say("wrong_path"))
    apart.fragment(f"{step}_wrong", _try_path, step)


def _whole(run: Run | None) -> Run | None:
    return run if run is not None and run.reply is not None else None


def _try_path(step: str) -> None:
    runs = {
        handle: run
        for handle in _chosen_first(step)
        if (run := _whole(session.last_run(session.provider(handle))))
    }
    if not runs:
        st.caption(WORDS.line("try_path/send_first"))
        return
    chosen = st.segmented_control(
        "The reply came from", list(runs), format_func=lambda handle: session.provider(handle).title,
        key=widget_keys.opening(f"{step}_wrong_reply", next(iter(runs))), required=True,
    ) or next(iter(runs))  # fmt: skip
    run = runs[chosen]
    others = [provider for handle, provider in session.all_ways().items() if handle != chosen]
    path = st.text_input(
        WORDS.title("label path", provider=others[0].title),
        others[0].fields[0].path,
        key=f"{step}_wrong_{chosen}",
    )
    read = _read(run, path)
    st.markdown(WORDS.say("try_path/gives", path=wire.code(path), read=read))
    right = run.provider.fields[0].path_in(run.call)
    st.caption(WORDS.say("try_path/wanted", provider=run.provider.title, path=wire.code(right)))


def _read(run: Run, path: str) -> str:
    """The value or the error, whatever the program calls its reply."""
    assert run.reply is not None
    names = dict(run.reply.names)
    whole = names.get("message") or names.get("response")
    if whole is not None:
        names = {"message": whole, "response": whole} | names
    try:
        return wire.code(programs.evaluate(path, names))
    except programs.NotAllowed as refused:
        return wire.as_text(str(refused))
    except Exception as error:  # whatever the learner's path raises is the lesson
        return f":red[{wire.code(f'{type(error).__name__}: {error}')}]"
