"""The texts that replies are made of: `firstcall/practice/replies/`."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from firstcall import practice, text
from firstcall.practice.model.pieces import words
from firstcall.practice.model.replies import FOLDER, by_name, languages, names, section, sections
from firstcall.practice.model.skills.explain import topic_in, topics
from firstcall.practice.model.voices import voices
from firstcall.text import Section

CODE = Path(practice.__file__).parent
FILES = sorted(FOLDER.rglob("*.md"))
OTHERS = [code for code in languages() if code != "en"]
BY_NAME = {
    "topics",
    "world",
    "who",
    "how_many",
    "lists_in_order",
    "lists_at_will",
    "countries",
    "trades",
    "haiku",
    "voices",
}
"""Files whose texts are found by what their headings list."""
EXPLAINED = [id for file in ("topics", "world") for id in sections(file)]
"""The headings of everything that can be explained."""


@cache
def literals() -> frozenset[str]:
    """Every string in the practice server's code."""
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in CODE.rglob("*.py")]
    return frozenset(
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def everything(file: Path) -> list[Section]:
    return [each for head in text.read(file).sections.values() for each in (head, *head.parts.values())]


def said(name: str) -> str:
    """A question's words that a name with `…` in it stands for."""
    return name.replace(" … ", " in a ").replace("…", "")


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_each_file_has_a_reader(file: Path) -> None:
    assert any(file.stem == literal.split("/")[0] for literal in literals())


@pytest.mark.parametrize(
    "file",
    [file for file in FILES if file.stem not in BY_NAME],
    ids=lambda file: f"{file.parent.name}/{file.stem}",
)
def test_each_text_of_a_file_is_asked_for(file: Path) -> None:
    asked = {literal.removeprefix(f"{file.stem}/").split("/")[0] for literal in literals()}
    assert [id for id in text.read(file).sections if id not in asked] == []


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}/{file.stem}")
def test_each_text_of_a_file_is_a_template(file: Path) -> None:
    for each in everything(file):
        if "```" not in each.body:
            assert words(each.body) or each.parts, each.id


def test_each_id_that_the_code_names_has_a_text() -> None:
    stems = {file.stem for file in FILES}
    ids = {
        literal
        for literal in literals()
        if re.fullmatch(r"\w+/[\w ]+(/[\w ]+)?", literal) and literal.split("/")[0] in stems
    }
    assert len(ids) > 50
    assert sorted(ids - written()) == []


def written() -> set[str]:
    """The ids of all texts, in whatever language."""
    return {
        f"{file.stem}/{head.id}{rest}"
        for file in FILES
        for head in text.read(file).sections.values()
        for rest in ("", *(f"/{part}" for part in head.parts))
    }


def test_no_name_leads_to_two_topics() -> None:
    counts = Counter(name for id in EXPLAINED for name in names(id))
    assert [name for name, count in counts.items() if count > 1] == []


@pytest.mark.parametrize("id", EXPLAINED)
def test_each_topic_is_reached_by_each_of_its_names(id: str) -> None:
    for name in names(id):
        assert topic_in(f"what is {name}?") is topics()[name], name


@pytest.mark.parametrize("id", EXPLAINED)
def test_each_topic_has_four_sentences_and_two_short_forms(id: str) -> None:
    topic = topics()[names(id)[0]]
    assert len(topic.lines) == 4
    assert topic.simple
    assert topic.word


@pytest.mark.parametrize("file", ["who", "how_many", "haiku", "lists_in_order"])
def test_each_entry_is_found_by_each_of_its_names(file: str) -> None:
    for pattern, entry in by_name(file):
        for name in names(entry.id):
            assert pattern.search(said(name)), name


@pytest.mark.parametrize("file", ["who", "how_many", "haiku", "lists_in_order", "lists_at_will"])
def test_no_name_leads_to_two_entries(file: str) -> None:
    counts = Counter(name for id in sections(file) for name in names(id))
    assert [name for name, count in counts.items() if count > 1] == []


def test_no_entry_is_hidden_by_an_earlier_one() -> None:
    for file in ("who", "how_many", "haiku"):
        for place, (_, entry) in enumerate(by_name(file)):
            name = said(names(entry.id)[0])
            assert not any(pattern.search(name) for pattern, _ in by_name(file)[:place]), name


def test_each_voice_answers_to_each_of_its_names() -> None:
    for id, voice in voices().items():
        for name in names(sections("voices")[id].title):
            assert re.search(voice.called, said(name)), name


@pytest.mark.parametrize("code", OTHERS)
def test_each_language_says_the_same_things(code: str) -> None:
    assert list(sections("small_talk", code)) == list(sections("small_talk", OTHERS[0]))


@pytest.mark.parametrize("code", OTHERS)
def test_each_phrase_book_holds_the_same_phrases(code: str) -> None:
    phrases, first = (
        [item.partition(": ")[0] for item in section("phrases/phrases", language).items()]
        for language in (code, OTHERS[0])
    )
    assert phrases == first
    assert len(set(phrases)) == len(phrases)


def test_no_vendor_is_named_in_the_code_of_the_model() -> None:
    code = "\n".join(file.read_text(encoding="utf-8") for file in (CODE / "model").rglob("*.py"))
    assert not re.search(r"[\"'](?:anthropic|openai|google|ollama)[\"']", code)
