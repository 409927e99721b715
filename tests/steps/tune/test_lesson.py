"""What "Tune the output" sends and asks: plans, facts, lines that fail, exercises judged on real calls."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime

import httpx2
import pytest

from firstcall import models, providers
from firstcall.calls import Call, Message, Settings
from firstcall.course.exercise import Evidence, Exercise, Guess, judge
from firstcall.providers import Access, BrokenCall, Provider
from firstcall.providers._arrange import changed
from firstcall.running import runs
from firstcall.running.runs import Run
from firstcall.steps.tune import exercises, lesson
from firstcall.ui import broken_lines

TODAY = date(2026, 11, 21)
KEY = "sk-practice-tune"
LINES = [line for found in providers.every().values() for lines in found.old_lines.values() for line in lines]
ANTHROPIC, OPENAI = providers.get("anthropic"), providers.get("openai")
Make = Callable[[Call], Run]

retiring = pytest.mark.filterwarnings("ignore:The model 'claude:DeprecationWarning")
"""Anthropic's SDK warns of a model that will retire soon."""

BEFORE = datetime(2000, 1, 1, tzinfo=UTC)


@pytest.fixture
def make(practice: str) -> Iterator[Make]:
    pace = {"pace": {"first_token_seconds": 0, "tokens_per_second": 0}}
    httpx2.put(
        f"{practice}/control", headers={"authorization": f"Bearer {KEY}"}, json=pace
    ).raise_for_status()

    def to(call: Call) -> Run:
        provider = providers.get(call.provider)
        access = Access(KEY, practice + provider.address.practice_path)
        run = runs.start(call, provider, access, step="tune", mode="practice")
        assert run.wait(30)
        return run

    yield to


def settings(provider: Provider, prompt: str, limit: int = 512, **more: object) -> Settings:
    said = Settings(models.DEFAULT[provider.id], (Message("user", prompt),), "", limit, stream=False)
    return replace(said, **more)  # type: ignore[arg-type]


def exercise(id: str) -> Exercise:
    return next(exercise for exercise in exercises.EXERCISES if exercise.id == id)


def verdict(id: str, *made: Run) -> tuple[bool, str] | None:
    found = judge(exercise(id), Evidence(made, guesses={id: Guess("2", BEFORE)}))
    return found and (found.done, found.says)


# Lines of old tutorials


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_an_old_line_fails_for_real(line: BrokenCall, make: Make) -> None:
    run = make(line.call)
    assert run.failure is not None and run.failure.retryable is False


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.id)
def test_the_fix_of_an_old_line_works(line: BrokenCall, make: Make) -> None:
    run = make(line.mended)
    assert run.failure is None and run.reply is not None and run.text and not run.reply.cut_off


@pytest.mark.parametrize(
    ("id", "error", "said"),
    [
        ("keyword", "TypeError", "unexpected keyword argument 'temperature'"),
        ("no_header", "anthropic.BadRequestError", "temperature: Extra inputs are not permitted"),
        ("new_model", "anthropic.BadRequestError", "`temperature` is deprecated for this model."),
        ("while_reasoning", "openai.BadRequestError", "'temperature' is not supported with this model"),
        ("blank_stop", "anthropic.BadRequestError", "each stop sequence must contain non-whitespace"),
        ("retired_gpt", "openai.NotFoundError", "has been deprecated"),
        ("retired_claude", "anthropic.NotFoundError", "model: claude-3-haiku-20240307"),
    ],
)
def test_an_old_line_fails_in_the_providers_words(id: str, error: str, said: str, make: Make) -> None:
    run = make(next(line for line in LINES if line.id == id).call)
    assert run.failure is not None and run.failure.error == error and said in run.failure.said


def test_the_ids_of_the_lines_are_unique() -> None:
    assert len({line.id for line in LINES}) == len(LINES)


def test_the_difference_marks_what_the_fix_changes() -> None:
    line = next(line for line in LINES if line.id == "no_header")
    marked = [row for row in broken_lines.difference(line).splitlines() if row[0] in "+-"]
    assert marked == ['+    extra_headers={"anthropic-version": "2023-06-01"},']


def test_leaving_an_argument_out_keeps_the_messages_last() -> None:
    call = Call("openai", "chat.completions.create", {"model": "a", "temperature": 0, "messages": []})
    assert list(changed(call, ("temperature",), stop=["x"]).arguments) == [
        "model",
        "stop",
        "messages",
    ]


# Plans


def test_a_ladder_changes_only_the_ceiling(provider: Provider) -> None:
    call = provider.compose(settings(provider, "hi"))
    ladder = lesson.each_ceiling(provider, call, (64, 16))
    assert [part.label for part in ladder] == ["16", "64"]
    assert [provider.read(part.call) for part in ladder] == [
        replace(provider.read(call), max_tokens=16),
        replace(provider.read(call), max_tokens=64),
    ]


def test_two_temperatures_are_asked_five_times_each() -> None:
    call = OPENAI.compose(settings(OPENAI, "hi", effort="none", temperature=1.0))
    plan = lesson.each_temperature(OPENAI, call, (1.0, 0.0))
    assert [part.label for part in plan] == ["0"] * 5 + ["1"] * 5
    assert [part.call.arguments["temperature"] for part in plan] == [0.0] * 5 + [1.0] * 5


def test_the_same_temperature_twice_is_one_group() -> None:
    call = OPENAI.compose(settings(OPENAI, "hi"))
    assert len(lesson.each_temperature(OPENAI, call, (1.0, 1.0))) == 5


def test_another_model_gets_no_argument_that_it_refuses() -> None:
    call = OPENAI.compose(settings(OPENAI, "hi", effort="none", temperature=0.5, stop=("6.",)))
    sent = lesson.with_model(OPENAI, call, "gpt-5-mini").arguments
    assert sent["model"] == "gpt-5-mini"
    assert not {"temperature", "reasoning_effort", "stop"} & set(sent)


@retiring
def test_every_model_on_offer_answers_the_plan(provider: Provider, make: Make) -> None:
    call = provider.compose(settings(provider, "Say hi.", 1024))
    plan = lesson.each_model(provider, call, models.ids(models.offered(provider.id)))
    assert [part.label for part in plan if make(part.call).failure is not None] == []


def test_an_unknown_model_is_sent_as_it_is(provider: Provider) -> None:
    call = provider.compose(settings(provider, "hi"))
    assert lesson.with_model(provider, call, "my-own").model == "my-own"


def test_the_stop_lab_sends_the_call_without_and_with_its_stop(provider: Provider) -> None:
    call = provider.compose(settings(provider, "hi", stop=("6.",)))
    without, with_stop = lesson.with_and_without_stop(provider, call)
    assert provider.read(without.call).stop == () and with_stop.call is call
    assert with_stop.label == "Stop at '6.'"


def test_without_a_stop_there_is_one_call(provider: Provider) -> None:
    assert len(lesson.with_and_without_stop(provider, provider.compose(settings(provider, "hi")))) == 1


# Facts


@pytest.mark.parametrize(
    ("id", "said"),
    [
        ("claude-haiku-5-5", "current"),
        ("claude-haiku-4-5", "legacy, no date announced"),
        ("claude-sonnet-4-5", "retires in 9 days, on 30 Nov 2026"),
        ("gpt-3.5-turbo", "retired on 23 Oct 2026"),
    ],
)
def test_a_model_says_how_long_it_lives(id: str, said: str) -> None:
    model = models.find(id)
    assert model is not None and lesson.standing(model, TODAY) == said


@pytest.mark.parametrize(("provider", "id"), [("anthropic", "claude-haiku-4-5"), ("openai", "gpt-6-luna")])
def test_the_temperature_is_seen_with_a_model_that_takes_one(provider: str, id: str) -> None:
    assert lesson.with_temperature(providers.get(provider)) == id


@retiring
@pytest.mark.parametrize("model", models.offered("openai") + models.offered("anthropic"), ids=lambda m: m.id)
def test_a_temperature_passed_as_the_table_says_is_taken(model: models.Model, make: Make) -> None:
    said = lesson.pass_temperature(model)
    if not said:
        assert lesson.takes_temperature(model) == "no"
        return
    provider = providers.get(model.provider)
    limit = {model.token_limit[0]: 300}
    given = eval(f"dict({said})", {"dict": dict})  # the table's own words, from our source
    arguments = {"model": model.id, **limit, **given, "messages": [{"role": "user", "content": "Say hi."}]}
    assert make(Call(provider.id, provider.sdk.methods[0], arguments)).failure is None


def test_every_model_of_the_catalogue_has_a_row(provider: Provider) -> None:
    rows = lesson.table(provider, TODAY)
    assert [row["model"] for row in rows] == models.ids(models.of(provider.id))


def test_the_table_shows_the_price_of_a_million_tokens() -> None:
    row = lesson.table(OPENAI, TODAY)[0]
    assert row["in / out, $ per million"] == "0.10 / 0.50" and row["token limit"] == "max_completion_tokens"


# Exercises


def test_a_ceiling_is_raised_until_the_reply_ends_by_itself(provider: Provider, make: Make) -> None:
    story = "Write a short story about a fox."
    cut = make(provider.compose(settings(provider, story, 60)))
    whole = make(provider.compose(settings(provider, story, 2000)))
    other = make(provider.compose(settings(provider, "Say hi.", 2000)))
    assert verdict("tune.ceiling") is None
    assert verdict("tune.ceiling", other) == (False, "no_reply_cut_off")
    pending = verdict("tune.ceiling", cut, other)
    assert pending and not pending[0] and pending[1] == "cut_off_tokens"
    assert verdict("tune.ceiling", whole, cut) == pending
    done = verdict("tune.ceiling", cut, whole)
    assert done == (True, "done")


def test_five_haikus_at_one_are_wanted(make: Make) -> None:
    def haiku(prompt: str = "Write a haiku about the sea.", **more: object) -> Run:
        return make(OPENAI.compose(settings(OPENAI, prompt, effort="none", **more)))

    warm = [haiku(temperature=1.0) for _ in range(5)]
    assert verdict("tune.haiku", haiku("Say hi.")) == (
        False,
        "no_haiku_prompt_ask",
    )
    assert verdict("tune.haiku", haiku()) == (False, "last_without_temperature")
    assert verdict("tune.haiku", haiku(temperature=0.0)) == (False, "last_haiku_asked")
    assert verdict("tune.haiku", *warm[:4]) == (False, "let_write_all")
    assert verdict("tune.haiku", *warm) == (False, "let_write_cold")
    done = verdict("tune.haiku", *warm, *(haiku(temperature=0.0) for _ in range(5)))
    assert done and done[0]


def test_a_list_has_to_end_before_item_six(provider: Provider, make: Make) -> None:
    def listed(limit: int = 1000, **more: object) -> Run:
        prompt = "List ten breakfast foods as a numbered list."
        return make(provider.compose(settings(provider, prompt, limit, **more)))

    assert verdict("tune.stop", listed()) == (False, "no_call_stop_sequence")
    late, early, right = listed(stop=("8.",)), listed(stop=("4.",)), listed(stop=("6.",))
    assert verdict("tune.stop", late) == (
        False,
        "item_six_written",
    )
    assert verdict("tune.stop", early) == (
        False,
        "ended_before_item",
    )
    done = verdict("tune.stop", late, right, early)
    assert done == (True, "done" if provider is ANTHROPIC else "done_or_natural_end")


def test_a_refused_temperature_has_to_be_mended(provider: Provider, make: Make) -> None:
    line = provider.old_lines["temperature"][0]
    refused, mended = make(line.call), make(line.mended)
    assert verdict("tune.refused", mended) == (
        False,
        "no_call_refused_because",
    )
    pending = verdict("tune.refused", mended, refused)
    assert pending and not pending[0] and pending[1] == "now_mend"
    done = verdict("tune.refused", refused, mended)
    assert done and done[0]


def test_a_failure_of_another_kind_is_no_refused_temperature(make: Make) -> None:
    run = make(next(line for line in LINES if line.id == "retired_gpt").call)
    assert verdict("tune.refused", run) == (False, "no_call_refused_because")
