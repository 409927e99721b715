"""The card of a failure, for each kind: what it says follows from the table, and it names what to do."""

from __future__ import annotations

import re
from itertools import product
from typing import get_args

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import providers
from firstcall.calls import Failure
from firstcall.calls.failures import KINDS, Kind, Stage

AGAIN = re.compile(
    r"\b(try|send it|ask) (it )?(again|once more)|\bsend it once more|\bthen (try|send) (it )?again", re.I
)
CLAIMS = re.compile(r"\bkept\b|\bbilled\b|\bnothing was sent\b|\bbefore anything\b|\bcannot help\b", re.I)
STEPS = re.compile(
    r"\b(add|ask|check|choose|copy|correct|fix|go on|let|look|put|raise|read|send|shorten|throw|use|wait|write)\b",
    re.I,
)
SECTIONS = {section.id for section in providers.WORDS.of_kind("advice")}


def advice(kind: Kind) -> list[str]:
    """What is said of a kind at each provider."""
    return [
        providers.advice(kind.id, one.words, name=one.name, key_variable=one.address.key_variable, argument="top_k",
                         status=418, minutes=5)
        for one in providers.every().values()
    ]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_it_names_the_next_step_in_at_most_two_sentences(kind: Kind) -> None:
    for said in advice(kind):
        assert STEPS.search(said), said
        assert "{" not in said and len(re.findall(r"[.!?](?= |$)", said)) <= 3, said


@pytest.mark.parametrize("kind", KINDS.values(), ids=KINDS)
def test_its_advice_says_nothing_that_the_table_decides(kind: Kind) -> None:
    for said in advice(kind):
        assert not CLAIMS.search(said), said
        assert kind.retry != "no" or not AGAIN.search(said), said


def test_there_are_words_for_each_kind_and_for_no_other() -> None:
    assert {id.removeprefix("advice ") for id in SECTIONS} == KINDS.keys()


def _page() -> None:
    import streamlit as st

    from firstcall.ui import results

    for place, failure in enumerate(st.session_state["failures"]):
        with st.container(key=f"card{place}"):
            results.failed(failure)


def test_what_stands_on_a_card_is_what_the_table_decides() -> None:
    ids = {
        providers.WORDS.line(section.id): section.id
        for about in ("retry", "sent", "billed", "kept")
        for section in providers.WORDS.of_kind(about)
    }
    failures = [
        Failure("SomeError", "It said so.", "Read it.", kind=kind, stage=stage, kept=kept)
        for kind, stage, kept in product(KINDS, get_args(Stage), (False, True))
    ]
    app = AppTest.from_function(_page, default_timeout=60)
    app.session_state["failures"] = failures
    app.run()
    assert not app.exception
    assert [_read(caption.value, ids) for caption in app.caption] == [
        list(failure.claims) for failure in failures
    ]


def _read(caption: str, ids: dict[str, str]) -> list[str]:
    """The ids of the sentences of a caption."""
    found = []
    while caption:
        sentence = next(one for one in ids if caption.startswith(one))
        found.append(ids[sentence])
        caption = caption.removeprefix(sentence).lstrip()
    return found
