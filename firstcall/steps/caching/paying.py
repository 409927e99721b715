"""When it pays, for the calls that were made: a curve of calls against price, and every model's rules."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal

import streamlit as st

from firstcall import models
from firstcall.ledger import prices
from firstcall.models import Model
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.caching import WORDS, cache_charts, lesson, pay
from firstcall.steps.caching.pay import Task
from firstcall.ui import chart_view, formats, table_view, wire
from firstcall.ui.desk import Desk

_MOST, _FIRST = 50, 10


def task_of(run: Run) -> Task | None:
    """The calls that are like this one; `None` where it was not counted."""
    usage, record, found = lesson.usage_of(run), run.record, models.find(run.call.model)
    if usage is None or record is None or record.server:
        return None
    kept = usage.cached_tokens or usage.cache_write_tokens
    if not kept and found is not None and found.cache_minimum_tokens is not None:
        kept = usage.input_tokens if usage.input_tokens >= found.cache_minimum_tokens else 0
    caching = run.provider.caching
    return Task(
        record.provider, run.call.model, kept, usage.input_tokens - kept, usage.output_tokens, record.at,
        writes=found is not None and found.cache_writes, an_hour=caching is not None and caching.an_hour,
    )  # fmt: skip


def draw(desk: Desk, newest: Callable[[], Sequence[Run]]) -> None:
    """The curve for the newest call of the desk."""
    made = newest()
    if prices.costs_nothing(desk.provider.id):
        st.markdown(desk.provider.words.say("caching free"))
        return
    task = task_of(made[-1]) if made else None
    if task is None:
        st.caption(WORDS.line("picture/nothing_sent", button=desk.go))
        return
    if not task.kept:
        st.caption(WORDS.line("pay/nothing_kept"))
        return
    calls = st.slider(WORDS.line("pay/how_many"), 2, _MOST, _FIRST, key=desk.key("pay_calls"))
    curves = pay.curves(task, calls)
    if not curves:
        st.caption(WORDS.line("pay/no_price"))
        return
    chart_view.draw(cache_charts.when_it_pays(curves), desk.key("pays"))
    st.markdown(_said(task, curves))
    st.caption(
        WORDS.line(
            "pay/counted",
            model=task.model,
            kept=f"{task.kept:,}",
            others=f"{task.others:,}",
            output=f"{task.output:,}",
            day=f"{task.at:%d %B %Y}",
            source=prices.source(),
        )
    )


def _said(task: Task, curves: Sequence[pay.Curve]) -> str:
    plain = curves[0]
    lines = [
        WORDS.line(
            f"pays/{curve.id}" if number else "pays/never",
            name=WORDS.title(f"curve {curve.id}"),
            number=number,
            total=formats.markdown(curve.usd[-1]),
            plain=formats.markdown(plain.usd[-1]),
        )
        for curve in curves[1:]
        if (number := pay.pays_from(curve, plain)) or curve.id
    ]
    return "\n".join(f"- {line}" for line in lines)


def rules(provider: Provider) -> None:
    """The models of a provider: from how many tokens on they keep a beginning, and what writing and reading cost."""
    rows = [_rule(model) for model in provider.offered if not model.retired()]
    if any(row[WORDS.title("label least")] for row in rows):
        table_view.draw(rows, alt=WORDS.title("table models"))
        st.caption(WORDS.line("models", source=prices.source()))
    else:
        st.caption(WORDS.line("models/none", provider=provider.name))


def _rule(model: Model) -> dict[str, str]:
    found = prices.rates(model.provider, model.id)
    least = model.cache_minimum_tokens
    times = found is not None and found.input_usd and least is not None
    return {
        "": wire.code(model.id),
        WORDS.title("label least"): f"{least:,}" if least is not None else "",
        WORDS.title("label read_price"): _times(found.cached_usd, found.input_usd) if found and times else "",
        WORDS.title("label write_price"): _times(found.cache_write_usd, found.input_usd)
        if found and times and model.cache_writes
        else "",
    }


def _times(usd: Decimal, of: Decimal) -> str:
    return f"× {(usd / of).normalize():f}" if of else ""
