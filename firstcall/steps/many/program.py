"""The whole programs of the page: the call of the box for every review, several at once or as a batch."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from firstcall import programs
from firstcall.calls import Call
from firstcall.programs.write.layout import code, text_code
from firstcall.providers import Provider
from firstcall.steps.many import lesson
from firstcall.steps.many.lesson import Limit

REVIEW = "the review stands here, whichever it is"
"""What a program's variable `review` is written for."""
SHAPES = ("many", "threads")
"""The programs that do the job within a limit, by their files' names: with `asyncio`, and with threads."""


def written(shape: str, provider: Provider, call: Call, reviews: Sequence[str], limit: Limit) -> str:
    """The program of a shape that labels these reviews within a limit."""
    values = {"at_once": limit.at_once, "seconds_between": limit.seconds_between}
    return _written(provider, call, shape, {**values, "reviews": list(reviews)})


def as_batch(provider: Provider, call: Call, reviews: Sequence[str]) -> str:
    """The program that hands them in as a batch, for a provider that has such."""
    return _written(provider, call, "batch", {"reviews": list(reviews)})


def _written(provider: Provider, call: Call, shape: str, values: Mapping[str, object]) -> str:
    parts = {name: code(value) for name, value in values.items()}
    source = programs.render_whole(lesson.about(provider, call, REVIEW), provider, shape, parts)
    source = source.replace(text_code(REVIEW), "review")
    # Where the SDK needs to be told key and base URL the program begins with `os`, alone.
    if source.startswith("import os\n\n"):
        first, rest = source.removeprefix("import os\n\n").split("\n\n", 1)
        lines = sorted([*first.splitlines(), "import os"], key=lambda line: (line.startswith("from "), line))
        source = "\n".join(lines) + f"\n\n{rest}"
    return source
