"""The program in the box read back: what it says, and what it is told that cannot be done."""

from __future__ import annotations

import pytest

from firstcall import programs, providers
from firstcall.providers import Provider
from firstcall.steps.many import lesson, program, reading
from firstcall.steps.many.lesson import Limit
from tests.programs.test_lint import having
from tests.steps.many.conftest import opening

WELL = Limit(4, 0.35)
EACH = [(way, shape) for way in providers.ways().values() for shape in program.SHAPES]


@pytest.mark.parametrize(("way", "shape"), EACH, ids=lambda one: getattr(one, "handle", one))
def test_a_program_says_what_it_was_written_for(way: Provider, shape: str) -> None:
    call = opening(way)
    source = program.written(shape, way, call, ("Fine.", 'So "so".'), WELL)
    read = reading.read(f"# mine\n{source}", way, call, shape)
    assert (read.reviews, read.limit) == (("Fine.", 'So "so".'), WELL)
    assert read.call == lesson.about(way, call, program.REVIEW)
    patient = having(source, ("256", "77"), ("AT_ONCE = 4", "AT_ONCE = 7"))
    read = reading.read(patient, way, call, shape)
    assert read.limit.at_once == 7 and way.read(read.call).max_tokens == 77


def test_what_the_client_is_given_goes_along() -> None:
    way = providers.get("openai")
    source = program.written("threads", way, opening(way), lesson.REVIEWS, WELL)
    read = reading.read(having(source, ("OpenAI()", "OpenAI(max_retries=0)")), way, opening(way), "threads")
    assert read.call.client == {"max_retries": 0}


WRONG = [
    ("AT_ONCE = 4", "AT_ONCE = 0", "from 1 to 12"),
    ("AT_ONCE = 4", "AT_ONCE = True", "from 1 to 12"),
    ("AT_ONCE = 4", "AT_ONCE = len(REVIEWS)", "from 1 to 12"),
    ("= 0.35", "= -1", "from 0 to 2"),
    ("= 0.35", '= "1"', "from 0 to 2"),
    ('["Fine.", "Bad."]', "[]", "1 to 12"),
    ('["Fine.", "Bad."]', "open('reviews.txt')", "1 to 12"),
    ('"Fine."', '"Fine. "', "one line"),
    ('"content": review', '"content": "review"', "`review` alone"),
    ('"content": review', '"content": number', "cannot be read"),
    ('"content": review', '"content": f"Label: {review}"', "`review` alone"),
    ("max_tokens=256", "stream=True, max_tokens=256", "`stream`"),
    ("    async with places:\n", "    async with other:\n", "not as the page wrote it"),
    ("asyncio.run(main())", "", "not as the page wrote it"),
    ("asyncio.run(main())", "asyncio.run(main())\nprint(1)", "not as the page wrote it"),
    ("import asyncio\n", "import asyncio\nimport shutil\n", "not as the page wrote it"),
    ("return_exceptions=True", "return_exceptions=False", "not as the page wrote it"),
    ("asyncio.run(main())", "asyncio.run(main()", "never closed"),
]


@pytest.mark.parametrize(("old", "new", "said"), WRONG)
def test_what_cannot_be_done_is_refused_with_its_line(old: str, new: str, said: str) -> None:
    way = providers.get("anthropic")
    source = program.written("many", way, opening(way), ("Fine.", "Bad."), WELL)
    with pytest.raises((reading.Unlike, programs.NotUnderstood)) as refused:
        reading.read(having(source, (old, new)), way, opening(way), "many")
    error = refused.value
    assert isinstance(error, reading.Unlike | programs.NotUnderstood) and said in error.message
    assert error.line and error.line > 1
