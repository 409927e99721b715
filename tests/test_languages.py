"""A second language is a matter of files: with one beside every file of words, little English is left.

Each word of the made-up language carries a mark. What is shown without the mark stands in Python.
"""

from __future__ import annotations

import json
import re

import pytest

from tests.copied_app import copied, run

MARK = "ˇ"
LANGUAGE = "xx"
_KEPT = re.compile(
    r"^## (?:rows|program)$.*?(?=^#|\Z)|```.*?```|^\|[^\n]*\n\|(?: *:?-+:? *\|)+$"
    r"|`[^`]*`|\]\([^)]*\)|\{[^{}]*\}|<[^>]*>|:[a-z_/-]+:|:[a-z-]+\[|^#[^\n:]*(?:: )?|https?://\S+",
    re.DOTALL | re.MULTILINE,
)
_WORD = re.compile(r"[A-Za-z][a-z']+")

VISIT = """
import json, sys
sys.path.insert(0, ".")
from google.protobuf.json_format import MessageToDict
from firstcall.course import steps
from streamlit.testing.v1 import AppTest

def strings(value):
    if isinstance(value, dict):
        for one in value.values(): yield from strings(one)
    elif isinstance(value, list):
        for one in value: yield from strings(one)
    elif isinstance(value, str): yield value

def elements(block):
    for child in block.children.values():
        if hasattr(child, "children"):
            yield from elements(child)
        proto = getattr(child, "proto", None)
        if proto is not None and getattr(child, "type", "") not in {"bidi_component", "arrow_data_frame", "plotly_chart", "code"}:
            yield proto

seen = {}
for step in steps.every():
    at = AppTest.from_file("firstcall/ui/router.py", default_timeout=60)
    if step is not steps.every()[0]:
        at.switch_page(str(step.path.resolve()))
    at.run()
    assert not at.exception, at.exception
    seen[step.slug] = sorted({text for proto in elements(at._tree) for text in strings(MessageToDict(proto))})

from firstcall import programs
from firstcall.programs.lint.findings import lint
from firstcall.steps.good_habits import bugs, lesson

def refused(source):
    try:
        programs.parse(source, "anthropic", ("messages.create",))
    except programs.NotUnderstood as error:
        return error.message

sources = [*(bug.source for bug in bugs.BUGS), *(old.source for old in lesson.OLD_PROGRAMS)]
found = [one for source in sources for one in lint(source)]
seen["the linter"] = sorted({text for one in found for text in (one.message, one.why, one.fix_label) if text})
wrong = ("x = (", "x = 1", "client.messages.create(m=f())", "Anthropic(base_url='x').messages.create()")
seen["refusals"] = [refused(source) for source in wrong]
print(json.dumps(seen))
"""


def marked(text: str) -> str:
    """The text in the made-up language: each word marked, code, links and places for values as they are."""
    said, at = [], 0
    for kept in _KEPT.finditer(text):
        said += [_WORD.sub(lambda word: word[0] + MARK, text[at : kept.start()]), kept[0]]
        at = kept.end()
    return "".join([*said, _WORD.sub(lambda word: word[0] + MARK, text[at:])])


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
    return dict(json.loads(run(VISIT, app, FIRSTCALL_LANGUAGE=LANGUAGE)))


def english(text: str) -> bool:
    """Whether a text is a sentence without a mark. A label of a few words is none."""
    plain = _KEPT.sub(" ", text)
    words = re.findall(r"(?<![\w.])[A-Za-z][a-z']+(?![\w(=])", plain)
    return MARK not in plain and len(words) >= 5 and plain.rstrip().endswith((".", "?", "!"))


def test_the_ideas_are_in_the_other_language(shown: dict[str, list[str]]) -> None:
    assert all(any(MARK in text for text in texts) for texts in shown.values())


MEANT = (
    "The cheapest Claude.",  # a model's note: data of the catalogue
    "The weather is fine today",  # a text to be cut into tokens, in a language that is named
    "Explain it to a beginner",  # what the first program sends
    "provider=",  # the query of a link
    "Live calls so far",  # amounts and colons, between them three words
)
"""How the sentences begin that may stand elsewhere than in the words."""


def test_what_still_stands_in_python_is_little_and_meant(shown: dict[str, list[str]]) -> None:
    left = sorted({text for texts in shown.values() for text in texts if english(text)})
    print("\n".join(f"    {text!r}" for text in left))
    assert [text for text in left if not text.startswith(MEANT)] == []
