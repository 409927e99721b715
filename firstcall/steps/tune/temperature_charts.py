"""Pictures of temperature: how alike the replies are, what it does to the next token."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from firstcall.steps.tune import WORDS, similarity
from firstcall.steps.tune.probabilities import Place, reshaped
from firstcall.ui.charts.chart import ROWS, Chart, chart, legend
from firstcall.ui.charts.palette import INPUT_COLOUR, NEUTRAL, OUTPUT_COLOUR, distinct


def alike(groups: Mapping[str, Sequence[str]]) -> Chart:
    """How alike the replies of each group are: a dot per pair of replies, a diamond for their average."""
    traces: list[dict[str, Any]] = []
    for label, texts in groups.items():
        shares = similarity.of_pairs(texts)
        average = similarity.mean(shares)
        if average is None:
            continue
        pairs = [
            WORDS.line("alt/pair", one=one, other=other)
            for one, other in combinations(range(1, len(texts) + 1), 2)
        ]
        traces.append(_points([label] * len(shares), shares, pairs))
        traces.append(_average(label, average))
    layout = {
        "xaxis": {"range": [-0.04, 1.14], "tickvals": [0, 0.25, 0.5, 0.75, 1], "tickformat": ".0%"}
        | {"title": {"text": WORDS.line("alt/alike_axis")}},
        "yaxis": {"type": "category", "title": None, "automargin": True}
        | {"range": [len(groups) - 0.6, -0.7], "showgrid": False},
    }
    return chart(
        traces,
        layout,
        80 + 60 * max(2, len(groups)),
        alt=_alike_alt(groups),
        nothing=WORDS.line("alt").removesuffix("."),
    )


def equal(groups: Mapping[str, Sequence[str]], guess: str | None, of: str) -> Chart:
    """How many replies of each group are word for word the same, as lying bars; a star where the learner
    expected it of the group called `of`."""
    names, counts = list(groups), [similarity.equal(texts) for texts in groups.values()]
    traces: list[dict[str, Any]] = [
        {"type": "bar", "orientation": "h", "x": counts, "y": names, "text": [str(count) for count in counts],
         "textposition": "outside", "cliponaxis": False, "showlegend": False, "marker": {"color": INPUT_COLOUR},
         "hovertemplate": "%{y}: %{x}<extra></extra>"},
    ]  # fmt: skip
    if guess is not None and of in groups:
        traces.append(
            {"type": "scatter", "mode": "markers", "name": "Your guess", "x": [int(guess)], "y": [of],
             "cliponaxis": False, "marker": {"symbol": "star", "size": 16, "color": NEUTRAL, "line": {"width": 1}},
             "hovertemplate": "Your guess: %{x}<extra></extra>"}
        )  # fmt: skip
    most = max(map(len, groups.values()), default=0)
    layout = {
        "xaxis": {"range": [-0.2, most + 0.6], "dtick": 1, "title": {"text": WORDS.line("alt/equal_axis")}},
        "yaxis": ROWS,
    }
    said = [
        WORDS.line("alt/equal", label=label, equal=count, replies=len(groups[label]))
        for label, count in zip(names, counts, strict=True)
    ]
    said += [WORDS.line("alt/guess", guess=guess)] if guess is not None else []
    return chart(traces, legend() | layout, 110 + 40 * len(groups), alt=" ".join(said))


def _points(labels: list[str], shares: list[float], pairs: list[str]) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "x": shares,
        "y": labels,
        "hovertext": [f"{pair}: {share:.0%}" for pair, share in zip(pairs, shares, strict=True)],
        "hoverinfo": "text",
        "marker": {
            "size": 11,
            "color": INPUT_COLOUR,
            "opacity": 0.6,
            "line": {"width": 1, "color": NEUTRAL},
        },
    }


def _average(label: str, average: float) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers+text",
        "x": [average],
        "y": [label],
        "text": [WORDS.line("alt/average", average=f"{average:.0%}")],
        "textposition": "top center"
        if 0.15 < average < 0.85
        else "top left"
        if average > 0.5
        else "top right",
        "hoverinfo": "skip",
        "marker": {"symbol": "diamond", "size": 15, "color": OUTPUT_COLOUR, "line": {"width": 1}},
    }


def _alike_alt(groups: Mapping[str, Sequence[str]]) -> str:
    averages = {label: similarity.mean(similarity.of_pairs(texts)) for label, texts in groups.items()}
    said = [
        WORDS.line("alt/alike", label=label, average=f"{average:.0%}")
        for label, average in averages.items()
        if average is not None
    ]
    return " ".join(said) or WORDS.line("alt/too_few")


def next_token(place: Place, temperature: float) -> Chart:
    """The likeliest tokens of one place as lying bars at a temperature; a grey line marks each one's
    probability at temperature 1."""
    logprobs = [logprob for _, logprob in place.ways]
    now, plain = reshaped(logprobs, temperature), reshaped(logprobs, 1)
    names = distinct([token for token, _ in place.ways])
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": now,
        "y": names,
        "name": f"Temperature {temperature:g}",
        "text": [f"{share:.1%}" for share in now],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {
            "color": [OUTPUT_COLOUR if token == place.said else INPUT_COLOUR for token, _ in place.ways]
        },
        "hovertemplate": "%{y}: %{text}<extra></extra>",
    }
    marks = {
        "type": "scatter",
        "mode": "markers",
        "x": plain,
        "y": names,
        "name": "Temperature 1",
        "marker": {"symbol": "line-ns", "size": 18, "line": {"width": 3, "color": NEUTRAL}},
        "hovertemplate": "%{y}, " + WORDS.line("alt/at_one") + ": %{x:.1%}<extra></extra>",
    }
    layout = {
        "xaxis": {
            "range": [0, 1.18],
            "tickvals": [0, 0.25, 0.5, 0.75, 1],
            "tickformat": ".0%",
            "title": None,
        },
        "yaxis": ROWS,
    }
    traces: list[dict[str, Any]] = [bars, marks] if names else []
    return chart(traces, layout, 80 + 32 * max(3, len(names)), alt=_next_token_alt(place, temperature))


def _next_token_alt(place: Place, temperature: float) -> str:
    if not place.ways:
        return WORDS.line("alt/no_alternatives")
    shares = reshaped([logprob for _, logprob in place.ways], temperature)
    (token, _), share = max(zip(place.ways, shares, strict=True), key=lambda pair: pair[1])
    values = {"temperature": f"{temperature:g}", "token": repr(token.strip()), "share": f"{share:.0%}"}
    return WORDS.say("alt/next_token", **values)
