from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest

from firstcall.calls import Record, Usage
from firstcall.ui.charts import ledger_charts
from firstcall.ui.charts.chart import Chart
from firstcall.ui.charts.stream_charts import event_timeline
from tests.ledger.statements import statement_of

CLAUDE = Record(
    at=datetime(2026, 11, 21, tzinfo=UTC),
    step="first_call",
    provider="anthropic",
    model="claude-haiku-5-5",
    mode="practice",
    parameters={},
    usage=Usage(input_tokens=1200, output_tokens=350, cached_tokens=900, reasoning_tokens=180),
    usd=Decimal("0.000214"),
    seconds=1.234,
    first_token_seconds=0.3,
    stop_reason="end_turn",
    error=None,
)
GPT = replace(
    CLAUDE,
    provider="openai",
    model="gpt-6-luna",
    usage=Usage(100, 50),
    usd=Decimal("0.00005"),
    stop_reason="stop",
)
FAILED = replace(GPT, usage=None, usd=None, stop_reason=None, error="openai.RateLimitError")
UNPRICED = replace(GPT, model="gpt-99", usd=None)
LIVE = replace(CLAUDE, mode="live")
STREAM = [(0.3, "message_start", 300), (0.5, "content_block_delta", 90), (1.25, "content_block_delta", 81)]


def tokens_per_call(records: list[Record]) -> Chart:
    return ledger_charts.tokens_per_call(statement_of(records))


def cost_per_call(records: list[Record], names: Mapping[str, str] | None = None) -> Chart:
    return ledger_charts.cost_per_call(statement_of(records), names)


Draw = Callable[[list[Record]], Any]
both = pytest.mark.parametrize("draw", [tokens_per_call, cost_per_call])


def traces(figure: Any) -> dict[str, Any]:
    return {trace.name: trace for trace in figure.data}


def test_tokens_are_split_into_four_kinds_that_add_up() -> None:
    kinds = traces(tokens_per_call([CLAUDE, GPT]).figure)
    assert {name: list(trace.y) for name, trace in kinds.items()} == {
        "Input": [300, 100],
        "Cached input": [900, 0],
        "Reply": [170, 50],
        "Thinking": [180, 0],
    }


def test_tokens_are_stacked() -> None:
    figure = tokens_per_call([CLAUDE]).figure
    assert figure.layout.barmode == "stack"
    assert {trace.type for trace in figure.data} == {"bar"}


def test_kinds_of_tokens_differ_in_colour_or_pattern() -> None:
    kinds = traces(tokens_per_call([CLAUDE]).figure).values()
    assert len({(trace.marker.color, trace.marker.pattern.shape) for trace in kinds}) == 4


def test_kinds_that_no_call_used_are_left_out() -> None:
    assert list(traces(tokens_per_call([GPT]).figure)) == ["Input", "Reply"]


@both
def test_a_failed_call_is_an_x_at_zero(draw: Draw) -> None:
    mark = traces(draw([CLAUDE, FAILED]).figure)["Failed"]
    assert (list(mark.x), list(mark.y), mark.marker.symbol) == ([2], [0], "x-thin")
    assert "openai.RateLimitError" in mark.hovertext[0]


@both
def test_calls_that_went_well_have_no_mark(draw: Draw) -> None:
    assert "Failed" not in traces(draw([CLAUDE, GPT]).figure)


def test_a_call_that_broke_off_uncounted_is_marked() -> None:
    mark = traces(tokens_per_call([CLAUDE, replace(CLAUDE, usage=None, usd=None, stopped=True)]).figure)[
        "Not counted"
    ]
    assert (list(mark.x), list(mark.y)) == ([2], [0])


def test_each_bar_tells_all_about_its_call() -> None:
    (bar, *_) = tokens_per_call([CLAUDE]).figure.data
    assert list(bar.hovertext) == [
        "<b>Call 1</b>, practice<br>claude-haiku-5-5<br>1,200 tokens in, 900 of them cached<br>"
        "350 tokens out, 180 of them thinking<br>0.021 cents<br>end_turn<br>1.23 s"
    ]


def test_a_bar_says_that_a_call_was_stopped_and_its_tokens_estimated() -> None:
    (bar, *_) = tokens_per_call([replace(GPT, estimated=True, stopped=True, stop_reason=None)]).figure.data
    assert list(bar.hovertext) == [
        "<b>Call 1</b>, practice<br>gpt-6-luna<br>100 tokens in<br>50 tokens out<br>"
        "estimated, not counted by the provider<br>0.005 cents<br>stopped<br>1.23 s"
    ]


@both
def test_a_model_id_is_never_html(draw: Draw) -> None:
    text = draw([replace(CLAUDE, model="<a href='x'>")]).figure.data[0].hovertext[0]
    assert "&lt;a href=&#x27;x&#x27;&gt;" in text


@both
def test_only_the_latest_hundred_calls_are_drawn_and_it_says_so(draw: Draw) -> None:
    figure = draw([CLAUDE] * 250).figure
    assert list(figure.data[0].x) == list(range(151, 251))
    assert figure.layout.xaxis.title.text == "Call (the latest 100 of 250)"


@both
def test_a_few_calls_leave_room_for_more(draw: Draw) -> None:
    figure = draw([CLAUDE]).figure
    assert figure.layout.xaxis.title.text == "Call"
    assert list(figure.layout.xaxis.range) == [0.5, 6.5]


@both
def test_no_calls_make_a_figure_that_says_so(draw: Draw) -> None:
    figure = draw([]).figure
    assert len(figure.data) == 0
    assert [note.text for note in figure.layout.annotations] == ["No calls yet"]


def test_failed_calls_alone_leave_the_axis_without_numbers() -> None:
    figure = cost_per_call([FAILED]).figure
    assert figure.layout.yaxis.showticklabels is False
    assert tokens_per_call([FAILED]).figure.layout.yaxis.showticklabels is False


@both
def test_the_background_is_the_pages_own(draw: Draw) -> None:
    layout = draw([CLAUDE]).figure.layout
    assert (layout.paper_bgcolor, layout.plot_bgcolor) == ("rgba(0,0,0,0)", "rgba(0,0,0,0)")
    assert layout.font.color is None


@both
def test_a_figure_can_be_sent_as_json(draw: Draw) -> None:
    assert json.loads(draw([CLAUDE, GPT, FAILED, UNPRICED, LIVE]).figure.to_json())["data"]


def test_small_costs_are_drawn_in_cents() -> None:
    figure = cost_per_call([CLAUDE, GPT]).figure
    assert [list(trace.y) for trace in figure.data if trace.type == "bar"] == [[0.0214], [0.005]]
    assert figure.layout.annotations[0].text == "Price of each call, in cents"


@pytest.mark.parametrize(
    ("usd", "height", "unit"),
    [
        ("0.000999", 0.0999, "cents"),
        ("0.001", 0.1, "cents"),
        ("0.25", 25.0, "cents"),
        ("1.5", 1.5, "dollars"),
    ],
)
def test_the_unit_of_cost_fits_the_dearest_call(usd: str, height: float, unit: str) -> None:
    figure = cost_per_call([replace(CLAUDE, usd=Decimal(usd))]).figure
    assert list(figure.data[0].y) == [height]
    assert figure.layout.annotations[0].text == f"Price of each call, in {unit}"


def test_each_provider_has_its_colour_and_name() -> None:
    shown = traces(
        cost_per_call(
            [LIVE, replace(GPT, mode="live")], {"anthropic": "Anthropic", "openai": "OpenAI"}
        ).figure
    )
    assert shown["Anthropic, live"].marker.color == "#D55E00"
    assert shown["OpenAI, live"].marker.color == "#009E73"


def test_a_provider_without_a_colour_is_neutral() -> None:
    shown = traces(cost_per_call([replace(LIVE, provider="newcomer")]).figure)
    assert shown["newcomer, live"].marker.color == ledger_charts.NEUTRAL


def test_practice_calls_are_paler_than_live_ones() -> None:
    shown = traces(cost_per_call([CLAUDE, LIVE]).figure)
    assert shown["anthropic, practice"].marker.color == "rgba(213, 94, 0, 0.3)"
    assert shown["anthropic, live"].marker.color == "#D55E00"


def test_a_call_without_a_price_is_marked_and_has_no_bar() -> None:
    shown = traces(cost_per_call([CLAUDE, UNPRICED]).figure)
    assert (list(shown["No price"].x), list(shown["No price"].y)) == ([2], [0])
    assert "no price" in shown["No price"].hovertext[0]
    assert list(shown["openai, practice"].x) == []


def test_the_running_total_counts_every_call() -> None:
    line = traces(cost_per_call([CLAUDE, FAILED, UNPRICED, GPT]).figure)["Total, practice"]
    assert list(line.y) == [0.0214, 0.0214, 0.0214, 0.0264]
    assert line.hovertext[-1] == "0.026 cents after call 4, practice"


def test_live_and_practice_have_totals_of_their_own() -> None:
    figure = cost_per_call([CLAUDE, LIVE, CLAUDE]).figure
    assert list(traces(figure)["Total, live"].y) == [0.0, 0.0214, 0.0214]
    assert list(traces(figure)["Total, practice"].y) == [0.0214, 0.0214, 0.0428]
    assert figure.layout.annotations[1].text == (
        "Running total, in cents<br>"
        "live (full): spent: 0.021 cents, practice (dotted): $0 spent; with a key: 0.043 cents"
    )


def test_the_running_total_includes_calls_that_are_not_drawn() -> None:
    line = traces(cost_per_call([CLAUDE] * 101).figure)["Total, practice"]
    assert (line.x[0], line.y[0]) == (2, 0.0428)


def test_a_running_total_of_unpriced_calls_has_no_price() -> None:
    text = cost_per_call([UNPRICED]).figure.layout.annotations[1].text
    assert text == "Running total, in cents<br>practice: $0 spent; with a key: no price"


def test_events_stand_where_they_arrived() -> None:
    (points,) = event_timeline(STREAM).figure.data
    assert list(points.x) == [0.3, 0.5, 1.25]
    assert list(points.y) == ["message_start", "content_block_delta", "content_block_delta"]
    assert points.hovertext[0] == "<b>message_start</b><br>after 0.300 s<br>300 bytes"


def test_a_larger_event_has_a_larger_mark() -> None:
    (points,) = event_timeline(STREAM).figure.data
    assert points.marker.size[0] > points.marker.size[1] > points.marker.size[2]


@pytest.mark.parametrize(("events", "kind"), [(1_000, "scatter"), (1_001, "scattergl")])
def test_a_long_stream_is_drawn_with_webgl(events: int, kind: str) -> None:
    assert event_timeline([(0.1, "data", 9)] * events).figure.data[0].type == kind


def test_no_events_make_a_figure_that_says_so() -> None:
    assert event_timeline([]).figure.layout.annotations[0].text == "No events yet"


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        ([], "No calls yet."),
        ([GPT], "1 call, 150 tokens: 100 in and 50 out."),
        (
            [GPT, CLAUDE, FAILED],
            "3 calls, 1,700 tokens: 1,300 in and 400 out. Call 2 used the most, 1,550. 1 call failed.",
        ),
    ],
)
def test_tokens_in_words(records: list[Record], sentence: str) -> None:
    assert tokens_per_call(records).alt == sentence


@pytest.mark.parametrize(
    ("records", "sentence"),
    [
        ([], "No calls yet."),
        ([LIVE], "1 live call cost 0.021 cents."),
        ([UNPRICED], "1 call without a price."),
        (
            [GPT, LIVE, UNPRICED],
            "1 live call cost 0.021 cents. 2 practice calls would have cost 0.005 cents with a key. "
            "Call 2 was the most expensive, 0.021 cents. 1 call without a price.",
        ),
    ],
)
def test_cost_in_words(records: list[Record], sentence: str) -> None:
    assert cost_per_call(records).alt == sentence


def test_a_stream_in_words() -> None:
    assert event_timeline(STREAM).alt == "3 events, 471 bytes: the first after 0.30 s, the last after 1.25 s."


def test_no_stream_in_words() -> None:
    assert event_timeline([]).alt == "No events yet."


def test_plotly_is_loaded_only_when_a_figure_is_drawn() -> None:
    program = "import sys, firstcall.ui.charts.ledger_charts; print('plotly' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
