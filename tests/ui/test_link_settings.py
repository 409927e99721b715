"""A page's settings as a link and back."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall import programs, providers
from firstcall.calls import Message, Settings
from firstcall.providers import Provider
from firstcall.ui import link_settings
from firstcall.ui.link_settings import MOST_CHARACTERS, MOST_QUERY, Opened, read, write
from firstcall.ui.translate import for_provider

OPENING = Settings("", (Message("user", "Hi"),), system="Be kind.", max_tokens=1024, temperature=0.7)


def settings(provider: Provider, **changes: object) -> Settings:
    from dataclasses import replace

    return replace(for_provider(OPENING, provider), **changes)  # type: ignore[arg-type]


def round_trip(provider: Provider, said: Settings) -> Settings:
    """Through a query and back onto the page's opening."""
    text = write(provider.id, said, for_provider(OPENING, provider)).text
    opened = read(parse_qs(text, keep_blank_values=True))
    assert opened is not None and opened.provider == provider.id and opened.problems == ()
    return opened.onto(for_provider(OPENING, provider, opened.model))


@pytest.mark.parametrize(
    "changes",
    [
        {"messages": (Message("user", 'Zwölf & "zwanzig"? #1\n100 % + 😀'),)},
        {"system": ""},
        {"temperature": None},
        {"temperature": 0.0},
        {"max_tokens": 17, "stream": False},
        {"stop": ("6.", "ENDE & aus")},
        {"effort": None},
    ],
    ids=str,
)
def test_a_link_brings_the_settings_back(provider: Provider, changes: dict[str, object]) -> None:
    said = settings(provider, **changes)
    assert round_trip(provider, said) == said


@given(st.text(max_size=200), st.text(max_size=200), st.integers(1, 2048), st.booleans())
def test_any_text_survives_the_link(prompt: str, system: str, limit: int, stream: bool) -> None:
    provider = providers.get("openai")
    said = settings(
        provider, messages=(Message("user", prompt),), system=system, max_tokens=limit, stream=stream
    )
    try:
        prompt.encode(), system.encode()
    except UnicodeEncodeError:
        return
    assert round_trip(provider, said) == said


def test_the_names_in_the_link_can_be_read() -> None:
    said = Settings("gpt-6-luna", (Message("user", "Hi there"),), max_tokens=300, effort="none", stream=False)
    assert write("openai", said, said).text == (
        "provider=openai&model=gpt-6-luna&prompt=Hi%20there&max_tokens=300&effort=none&stream=no"
    )


def test_a_long_prompt_is_cut_and_the_link_says_so(provider: Provider) -> None:
    written = write(provider.id, settings(provider, messages=(Message("user", "x" * 5000),)), OPENING)
    assert len(written.query["prompt"]) == MOST_CHARACTERS
    assert written.remarks == ("The prompt is longer than 2,000 characters and was cut there.",)


TALK = (Message("user", "I am Ada."), Message("assistant", "Hello: Ada."), Message("user", "Who am I?"))


def test_earlier_messages_are_in_the_link(provider: Provider) -> None:
    said = settings(provider, messages=TALK)
    written = write(provider.id, said, OPENING)
    assert written.query["prompt"] == "Who am I?" and not written.remarks
    assert round_trip(provider, said).messages == TALK


def test_of_a_long_conversation_the_latest_messages_are_in_the_link_and_it_says_so(
    provider: Provider,
) -> None:
    talk = [Message(("user", "assistant")[at % 2], f"{at} " + "x" * 300) for at in range(41)]  # type: ignore[arg-type]
    written = write(provider.id, settings(provider, messages=tuple(talk)), OPENING)
    kept = [text.partition(":")[2].split()[0] for text in written.query["message"]]
    assert kept == [str(at) for at in range(40 - len(kept), 40)] and 5 < len(kept) < 20
    assert f"the latest {len(kept)} messages" in written.remarks[0]
    assert len(written.text) < 10_000


def test_a_conversation_that_ends_with_the_assistants_words_comes_back(provider: Provider) -> None:
    said = settings(provider, messages=TALK[:2])
    assert round_trip(provider, said).messages == TALK[:2]


def test_a_page_that_opens_with_a_conversation_can_be_linked_without_it(provider: Provider) -> None:
    opening = settings(provider, messages=TALK)
    said = settings(provider, messages=(Message("user", "Alone"),))
    opened = read(parse_qs(write(provider.id, said, opening).text, keep_blank_values=True))
    assert opened is not None and opened.onto(opening).messages == said.messages


def test_beside_what_the_page_says_an_address_holds_little(provider: Provider) -> None:
    opening = for_provider(OPENING, provider)
    own = write(provider.id, opening, opening)
    assert set(own.beside(own).query) == {"provider", "model"}
    said = settings(provider, max_tokens=77)
    short = write(provider.id, said, opening).beside(own)
    assert set(short.query) == {"provider", "model", "max_tokens"}
    opened = read(parse_qs(short.text, keep_blank_values=True))
    assert opened is not None and opened.onto(opening) == said


@pytest.mark.parametrize("text", ["x" * 1990, "木" * 400, "😀" * 300], ids=["latin", "han", "emoji"])
def test_a_long_conversation_stays_out_of_the_address_and_it_says_so(provider: Provider, text: str) -> None:
    talk = (Message("user", text), Message("assistant", text), Message("user", "Hi " + text[:300]))
    written = write(provider.id, settings(provider, messages=talk), OPENING).bounded()
    assert len(written.text) <= MOST_QUERY and "message" not in written.query
    assert written.query["prompt"] == "Hi " + text[:300] and len(written.remarks) == 1


def test_a_long_text_that_the_page_says_by_itself_is_not_missed_in_an_address(provider: Provider) -> None:
    opening = settings(provider, system="x" * 3_000)
    same = write(provider.id, opening, opening).beside(write(provider.id, opening, opening))
    assert "system" not in same.query and same.remarks == ()
    other = write(provider.id, settings(provider, system="y" * 3_000), opening)
    assert other.beside(write(provider.id, opening, opening)).remarks != ()


def test_a_message_of_a_link_is_checked(provider: Provider) -> None:
    opened = read(
        {"message": ["user:Hi", "root:Hi", "no colon", "assistant:" + "x" * 3000], "prompt": ["Why?"]}
    )
    assert opened is not None
    assert opened.turns == (Message("user", "Hi"),)
    assert opened.problems == ("A message of the conversation was not understood.",) * 3
    assert opened.onto(settings(provider)).messages == (Message("user", "Hi"), Message("user", "Why?"))


@pytest.mark.parametrize("key", ["sk-ant-api03-0123456789abcdef", "sk-proj-0123456789", "AIza" + "x" * 30])
@pytest.mark.parametrize("place", ["system", "prompt"])
def test_what_looks_like_a_key_stays_out_of_the_link(provider: Provider, key: str, place: str) -> None:
    text = f"My key is {key}, is it good?"
    changes = {"system": text} if place == "system" else {"messages": (Message("user", text),)}
    written = write(provider.id, settings(provider, **changes), OPENING)
    assert key not in written.text and place not in written.query
    assert "looks like a key" in written.remarks[0]


def test_a_page_without_our_names_has_nothing_to_restore() -> None:
    assert read({}) is None
    assert read({"utm_source": ["mail"], "embed": ["true"]}) is None


@pytest.mark.parametrize(
    ("query", "problem"),
    [
        ({"provider": "gibbon"}, "There is no provider “gibbon” here."),
        ({"max_tokens": "0"}, "The token limit “0” is not a whole number from 1 to 128,000."),
        ({"max_tokens": "abc"}, "The token limit “abc” is not a whole number from 1 to 128,000."),
        (
            {"max_tokens": "9" * 400},
            "The token limit “99999999999999999999” is not a whole number from 1 to 128,000.",
        ),
        ({"max_tokens": "٣"}, "The token limit “٣” is not a whole number from 1 to 128,000."),
        ({"temperature": "nan"}, "The temperature “nan” is not a number from 0 to 2."),
        ({"temperature": "inf"}, "The temperature “inf” is not a number from 0 to 2."),
        ({"temperature": "-1"}, "The temperature “-1” is not a number from 0 to 2."),
        ({"temperature": "warm"}, "The temperature “warm” is not a number from 0 to 2."),
        ({"model": "gpt-6-luna", "effort": "heroic"}, "The effort “heroic” is none of this model's."),
        ({"effort": "No!"}, "The effort “No!” is none of this model's."),
        ({"stream": "maybe"}, "“stream=maybe” is neither yes nor no."),
        ({"model": "'); drop table"}, "The model is not a model id."),
        ({"provider": "anthropic", "model": "gpt-6-luna"}, "gpt-6-luna is not a model of Anthropic."),
    ],
    ids=str,
)
def test_what_makes_no_sense_is_ignored_and_said(query: dict[str, str], problem: str) -> None:
    opened = read({name: [value] for name, value in query.items()})
    assert opened is not None
    assert opened.problems == (problem,)
    assert opened.changes == {}


def test_a_model_alone_says_its_provider() -> None:
    opened = read({"model": ["gpt-6-luna"]})
    assert opened is not None and (opened.provider, opened.model) == ("openai", "gpt-6-luna")


def test_a_model_that_nobody_knows_is_taken_over() -> None:
    opened = read({"provider": ["openai"], "model": ["gpt-99"]})
    assert opened == Opened("openai", "gpt-99")


@given(
    st.dictionaries(
        st.sampled_from(link_settings.NAMES), st.lists(st.text(max_size=60), min_size=1, max_size=3)
    )
)
def test_whatever_a_stranger_wrote_becomes_a_program_that_can_be_read(query: dict[str, list[str]]) -> None:
    opened = read(query)
    if opened is None:
        assert not query
        return
    provider = providers.get(opened.provider or "anthropic")
    said = opened.onto(for_provider(OPENING, provider, opened.model))
    source = programs.render(provider.compose(said, None), provider)
    programs.parse(source, provider.id, provider.sdk.methods)
