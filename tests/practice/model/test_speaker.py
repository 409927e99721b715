"""What the practice server says."""

from __future__ import annotations

import json
import math
import re
from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.practice.model import compose, pieces
from firstcall.practice.model.speaker import MOST_TOKENS, Asked, Token, speak
from firstcall.practice.model.tokens import split
from tests.quickly import examples


def asked(
    question: str, system: str = "", earlier: tuple[str, ...] = (), temperature: float = 0.0, **more: object
) -> Asked:
    """A request whose earlier messages alternate between user and assistant."""
    roles = ("user", "assistant")
    before = tuple((roles[place % 2], text) for place, text in enumerate(earlier))
    return Asked(system, (*before, ("user", question)), temperature, **more)  # type: ignore[arg-type]


def reply(
    question: str, system: str = "", earlier: tuple[str, ...] = (), temperature: float = 0.0, **more: object
) -> str:
    return "".join(token.text for token in speak(asked(question, system, earlier, temperature, **more)))


def first(question: str) -> Token:
    return next(speak(asked(question)))


# Chance


def test_temperature_zero_says_the_same_every_time() -> None:
    assert {reply("Write a haiku about autumn") for _ in range(5)} == {reply("Write a haiku about autumn")}


def test_temperature_one_says_different_things() -> None:
    assert len({reply("Write a haiku about autumn", temperature=1.0) for _ in range(20)}) > 5


def test_the_same_seed_says_the_same() -> None:
    assert len({reply("Tell me a joke", temperature=1.0, seed=7) for _ in range(5)}) == 1


def test_another_seed_says_something_else() -> None:
    assert len({reply("Write a poem about rain", temperature=1.0, seed=seed) for seed in range(10)}) > 5


def test_brainstorming_is_diverse() -> None:
    assert len({reply("Suggest a name for a coffee shop", temperature=1.0) for _ in range(20)}) > 10


def test_a_low_temperature_varies_less_than_a_high_one() -> None:
    low = {reply("Name a fruit", temperature=0.2, seed=seed) for seed in range(30)}
    high = {reply("Name a fruit", temperature=1.2, seed=seed) for seed in range(30)}

    assert len(low) < len(high)


def test_too_much_temperature_puts_in_words_that_do_not_belong() -> None:
    calm = set(
        re.findall(
            r"\w+", " ".join(reply("What is an API?", temperature=1.0, seed=seed) for seed in range(20))
        )
    )
    wild = set(re.findall(r"\w+", reply("What is an API?", temperature=2.0, seed=1)))

    assert len(wild - calm) > 5


@examples(50)
@given(st.text(max_size=200), st.text(max_size=100))
def test_temperature_zero_is_deterministic_for_any_text(question: str, system: str) -> None:
    assert reply(question, system) == reply(question, system)


# Tokens and their probabilities


@examples(100)
@given(st.text(max_size=300), st.text(max_size=100), st.sampled_from([0.0, 1.0, 2.0]))
def test_any_text_gets_a_bounded_reply(question: str, system: str, temperature: float) -> None:
    tokens = list(speak(asked(question, system, ("hi", question), temperature)))

    assert 0 < len(tokens) <= MOST_TOKENS


_PROMPTS = st.lists(
    st.sampled_from(
        "what is my name the API write list ten 10 words in exactly one sentence as JSON like a pirate translate "
        "hello to German: summarise 2 + ( ) ** 99 / 0 count capital of France haiku about story 500 word repeat after "
        "me: never mention remember I'm Ana \n { } | ^ ' \" “ ” ``` --- <b> sky is shorter uppercase bullet points".split(
            " "
        )
    ),
    max_size=14,
).map(" ".join)


@examples(200)
@given(_PROMPTS, _PROMPTS)
def test_any_mixture_of_known_words_gets_a_bounded_reply(question: str, system: str) -> None:
    tokens = list(speak(asked(question, system, (system, question), 1.0)))

    assert 0 < len(tokens) <= MOST_TOKENS


@examples(100)
@given(_PROMPTS, st.sampled_from([0.0, 1.0]))
def test_tokens_are_cut_as_the_whole_reply_is_cut(question: str, temperature: float) -> None:
    tokens = [token.text for token in speak(asked(question, temperature=temperature))]

    assert tokens == split("".join(tokens))


@examples(100)
@given(_PROMPTS, st.sampled_from([0.0, 1.0, 2.0]))
def test_every_token_is_among_its_own_alternatives(question: str, temperature: float) -> None:
    for token in islice(speak(asked(question, temperature=temperature)), 300):
        assert (token.text, token.logprob) in token.alternatives


@examples(100)
@given(_PROMPTS, st.sampled_from([0.0, 1.0, 2.0]))
def test_alternatives_are_ten_at_most_likeliest_first(question: str, temperature: float) -> None:
    for token in islice(speak(asked(question, temperature=temperature)), 300):
        logprobs = [logprob for _, logprob in token.alternatives]
        assert len(logprobs) <= 10 and logprobs == sorted(logprobs, reverse=True)


@examples(100)
@given(_PROMPTS, st.sampled_from([0.0, 1.0, 2.0]))
def test_probabilities_never_add_up_to_more_than_one(question: str, temperature: float) -> None:
    for token in islice(speak(asked(question, temperature=temperature)), 300):
        assert sum(math.exp(logprob) for _, logprob in token.alternatives) < 1.01


@examples(50)
@given(_PROMPTS)
def test_alternatives_are_all_different(question: str) -> None:
    for token in islice(speak(asked(question, temperature=1.0)), 300):
        assert len({text for text, _ in token.alternatives}) == len(token.alternatives)


def test_the_sky_is_most_likely_blue() -> None:
    assert first("Complete: The sky is").alternatives[0][0] == " blue"


def test_the_next_word_has_ten_alternatives() -> None:
    assert len(first("Complete: The sky is").alternatives) == 10


def test_the_sky_is_blue_about_every_second_time() -> None:
    assert 0.45 < math.exp(first("Complete: The sky is").logprob) < 0.65


def test_log_probabilities_do_not_depend_on_the_temperature() -> None:
    warm, cold = (next(speak(asked("Complete: The sky is", temperature=heat))) for heat in (1.0, 0.0))

    assert dict(warm.alternatives) == dict(cold.alternatives)


def test_an_unknown_beginning_is_completed_too() -> None:
    assert len(first("Finish the sentence: Yesterday my uncle went to").alternatives) == 10


# Obeying


@pytest.mark.parametrize(
    "system", ["You are a pirate.", "Always answer like a grumpy pirate.", "Talk like a pirate"]
)
def test_a_pirate_sounds_like_a_pirate(system: str) -> None:
    assert re.search(r"\bArr\b.* be ", reply("What is a token?", system))


@pytest.mark.parametrize(
    ("system", "sound"),
    [
        ("You are William Shakespeare", "Hark"),
        ("You are a robot.", "BEEP"),
        ("You are a teacher for five-year-olds.", "little explorer"),
        ("You are a grumpy cat", "Hmph"),
        ("Speak like Yoda", "Hmm"),
        ("You are a butler", "If I may"),
        ("You are a cowboy", "Howdy"),
        ("You are a chef.", "a chef"),
    ],
)
def test_a_persona_is_heard(system: str, sound: str) -> None:
    assert sound in reply("What is an API?", system)


def test_a_voice_may_be_asked_for_in_the_prompt() -> None:
    assert reply("Explain what an API is like a pirate").startswith("Arr")


def test_a_cat_in_the_system_prompt_is_no_persona() -> None:
    assert "Hmph" not in reply("What is an API?", "The user has a cat called Tom.")


def test_who_likes_cats_does_not_get_a_cat() -> None:
    assert "Hmph" not in reply("I like cats. What is an API?")


def test_a_plain_assistant_has_no_persona() -> None:
    assert reply("What is an API?", "You are a helpful assistant.") == reply("What is an API?")


@pytest.mark.parametrize(
    "order", ["in one sentence", "Be brief.", "Answer in a single sentence", "1 sentence please"]
)
def test_one_sentence_is_one_sentence(order: str) -> None:
    assert len(re.findall(r"[.!?](?:\s|$)", reply(f"What is an API? {order}"))) == 1


def test_one_sentence_holds_for_a_pirate_too() -> None:
    assert (
        len(re.findall(r"[.!?](?:\s|$)", reply("What is an API?", "You are a pirate. Use one sentence.")))
        == 1
    )


def test_two_sentences_are_two() -> None:
    assert len(re.findall(r"[.!?](?:\s|$)", reply("What is an API? Answer in two sentences."))) == 2


@pytest.mark.parametrize("wanted", [1, 5, 12, 40, 200])
def test_exactly_so_many_words(wanted: int) -> None:
    assert len(reply(f"What is streaming? Answer in exactly {wanted} words.").split()) == wanted


def test_at_most_so_many_words() -> None:
    assert len(reply("What is streaming?", "Answer in at most 20 words.").split()) <= 20


def test_one_word_is_the_answer_itself() -> None:
    assert reply("What is the capital of France? Answer with one word.") == "Paris"


def test_only_the_number() -> None:
    assert reply("What is 12 times 12? Reply with only the number.") == "144"


def test_capital_letters() -> None:
    assert reply("What is an API?", "Answer in all caps.").isupper()


def test_bullet_points() -> None:
    assert all(line.startswith("- ") for line in reply("What is Python? Use bullet points.").splitlines())


def test_json_only() -> None:
    assert json.loads(reply("What is the capital of Spain?", "Answer only in JSON.")) == {
        "country": "Spain",
        "capital": "Madrid",
    }


def test_a_list_as_json() -> None:
    assert len(json.loads(reply("List three fruits as JSON"))["items"]) == 3


def test_prose_as_json_is_escaped() -> None:
    assert '"' in json.loads(reply("What is a stop sequence? Reply in JSON."))["answer"]


def test_what_must_not_be_mentioned_is_not() -> None:
    assert "token" not in reply("What is an LLM?", "Never mention tokens. Do not use the word token.")


def test_a_standing_order_of_an_earlier_turn_holds() -> None:
    assert reply("What is a token?", earlier=("From now on answer like a pirate.", "Aye.")).startswith("Arr")


@pytest.mark.parametrize(
    ("order", "beginning"),
    [
        ("Reply in German.", "Eine API ist"),
        ("Answer only in French", "Une API est"),
        ("Responde en español", "Una API es"),
        ("Speak Italian", "Un'API è"),
        ("Use Portuguese", "Uma API é"),
        ("Reply in Dutch", "Een API is"),
    ],
)
def test_a_language_is_answered_in_that_language(order: str, beginning: str) -> None:
    assert reply("What is an API?", order).startswith(beginning)


def test_a_question_in_german_is_answered_in_german() -> None:
    assert reply("Was ist ein Token?").startswith("Ein Token ist")


def test_what_is_only_known_in_english_says_so_in_german() -> None:
    assert reply("Explain black holes", "Answer in German").startswith("Das weiß ich nur auf Englisch: ")


def test_a_language_that_is_not_known_is_admitted() -> None:
    assert "do not speak Japanese" in reply("What is an LLM? Answer in Japanese.")


def test_a_reply_already_begun_is_continued() -> None:
    messages = (("user", "What is the capital of Spain?"), ("assistant", "{"))

    assert json.loads("{" + "".join(token.text for token in speak(Asked("", messages, 0.0)))) == {
        "country": "Spain",
        "capital": "Madrid",
    }


def test_larger_models_say_more() -> None:
    small, large = (reply("What is JSON?", model=model) for model in ("claude-haiku-5-5", "claude-opus-5-5"))

    assert len(large.split(". ")) == len(small.split(". ")) + 1


# Memory


@pytest.mark.parametrize(
    "told",
    [
        "My name is Ana.",
        "Hi, I'm Ana!",
        "Please call me Ana",
        "my name is ana",
        "Hello. I am Ana and I like tea.",
    ],
)
def test_a_name_told_earlier_is_known(told: str) -> None:
    assert reply("What is my name?", earlier=(told, "Nice to meet you!")) == "Your name is Ana."


def test_a_name_never_told_is_not_known() -> None:
    assert reply("What is my name?") == "I don't know your name: this call's messages don't contain it."


def test_a_name_is_still_known_after_many_turns() -> None:
    earlier = ("My name is Ana.", "Hello!", *("What is an API?", "An API is a counter.") * 200)

    assert reply("What is my name?", earlier=earlier) == "Your name is Ana."


def test_a_later_correction_wins() -> None:
    assert (
        reply("What is my name?", earlier=("My name is Ana.", "Hi", "Actually, call me Bea.", "Ok"))
        == "Your name is Bea."
    )


def test_the_system_prompt_may_tell_the_name() -> None:
    assert reply("What is my name?", "The user's name is Max.") == "Your name is Max."


def test_an_assistants_summary_may_tell_the_name() -> None:
    messages = (("assistant", "Summary: the user's name is Zoe."), ("user", "What is my name?"))

    assert "".join(token.text for token in speak(Asked("", messages, 0.0))) == "Your name is Zoe."


def test_a_feeling_is_no_name() -> None:
    assert "I don't know your name" in reply("What is my name?", earlier=("I'm happy today.", "Good!"))


@pytest.mark.parametrize(
    ("told", "question", "answer"),
    [
        ("My favourite colour is teal.", "What is my favourite colour?", "Your favourite colour is teal."),
        ("my favorite color is teal", "What's my favourite colour?", "Your favourite colour is teal."),
        ("I live in Oslo.", "Where do I live?", "You live in Oslo."),
        ("My dog is called Rex.", "What is my dog called?", "Your dog is called Rex."),
        ("I have a cat named Tom.", "What's my cat's name?", "Your cat is called Tom."),
        ("I am 31 years old.", "How old am I?", "You are 31 years old."),
        (
            "Remember the number 42.",
            "What number did I ask you to remember?",
            "You asked me to remember: 42.",
        ),
        ("The secret word is lantern.", "What is the secret word?", "The secret word is lantern."),
    ],
)
def test_a_fact_told_earlier_is_known(told: str, question: str, answer: str) -> None:
    assert reply(question, earlier=(told, "Noted.")) == answer


def test_a_name_is_greeted() -> None:
    assert "Ana" in reply("My name is Ana.")


def test_what_was_said_is_repeated() -> None:
    assert reply("Repeat what you said", earlier=("hi", "The answer is 7 <b>!")) == "The answer is 7 <b>!"


def test_what_was_said_is_made_shorter() -> None:
    assert (
        reply("Make it shorter", earlier=("hi", "One thing is clear. Another is not."))
        == "One thing is clear."
    )


def test_the_first_question_is_quoted() -> None:
    assert "“What is an API?”" in reply(
        "What was my first question?", earlier=("What is an API?", "A counter.", "Ok", "Yes")
    )


def test_a_conversation_is_summarised() -> None:
    assert "“What is an API?”" in reply(
        "Summarise our conversation", earlier=("What is an API?", "A counter.")
    )


def test_without_an_earlier_reply_there_is_nothing_to_repeat() -> None:
    assert "I have not said anything yet" in reply("Repeat what you said")


# Answering


@pytest.mark.parametrize(
    ("question", "part"),
    [
        ("Hello!", "Hello"),
        ("What is an API?", "An API"),
        ("Explain what an LLM is", "language model"),
        ("What does temperature do?", "Temperature is"),
        ("What is a system prompt?", "A system prompt is"),
        ("what is a stop sequence", "A stop sequence is"),
        ("What is a context window?", "The context window is"),
        ("What should I do on a 429?", "rate limit"),
        ("How do retries with exponential backoff work?", "Retry only"),
        ("How do I keep my API key safe?", "environment variable"),
        ("Why is the sky blue?", "scatter"),
        ("What is 17 times 23?", "391"),
        ("What is 7 + 8 * 2?", "23"),
        ("what is ten divided by four", "2.5"),
        ("What is 15% of 80?", "12"),
        ("What is the capital of Norway?", "Oslo"),
        ("capital of South Korea?", "Seoul"),
        ("How many planets are there?", "eight"),
        ("Which model are you?", "a practice model"),
        ("What is the weather in Paris today?", "cannot know"),
        ("What is the opposite of hot?", "cold"),
        ("How many r's are in strawberry?", "3 times"),
        ("Translate 'good morning' into French", "Bonjour"),
        ("How do you say 'thank you' in German?", "Danke"),
        ("Rewrite politely: gimme the report now!", "I would like the report"),
        ("Write a Python function that adds two numbers", "def add("),
        ("Write a limerick", "\n"),
        ("Who wrote Hamlet?", "William Shakespeare"),
        ("Why was my answer cut off?", "token limit"),
        ("What does a 401 mean?", "key"),
        ("Which model should I start with?", "small"),
        ("Write three sentences about dogs", "dogs"),
        ("Give me five words that rhyme with moon", "5. "),
        ("Continue: Once upon a time", "called"),
        ("Write an email to my boss asking for a day off", "ask for a day off"),
    ],
)
def test_what_a_tutorial_asks_is_answered(question: str, part: str) -> None:
    assert part in reply(question)


def test_a_division_by_zero_is_undefined() -> None:
    assert "undefined" in reply("What is 5 / 0?")


def test_a_sum_beyond_bounds_is_not_worked_out() -> None:
    assert "practice model" in reply("What is 9**9**9**9?")


@pytest.mark.parametrize(
    ("review", "mood"),
    [
        ("I loved the soup", "Positive"),
        ("The food was not good", "Negative"),
        ("It arrived on Tuesday", "Neutral"),
    ],
)
def test_sentiment_in_one_word(review: str, mood: str) -> None:
    assert (
        reply(f'Classify the sentiment as positive, negative or neutral. Answer with one word: "{review}"')
        == mood
    )


def test_extraction_as_json() -> None:
    question = (
        "Extract the name, email and date as JSON: Contact Ana Lopez at ana@example.com before 2024-05-01."
    )

    assert json.loads(reply(question)) == {
        "name": "Ana Lopez",
        "email": "ana@example.com",
        "date": "2024-05-01",
    }


def test_a_summary_is_a_sentence_of_the_text() -> None:
    text = "The bridge was closed on Monday. Nobody was hurt. A bus had hit a lamp."

    assert reply(f"Summarise in one sentence: {text}") == "The bridge was closed on Monday."


def test_a_haiku_has_three_lines() -> None:
    assert len(reply("Write a haiku about quantum physics").splitlines()) == 3


@pytest.mark.parametrize(
    "things",
    [
        "things",
        "fruits",
        "animals",
        "prime numbers",
        "tips for learning Greek",
        "business names for a bakery",
    ],
)
def test_a_list_of_ten_is_numbered(things: str) -> None:
    lines = reply(f"List ten {things}.", temperature=1.0).splitlines()

    assert [line.split(". ")[0] for line in lines] == [str(place) for place in range(1, 11)]


def test_a_stop_at_six_leaves_five_items() -> None:
    before, _, _ = reply("List ten fruits").partition("6.")

    assert len(before.strip().splitlines()) == 5


def test_a_list_does_not_repeat_itself() -> None:
    lines = reply("List 12 colours", temperature=1.0).splitlines()

    assert len({line.split(". ")[1] for line in lines}) == 12


def test_countries_of_europe_are_in_europe() -> None:
    assert not {"Egypt", "Japan", "Brazil"} & set(
        re.findall(r"[A-Z]\w+", reply("Name ten countries in Europe", temperature=1.0))
    )


def test_counting() -> None:
    assert reply("Count from 3 to 6") == "3, 4, 5, 6"


@pytest.mark.parametrize("wanted", [50, 200, 500, 1000, 2500])
def test_a_story_has_about_the_length_asked_for(wanted: int) -> None:
    assert (
        0.8 * wanted
        < len(reply(f"Write a {wanted} word story about a fox", temperature=1.0, seed=1).split())
        < 1.2 * wanted
    )


@pytest.mark.parametrize(
    "text", ["<script>alert(1)</script>", "$\\frac{1}{2}$ {a|b^3}", "**bold** | a |\n|---|", "{=name} {{x}}"]
)
def test_nasty_text_is_repeated_word_for_word(text: str) -> None:
    assert reply(f"Repeat after me: {text}", "You are a pirate. Answer in one sentence.") == text


def test_anything_else_is_answered_honestly() -> None:
    assert "practice model" in reply("Please prove the Riemann hypothesis")


def test_anything_else_is_quoted() -> None:
    assert "“Please prove the Riemann hypothesis”" in reply("Please prove the Riemann hypothesis")


def test_an_empty_message_is_named() -> None:
    assert "empty" in reply("   ")


def test_no_message_at_all_gets_a_reply() -> None:
    assert list(speak(Asked("", ())))


# Bounds


@pytest.mark.parametrize(
    "sign",
    [
        "a",
        " ",
        "\n",
        "'",
        '"',
        "“",
        "```",
        "---",
        "my x is y ",
        "I'm A",
        "(",
        "1+",
        "a.",
        "<text>",
        "in one ",
        "{|",
    ],
)
def test_a_megabyte_of_anything_gets_a_reply(sign: str) -> None:
    text = sign * (1_000_000 // len(sign))
    tokens = list(speak(asked(text, text, (text[:300_000], "ok"), 1.0)))

    assert 0 < len(tokens) <= MOST_TOKENS


@pytest.mark.parametrize(
    "order",
    [
        "Repeat after me: ",
        "Summarise: ",
        "Extract the email: ",
        "What is my name? ",
        "Rewrite politely: ",
        "Sentiment: ",
        "Translate to German: ",
    ],
)
def test_a_job_on_a_megabyte_gets_a_reply(order: str) -> None:
    tokens = list(speak(asked(order + "so much text, a@b " * 50_000)))

    assert 0 < len(tokens) <= MOST_TOKENS


def test_half_a_character_gets_a_reply() -> None:
    assert "practice model" in reply("\ud800 \udfff")


def test_ten_thousand_messages_get_a_reply() -> None:
    assert reply("What is my name?", earlier=("My name is Ana.", "Hello!") * 5_000) == "Your name is Ana."


# What is remembered

SYSTEMS = ("", "You are a pirate.", "Answer in Spanish.", "Answer in exactly five words.")
ASKED_OFTEN = [
    Asked(system, (("user", question),), temperature, seed, model, alternatives)
    for system in SYSTEMS
    for question in ("Hello!", "Tell me a joke.", "Name three rivers.", "Write a 90 word story about a fox.")
    for temperature, alternatives in ((0.0, False), (0.7, True), (1.0, False), (1.9, False))
    for seed, model in ((1, "gpt-4o-mini"), (2, "claude-haiku-4-5"), (2, "gpt-4o-mini"))
]


def test_request_that_is_remembered_is_answered_like_a_new_one() -> None:
    new = [_new(asked) for asked in ASKED_OFTEN]
    assert len(new) == 192
    for _ in range(2):
        assert [list(speak(asked)) for asked in ASKED_OFTEN] == new
    assert len({"".join(token.text for token in tokens) for tokens in new}) > 80


def _new(asked: Asked) -> list[Token]:
    """The reply when nothing is remembered of an earlier one."""
    compose.remembered.clear()
    pieces.parsed.cache_clear()
    return list(speak(asked))


def test_a_few_short_requests_with_short_replies_are_remembered() -> None:
    compose.remembered.clear()
    for length in (10, compose.MOST_REMEMBERED - 100, compose.MOST_REMEMBERED + 1):
        list(speak(Asked("", (("user", "Why? " + "x" * length),), seed=1)))
    assert len(compose.remembered) == 2
    list(speak(Asked("", (("user", "Write a 1000 word story about a fox."),), seed=1)))
    assert len(compose.remembered) == 2
    for number in range(compose.MOST_PLANS):
        list(speak(Asked("", (("user", f"Hello {number}"),), seed=1)))
    assert len(compose.remembered) == compose.MOST_PLANS
