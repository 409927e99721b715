"""The path of a call as a diagram: exchanges with literal times, Mermaid text out."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firstcall import models
from firstcall.calls import Message, Settings
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.running.wire import Exchange
from firstcall.steps.what_travels import sequence_diagram
from firstcall.steps.what_travels.path_of_call import told_of
from firstcall.steps.what_travels.sequence_diagram import Step, Told

TOLD = Told("messages.stream", "anthropic", "Anthropic (practice)", started=100.0, seconds=2.0)
STREAM = [("content-type", "text/event-stream")]


def exchange(started: float, status: int = 200, **more: object) -> Exchange:
    values: dict[str, object] = {"headers_seconds": 0.25, "status": status} | more
    return Exchange("POST", "https://api.example/v1/messages", [], b'{"a":1}', started, **values)  # type: ignore[arg-type]


def texts(steps: list[Step]) -> list[str]:
    return [step.text for step in steps]


def test_a_streamed_call_has_its_measured_times_in_order() -> None:
    events = [(0.5, b"data: 1\n\n"), (0.75, b"data: 2\n\n"), (1.5, b"data: 3\n\n")]
    made = exchange(100.01, response_headers=STREAM, chunks=events)
    path = sequence_diagram.path_of([made], replace(TOLD, first_text_seconds=0.8))
    assert [(round(step.seconds, 2) if step.seconds is not None else None, step.text) for step in path] == [
        (0.0, "client.messages\n.stream(…)"),
        (None, "objects to JSON,\nkey to header"),
        (0.01, "POST /v1/messages\n7 bytes"),
        (0.26, "200 with headers"),
        (0.51, "first event"),
        (0.8, "first piece of text"),
        (1.51, "last of 3 events"),
        (2.0, "objects"),
    ]


def test_a_whole_reply_comes_as_one_body() -> None:
    made = exchange(100.01, chunks=[(0.3, b"{}"), (0.4, b"abc")])
    assert texts(sequence_diagram.path_of([made], TOLD))[-3:] == [
        "200 with headers",
        "5 bytes of body",
        "objects",
    ]


def test_every_attempt_is_drawn_with_the_wait_between() -> None:
    refused = exchange(100.0, 429, response_headers=[("retry-after", "1")])
    path = texts(sequence_diagram.path_of([refused, exchange(101.25)], TOLD))
    assert "429 with headers\nretry-after 1" in path
    assert path.index("waits 1.00 s,\ntries again") < path.index("the same again:\nPOST /v1/messages")


def test_more_attempts_than_fit_are_counted() -> None:
    path = texts(sequence_diagram.path_of([exchange(100.0 + n) for n in range(9)], TOLD))
    assert "and 3 more attempts" in path


def test_a_broken_connection_and_the_exception_are_told() -> None:
    broken = exchange(100.0, error="ReadError: gone", end_seconds=0.5, headers_seconds=None)
    path = texts(sequence_diagram.path_of([broken], replace(TOLD, error="openai.APIConnectionError")))
    assert path[-2:] == ["the connection breaks:\nReadError", "raises\nopenai.APIConnectionError"]


def test_a_call_that_was_never_sent_only_ends() -> None:
    path = sequence_diagram.path_of([], replace(TOLD, error="TypeError"))
    assert texts(path) == ["client.messages\n.stream(…)", "raises\nTypeError"]
    assert "no request " in sequence_diagram.alt(path, TOLD)


def test_a_stopped_call_says_so() -> None:
    assert texts(sequence_diagram.path_of([], replace(TOLD, stopped=True)))[-1] == "stopped by you"


@pytest.mark.parametrize(
    "text", ["end; note over sdk", "a\nsdk->>program: hi", "<img src=x>", "%%{init}%%", "#35;", '"x"', "é"]
)
def test_no_text_can_speak_mermaid(text: str) -> None:
    escaped = sequence_diagram.safe(text)
    for sign in "\n<>%{}\"'é":
        assert sign not in escaped
    assert escaped.count("#") == escaped.count(";")


def test_a_long_text_is_cut() -> None:
    assert sequence_diagram.safe("x" * 200) == "x" * 39 + "…"


def test_the_diagram_names_the_three_who_take_part() -> None:
    drawn = sequence_diagram.mermaid(sequence_diagram.path_of([exchange(100.0)], TOLD), TOLD).splitlines()
    assert drawn[1] == "sequenceDiagram"
    assert [line.split(" as ")[0] for line in drawn if line.startswith("participant")] == [
        "participant program",
        "participant sdk",
        "participant provider",
    ]
    assert "  sdk-->>program: 2.00 s<br/>objects" in drawn


def test_the_words_have_no_broken_lines() -> None:
    words = sequence_diagram.in_words(sequence_diagram.path_of([exchange(100.0)], TOLD), TOLD)
    assert [row["what"] for row in words][:2] == [
        "client.messages.stream(…)",
        "objects to JSON, key to header",
    ]


def test_the_words_say_what_the_picture_says() -> None:
    path = sequence_diagram.path_of([exchange(100.0)], TOLD)
    assert len(sequence_diagram.in_words(path, TOLD)) == len(path)
    assert sequence_diagram.in_words(path, TOLD)[-1] == {
        "after": "2.00 s",
        "where": "the SDK → your program",
        "what": "objects",
    }


@pytest.mark.parametrize("stream", [False, True])
def test_a_real_call_is_drawn_from_what_was_recorded(
    provider: Provider, access: Access, stream: bool
) -> None:
    said = Settings(models.DEFAULT[provider.id], (Message("user", "Hello"),), max_tokens=200, stream=stream)
    run = runs.start(provider.compose(said, None), provider, access, step="test", mode="practice")
    assert run.wait(30) and run.failure is None
    told = told_of(run)
    path = sequence_diagram.path_of(run.recorder.exchanges, told)
    times = [step.seconds for step in path if step.seconds is not None]
    assert times == sorted(times) and times[-1] == run.seconds
    assert ("first piece of text" in texts(path)) is stream
    assert f"{provider.name} (practice)" in sequence_diagram.mermaid(path, told).replace("<br/>", " ")
