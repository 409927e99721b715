"""The exercises of "Providers side by side", on calls that were really made."""

from __future__ import annotations

import httpx2
import pytest

from firstcall import models, providers
from firstcall.calls import Message, Settings
from firstcall.course.exercise import Evidence, Verdict, done
from firstcall.providers import Access
from firstcall.running import runs
from firstcall.running.runs import Run
from firstcall.steps.providers.lesson import EXERCISES

CHECKS = {exercise.id.partition(".")[2]: exercise.check for exercise in EXERCISES}
KEY = "sk-practice-lessons-providers"
SMALL = {"anthropic": "claude-haiku-4-5", "openai": "gpt-6-luna"}
CAPITAL = "What is the capital of France? Answer in one word."


@pytest.fixture
def server(practice: str) -> str:
    httpx2.put(
        f"{practice}/control",
        headers={"authorization": f"Bearer {KEY}"},
        json={"pace": {"first_token_seconds": 0, "tokens_per_second": 0}},
    ).raise_for_status()
    return practice


def ask(server: str, id: str, prompt: str, **settings: object) -> Run:
    provider = providers.get(id)
    effort = "none" if id == "openai" else None
    values: dict[str, object] = {"max_tokens": 400, "stream": False, "effort": effort} | settings
    model = str(values.pop("model", SMALL[id]))
    said = Settings(model, (Message("user", prompt),), **values)  # type: ignore[arg-type]
    access = Access(KEY, server + provider.address.practice_path)
    run = runs.start(provider.compose(said, None), provider, access, step="providers", mode="practice")
    assert run.wait(30) and run.failure is None, run.failure
    return run


def judged(name: str, runs: list[Run], typed: str = "") -> Verdict | None:
    return CHECKS[name](Evidence(runs, "", {f"providers.{name}": typed} if typed else {}))


def says(name: str, runs: list[Run], typed: str = "") -> str:
    verdict = judged(name, runs, typed)
    assert verdict is not None and not verdict.done, verdict
    return verdict.says


@pytest.mark.parametrize(
    "typed",
    [
        "response.choices[0].message.content",
        "reply.choices[0].message.content",
        " print(response.choices[0].message.content) ",
        "text = response.choices[0].message.content",
        "`response.choices[ 0 ].message.content`",
    ],
)
def test_the_right_path_is_taken_in_every_spelling(typed: str) -> None:
    verdict = judged("translate", [], typed)
    assert verdict is not None and verdict.done


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("response.content[0].text", "anthropic_way_openai"),
        ('response["choices"][0]["message"]["content"]', "reads_raw_json"),
        ("response.choices[0].text", "text_belongs_to"),
        ("response.choices[0].delta.content", "delta_piece_stream"),
        ("response.output_text", "openai_responses_api"),
        ("response.choices.message.content", "choices_list_say"),
        ("response.choices[0].message", "message_its_text"),
        ("response.text", "text_alone_google"),
        ("response.message.content", "ollama_way_openai"),
        ("hello", "path_look_row"),
    ],
)
def test_a_wrong_path_gets_its_own_hint(typed: str, said: str) -> None:
    assert said == says("translate", [], typed)


def test_the_right_path_is_read_on_the_learners_own_reply(server: str) -> None:
    run = ask(server, "openai", CAPITAL)
    verdict = judged("translate", [run], "response.choices[0].message.content")
    assert verdict is not None and verdict == done("done_on_own_reply", characters=5)


def test_two_short_replies_to_one_prompt_are_the_solution(server: str) -> None:
    verdict = judged("sparing", [ask(server, id, CAPITAL) for id in SMALL])
    assert verdict is not None and verdict.done
    assert verdict.values["counts"] == "Anthropic 1 and OpenAI 1"


def test_one_provider_is_not_enough(server: str) -> None:
    assert "one_provider" == says("sparing", [ask(server, "openai", CAPITAL)])


def test_two_prompts_are_not_one(server: str) -> None:
    pair = [ask(server, "anthropic", "Where is Oslo?"), ask(server, "openai", CAPITAL)]
    assert "one_provider" == says("sparing", pair)


def test_a_reply_that_was_cut_off_does_not_count(server: str) -> None:
    pair = [ask(server, id, "Write a story about a fox.", max_tokens=16) for id in SMALL]
    assert "cut_off" == says("sparing", pair)


def test_thinking_is_named_where_it_took_the_tokens(server: str) -> None:
    prompt = "What is a token?"
    pair = [
        ask(server, "openai", prompt, system="Answer in one word."),
        ask(server, "anthropic", prompt, model=models.DEFAULT["anthropic"]),
    ]
    assert "too_much_thinking" == says("sparing", pair)


def test_the_stop_sequence_is_told_by_one_and_hidden_by_the_other(server: str) -> None:
    pair = [ask(server, id, "Count from 1 to 9.", stop=("5",)) for id in SMALL]
    verdict = judged("stopped", pair)
    assert verdict is not None and verdict.done
    assert "anthropic_told_now" == says("stopped", pair[:1])
    assert "openai_says_stop" == says("stopped", pair[1:])


def test_a_call_without_a_stop_sequence_is_noticed(server: str) -> None:
    assert "no_call_stop_sequence" == says("stopped", [ask(server, "openai", CAPITAL)])
    assert judged("stopped", []) is None
