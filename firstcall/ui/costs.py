"""What it cost: tokens and price of every call of this learner, as pictures, a table and files."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

import streamlit as st

from firstcall import providers
from firstcall.calls import Record
from firstcall.ledger import entries
from firstcall.ledger.prices import money
from firstcall.ledger.statement import Statement
from firstcall.ui import WORDS, apart, chart_view, formats, looked_up, session, table_view
from firstcall.ui.charts import ledger_charts
from firstcall.ui.charts.chart import Chart


def draw(step: str) -> None:
    """The charts and the table of all calls, failed ones included, made only when somebody opens them."""
    _begun(step, _folded)


def in_full(step: str) -> None:
    """The same in sight at once, for the page that is about it."""
    _begun(step, _drawn)


def _begun(step: str, draw: Callable[[str, Statement], None]) -> None:
    st.header(WORDS.title("header cost"), anchor="cost")
    apart.fragment(f"{step}_costs", _if_any, step, draw)


def _if_any(step: str, draw: Callable[[str, Statement], None]) -> None:
    statement = session.statement()
    if statement.latest:
        draw(step, statement)
    else:
        st.caption(WORDS.line("costs"))


def _folded(step: str, statement: Statement) -> None:
    totals = statement.totals
    box = st.expander(
        WORDS.line("costs/box", calls=totals.calls, tokens=f"{totals.usage.total_tokens:,}"),
        icon=":material/bar_chart:",
        key=f"{step}_costs_box",
        on_change="rerun",
    )
    if box.open:
        with box:
            _drawn(step, statement)


def _drawn(step: str, statement: Statement) -> None:
    tokens, cost = looked_up.made_of(statement, "charts of calls", partial(_charts, statement))
    left, right = st.columns(2, gap="medium")
    with left:
        chart_view.draw(tokens, f"{step}_tokens_chart")
    with right:
        chart_view.draw(cost, f"{step}_cost_chart")
    if statement.of_mode("practice").calls:
        st.caption(WORDS.line("costs/practice"))
    if cut_off := statement.totals.cut_off:
        st.caption(f":material/warning: {WORDS.line('cap/cut_off', calls=cut_off)}")
    box = st.expander(
        f"All calls ({statement.totals.calls:,})",
        icon=":material/table_rows:",
        key=f"{step}_calls_box",
        on_change="rerun",
    )
    if box.open:
        with box:
            _table(step, statement)


def _table(step: str, statement: Statement) -> None:
    """The latest calls, and all of them as files, which are made when somebody takes them."""
    calls, every = statement.totals.calls, session.every_call()
    latest = [row(call.record) for call in reversed(statement.latest)]
    part = WORDS.line("costs/latest", shown=len(latest), all=f"{calls:,}") if len(latest) < calls else ""
    table_view.grid(latest, part or WORDS.title("table calls"), placeholder="—")
    if part:
        st.caption(part)
    with st.container(horizontal=True):
        st.download_button(
            "CSV", lambda: entries.to_csv(every()), "first-call.csv", "text/csv",
            key=f"{step}_csv", icon=":material/download:", on_click="ignore",
        )  # fmt: skip
        st.download_button(
            "JSON lines", lambda: entries.to_json_lines(every()), "first-call.jsonl", "application/x-ndjson",
            key=f"{step}_jsonl", icon=":material/download:", on_click="ignore",
        )  # fmt: skip


def _charts(statement: Statement) -> tuple[Chart, Chart]:
    names = {provider.id: provider.name for provider in providers.every().values()}
    return ledger_charts.tokens_per_call(statement), ledger_charts.cost_per_call(statement, names)


def _cost(record: Record) -> str:
    if record.cut_off and record.mode == "live" and record.usd is not None:
        return WORDS.line("costs/at_most", usd=money(record.usd))
    return f"{money(record.usd)}{formats.tier(record)}" if record.usage else "—"


def _provider(record: Record) -> str:
    name = providers.get(record.provider).name
    return WORDS.line("costs/at", provider=name, server=record.server) if record.server else name


def _when(record: Record) -> str:
    """The time of a call, with its day where that is not today."""
    at, now = record.at.astimezone(), datetime.now().astimezone()
    return at.strftime("%H:%M:%S" if at.date() == now.date() else "%d %b %H:%M:%S")


def row(record: Record) -> dict[str, object]:
    """One call as the table shows it."""
    usage = record.usage
    # What is no text, such as vectors, comes without a reason, and is counted all the same.
    unsaid = "ended early" if usage is None or record.estimated else "done"
    outcome = record.error or ("stopped" if record.stopped else record.stop_reason or unsaid)
    if record.cut_off:
        outcome = WORDS.line("costs/cut_off")
    return {
        "time": _when(record),
        "step": record.step,
        "provider": _provider(record),
        "model": record.model,
        "mode": record.mode,
        "in": usage.input_tokens if usage else None,
        "out": usage.output_tokens if usage else None,
        "cost": _cost(record),
        "first token": formats.seconds(record.first_token_seconds),
        "total": formats.seconds(record.seconds),
        "outcome": outcome,
        "attempts": record.attempts,
        "request id": record.request_id or "",
    }
