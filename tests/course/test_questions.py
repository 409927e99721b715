"""The questions: complete, right for today's SDKs, each with something to run that really shows it."""

from __future__ import annotations

import pytest

from firstcall import models, providers
from firstcall.calls import Message, Settings
from firstcall.course import questions as faq
from firstcall.course import steps
from firstcall.course.questions import Try
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.ui import link_settings
from firstcall.ui.translate import for_provider

STEPS = {
    "start_here", "setup", "first_call", "what_travels", "roles", "tune", "streaming", "conversation", "failures",
    "providers", "tokens_cost", "good_habits", "tools", "caching", "embeddings", "thinking", "many",
}  # fmt: skip
OPENING = Settings("", (Message("user", "Hi"),), system="Be brief.", max_tokens=1024)
SET = [one for question in faq.questions() for one in question.tries if one.settings]


ASKED = [question for question in faq.questions() if not question.aside]


def test_all_questions_are_there() -> None:
    assert [question.question for question in ASKED] == [
        "Can I do this without paying?",
        "How do I authenticate?",
        "How do I call LM Studio, OpenRouter, Groq or a server of my own?",
        "How do I read the text?",
        "How do I do this in JavaScript?",
        "Why was my answer cut off?",
        "What does temperature do, and why does my model refuse it?",
        "Is temperature 0 deterministic?",
        "Which model should I start with?",
        "Why does it forget what I said?",
        "Why does the bill grow during a chat?",
        "What is a 429 and what do I do?",
        "OpenAI has two APIs: which one do I take?",
        "What is a token?",
        "What is tool calling?",
        "Why does my program call the model again and again?",
        "Why is my tool result refused with a 400?",
        "What is prompt caching?",
        "Why is my prompt cache never hit?",
        "What is an embedding?",
        "What is RAG?",
        "What is thinking, or reasoning?",
        "Why is the reply empty, though nothing failed?",
        "How do I make many calls at once?",
        "When is a batch worth it?",
    ]


def test_no_question_is_asked_twice() -> None:
    asked = [question.question for question in faq.questions()]
    assert sorted(asked) == sorted(set(asked))


def test_the_price_of_the_cheapest_models_is_put_in() -> None:
    [answer] = [question.answer for question in ASKED if question.id == "which_model"]
    assert "per million tokens" in answer and "{" not in answer


@pytest.mark.parametrize("question", ASKED, ids=lambda question: question.id)
def test_each_has_something_to_run_and_a_step_where_it_arises(question: faq.Question) -> None:
    assert question.step in STEPS
    assert question.tries and {one.step for one in question.tries} <= STEPS
    rows = {name for provider in providers.every().values() for name in provider.table}
    assert set(question.rows) <= rows


def test_a_step_gets_its_own_questions() -> None:
    assert [question.id for question in faq.of(steps.find("setup"))][:1] == ["authenticate"]
    assert [question.id for question in faq.of(steps.find("conversation"))][:2] == ["forgets", "bill_grows"]
    assert faq.of(steps.find("faq")) == ()


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ("429", ["429"]),
        ("JAVASCRIPT node", ["javascript"]),
        ("insufficient_quota", ["429"]),
        ("content[0].text", ["text"]),
        ("zebra", []),
    ],
)
def test_the_search_finds_all_words_in_any_case(words: str, ids: list[str]) -> None:
    assert [question.id for question in faq.search(words) if not question.aside] == ids


def test_no_words_find_every_question() -> None:
    assert faq.search("  ") == faq.questions()


def test_the_models_that_are_named_are_current() -> None:
    named = {one.settings["model"] for one in SET if "model" in one.settings} | set(models.DEFAULT.values())
    for id in named:
        found = models.find(id)
        assert found is not None and not found.retired() and found.retires is None


def made(one: Try, practice: str) -> runs.Run:
    """The call that a learner makes who follows the link and presses Run."""
    opened = link_settings.read({name: [value] for name, value in one.settings.items()})
    assert opened is not None and opened.problems == () and opened.provider
    provider = providers.get(opened.provider)
    call = provider.compose(opened.onto(for_provider(OPENING, provider, opened.model)), None)
    access = Access("sk-practice-faq", practice + provider.address.practice_path)
    run = runs.start(call, provider, access, step="faq", mode="practice")
    assert run.wait(30)
    return run


def test_the_link_on_the_refused_temperature_is_refused(practice: str) -> None:
    run = made(next(one for one in SET if one.label.startswith("Be refused")), practice)
    assert run.failure is not None and run.failure.status == 400 and "temperature" in run.failure.said


@pytest.mark.parametrize("label", ["Have an answer cut off", "See a limit used up by thinking"])
def test_the_links_on_the_token_limit_are_cut_off(label: str, practice: str) -> None:
    run = made(next(one for one in SET if one.label == label), practice)
    assert run.reply is not None and run.reply.cut_off
    assert bool(run.reply.text) == (label == "Have an answer cut off")


def test_the_link_on_temperature_zero_gives_the_same_twice(practice: str) -> None:
    one = next(one for one in SET if one.label.startswith("Ask twice"))
    first, second = made(one, practice), made(one, practice)
    assert first.reply and second.reply and first.reply.text == second.reply.text != ""


def test_the_javascript_is_the_snippet_of_the_first_call(provider: Provider) -> None:
    program = faq.program(provider, "javascript")
    assert provider.sdk.javascript_package in program and "await" in program
