"""The price of one call worked out, on every model, many times a day; what the calls add up to; the log."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC
from decimal import Decimal
from functools import partial

import streamlit as st

from firstcall import providers
from firstcall.calls import STANDARD, Record, Usage
from firstcall.course import steps
from firstcall.ledger import entries, operators_cap, prices, spending_cap
from firstcall.ledger.prices import money
from firstcall.ledger.statement import Extreme, Kind, Numbered, Statement
from firstcall.steps.tokens_cost import WORDS, cost_charts, worked_price
from firstcall.ui import apart, chart_view, formats, looked_up, session, table_view, wire
from firstcall.ui.charts.chart import Chart
from firstcall.ui.charts.palette import named

_TIMES = [n * 10**zeros for zeros in range(7) for n in (1, 2, 5)] + [10_000_000]
_LATEST = 0


def draw(step: str) -> None:
    """One call's price, three ways. Without any call it says what is missing."""
    counted = [call for call in session.statement().latest if call.record.usage is not None]
    if not counted:
        st.caption(WORDS.line("price/no_call"))
        return
    apart.fragment(f"{step}_pricing", _draw, step, counted)


def _draw(step: str, counted: list[Numbered]) -> None:
    record = _choose(step, counted)
    usage = record.usage
    assert usage is not None
    worked, models, often = st.tabs(
        [WORDS.title("label steps"), "On every model", "Many times a day"],
        key=f"{step}_price_tab",
        on_change="rerun",
    )
    if worked.open:
        with worked:
            _worked_out(record, usage)
    if models.open:
        with models:
            _every_model(step, record, usage)
    if often.open:
        with often:
            _projection(step, record, usage)


def _choose(step: str, counted: list[Numbered]) -> Record:
    """Any of these calls; the latest one until another is picked, so that a new call shows at once."""
    by_id = {call.record.id or call.number: call for call in counted}

    def label(id: int) -> str:
        if id == _LATEST:
            return "The latest call"
        number, record = by_id[id]
        return f"Call {number} · {record.model} · {record.at.astimezone():%H:%M:%S}"

    options = [_LATEST, *reversed(by_id)]
    chosen = st.selectbox("Which call", options, format_func=label, key=f"{step}_priced_call")
    return by_id.get(chosen, counted[-1]).record


def _worked_out(record: Record, usage: Usage) -> None:
    if record.server:
        st.info(
            WORDS.line("price/elsewhere", server=wire.code(record.server), **_counts(usage)),
            icon=":material/help:",
        )
        return
    bill = worked_price.parts(record.provider, record.model, usage, record.at)
    if bill is None:
        of_tier = "price/unknown" if usage.tier == STANDARD else "price/unknown_tier"
        counts = {"tier": wire.code(usage.tier), **_counts(usage)}
        said = WORDS.line(of_tier, model=wire.code(record.model), **counts)
        st.info(said, icon=":material/help:")
        return
    st.markdown(WORDS.say("formula"))
    table_view.draw(
        cost_charts.bill(bill),
        alt=WORDS.title("table bill"),
    )
    lines = " + ".join(f"{part.tokens:,} × {part.usd_per_million:f}" for part in bill)
    st.code(f"({lines}) / 1,000,000 = {worked_price.total(bill).normalize():f} dollars", language=None)
    values = {
        "usd": formats.markdown(record.usd),
        "model": wire.as_text(record.model),
        "source": prices.source(),
    }
    said = "price/at_home" if prices.costs_nothing(record.provider) else "price/from_list"
    remarks = {
        "price/practice": record.mode == "practice",
        "price/estimate": record.estimated,
        "price/tier": usage.tier != STANDARD,
    }
    true = [WORDS.line(id, tier=wire.code(usage.tier)) for id, holds in remarks.items() if holds]
    st.caption(" ".join([WORDS.line(said, **values), *true, *_long_prompts(record, usage), *_later(record)]))
    _otherwise(record, usage)
    with st.expander(WORDS.title("box kinds")):
        st.markdown(WORDS.say("kinds"))


def _long_prompts(record: Record, usage: Usage) -> list[str]:
    """Of a model whose tokens cost more in a long prompt: from where on, and which side this call is on."""
    steps = prices.long_prompts(record.provider, record.model, usage.tier, record.at)
    return [
        WORDS.line(
            "price/long" if usage.input_tokens > step.tokens else "price/short",
            tokens=f"{step.tokens:,}",
            input=f"{worked_price.tidy(step.input_usd):f}",
            output=f"{worked_price.tidy(step.output_usd):f}",
        )
        for step in steps
    ]


def _later(record: Record) -> list[str]:
    """Of a model whose price changes after the day of the call: when, and to what."""
    return [
        WORDS.line(
            "price/later",
            day=f"{change.on:%d %b %Y}",
            input=f"{worked_price.tidy(change.rates.input_usd):f}",
            output=f"{worked_price.tidy(change.rates.output_usd):f}",
        )
        for change in prices.changes(record.provider, record.model, record.at.astimezone(UTC).date())
    ]


def _otherwise(record: Record, usage: Usage) -> None:
    """The same tokens as they are charged in a batch, in another tier, with a longer cache."""
    ways = worked_price.otherwise(record.provider, record.model, usage, record.at)
    if len(ways) < 2:
        return
    with st.expander(WORDS.title("box ways")):
        st.markdown(WORDS.say("ways"))
        table_view.draw(cost_charts.ways(ways, usage.tier), alt=WORDS.title("table ways"))


def _counts(usage: Usage) -> dict[str, str]:
    return {"input": f"{usage.input_tokens:,}", "output": f"{usage.output_tokens:,}"}


def _every_model(step: str, record: Record, usage: Usage) -> None:
    priced = worked_price.on_every_model(usage)
    log = cost_charts.wide_range(priced)
    scale = WORDS.line("every_model/log_scale") if log else ""
    st.markdown(f"{WORDS.line('every_model', **_counts(usage))} {scale}")
    chart_view.draw(cost_charts.every_model(priced, record.model), f"{step}_models_chart")
    unknown = [one.model.id for one in priced if one.usd is None]
    if unknown:
        st.caption(WORDS.line("every_model/no_price", names=", ".join(unknown)))
    _legend()
    st.caption(WORDS.line("every_model/first_look"))


def _legend() -> None:
    names = " · ".join(
        f":{named(provider.colour)}[■] {provider.name}" for provider in session.all_providers().values()
    )
    st.caption(names)


def _projection(step: str, record: Record, usage: Usage) -> None:
    times = st.select_slider(
        "How many times a day", _TIMES, value=10_000, format_func=lambda n: f"{n:,}", key=f"{step}_times",
        persist_state="session",
    )  # fmt: skip
    if record.usd is None:
        st.info(WORDS.line("projection/no_price"), icon=":material/help:")
    else:
        for column, (name, usd) in zip(
            st.columns(3), worked_price.projected(record.usd, times).items(), strict=True
        ):
            column.metric(f"A {name}", money(usd), border=True)
    rows_shown = [
        {"model": one.model.id, "one call": money(one.usd)}
        | {f"a {name}": float(usd) for name, usd in worked_price.projected(one.usd, times).items()}
        for one in worked_price.on_every_model(usage)
        if one.usd is not None
    ]
    amount = {
        f"a {name}": st.column_config.NumberColumn(f"a {name}", format="dollar") for name in worked_price.DAYS
    }
    table_view.grid(rows_shown, WORDS.title("table projection"), column_config=amount)
    st.caption(WORDS.line("projection"))


def parts(step: str) -> tuple[str, ...]:
    """The parts of the page that say something of every call, besides the charts."""
    return (f"{step}_adding_up", f"{step}_log")


def adding_up(step: str) -> None:
    """What the session's calls come to, by step, provider and model; the slowest and the dearest."""
    apart.fragment(f"{step}_adding_up", _adding_up, step)


_BY: dict[str, Callable[[Kind], str]] = {
    "Step": lambda kind: kind.step,
    "Provider": lambda kind: kind.server or kind.provider,
    "Model": lambda kind: kind.model,
}


def _adding_up(step: str) -> None:
    statement = session.statement()
    if not statement.latest:
        return
    _extremes(statement.slowest, statement.dearest)
    chosen = st.segmented_control("Added up by", list(_BY), default="Step", key=f"{step}_by", required=True)
    chart, unpriced = looked_up.made_of(
        statement, f"added up by {chosen}", partial(_by, statement, str(chosen))
    )
    chart_view.draw(chart, f"{step}_by_chart")
    if unpriced:
        st.caption(wire.as_text(WORDS.line("every_model/no_price", names=", ".join(unpriced))))


def _by(statement: Statement, chosen: str) -> tuple[Chart, list[str]]:
    """The calls added up by that, and what of it has no price."""
    groups = cost_charts.grouped(statement, _BY[chosen])
    labels = {found.slug: found.title for found in steps.every()}
    labels |= {provider.id: provider.name for provider in providers.every().values()}
    unpriced = [labels.get(group.name, group.name) for group in groups if group.totals.usd is None]
    return cost_charts.spent_by(groups, labels), unpriced


def _extremes(slowest: Extreme | None, dearest: Extreme | None) -> None:
    left, right = st.columns(2)
    if slowest:
        left.metric(
            "Slowest call",
            formats.seconds(slowest.line.seconds),
            border=True,
        )
        left.caption(_which(slowest))
    if dearest:
        right.metric("Most expensive call", money(dearest.line.usd), border=True)
        right.caption(_which(dearest))


def _which(call: Extreme) -> str:
    page = steps.title(call.line.step)
    return wire.as_text(WORDS.line("which", number=call.number, model=call.line.model, page=page))


def log(step: str) -> None:
    """The ledger's row of the latest call, where the ledger is, and whether it keeps texts."""
    apart.fragment(f"{step}_log", _log, step)


def _log(step: str) -> None:
    st.markdown(WORDS.say("log"))
    if latest := session.statement().latest:
        row = json.dumps(entries.row_of(latest[-1].record), indent=2, ensure_ascii=False)
        st.code(row[:20_000], language="json", height=300, wrap_lines=True)
    else:
        st.caption(WORDS.line("ledger/no_row"))
    st.caption(_where())
    if remark := session.the_ledger().remark:
        st.caption(f":material/info: {wire.as_text(remark)}")
    st.toggle(
        WORDS.title("label log"),
        value=st.session_state.keep_texts,
        key=f"{step}_keep_texts",
        on_change=_keep_texts,
        args=(f"{step}_keep_texts",),
        help=WORDS.line("ledger/keep_texts"),
    )


def _keep_texts(key: str) -> None:
    st.session_state.keep_texts = st.session_state[key]


def _where() -> str:
    """Where the rows are. A visitor from elsewhere is not told the server's folders."""
    book = session.the_ledger()
    if book.problem:
        return f":material/warning: {wire.as_text(book.problem)}"
    if book.path is None:
        return WORDS.line("ledger/in_memory")
    if not session.owners_keys_allowed():
        return WORDS.line("ledger/on_the_server")
    return WORDS.say("ledger/here", path=wire.code(str(book.path)))


def spending(step: str) -> None:
    """Where the session stands under its cap, and how to try the cap."""
    st.markdown(WORDS.say("cap"))
    lent = [caps for provider in session.all_providers().values() if (caps := session.caps_on(provider))]
    if lent and not st.session_state.pasted_keys:
        spent = session.spent_today()
        st.progress(lent[0].share(spent), text=wire.as_text(operators_cap.standing(lent[0], spent)))
    else:
        said = spending_cap.standing(session.cap(), session.live_spending())
        st.progress(_share(), text=wire.as_text(said))


def _share() -> float:
    cap, spent = session.cap(), session.live_spending().usd or Decimal(0)
    return min(1.0, float(spent / cap)) if cap else float(spent > 0)
