"""Pictures of "Tool calling": the loop as it went, and the tokens that each of its calls read."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from firstcall.steps.tools import WORDS
from firstcall.steps.tools.loop import Loop, Round
from firstcall.ui.charts.chart import ROWS, Chart, beside, chart, legend
from firstcall.ui.charts.mermaid import NARROW, safe
from firstcall.ui.charts.palette import INPUT_COLOUR, OUTPUT_COLOUR

_MOST_ROUNDS = 8


def sequence(found: Loop) -> str:
    """The loop as a Mermaid sequence diagram: your program, your functions, the model."""
    names = [safe(name) for name in found.newest.run.provider.name.split(" ", 1)]
    lines = [
        NARROW,
        "sequenceDiagram",
        f"participant f as {WORDS.line('diagram/functions').replace(' ', '<br/>')}",
        f"participant p as {WORDS.line('diagram/program').replace(' ', '<br/>')}",
        f"participant m as {'<br/>'.join(names)}",
    ]
    for number, one in enumerate(found.rounds[:_MOST_ROUNDS], 1):
        lines += _round(number, one)
    if found.next == "bound":
        lines.append(f"Note over p: {WORDS.line('diagram/bound', most=found.most)}")
    return "\n".join(lines)


def _round(number: int, one: Round) -> list[str]:
    sent = WORDS.line("diagram/question" if number == 1 else "diagram/results")
    lines = [f"p->>m: {number}. {sent}"]
    if one.run.failure is not None:
        return [*lines, f"m-->>p: {WORDS.line('diagram/refused', status=one.run.failure.status or '')}"]
    if one.run.reply is None:
        return lines
    if not one.asked:
        return [*lines, f"m-->>p: {WORDS.line('diagram/answer')}"]
    names = "<br/>".join(f"{safe(asked.name)}({safe(_first(asked.values.values()))})" for asked in one.asked)
    lines.append(f"m-->>p: {WORDS.line('diagram/asks')}<br/>{names}")
    for result in one.ran or ():
        lines.append(f"p->>f: {safe(result.asked.name)}")
        lines.append(f"f-->>p: {safe(result.text)}")
    return lines


def _first(values: object) -> str:
    return ", ".join(map(str, values)) if hasattr(values, "__iter__") else ""


def in_words(found: Loop) -> str:
    """The same in a sentence or two."""
    asked = sum(len(one.asked) for one in found.rounds)
    return WORDS.line("diagram/alt", calls=len(found.rounds), asked=asked)


def tokens(rounds: Sequence[Round], tools: int | None) -> Chart:
    """The tokens of each call: what it read, of that the tools' text where it was measured, and what it wrote."""
    counted = [
        (number, one.run.reply.usage)
        for number, one in enumerate(rounds, 1)
        if one.run.reply is not None and one.run.reply.usage is not None
    ]
    names = [escape(WORDS.line("cost/call", number=number)) for number, _ in counted]
    reads = [usage.input_tokens for _, usage in counted]
    weigh = min([tools or 0, *reads])
    parts = [
        ("tools", "/", INPUT_COLOUR, [weigh for _ in reads] if tools else []),
        ("messages" if tools else "input", "", INPUT_COLOUR, [one - weigh for one in reads]),
        ("output", "", OUTPUT_COLOUR, [usage.output_tokens for _, usage in counted]),
    ]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "x": values,
            "y": names,
            "name": WORDS.title(f"tokens {kind}"),
            "marker": {"color": colour, "pattern": {"shape": hatch, "fgopacity": 1, "size": 6}},
            "width": 0.6,
            "hovertemplate": f"{WORDS.title(f'tokens {kind}')}: %{{x:,}}<extra></extra>",
        }
        for kind, hatch, colour, values in parts
        if values
    ]
    totals = [usage.total_tokens for _, usage in counted]
    layout = {
        "barmode": "stack",
        "yaxis": ROWS,
        "xaxis": {"title": None, "range": [0, max([*totals, 1]) * 1.2], "fixedrange": True},
        "annotations": [beside(name, total, f"{total:,}") for name, total in zip(names, totals, strict=True)],
    }
    alt = " ".join(
        WORDS.line(
            "cost/alt", number=number, input=f"{usage.input_tokens:,}", output=f"{usage.output_tokens:,}"
        )
        for number, usage in counted
    )
    return chart(
        traces if counted else [],
        legend() | layout,
        110 + 46 * len(counted),
        alt=alt or WORDS.line("cost/none"),
    )
