"""A response as a tree on the page: each value with the path that reads it in a program.

A value that is clicked lights up in the program beside it where the program reads it; a line of the program
that is pointed at lights up what it reads. Browser and editor arrange that between themselves, without a run.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from pydantic import BaseModel

from firstcall import providers
from firstcall.running.runs import Run
from firstcall.ui import WORDS
from firstcall.ui.component import SOURCES, component

_DEPTH = 8
_ENTRIES = 60
_CHARACTERS = 400

_TREE = component(
    "response_tree",
    html='<div class="tree" role="tree"></div><div class="picked" role="status"></div>',
    css=(SOURCES / "response_tree.css").read_text(encoding="utf-8"),
)


def draw(run: Run, key: str) -> None:
    """The response of a run that brought one, its notes from the provider's words."""
    assert run.reply is not None
    notes = {field.path_in(run.call): providers.meaning(field, run.provider) for field in run.provider.fields}
    _TREE(
        key=key,
        data={
            "nodes": [node(name, name, value) for name, value in _roots(run.reply.names)],
            "notes": notes,
            "words": {id: WORDS.line(f"tree/{id}") for id in ("label", "nothing_picked", "copy", "copied")},
        },
    )


def _roots(names: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    return ((name, value) for name, value in names.items() if isinstance(value, BaseModel))


def node(label: str, path: str, value: Any, depth: int = 0) -> dict[str, Any]:
    """A value as the browser draws it: `label`, `path`, `kind`, `text` for a plain value, else `children`."""
    shown: dict[str, Any] = {"label": label, "path": path, "kind": _kind(value)}
    inside = _inside(value)
    if inside is None:
        text = repr(value)
        return shown | {"text": text if len(text) <= _CHARACTERS else f"{text[:_CHARACTERS]}…"}
    if depth >= _DEPTH:
        return shown | {"text": "…"}
    children = [node(name, path + step, held, depth + 1) for name, step, held in islice(inside, _ENTRIES)]
    return shown | {"children": children}


def _kind(value: Any) -> str:
    if isinstance(value, list | tuple):
        return f"list, {len(value)}"
    return type(value).__name__


def _inside(value: Any) -> Iterator[tuple[str, str, Any]] | None:
    """What a value holds: the name shown, the step of a path that leads to it, the value. `None` if it is plain."""
    if isinstance(value, BaseModel):
        return ((name, f".{name}", held) for name, held in value)
    if isinstance(value, Mapping):
        return ((str(name), f"[{name!r}]", held) for name, held in value.items())
    if isinstance(value, list | tuple):
        return ((f"[{at}]", f"[{at}]", held) for at, held in enumerate(value))
    return None
