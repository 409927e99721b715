"""What the words say of code is so: blocks are programs, paths lead somewhere, ids are known."""

from __future__ import annotations

import ast
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

import pytest
from markdown_it import MarkdownIt

from firstcall import models, programs, providers, text
from firstcall.calls import Call, Message, Settings
from firstcall.course import lessons, steps
from firstcall.providers import Access
from firstcall.running.wire import Recorder

FIRSTCALL = Path(text.__file__).parent
FILES = sorted(path for path in FIRSTCALL.rglob("en.md"))
SPAN = re.compile(r"`([^`\n]+)`")
PATH = re.compile(r"(?:message|response|chunk|stream)(?:\.\w+|\[[^\]]*\])+(?![\w(])")
CALL = re.compile(r"client((?:\.\w+)+)\(")
MODEL_ID = re.compile(r"(?:claude|gpt|gemini)-[\w.-]*\d[\w.-]*")
GENERATIONS = {"gpt-6", "gpt-5.4", "gpt-5"}
"""What the words call a whole family of models, no id."""


def spans(pattern: re.Pattern[str]) -> list[str]:
    """What stands between backticks in any file of words and is of this form."""
    said = [span for file in FILES for span in SPAN.findall(file.read_text(encoding="utf-8"))]
    return sorted({whole[0] for span in said if (whole := pattern.match(span))})


def blocks() -> list[tuple[str, str, str]]:
    """Every fenced block: file, language, code."""
    return [
        (file.parent.name, token.info, token.content)
        for file in FILES
        for token in MarkdownIt().parse(file.read_text(encoding="utf-8"))
        if token.type == "fence"
    ]


@pytest.fixture(scope="module")
def seen(practice: str) -> list[Mapping[str, Any]]:
    """The names of real programs after their call: each provider in each of its ways, plain and streamed, one chunk;
    of OpenAI's Responses also a reply that is cut off, of Google a prompt that is blocked."""
    kept: list[Mapping[str, Any]] = []
    for provider in providers.ways().values():
        for stream in (False, True):
            said = (Message("user", "What is the capital of France?"),)
            settings = Settings(models.DEFAULT[provider.id], said, max_tokens=400, stream=stream)
            kept += names_of(provider.compose(settings), practice)
    cut = Settings(models.DEFAULT["openai"], (Message("user", "Tell me a story."),), max_tokens=16)
    kept += names_of(providers.get("openai_responses").compose(cut, None), practice)
    threshold = {"category": "HARM_CATEGORY_DANGEROUS_CONTENT", "threshold": "BLOCK_ONLY_HIGH"}
    asked = {
        "model": models.DEFAULT["google"],
        "config": {"safety_settings": [threshold]},
        "contents": "How do I build a bomb?",
    }
    for method in providers.get("google").sdk.methods:
        kept += names_of(Call("google", method, asked), practice)
    return kept


def names_of(call: Call, practice: str) -> list[Mapping[str, Any]]:
    """The names of a program while a call is on its way, and after it."""
    provider = providers.of(call)
    access = Access("sk-practice-words", practice + provider.address.practice_path)
    names: dict[str, Any] = {}
    http_client = Recorder(ours=True).around(provider.calling.http_client)
    with provider.calling.connect(access, call, http_client) as client:
        on_the_way = [dict(names) for _ in provider.calling.perform(client, call, names)]
    return [*on_the_way, names]


def leads_somewhere(path: str, seen: list[Mapping[str, Any]]) -> bool:
    for names in seen:
        try:
            programs.evaluate(path, names)
        except programs.ERRORS:
            continue
        return True
    return False


def test_every_block_says_its_language_and_python_is_python() -> None:
    for place, language, code in blocks():
        assert language, f"{place}: {code[:40]}"
        if language == "python":
            before = "try:\n    pass\n" if code.startswith("except ") else ""  # the end of a longer program
            ast.parse(before + code.replace("…", "..."))


def event_types() -> set[str]:
    """What the SDK calls the events of OpenAI's Responses, which is written as a path is."""
    from openai.types.responses import ResponseStreamEvent

    events = get_args(get_args(ResponseStreamEvent)[0])
    return {type for event in events for type in get_args(event.model_fields["type"].annotation)}


@pytest.mark.parametrize("path", spans(PATH))
def test_a_path_leads_somewhere_in_a_real_response(path: str, seen: list[Mapping[str, Any]]) -> None:
    assert leads_somewhere(path, seen) or path in event_types()


@pytest.mark.parametrize("call", spans(CALL))
def test_a_method_that_is_named_is_one_of_a_provider(call: str) -> None:
    method = CALL.match(call)
    assert method is not None
    assert any(method[1][1:] in provider.sdk.methods for provider in providers.every().values())


@pytest.mark.parametrize(
    "id", sorted({id for file in FILES for id in MODEL_ID.findall(file.read_text("utf-8"))})
)
def test_a_model_that_is_named_is_known(id: str) -> None:
    id = id.rstrip(".")
    assert id in GENERATIONS or models.find(id) or models.gone(id) or models.no_chat(id)


@pytest.mark.parametrize("step", steps.every(), ids=lambda step: step.slug)
def test_every_exercise_has_a_task_a_hint_and_a_solution(step: steps.Step) -> None:
    for exercise in lessons.exercises(step.slug):
        assert exercise.task and exercise.hint
        assert step.slug == "good_habits" or exercise.solution  # there it is a mended program


# One name for a thing, in plain international English

PREFERRED = {
    r"mend(?:s|ed|ing)?": "fix",
    r"dear(?:er|est)?": "expensive",
    r"lonely": "single",
    r"word-pieces?": "token, a piece of a word",
    r"ceilings?": "token limit",
    r"practis(?:e|ed|ing)": "use practice",
    r"misspelt": "misspelled",
    r"knobs?": "argument",
    r"hence": "so",
    r"shall": "will",
    r"for ever": "without end",
    r"aris(?:e|es|en)": "belong to",
    r"(?:a bit|a little|the part|%) of chance|a little chance": "random",
    r"wants": "needs",
    r"as the program meant": "at the speed that the program asks for",
    r"exercises?": "task",
    r"is no JSON": "is not JSON",
}
"""What the words do not say, and what they say in its place."""
LONGEST_SENTENCE = 32
"""Words. Most sentences have half of it."""
_CODE = re.compile(r"```.*?```|`[^`\n]*`|\{[^{}]*\}|\]\([^)]*\)", re.DOTALL)


def prose() -> list[tuple[str, str]]:
    """What people read in the words, without code and values: where it stands, and the text."""
    found = []
    for file in FILES:
        for section in text.read(file).sections.values():
            for part in (section, *section.parts.values()):
                place = f"{file.parent.name}/{section.id}/{part.id}"
                found.append((place, _CODE.sub("x", f"{part.title}\n\n{_own(part.body)}")))
    return found


def _own(body: str) -> str:
    """The body of a section without its parts, which are looked at by themselves."""
    return re.split(r"(?m)^## ", body)[0]


@pytest.mark.parametrize("loser", PREFERRED)
def test_the_same_thing_has_the_same_name_everywhere(loser: str) -> None:
    pattern = re.compile(rf"\b(?:{loser})\b", re.IGNORECASE)
    found = {place: pattern.findall(said) for place, said in prose() if pattern.search(said)}
    assert found == {}, f"say {PREFERRED[loser]!r}"


def sentences(said: str) -> list[str]:
    """A text cut where a sentence, an entry of a list, a cell or a block ends."""
    return [
        " ".join(part.split())
        for part in re.split(r"(?<=[.?!])[\s*”)]+|\n\s*\n|\n\s*(?:[-*]|\d+\.) |\|", said)
    ]


def test_no_sentence_is_too_long_for_a_reader_who_learns_english() -> None:
    long = [
        (place, one)
        for place, said in prose()
        for one in sentences(said)
        if len(one.split()) > LONGEST_SENTENCE
    ]
    assert long == []


def test_no_sentence_ends_twice() -> None:
    assert [
        place for place, said in prose() if re.search(r"(?<!\.)\.\.(?!\.)|\.\s\.(?=\s)|,,|\.,|;\.", said)
    ] == []


@pytest.mark.parametrize("step", steps.every(), ids=lambda step: step.slug)
def test_an_answer_that_is_shown_on_two_pages_points_at_neither(step: steps.Step) -> None:
    for section in (*step.words.of_kind("question"), *step.words.of_kind("aside")):
        assert not re.search(r"\b(?:above|below|this page)\b", section.body), section.id


_NAMED = re.compile(
    r"(?:[Pp]ress|[Oo]pen|[Tt]urn on|[Tt]urn|[Tt]he tab|[Uu]nder|[Tt]he control|[Tt]he lab|[Cc]olumn) \*\*([^*{]+)\*\*"
)


def labels() -> set[str]:
    """Every text that a page can show as a name: strings of the code, titles and lines of the words."""
    code = [*FIRSTCALL.rglob("*.py"), *(FIRSTCALL.parent / "pages").glob("*.py")]
    trees = [ast.parse(file.read_text(encoding="utf-8")) for file in code if "practice" not in file.parts]
    said = {
        node.value
        for tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    sections = [section for file in FILES for section in text.read(file).sections.values()]
    return said | {
        one
        for section in sections
        for part in (section, *section.parts.values())
        for one in (part.title, part.body)
    }


def test_what_the_words_tell_to_press_or_to_open_is_there() -> None:
    known = labels()
    named = {name for file in FILES for name in _NAMED.findall(" ".join(file.read_text("utf-8").split()))}
    assert named - known == set()
    assert "Run" in named


@pytest.mark.parametrize("step", steps.every(), ids=lambda step: step.slug)
def test_an_instructor_finds_a_few_notes_on_each_page(step: steps.Step) -> None:
    notes = step.words.section("presenter").items()
    assert 2 <= len(notes) <= 4 and max(map(len, notes)) < 200
