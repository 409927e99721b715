"""A second language is a matter of files: with one beside every file of words, little English is left.

Each word of the made-up language carries a mark. What is shown without the mark stands in Python.
"""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from firstcall import text
from tests.copied_app import ROOT, copied, run

pytestmark = pytest.mark.long
FIRSTCALL = Path(text.__file__).parent
MARK = "ˇ"
LANGUAGE = "xx"
_KEPT = re.compile(
    r"^## (?:rows|program)$.*?(?=^#|\Z)|```.*?```|^\|[^\n]*\n\|(?: *:?-+:? *\|)+$"
    r"|`[^`]*`|\]\([^)]*\)|\{[^{}]*\}|<[^>]*>|:[a-z_/-]+:|:[a-z-]+\[|^#[^\n:]*(?:: )?|https?://\S+",
    re.DOTALL | re.MULTILINE,
)
_WORD = re.compile(r"[A-Za-z][a-z']+")

VISITOR = (
    "tests/__init__.py",
    "tests/literal_server.py",
    "tests/page_actions.py",
    "tests/quick_pages.py",
    "tests/shown_texts.py",
    "tests/steps/__init__.py",
    "tests/steps/conftest.py",
)
"""What goes along into the copy of the app to visit its pages there."""

VISIT = """
import sys
sys.path.insert(0, ".")
from tests.shown_texts import visit
print(visit())
"""


def marked(text: str) -> str:
    """The text in the made-up language: each word marked, code, links and places for values as they are."""
    said, at = [], 0
    for kept in _KEPT.finditer(text):
        said += [_each_word(text[at : kept.start()]), _plural(kept[0])]
        at = kept.end()
    return "".join([*said, _each_word(text[at:])])


def _each_word(text: str) -> str:
    return _WORD.sub(lambda word: word[0] + MARK, text)


def _plural(kept: str) -> str:
    """The forms of a place for a number are words too; its name is none."""
    name, bar, forms = kept.partition("|") if kept.startswith("{") else (kept, "", "")
    return name + bar + _each_word(forms)


def translated(english: str) -> str:
    """A file of words in the made-up language: its ids and the names in its front matter stay."""
    front, rule, body = english.partition("\n---\n") if english.startswith("---\n") else ("", "", english)
    front = re.sub(r"(?m)^(title: |  )(.*)$", lambda line: line[1] + marked(line[2]), front)
    return front + rule + marked(body)


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """What each page shows in the made-up language."""
    app = copied(tmp_path_factory.mktemp("app"))
    for file in app.rglob("en.md"):
        (file.parent / f"{LANGUAGE}.md").write_text(
            translated(file.read_text(encoding="utf-8")), encoding="utf-8"
        )
    for file in VISITOR:
        (app / file).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / file, app / file)
    return dict(json.loads(run(VISIT, app, FIRSTCALL_LANGUAGE=LANGUAGE)))


def english(one: str) -> bool:
    """Whether a text is prose, most of it without a mark: five words, or a sentence of two. A short label is none."""
    plain = re.sub(r"<[^>]*>", " ", _KEPT.sub(" ", one))
    words = re.findall(rf"(?<![\w.$-])[A-Za-z][a-z']+(?![\w(={MARK}]|\.\w)", plain)
    fewest = 2 if plain.rstrip().endswith((".", "?", "!", "…")) else 5
    return len(words) >= fewest and len(words) > plain.count(MARK)


@pytest.mark.parametrize(
    ("folder", "id", "slug"),
    [
        ("ui", "header cost", "first_call"),  # a heading
        ("ui", "box raw_bytes", "what_travels"),  # an expander
        ("ui", "table fields", "first_call"),  # the name of a table, of what came back
        ("ui", "label milliseconds", "what_travels"),  # the tooltip of a column
        ("providers", "field text", "first_call"),  # a cell of a table
        ("steps/what_travels", "table steps", "what_travels"),  # the name of a dataframe
        ("steps/failures", "table exception", "failures"),  # the card of a failure
    ],
)
def test_the_visit_sees_titles(shown: dict[str, list[str]], folder: str, id: str, slug: str) -> None:
    assert marked(text.Words(FIRSTCALL / folder).title(id)) in shown[slug]


@pytest.mark.parametrize(
    ("folder", "id", "slug"),
    [
        ("ui/charts", "events_axis", "streaming"),  # the title of an axis
        ("ui/charts", "most", "first_call"),  # an alternative text
        ("ui", "controls/effort_default", "tokens_cost"),  # a tooltip
        ("steps/roles", "exercise pirate/last_reply_does", "roles"),  # a verdict
        ("steps/what_travels", "both/against", "what_travels"),  # after another button than the first
    ],
)
def test_the_visit_sees_what_is_said(shown: dict[str, list[str]], folder: str, id: str, slug: str) -> None:
    said = marked(text.Words(FIRSTCALL / folder).section(id).body)
    pattern = ".*".join(map(re.escape, re.split(r"\{[^{}]*\}", said)))
    assert any(re.search(pattern, one) for one in shown[slug])


def test_the_ideas_are_in_the_other_language(shown: dict[str, list[str]]) -> None:
    assert all(any(MARK in text for text in texts) for texts in shown.values())


MEANT = (
    "The cheapest Claude.",  # a model's note: data of the catalogue
    "The last small Claude",  # another
    "peer closed connection",  # what an HTTP library says
    "**assistant** ·",  # what a model said
    "I am a practice model",  # what it said, which a table quotes
    "This is a practice model",
    *(f"I {did} get" for did in ("asked", "called", "tried")),  # of a function that it asked for, too
    '[{"role": "assistant", ',  # a turn of the model as it travels
    "You are talking to a practice model",
    "The weather is fine today",  # a text to be cut into tokens, in a language that is named
    "Explain it to a beginner",  # what the first program sends
    "provider=",  # the query of a link
    "Tokensˇ forˇ 100",  # languages of texts, by name
    "Last call to Google",  # labels with a provider's name of two words
    "Paste a key for Google",
    "Paste a key for Compatible",
    *(
        f"{part}: Anthropic"
        for part in ("Request body", "Request headers", "Response body", "Response headers")
    ),
    "Live calls so far",  # amounts and colons, between them three words
)
"""How the sentences begin that may stand elsewhere than in the words."""


def test_what_still_stands_in_python_is_little_and_meant(shown: dict[str, list[str]]) -> None:
    left = sorted({text for texts in shown.values() for text in texts if english(text)})
    print("\n".join(f"    {text!r}" for text in left))
    assert [text for text in left if not text.startswith(MEANT)] == []
