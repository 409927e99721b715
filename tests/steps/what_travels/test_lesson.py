"""What the page on the wire says and asks, checked on calls that were really made."""

from __future__ import annotations

import httpx2
import pytest

from firstcall import models, providers
from firstcall.calls import Message, Settings
from firstcall.course.exercise import Evidence, Verdict
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.running.runs import Run
from firstcall.steps.what_travels import WORDS, both_providers, header_names
from firstcall.steps.what_travels.lesson import EXERCISES
from firstcall.ui import diff, stream_events, wire
from tests.having import with_ids, without_ids

CHECKS = {exercise.id.partition(".")[2]: exercise.check for exercise in EXERCISES}


@pytest.fixture
def quick(practice: str, access: Access) -> Access:
    """A practice server that answers at once."""
    httpx2.put(
        f"{practice}/control",
        headers={"authorization": f"Bearer {access.key}"},
        json={"pace": {"first_token_seconds": 0, "tokens_per_second": 0}},
    ).raise_for_status()
    return access


def make(provider: Provider, access: Access, *, stream: bool = True, prompt: str = "What is an API?") -> Run:
    said = Settings(models.DEFAULT[provider.id], (Message("user", prompt),), max_tokens=600, stream=stream)
    run = runs.start(provider.compose(said, None), provider, access, step="what_travels", mode="practice")
    assert run.wait(30) and run.failure is None
    return run


def judged(name: str, runs: list[Run], typed: str = "") -> Verdict | None:
    return CHECKS[name](Evidence(runs, "", {f"what_travels.{name}": typed} if typed else {}))


def says(name: str, runs: list[Run], typed: str = "") -> str:
    verdict = judged(name, runs, typed)
    assert verdict is not None and not verdict.done
    return verdict.says


@pytest.mark.parametrize("stream", [False, True])
def test_every_header_of_a_real_call_is_explained(provider: Provider, quick: Access, stream: bool) -> None:
    exchange = make(provider, quick, stream=stream).recorder.exchanges[-1]
    names = [name for name, _ in exchange.request_headers + exchange.response_headers]
    assert not [name for name in names if not header_names.is_known(name)]
    said = {name: header_names.meaning(name) for name in names}
    assert len(set(said.values())) == len(said), "one sentence for several headers"


def test_a_practice_request_names_the_providers_own_address(provider: Provider, quick: Access) -> None:
    run = make(provider, quick)
    shown = run.recorder.exchanges[-1]
    address = wire.real_address(run, shown)
    at_home = models.vendor(provider.id).at_home  # there is no HTTPS to one's own machine
    assert address.startswith("http://" if at_home else "https://")
    assert address.startswith(provider.address.base_url)
    assert address.rsplit("/", 1)[-1] == shown.url.rsplit("/", 1)[-1]
    run.mode = "live"
    assert wire.real_address(run, shown) == ""


def test_the_two_names_of_the_token_limit_stand_in_one_row() -> None:
    rows = diff.bodies(b'{"max_tokens": 600, "model": "a"}', b'{"model": "b", "max_completion_tokens": 600}')
    sides = providers.get("anthropic"), providers.get("openai")
    paired, model = both_providers.limits_paired(rows, *sides) or []
    assert (paired.left, paired.right) == ("max_tokens: 600", "max_completion_tokens: 600")
    assert model.name == "model"
    rows = diff.bodies(
        b'{"max_tokens": 600}', b'{"generationConfig": {"maxOutputTokens": 600}, "contents": [{"parts": []}]}'
    )
    (paired, *_) = both_providers.limits_paired(rows, sides[0], providers.get("google")) or []
    assert (paired.left, paired.right) == ("max_tokens: 600", "generationConfig.maxOutputTokens: 600")


@pytest.mark.parametrize(
    "name", ["retry-after", "X-Request-Id", "x-ratelimit-remaining-tokens", "Content-Type"]
)
def test_a_header_is_known_whatever_its_case(name: str) -> None:
    assert header_names.is_known(name)


def test_an_unknown_header_is_not_explained_away() -> None:
    assert not header_names.is_known("x-made-up")
    assert header_names.meaning("x-made-up") == WORDS.line("header_unknown")


@pytest.mark.parametrize("provider", sorted(providers.ways()), indirect=True)
def test_every_event_of_a_real_stream_is_explained_and_gives_its_piece(
    provider: Provider, quick: Access
) -> None:
    run = make(provider, quick)
    read = [stream_events.read(block) for _, block in run.recorder.exchanges[-1].events()]
    assert "".join(event.piece for event in read) == run.text
    assert not [event for event in read if event.id == "unknown"]


@pytest.mark.parametrize(
    ("block", "label"),
    [
        ("data: [DONE]", "[DONE]"),
        ('event: ping\ndata: {"type": "ping"}', "ping"),
        (
            'data: {"type":"content_block_delta","delta":{"type":"thinking_delta","thinking":"hm"}}',
            "thinking",
        ),
        ('event: error\ndata: {"type":"error","error":{"type":"overloaded_error"}}', "error"),
        ('data: {"error":{"message":"gone"}}', "error"),
        ('data: {"choices":[],"usage":{"prompt_tokens":1}}', "usage"),
        ("data: {broken", "not JSON"),
        ("data: 7", "data"),
        ('data: {"choices":"odd"}', "data"),
        ('data: {"choices":["odd"]}', "data"),
        ('data: {"type":"content_block_delta","delta":"odd"}', "None"),
        (": a comment", "not JSON"),
    ],
)
def test_an_event_gets_its_label_whatever_it_is(block: str, label: str) -> None:
    assert stream_events.read(block).label == label


@with_ids
def test_the_newest_request_id_is_the_answer(provider: Provider, quick: Access) -> None:
    older, newer = make(provider, quick), make(provider, quick, stream=False)
    assert older.record and newer.record and older.reply and newer.reply
    if newer.record.request_id is None:  # this provider sends none
        found = judged("request_id", [older, newer], newer.reply.id)
        assert found is not None and (found.done, found.says) == (True, "done_in_body")
        assert "earlier_calls_take" == says("request_id", [older, newer], older.reply.id)
        assert "id_in_body" == says("request_id", [newer], "42")
        return
    right = judged("request_id", [older, newer], f"request-id: {newer.record.request_id}")
    assert right is not None and right.done
    assert "earlier_calls_take" == says("request_id", [older, newer], str(older.record.request_id))
    assert "id_reply_from" == says("request_id", [older, newer], newer.reply.id)
    assert "request_id_these" == says("request_id", [newer], "42")
    assert "request_id_call" == says("request_id", [newer], "req_abc")


@without_ids
def test_where_nothing_has_an_id_none_is_the_answer(provider: Provider, quick: Access) -> None:
    runs = [make(provider, quick)]
    found = judged("request_id", runs, "None.")
    assert found is not None and (found.done, found.says) == (True, "done_no_id")
    assert "no_id" == says("request_id", runs, "req_1")


def test_an_answer_before_any_call_asks_for_a_call() -> None:
    assert "nothing_travelled" == says("request_id", [], "req_1")
    assert judged("request_id", []) is None


@pytest.mark.parametrize("typed", ["{name}", "{Name}:", "`{Name}: Bearer …`"])
def test_the_header_with_the_key_is_found(provider: Provider, quick: Access, typed: str) -> None:
    run = make(provider, quick)
    sent = dict(run.recorder.exchanges[-1].request_headers)
    name = next(name for name in ("authorization", *provider.address.key_headers) if name in sent)
    verdict = judged("key_header", [run], typed.format(name=name, Name=name.title()))
    assert verdict is not None and verdict.done


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("x-api-key", "some_apis_take"),
        ("user-agent", "sent_holds_something"),
        ("ANTHROPIC_API_KEY", "name_variable_machine"),
        ("cookie", "no_request_header_newest"),
    ],
)
def test_a_wrong_header_gets_its_own_hint(provider: Provider, quick: Access, typed: str, said: str) -> None:
    assert said == says("key_header", [make(provider, quick)], typed)


def test_the_same_call_both_ways_is_compared(provider: Provider, quick: Access) -> None:
    streamed, whole = make(provider, quick), make(provider, quick, stream=False)
    verdict = judged("wrapping", [streamed, whole])
    assert verdict is not None and verdict.done
    assert verdict.values["pieces"] == f"{len(streamed.recorder.exchanges[-1].body):,}"


def test_one_of_the_two_calls_asks_for_the_other(provider: Provider, quick: Access) -> None:
    assert "now_whole" == says("wrapping", [make(provider, quick)])
    assert "now_streamed" == says("wrapping", [make(provider, quick, stream=False)])


def test_different_prompts_are_not_compared(provider: Provider, quick: Access) -> None:
    pair = [make(provider, quick), make(provider, quick, stream=False, prompt="What is a token?")]
    assert "both_kinds_are" == says("wrapping", pair)
