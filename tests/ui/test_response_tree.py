"""The tree of a response: every value with the path that reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from firstcall import models, programs
from firstcall.calls import Message, Settings
from firstcall.providers import Provider
from firstcall.running import runs
from firstcall.ui import response_tree


def leaves(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for child in node.get("children", ()):
        yield from leaves(child)
    if "children" not in node:
        yield node


def names(provider: Provider, practice: str, stream: bool) -> dict[str, Any]:
    settings = Settings(
        models.DEFAULT[provider.id], (Message("user", "What is an API?"),), max_tokens=300, stream=stream
    )
    access = runs.Access("sk-practice-tree-0123456789abcdef", practice + provider.address.practice_path)
    run = runs.start(provider.compose(settings, None), provider, access, step="first_call", mode="practice")
    assert run.wait(30) and run.reply is not None
    return dict(run.reply.names)


def test_each_path_reads_its_value(provider: Provider, practice: str) -> None:
    found = names(provider, practice, False)
    roots = [
        response_tree.node(name, name, value)
        for name, value in found.items()
        if hasattr(value, "model_fields_set")
    ]
    shown = [leaf for root in roots for leaf in leaves(root)]
    assert len(shown) > 8
    for leaf in shown:
        assert repr(programs.evaluate(leaf["path"], found)).startswith(leaf["text"].removesuffix("…")), leaf


def test_what_is_deep_or_long_is_cut() -> None:
    deep: Any = "end"
    for _ in range(30):
        deep = {"in": deep}
    assert "…" in str(response_tree.node("x", "x", deep))
    assert len(response_tree.node("x", "x", list(range(1_000)))["children"]) < 100
    assert len(response_tree.node("x", "x", "a" * 10_000)["text"]) < 500
