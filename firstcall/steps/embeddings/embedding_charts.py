"""Pictures of vectors: how alike each two are, where they lie in a plane, what a search found."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from firstcall.steps.embeddings import WORDS, space
from firstcall.steps.embeddings.space import Found, Matrix
from firstcall.ui.charts.chart import ROWS, Chart, chart, legend
from firstcall.ui.charts.palette import INPUT_COLOUR, NEUTRAL, OUTPUT_COLOUR

_SHORT = 24
_NOTHING_ALIKE, _ON_CELLS = "#DFE4EA", "#10141A"
"""Cells have colours of their own, on which their figures can be read on a light page and on a dark one."""
_SAID = 0.1
"""From this similarity on a cell of the table says it: the others would be noise."""


def short(text: str) -> str:
    """A sentence as a picture names it. Plotly reads names as HTML."""
    line = " ".join(text.split())
    return escape(line if len(line) <= _SHORT else f"{line[: _SHORT - 1].rstrip()}…")


def names(texts: Sequence[str]) -> list[str]:
    """The sentences with their numbers, so that no two are called the same."""
    return [f"{at}  {short(text)}" for at, text in enumerate(texts, start=1)]


def heat_map(texts: Sequence[str], vectors: Matrix) -> Chart:
    """A row and a column for each sentence; the more alike two are, the stronger the colour between them."""
    table = space.similarities(vectors)
    numbers = [str(at) for at in range(1, len(texts) + 1)]
    trace = {
        "type": "heatmap",
        "z": table.round(2).tolist(),
        "x": numbers,
        "y": names(texts),
        "zmin": 0,
        "zmax": 1,
        "colorscale": [[0, _NOTHING_ALIKE], [1, INPUT_COLOUR]],
        "text": _cells(table),
        "texttemplate": "%{text}",
        "textfont": {"size": 10, "color": _ON_CELLS},
        "showscale": False,
        "xgap": 1,
        "ygap": 1,
        "hovertemplate": "%{y} · %{x}: %{z:.2f}<extra></extra>",
    }
    layout = {
        "xaxis": {"type": "category", "side": "top", "title": None, "fixedrange": True, "showgrid": False},
        "yaxis": ROWS | {"fixedrange": True, "showgrid": False},
    }
    return chart([trace] if len(texts) else [], layout, 46 + 21 * len(texts), alt=_near_alt(texts, vectors))


def _cells(table: Matrix) -> list[list[str]]:
    """`.76` for those that are alike at all, and for no sentence with itself."""
    return [
        [
            f"{score:.2f}".lstrip("0") if score >= _SAID and row != column else ""
            for column, score in enumerate(scores)
        ]
        for row, scores in enumerate(table)
    ]


def _near_alt(texts: Sequence[str], vectors: Matrix) -> str:
    found = space.pairs(vectors)[:3]
    said = [
        WORDS.line("alt/pair", one=texts[a], other=texts[b], score=f"{score:.2f}") for score, a, b in found
    ]
    return " ".join(said) or WORDS.line("alt")


def picture(texts: Sequence[str], vectors: Matrix) -> Chart:
    """Each sentence as a point; a line leads to the one that is most like it, where any is."""
    places = space.plane(vectors) if len(texts) else vectors
    table, near = space.similarities(vectors), space.nearest(vectors) if len(texts) > 1 else []
    lines: dict[str, list[float | None]] = {"x": [], "y": []}
    for one, other in enumerate(near):
        if table[one, other] >= LIKE:
            lines["x"] += [float(places[one, 0]), float(places[other, 0]), None]
            lines["y"] += [float(places[one, 1]), float(places[other, 1]), None]
    traces = [
        {
            "type": "scatter",
            "mode": "lines",
            "line": {"color": NEUTRAL, "width": 1},
            "hoverinfo": "skip",
            **lines,
        },
        {
            "type": "scatter",
            "mode": "markers+text",
            "x": places[:, 0].tolist() if len(texts) else [],
            "y": places[:, 1].tolist() if len(texts) else [],
            "text": [str(at) for at in range(1, len(texts) + 1)],
            "textposition": "top center",
            "hovertext": names(texts),
            "hoverinfo": "text",
            "marker": {"size": 12, "color": INPUT_COLOUR, "line": {"width": 1, "color": NEUTRAL}},
        },
    ]
    hidden = {"showticklabels": False, "showgrid": False, "title": None, "zeroline": False}
    layout = {"xaxis": hidden, "yaxis": hidden | {"scaleanchor": "x"}}
    return chart(traces if len(texts) else [], layout, 330, alt=_near_alt(texts, vectors))


LIKE = 0.3
"""From this similarity on two sentences are joined by a line, and a task takes them for near."""


def scores(found: Sequence[Found]) -> Chart:
    """Two bars for each sentence: how alike its vector is, and which share of the query's words it has."""
    shown = list(found)
    labels = [short(one.text) + " " * at for at, one in enumerate(shown)]  # no two rows of one name
    traces = [
        _bars(labels, [max(0.0, one.similarity) for one in shown], WORDS.line("alt/meaning"), OUTPUT_COLOUR),
        _bars(labels, [one.words for one in shown], WORDS.line("alt/words"), INPUT_COLOUR),
    ]
    layout = {
        "barmode": "group",
        "xaxis": {"range": [0, 1.15], "title": None, "tickvals": [0, 0.5, 1], "fixedrange": True},
        "yaxis": ROWS | {"fixedrange": True},
    }
    said = [
        WORDS.line("alt/found", text=one.text, score=f"{one.similarity:.2f}", words=f"{one.words:.2f}")
        for one in shown[:3]
    ]
    height = 70 + 32 * len(shown)
    return chart(traces if shown else [], legend() | layout, height, alt=" ".join(said) or WORDS.line("alt"))


def _bars(names: list[str], values: list[float], name: str, colour: str) -> dict[str, object]:
    return {
        "type": "bar",
        "orientation": "h",
        "x": values,
        "y": names,
        "name": name,
        "text": [f"{value:.2f}" for value in values],
        "textposition": "outside",
        "cliponaxis": False,
        "marker": {"color": colour},
        "hovertemplate": "%{y}: %{x:.2f}<extra></extra>",
    }
