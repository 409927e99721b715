"""What happened: the reply while it arrives, its fields, what travelled, the providers compared."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from firstcall import programs, providers
from firstcall.calls import Failure
from firstcall.running.runs import Run
from firstcall.ui import WORDS, bench, diff, formats, reply, response_tree, session, table_view, wire
from firstcall.ui.desk import REPLY, Desk
from firstcall.ui.difference_table import SHORT


def tabs(desk: Desk) -> bench.Tabs:
    """The pane of a desk that makes one call: its reply, and what is behind it."""
    return {
        REPLY: partial(_reply, desk),
        "Response": partial(_finished, desk, response),
        "Printed": partial(_finished, desk, printed_by_the_program),
        "What travelled": partial(_finished, desk, partial(wire.exchanges, key=desk.key("wire"))),
        "Compared": partial(difference_table, SHORT),
    }


def added(desk: Desk) -> None:
    """What the program in the box has that the first call had not."""
    st.markdown(WORDS.line("results/added"))
    st.code(wire.plain(diff.diff(desk.first(desk.provider), desk.source)), language="diff", wrap_lines=True)


def _reply(desk: Desk) -> None:
    run = desk.run
    if run is None:
        st.caption(WORDS.line("results/nothing_sent", button=desk.go))
        return
    if run.failure is None or run.text:
        reply.draw(run, desk.key("reply"), max_height=bench.HEIGHT)
    if run.finished:
        _outcome(run)


def _finished(desk: Desk, draw: Callable[[Run], None]) -> None:
    """What needs the whole call: until then a line that says so."""
    if desk.run is None or not desk.run.finished:
        nothing = desk.run is None
        st.caption(WORDS.line("results/nothing_sent" if nothing else "results/on_its_way", button=desk.go))
    else:
        draw(desk.run)


def _outcome(run: Run) -> None:
    """One line on how it ended, and a word where something is to be noticed."""
    if run.failure is not None:
        failed(run.failure)
        return
    record = run.record
    parts = [f"**{formats.seconds(run.seconds)}**"]
    if run.first_token_seconds is not None and run.call.streamed:
        parts.append(WORDS.line("facts/first_token", seconds=formats.seconds(run.first_token_seconds)))
    if record and record.usage:
        parts += [reply.tokens_in(record, record.usage), reply.tokens_out(record, record.usage)]
        parts.append(formats.spent(record))
    st.markdown(" · ".join(parts))
    if run.state == "stopped":
        why = "results/unwatched" if run.unwatched else "results/stopped"
        st.warning(WORDS.line(why), icon=":material/stop:")
    elif run.reply is not None:
        _notice(run)


def _notice(run: Run) -> None:
    came = run.reply
    assert came is not None
    thinking = came.usage.reasoning_tokens if came.usage else 0
    if came.cut_off and not came.text:
        _warn("all_thinking", ":material/content_cut:", thinking=thinking)
    elif came.cut_off:
        _warn("cut_off", ":material/content_cut:")
    elif came.stop_reason is None:
        _warn("ended_early", ":material/link_off:")


def _warn(id: str, icon: str, **values: object) -> None:
    said = WORDS.section(f"notice {id}")
    st.warning(WORDS.line(said.id, **values), title=said.title, icon=icon)


def failed(failure: Failure) -> None:
    """An exception as a page shows it: what happened, what to do, then the original."""
    said = failure.said if len(failure.said) <= 600 else failure.said[:600] + "…"
    st.error(
        wire.as_text(said),
        title=failure.error + (f" · HTTP {failure.status}" if failure.status else ""),
        icon=":material/error:",
    )
    st.markdown(WORDS.say("failed/what_to_do", advice=failure.advice.replace("$", "\\$")))
    st.caption(" ".join(map(providers.WORDS.line, failure.claims)))
    if failure.fields:
        with st.expander(WORDS.title("box exception")):
            table_view.draw(
                [
                    {"path": wire.code(f"error.{name}"), "value": wire.code(value)}
                    for name, value in failure.fields.items()
                ],
                alt=WORDS.title("table exception"),
            )


def response(run: Run) -> None:
    """The response object as a tree, and the fields that every program reads."""
    if run.reply is None:
        st.caption(WORDS.line("results/no_object"))
        return
    response_tree.draw(run, f"tree_{id(run)}")
    st.markdown(WORDS.line("results/fields"))
    response_fields(run)


def response_fields(run: Run) -> None:
    """Each field with the path that reads it, evaluated on this very response."""
    assert run.reply is not None
    rows = [
        {
            "": providers.WORDS.title(f"field {field.id}"),
            "Gave": value_at(run, field.path_in(run.call)),
            "Read it with": wire.code(field.path_in(run.call)),
            "What it is": providers.meaning(field, run.provider),
        }
        for field in run.provider.fields
    ]
    table_view.draw(rows, alt=WORDS.title("table fields"))
    _classic(run)


def printed_by_the_program(run: Run) -> None:
    """What the lines after the call print, followed on this very response. Nothing is executed."""
    if run.reply is None or not run.program:
        st.caption(WORDS.line("results/not_reached"))
        return
    lines = programs.printed(run.program, run.reply.names, run.reply.text, run.provider.methods)
    st.caption(WORDS.line("results/printed"))
    said = wire.plain("".join(line.text or "" for line in lines))
    st.code(said or " ", language=None, wrap_lines=True)
    for line in lines:
        if line.error:
            st.error(wire.as_text(line.error), title=f"Line {line.line}", icon=":material/error:")
        elif line.text is None:
            st.caption(WORDS.line("results/not_followed", line=line.line))


def _classic(run: Run) -> None:
    """The path of old tutorials, where it gives something else than the one taught."""
    path = run.provider.classic_path
    root = path.partition(".")[0]
    if (
        run.reply is None
        or not path
        or root not in run.reply.names
        or path == run.provider.fields[0].path_in(run.call)
    ):
        return
    st.caption(WORDS.say("results/classic", path=wire.code(path), value=value_at(run, path)))


def value_at(run: Run, path: str | None) -> str:
    """What a code path gives on a run's response, as Markdown; its error where it has one."""
    if path is None or run.reply is None:
        return ""
    try:
        value = programs.evaluate(path, run.reply.names)
    except programs.ERRORS as error:
        return f":red[{wire.code(f'{type(error).__name__}: {error}')}]"
    except programs.NotAllowed as refused:
        return wire.as_text(str(refused))
    return wire.code(value)


def difference_table(rows: Sequence[str] | None = None) -> None:
    """The same thing at each provider, beside what each path gave in the learner's last call to it."""
    table = []
    names = rows or list(dict.fromkeys(name for p in session.all_ways().values() for name in p.table))
    for name in names:
        row: dict[str, Any] = {"": f"**{name}**"}
        for provider in session.all_ways().values():
            cell = provider.table.get(name)
            run = session.last_run(provider)
            row[provider.title] = wire.code(cell.code_in(run.call if run else None)) if cell else "—"
            if run is not None and run.reply is not None:
                row[WORDS.line("facts/your_last_call", provider=provider.title)] = (
                    value_at(run, cell.path_in(run.call)) if cell else ""
                )
        table.append(row)
    table_view.draw(table, alt=WORDS.title("table differences"))
    for provider in session.all_ways().values():
        if session.last_run(provider) is None:
            st.caption(WORDS.line("make_a_call", provider=provider.title))
