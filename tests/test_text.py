"""Prose by file: sections found by id, values put in, a second language beside the first."""

from __future__ import annotations

from pathlib import Path

import pytest

from firstcall import text
from firstcall.text import Words

ENGLISH = """\
---
title: Roles
icon: ":material/groups:"
---
# idea
Hello **you**.
```python
# not a heading
```
# question token: What is a token?
A piece of a word.
## try
- [See one](tokens_cost?text=hi)
- two
  lines
# spent
You made {calls} {calls|call|calls}, as JSON {"calls": 1}.
# places
| who | where |
| --- | --- |
| A | `system=` |
"""


@pytest.fixture
def words(tmp_path: Path) -> Words:
    (tmp_path / "en.md").write_text(ENGLISH, encoding="utf-8")
    return Words(tmp_path)


def test_front_matter_is_read(words: Words) -> None:
    assert words.front == {"title": "Roles", "icon": ":material/groups:"}


def test_a_section_ends_where_the_next_begins_and_code_has_no_headings(words: Words) -> None:
    assert words.say("idea") == "Hello **you**.\n```python\n# not a heading\n```"


def test_a_section_has_a_title_and_parts(words: Words) -> None:
    [question] = words.of_kind("question")
    assert (question.name, question.title, question.body) == (
        "token",
        "What is a token?",
        "A piece of a word.",
    )
    assert words.section("question token/try").items() == ("[See one](tokens_cost?text=hi)", "two lines")


def test_a_title_takes_values(tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text("# finding vain: Asked {again} {again|time|times}\n", encoding="utf-8")
    assert Words(tmp_path).title("finding vain", again=1) == "Asked 1 time"


def test_a_table_is_rows_by_column(words: Words) -> None:
    assert words.section("places").rows() == ({"who": "A", "where": "`system=`"},)


@pytest.mark.parametrize(("calls", "said"), [(1, "1 call,"), (2, "2 calls,"), (0, "0 calls,")])
def test_a_number_picks_its_form(words: Words, calls: int, said: str) -> None:
    assert said in words.line("spent", calls=calls)


def test_braces_that_name_no_value_stay(words: Words) -> None:
    assert words.line("spent", calls=1).endswith('{"calls": 1}.')


def test_words_that_nobody_wrote_are_an_error_that_names_them(words: Words) -> None:
    assert words.find("question zebra") is None
    with pytest.raises(KeyError, match="zebra"):
        words.say("question zebra")


def test_an_id_given_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "en.md").write_text("# a\n# b\n# a\n", encoding="utf-8")
    with pytest.raises(ValueError, match="'a' twice"):
        text.read(tmp_path / "en.md")


def test_another_language_is_a_file_and_english_stands_in(
    words: Words, monkeypatch: pytest.MonkeyPatch
) -> None:
    french = "---\ntitle: Rôles\nplural: n > 1\n---\n# spent\n{calls} {calls|appel|appels}\n"
    (words.folder / "fr.md").write_text(french, encoding="utf-8")
    monkeypatch.setenv(text.LANGUAGE_VARIABLE, "fr")
    assert words.front["title"] == "Rôles" and words.front["icon"] == ":material/groups:"
    assert words.line("spent", calls=0) == "0 appel"
    assert words.say("idea").startswith("Hello")
