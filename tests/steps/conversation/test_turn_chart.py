"""The picture of a conversation's turns."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

from firstcall.calls import Record, Usage
from firstcall.steps.conversation.turn_chart import Turn, running_usd, tokens_and_cost


def turn(tokens_in: int, tokens_out: int, usd: str | None, note: str = "", model: str = "gpt-6-luna") -> Turn:
    record = Record(
        at=datetime(2026, 11, 21, tzinfo=UTC),
        step="conversation",
        provider="openai",
        model=model,
        mode="practice",
        parameters={},
        usage=Usage(tokens_in, tokens_out),
        usd=None if usd is None else Decimal(usd),
        seconds=1.0,
        first_token_seconds=0.1,
        stop_reason="stop",
        error=None,
    )
    return Turn(record, 3, note)


TURNS = [turn(20, 30, "0.0001"), turn(70, 30, "0.0002"), turn(10, 5, "0.00005", "dropped")]


def test_input_and_output_of_each_turn_are_stacked() -> None:
    figure = tokens_and_cost(TURNS).figure
    assert [list(trace.y) for trace in figure.data[:2]] == [[20, 70, 10], [30, 30, 5]]
    assert figure.layout.barmode == "stack"


def test_the_running_cost_adds_up_in_the_unit_of_the_picture() -> None:
    figure = tokens_and_cost(TURNS).figure
    assert list(figure.data[2].y) == [0.01, 0.02, 0.005]
    assert list(figure.data[3].y) == [0.01, 0.03, 0.035]


def test_a_changed_list_is_written_under_its_turn() -> None:
    notes = [note for note in tokens_and_cost(TURNS).figure.layout.annotations if "dropped" in note.text]
    assert [note.x for note in notes] == [3]


def test_an_unknown_price_is_none_until_one_is_known() -> None:
    assert running_usd([turn(1, 1, None), turn(1, 1, "0.5")]) == [None, Decimal("0.5")]


def test_no_turns_are_drawn_as_none() -> None:
    assert len(tokens_and_cost([]).figure.data) == 0 and tokens_and_cost([]).alt == "No turns yet."


def test_the_alternative_text_says_what_to_take_away() -> None:
    assert tokens_and_cost(TURNS).alt == (
        "3 turns. Input went from 20 to 10 tokens; the price of all turns together is 0.035 cents. Before turn 3: dropped."
    )


def test_a_model_that_a_learner_typed_is_no_html() -> None:
    figure = tokens_and_cost([turn(1, 1, None, model="<img src=x>")]).figure
    assert "<img" not in figure.data[0].hovertext[0]
