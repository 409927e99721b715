"""Pictures of the ledger: a statement in, charts out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from html import escape
from itertools import accumulate
from typing import Any

from firstcall.calls import Mode, Record, Usage
from firstcall.ledger.prices import money
from firstcall.ledger.statement import Numbered, Statement
from firstcall.ledger.sums import is_unpriced
from firstcall.ui.charts import WORDS
from firstcall.ui.charts.chart import Chart, chart, heading, legend
from firstcall.ui.charts.palette import (
    INPUT_COLOUR,
    NEUTRAL,
    OUTPUT_COLOUR,
    provider_colour,
    unit_for,
)

_FEWEST_PLACES = 6
_WIDE_ENOUGH = 30

_DASHES: dict[Mode, str] = {"live": "solid", "practice": "dot"}
_LINES: dict[Mode, str] = {"live": "full", "practice": "dotted"}


def tokens_per_call(statement: Statement) -> Chart:
    """Tokens of each call as stacked bars: blue is the prompt, orange the reply; hatched is the part
    that was cached or spent on thinking (OpenAI calls it reasoning). Shows the latest calls."""
    shown = statement.latest
    counted = [(number, record.usage, record) for number, record in shown if record.usage is not None]
    kinds = {
        "Input": (INPUT_COLOUR, "", [usage.input_tokens - usage.cached_tokens for _, usage, _ in counted]),
        "Cached input": (INPUT_COLOUR, "/", [usage.cached_tokens for _, usage, _ in counted]),
        "Reply": (
            OUTPUT_COLOUR,
            "",
            [usage.output_tokens - usage.reasoning_tokens for _, usage, _ in counted],
        ),
        "Thinking": (OUTPUT_COLOUR, "x", [usage.reasoning_tokens for _, usage, _ in counted]),
    }
    bars = [
        _bars([number for number, _, _ in counted], tokens, name, [_details(n, r) for n, _, r in counted])
        | {"marker": {"color": colour, "pattern": {"shape": hatch, "fgopacity": 1, "size": 6}}}
        for name, (colour, hatch, tokens) in kinds.items()
        if name in ("Input", "Reply") or any(tokens)
    ]
    failed = [pair for pair in shown if pair[1].error is not None]
    uncounted = [pair for pair in shown if pair[1].error is None and pair[1].usage is None]
    marks = [_marks(failed, "Failed", "x-thin"), _marks(uncounted, "Not counted", "circle-open")]
    layout = _layout(statement) | {
        "yaxis": _upwards(0, 0.9, any(usage.total_tokens for _, usage, _ in counted)),
        "annotations": [heading(WORDS.line("tokens"), 0.9, align="left", yshift=6)],
    }
    return _chart([*bars, *filter(None, marks)], layout, 320, _tokens_alt(statement))


def cost_per_call(statement: Statement, names: Mapping[str, str] | None = None) -> Chart:
    """Cost of each call as bars, the running total as a line below, both in a unit that gives small
    whole numbers. Practice calls are outlined: that is what they would have cost. `names` are the
    providers' names by id. Shows the latest calls; totals count from the first.
    """
    shown = statement.latest
    scale, unit = unit_for(
        max((record.usd for _, record in shown if record.usd is not None), default=Decimal(0))
    )
    bars = []
    for provider, mode in sorted({(kind.provider, kind.mode) for kind in statement.kinds}):
        pairs = [p for p in shown if (p[1].provider, p[1].mode) == (provider, mode) and p[1].usd is not None]
        heights = [float((record.usd or 0) * scale) for _, record in pairs]
        name = f"{(names or {}).get(provider, provider)}, {mode}"
        details = [_details(number, record) for number, record in pairs]
        bars.append(
            _bars([number for number, _ in pairs], heights, name, details) | _fill(provider, mode, len(shown))
        )
    failed = [pair for pair in shown if pair[1].error is not None]
    unpriced = [pair for pair in shown if is_unpriced(pair[1]) and pair[1].error is None]
    marks = [_marks(failed, "Failed", "x-thin"), _marks(unpriced, "No price", "circle-open")]
    modes: tuple[Mode, ...] = ("live", "practice")
    present = [mode for mode in modes if statement.of_mode(mode).calls]
    lines = [_running(statement, mode, scale) for mode in present]
    sums = [(mode, statement.of_mode(mode).usd) for mode in present]
    layout = _layout(statement) | {
        "yaxis": _upwards(0.54, 0.93, any(record.usd for _, record in shown)),
        "yaxis2": _upwards(0, 0.36, statement.sum.charged > 0) | {"anchor": "x"},
        "annotations": [
            heading(WORDS.line("costs", unit=unit), 0.93, align="left", yshift=6),
            heading(f"{WORDS.line('total', unit=unit)}<br>{_key(sums)}", 0.36, align="left", yshift=6),
        ],
    }
    layout["xaxis"]["anchor"] = "y2"
    return _chart([*bars, *filter(None, marks), *lines], layout, 460, _cost_alt(statement))


def _tokens_alt(statement: Statement) -> str:
    if not statement.latest:
        return WORDS.line("no_calls")
    sums, most = statement.sum, statement.most_tokens
    usage = sums.usage
    values = {"input": f"{usage.input_tokens:,}", "output": f"{usage.output_tokens:,}"}
    tokens = {"tokens": usage.total_tokens, "total": f"{usage.total_tokens:,}"}
    said = [WORDS.line("sums", calls=sums.calls, **tokens, **values)]
    if sums.counted > 1 and most and most.line.usage:
        tokens_of_most = most.line.usage.total_tokens
        said.append(WORDS.line("most", number=most.number, tokens=f"{tokens_of_most:,}"))
    if sums.failed:
        said.append(WORDS.line("failed", calls=sums.failed))
    return " ".join(said)


def _cost_alt(statement: Statement) -> str:
    if not statement.latest:
        return WORDS.line("no_calls")
    said = []
    modes: tuple[Mode, ...] = ("live", "practice")
    for mode in modes:
        of_mode = statement.of_mode(mode)
        if of_mode.calls and of_mode.usd is not None:
            said.append(WORDS.line(f"{mode}", calls=of_mode.calls, usd=money(of_mode.usd)))
    if statement.sum.charged > 1 and (most := statement.dearest):
        said.append(WORDS.line("most_expensive", number=most.number, usd=money(most.line.usd)))
    if unpriced := statement.sum.unpriced:
        said.append(WORDS.line("unpriced", calls=unpriced))
    return " ".join(said)


def _chart(traces: list[dict[str, Any]], layout: dict[str, Any], height: int, alt: str) -> Chart:
    anything = any(trace["x"] for trace in traces)
    return chart(traces if anything else [], layout, height, alt=alt)


def _details(number: int, record: Record) -> str:
    """The hover text of a call. Plotly reads it as HTML, and a model id is whatever a learner typed."""
    lines = [WORDS.line(f"call_{record.mode}", number=number), escape(record.model)]
    if record.usage is not None:
        lines += _counted(record.usage)
    if record.estimated:
        lines.append(WORDS.line("estimated"))
    if record.error is None or record.usd is not None:
        lines.append(money(record.usd))
    lines += [escape(text) for text in (record.stop_reason, record.error) if text]
    if record.stopped:
        lines.append(WORDS.line("stopped"))
    return "<br>".join([*lines, f"{record.seconds:.2f} s"])


def _counted(usage: Usage) -> list[str]:
    read, written = f"{usage.input_tokens:,}", f"{usage.output_tokens:,}"
    cached, thinking = f"{usage.cached_tokens:,}", f"{usage.reasoning_tokens:,}"
    return [
        WORDS.line("tokens_in_cached", tokens=read, n=usage.input_tokens, cached=cached)
        if usage.cached_tokens
        else WORDS.line("tokens_in", tokens=read, n=usage.input_tokens),
        WORDS.line("tokens_out_thinking", tokens=written, n=usage.output_tokens, thinking=thinking)
        if usage.reasoning_tokens
        else WORDS.line("tokens_out", tokens=written, n=usage.output_tokens),
    ]


def _bars(x: list[int], y: Sequence[float], name: str, details: list[str]) -> dict[str, Any]:
    return {
        "type": "bar",
        "x": x,
        "y": list(y),
        "name": name,
        "width": 0.7,
        "hovertext": details,
        "hoverinfo": "text",
    }


def _fill(provider: str, mode: Mode, bars: int) -> dict[str, Any]:
    colour = provider_colour(provider)
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    pale = f"rgba({red}, {green}, {blue}, 0.3)"
    fill = colour if mode == "live" else pale
    return {"marker": {"color": fill, "line": {"color": colour, "width": _fine(bars, 1.5)}}}


def _marks(pairs: list[Numbered], name: str, symbol: str) -> dict[str, Any] | None:
    if not pairs:
        return None
    return {
        "type": "scatter",
        "mode": "markers",
        "x": [number for number, _ in pairs],
        "y": [0] * len(pairs),
        "name": name,
        "marker": {"symbol": symbol, "size": 9, "color": NEUTRAL, "line": {"width": 2, "color": NEUTRAL}},
        "cliponaxis": False,
        "hovertext": [_details(number, record) for number, record in pairs],
        "hoverinfo": "text",
    }


def _running(statement: Statement, mode: Mode, scale: int) -> dict[str, Any]:
    spent = [
        record.usd or Decimal(0) if record.mode == mode else Decimal(0) for _, record in statement.latest
    ]
    so_far = list(accumulate(spent, initial=statement.usd_before(mode)))[1:]
    sums = list(zip((number for number, _ in statement.latest), so_far, strict=True))
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "x": [number for number, _ in sums],
        "y": [float(usd * scale) for _, usd in sums],
        "yaxis": "y2",
        "name": f"Total, {mode}",
        "line": {"color": NEUTRAL, "width": 2, "dash": _DASHES[mode]},
        "marker": {"size": _fine(len(sums), 5)},
        "showlegend": False,
        "cliponaxis": False,
        "hovertext": [WORDS.line("so_far", usd=money(usd), number=number, mode=mode) for number, usd in sums],
        "hoverinfo": "text",
    }


def _fine(count: int, size: float) -> float:
    """The size of a detail that would hide the picture if there were many."""
    return size if count <= _WIDE_ENOUGH else size / 4


def _upwards(bottom: float, top: float, anything: bool) -> dict[str, Any]:
    axis = {"domain": [bottom, top], "rangemode": "tozero", "tickformat": ",", "title": None}
    return axis if anything else axis | {"range": [0, 1], "showticklabels": False}


def _key(sums: list[tuple[Mode, Decimal | None]]) -> str:
    said = [(mode, WORDS.line(f"total_{mode}", usd=money(usd))) for mode, usd in sums]
    if len(said) == 1:
        return f"{said[0][0]}: {said[0][1]}"
    return ", ".join(f"{mode} ({_LINES[mode]}): {text}" for mode, text in said)


def _layout(statement: Statement) -> dict[str, Any]:
    last = statement.sum.calls
    first = last - len(statement.latest) + 1
    title = "Call" if first == 1 else WORDS.line("latest", shown=len(statement.latest), all=f"{last:,}")
    return legend(1) | {
        "barmode": "stack",
        "xaxis": {
            "title": {"text": title},
            "range": [first - 0.5, max(last, first + _FEWEST_PLACES - 1) + 0.5],
            "dtick": 1 if last <= 2 * _FEWEST_PLACES else None,
            "nticks": 8,
            "tickformat": "d",
            "showgrid": False,
        },
    }
