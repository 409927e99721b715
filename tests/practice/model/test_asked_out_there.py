"""What prompts out there ask for: lists, prefills, examples, tags, exact words."""

from __future__ import annotations

import json
import re

import pytest

from firstcall.practice.model.limits import LimitedReply
from firstcall.practice.model.replies import lines
from firstcall.practice.model.speaker import Asked, speak


def reply(*turns: str, system: str = "") -> str:
    """The reply to turns of user and assistant, the user's first."""
    messages = tuple((("user", "assistant")[at % 2], text) for at, text in enumerate(turns))
    return "".join(token.text for token in speak(Asked(system, messages)))


def test_a_list_that_starts_with_one_stops_before_two() -> None:
    asked = Asked("", (("user", "List the planets starting with 1."),))
    stopped = LimitedReply(speak(asked), 2000, ("2.",))
    assert "".join(piece.text for piece in stopped).strip() == "1. Mercury"
    assert (stopped.ending, stopped.stop) == ("stop", "2.")
    assert len(reply("List the planets starting with 1.").splitlines()) == 8


@pytest.mark.parametrize(
    "question", ["List three uses of embeddings.", "Name three uses of embeddings", "Name three rivers"]
)
def test_three_are_three(question: str) -> None:
    assert [line[:2] for line in reply(question).splitlines()] == ["1.", "2.", "3."]


def test_it_counts_to_a_hundred_in_one_line() -> None:
    asked = "Count to 100, with a comma between each number and no newlines. E.g., 1, 2, 3, ..."
    assert reply(asked) == ", ".join(map(str, range(1, 101)))


@pytest.mark.parametrize(
    ("question", "begun"),
    [
        ("Give me a JSON object with name and age: Ada is 36.", '{"name": "'),
        ("Extract name and age: Ada Lovelace is 36 years old.", '{"name": "Ada Lovelace", "age": '),
        ("Extract the name and the city.", "{"),
        ("Give me JSON.", '{"city": "Paris", '),
    ],
)
def test_json_that_was_begun_is_ended(question: str, begun: str) -> None:
    made = json.loads(begun + reply(question, begun))
    assert isinstance(made, dict) and made
    if "age" in made:
        assert made["age"] == 36


@pytest.mark.parametrize(
    ("question", "begun", "expected"),
    [
        ("Give me a JSON object with name and age: Ada is 36.", '{"name": "Ad', {"name": "Ada"}),
        ("What is the capital of France? Answer in JSON.", '{"capital": "Pa', {"capital": "Paris"}),
        ("Write a haiku as JSON", '{"title": "Spri', {"title": "Spri"}),
        ("Write a haiku as JSON", '{"title": "A \\"q', {"title": 'A "q'}),
        ("Keys name, city: Ada lives in Rome", '{"city": "Ro', {"city": "Rome"}),
    ],
)
def test_a_string_that_was_begun_is_ended(question: str, begun: str, expected: dict[str, str]) -> None:
    made = json.loads(begun + reply(question, begun))
    assert {key: made[key] for key in expected} == expected


@pytest.mark.parametrize("begun", ['{"a": [1, ', "{" * 50, '{"a": {"b": "', '{"name": "Ada"}', "[", '{"'])
def test_any_beginning_is_answered(begun: str) -> None:
    assert isinstance(reply("Give me JSON.", begun), str)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("great -> positive\nawful -> negative\nlovely ->", "positive"),
        (
            "Text: I love it\nMood: Positive\nText: Terrible\nMood: Negative\nText: An awful day\nMood:",
            "Negative",
        ),
        ("cat -> CAT\ndog -> DOG\nbird ->", "BIRD"),
        ("Convert: hello -> olleh, world -> dlrow, python ->", "nohtyp"),
        ("3 => 9\n5 => 25\n7 =>", "49"),
        (
            "refund my money: billing\nI cannot log in: account\nyour invoice and my money: billing\nlog in fails:",
            "account",
        ),
    ],
)
def test_examples_are_followed(question: str, expected: str) -> None:
    assert reply(question) == expected


def test_turns_of_a_conversation_are_examples_too() -> None:
    assert reply("cat", "CAT", "dog", "DOG", "bird") == "BIRD"
    assert reply("Hello", "Hello! How can I help?", "Who are you?", "A practice model.", "2 + 3") != "2 + 3"


def test_a_text_is_said_exactly() -> None:
    assert reply("Reply with exactly this text and nothing else: Hello, World 42!") == "Hello, World 42!"


@pytest.mark.parametrize(
    ("question", "count", "part"),
    [
        ("Answer in exactly three words. Why is the sky blue?", 3, "Scattering"),
        ("Answer in exactly three words: what is Python?", 3, "Language"),
        ("What is the capital of France? Answer in exactly two words.", 2, "Paris"),
        ("What is the capital of France? Answer in exactly seven words.", 7, "Paris"),
        ("What is the weather like? Answer in exactly five words.", 5, "Unknown"),
        ("Explain what an API is in exactly 20 words.", 20, ""),
    ],
)
def test_as_many_words_as_were_asked_for(question: str, count: int, part: str) -> None:
    said = reply(question)
    assert len(said.split()) == count and part in said
    assert said[-1] in ".!?"


def test_a_reply_that_has_so_many_words_already_is_left_as_it_is() -> None:
    six = {reply("What is the capital of France? Answer in exactly six words.") for _ in range(20)}
    assert any(said.startswith(("The capital", "Paris is")) for said in six)
    assert all(len(said.split()) == 6 for said in six)


def test_a_line_before_a_bare_answer_has_as_many_words_as_its_place_says() -> None:
    assert [len(line.split()) for line in lines("chance/briefly")] == list(range(1, 9))


@pytest.mark.parametrize(
    ("question", "count", "part"),
    [
        ("List five uses of a paperclip.", 5, ""),
        ("Name five uses for a brick.", 5, ""),
        ("Give me 4 uses of a towel", 4, "towel"),
        ("What are three uses of quantum dots?", 3, "quantum dots"),
        ("List some use cases for webhooks", 5, "webhooks"),
        ("Give me five ideas for a birthday party", 5, "birthday party"),
        ("Name three mountains", 3, ""),
    ],
)
def test_uses_of_anything(question: str, count: int, part: str) -> None:
    said = reply(question).splitlines()
    assert [line.split(".")[0] for line in said] == [str(place) for place in range(1, count + 1)]
    assert all(part in line for line in said) and len(set(said)) == count


def test_what_somebody_uses_is_no_list() -> None:
    assert not reply("Write a function that I can use.").startswith("1.")


@pytest.mark.parametrize(
    ("question", "form"),
    [
        ("Put your answer in <answer></answer> tags. What is the capital of France?", r"<answer>.*Paris.*</answer>"),
        ("Summarize in <summary> tags: The cat sat on the mat.", r"<summary>.+</summary>"),
        ("Think step by step inside <thinking> tags, then answer in <answer> tags: what is 2+2?",
         r"<thinking>.+</thinking>\s*<answer>.*4.*</answer>"),
    ],
)  # fmt: skip
def test_tags_that_are_asked_for_stand_around_the_reply(question: str, form: str) -> None:
    assert re.fullmatch(form, reply(question), re.DOTALL)


def test_tags_around_data_are_not_for_the_reply() -> None:
    assert "<text>" not in reply("What is the mood of this? <text>I love it</text>")
    assert reply("What is the capital of France?", system="Answer within <a> tags.").startswith("<a>")


@pytest.mark.parametrize(
    ("question", "word"),
    [
        ("Is the earth round?", "flattened|wider"),
        ("Is the earth flat?", "round|ball"),
        ("How do I cook pasta?", "boil"),
    ],
)
def test_everyday_questions(question: str, word: str) -> None:
    assert re.search(word, reply(question))


REFUNDS = "The refund period is 30 days. Shipping takes 5 days."
WIFI = "Answer from this document.\n<document>\nThe WiFi password is tulip42. The office closes at 6 pm.\n</document>"
GAMES = """Use the articles below to answer. If the answer cannot be found, write "I could not find an answer."

Article: Curling at the 2022 Winter Olympics. The gold medal went to Sweden."""


@pytest.mark.parametrize(
    ("asked", "system", "answer"),
    [
        (
            f"Context: {REFUNDS}\n\nQuestion: How long is the refund period?",
            "",
            "The refund period is 30 days.",
        ),
        (
            f"Context: {REFUNDS}\n\nQuestion: How long does shipping take?\nAnswer:",
            "",
            "Shipping takes 5 days.",
        ),
        (f"{REFUNDS}\nHow many days does shipping take?", "", "Shipping takes 5 days."),
        ("What is the wifi password?", WIFI, "The WiFi password is tulip42."),
        ("When does the office close?", WIFI, "The office closes at 6 pm."),
        (f"{GAMES}\n\nQuestion: Who won the gold medal?", "", "The gold medal went to Sweden."),
        (f"{GAMES}\n\nQuestion: How high is Mount Fuji?", "", "I could not find an answer."),
    ],
)
def test_a_question_about_a_text_is_answered_out_of_it(asked: str, system: str, answer: str) -> None:
    assert reply(asked, system=system) == answer


def test_a_question_about_something_else_is_not_answered_out_of_a_text() -> None:
    assert "Paris" in reply("What is the capital of France?", system=WIFI)
    assert "Paris" in reply("Context matters.\n\nWhat is the capital of France?")
    assert "Ada" in reply("My name is Ada.", "Hello Ada!", "What is my name?", system=WIFI)
