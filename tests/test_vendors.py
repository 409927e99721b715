"""What a vendor is called stands with the vendor: nowhere else is its id in quotes, or its words in Python."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from firstcall import models
from firstcall.providers import Provider

ROOT = Path(__file__).parent.parent
AT_HOME = tuple(f"firstcall/{place}/" for place in ("providers", "models", "practice/wires"))
IDS = set(models.vendors())

OPTIONAL = {
    "streaming framing", "streaming usage", "streaming early", "streaming dropped", "tune temperature",
    "roles place", "failures raised", "failures sdk", "failures sdk_source",
}  # fmt: skip
"""The words that a step shows beside a provider. One that has none is shown the general words, or nothing."""


def quoted() -> Iterator[str]:
    for folder in ("firstcall", "pages"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            name = file.relative_to(ROOT).as_posix()
            if name.startswith(AT_HOME):
                continue
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and node.value in IDS:
                    yield f"{name}:{node.lineno}: {node.value}"


def test_no_vendors_id_is_in_quotes_elsewhere() -> None:
    assert list(quoted()) == []


def constants(tree: ast.AST) -> Iterator[ast.Constant]:
    """The texts of a module, pieces of f-strings included; without texts that stand alone, which are docstrings."""
    alone = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in alone:
            yield node


def named() -> Iterator[str]:
    """Where a text of `firstcall/programs` holds a vendor's name as a word; `OpenAIError` is a class's name."""
    names = re.compile(rf"\b({'|'.join(re.escape(vendor.name) for vendor in models.vendors().values())})\b")
    for file in sorted((ROOT / "firstcall/programs").rglob("*.py")):
        for node in constants(ast.parse(file.read_text(encoding="utf-8"))):
            if names.search(node.value):
                yield f"{file.relative_to(ROOT).as_posix()}:{node.lineno}: {node.value}"


def test_reading_programs_names_no_vendor_by_itself() -> None:
    """Its sentences take the name from the provider of the call, or from whose SDK they tell; no file is excepted."""
    assert list(named()) == []


OF_PYTHON = {("assigned.py", "choices")}
"""What is a word of a library of Python's too: an option of `argparse` has its `choices`."""
PASSED_ON = {"extra_body", "extra_headers"}
"""What is written as a raw request takes these two along, on any wire: `write/render.py`."""


def of_a_wire(provider: Provider) -> set[str]:
    """The names by which one wire is known: its methods, limits, classes, and what stands in its replies."""
    found = set[str]()
    for kind in provider.sdk.kinds:
        streaming, version, blocks = kind.streaming, kind.sampling.version, kind.blocks
        found |= {*kind.methods, *kind.limit.names, *kind.looks, kind.reply, kind.owner, kind.path}
        found |= {
            streaming.final_name,
            streaming.text,
            streaming.listed,
            streaming.options,
            *streaming.counted,
        }
        found |= {version.header, version.old, version.body, version.headers} if version else set()
        found |= {blocks.text, blocks.thinking} if blocks else set()
        found |= {kind.thinking.budget} if kind.thinking else set()
        found |= {kind.inside.owner} if kind.inside else set()
        found |= {right.lstrip(".") for place in kind.places.values() for right in place.right}
    old = provider.sdk.old
    found |= {call.method for call in old.calls} | {*old.attributes, *provider.sdk.clouds}
    found |= {one.name for one in (*old.names, *old.modules, *old.members, *old.shut_down)} | {*old.marks}
    common = {"text", "content", "status", "stop_reason"}  # words of every wire and of the code itself
    return found - {"", *common, *PASSED_ON}


def test_reading_programs_knows_no_wire_by_itself(provider: Provider) -> None:
    """What a wire's programs look like stands with the wire: a new one is read and linted by what it says."""
    own = of_a_wire(provider)
    assert len(own) >= 10
    for file in sorted((ROOT / "firstcall/programs").rglob("*.py")):
        for node in constants(ast.parse(file.read_text(encoding="utf-8"))):
            if (file.name, node.value) not in OF_PYTHON:
                assert node.value not in own, f"{file.name}:{node.lineno}: {node.value}"


def missing(provider: Provider) -> set[str]:
    """What the words of a provider leave unsaid."""
    return {id for id in OPTIONAL if not provider.words.say(id)}


def test_the_providers_here_have_words_for_every_step_that_asks(provider: Provider) -> None:
    assert missing(provider) == set()
