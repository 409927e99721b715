"""Model ids: misspelt, of another provider, of another endpoint. All that is known of them is in the catalogue."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterator
from functools import cache, partial
from typing import get_args

from firstcall import models
from firstcall.models import Model
from firstcall.programs.change import fixes, replacement
from firstcall.programs.change.edits import Edit
from firstcall.programs.lint.rules import Fault, Program, Severity, fault
from firstcall.programs.read import importing, vendors
from firstcall.programs.read.model_id import end, read, relatives, successor
from firstcall.programs.read.whole_program import ApiCall, known_model
from firstcall.providers import Provider

_NO_TEXT = ("embeddings", "moderations", "realtime")
"""What no model does that is asked for text; one that makes images may answer in text too."""


def unknown_model(program: Program) -> Iterator[Fault]:
    for call, id in _asked(program):
        if _foreign(program, call, id):
            yield _fault(program, call, "unknown-model foreign", "error")
        elif not _known(call.provider, id) and not end(id)[0]:
            yield _unknown(program, call, id)


def _unknown(program: Program, call: ApiCall, id: str) -> Fault:
    """What is known of an id that nobody knows: one that is spelled nearly so, or its family."""
    near = _near(call.provider.id, id)
    if near is not None:
        return _fault(program, call, "unknown-model near", "warning", near, near=near)
    family = ", ".join(map(_described, relatives(call.provider.id, id, program.today)))
    if not family:
        return _fault(program, call, "unknown-model", "warning")
    assert call.model_node is not None
    better = successor(call.provider.id, id, program.today)
    return fault(
        "unknown-model family", call.model_node, "warning", model=id[:60], family=family, better=better
    )


def _described(model: Model) -> str:
    return f"{model.id} (until {model.retires:%d %B %Y})" if model.retires else model.id


def other_endpoint(program: Program) -> Iterator[Fault]:
    """A model that another endpoint serves, or that does not write text."""
    for call, id in _asked(program):
        found = read(id)
        if found is not None and found.gone(program.today):
            continue
        model = known_model(id)
        if model and model.only and call.kind.path != f"/{model.only}":
            yield _fault(program, call, "other-endpoint", "error", only=model.only)
        elif models.vendor(call.provider.id).no_chat.get(id) in _NO_TEXT:
            yield _fault(program, call, "other-endpoint no-text", "error")


def _asked(program: Program) -> Iterator[tuple[ApiCall, str]]:
    """Calls to the provider's own servers whose model id can be read, tuned models left out, and those of a server of
    which nobody here knows what it has."""
    for call in program.calls:
        vendor = models.vendor(call.provider.id)
        if call.model_id is None or call.elsewhere or vendor.takes_any_but or program.misplaced(call):
            continue
        id = call.model_id.removeprefix("models/")  # as Google lists it
        if "/" not in id and not id.startswith(vendor.tuned):  # in a folder of a customer's there are others
            yield call, id


def _fault(
    program: Program,
    call: ApiCall,
    says: str,
    severity: Severity,
    better: str | None = None,
    **values: object,
) -> Fault:
    node, id = call.model_node, call.model_id or ""
    assert node is not None
    lasting = better is not None and (model := known_model(better)) is not None and model.retires is None
    better = better if better and lasting else successor(call.provider.id, id, program.today)
    mend = partial(_replaced, program, call, node, better)
    return fault(
        says, node, severity, mend, model=id[:60], better=better, provider=call.provider.name, **values
    )


def _replaced(program: Program, call: ApiCall, node: ast.expr, better: str) -> list[Edit]:
    brought = replacement.brought(program, call, call.model_id or "", better)
    return [*fixes.replace(program, node, f'"{better}"'), *brought]


def _foreign(program: Program, call: ApiCall, id: str) -> bool:
    """Whether an id is named like the models of somebody else. A client that is made in another file may be theirs."""
    if call.client is None and not program.imported_as(call.node.func):
        return False
    mine = models.vendor(call.provider.id).families
    return id.startswith(program.once("families", vendors.model_families)) and not id.startswith(mine)


def _near(provider: str, id: str) -> str | None:
    """An id that is spelled nearly so. One of another version is no misspelling."""
    offered = [one for one in models.ids(models.offered(provider)) if _version(one) == _version(id)]
    return next(iter(difflib.get_close_matches(id.lower(), offered, 1, 0.8)), None)


def _version(id: str) -> list[str]:
    return re.findall(r"\d+", id)


def _known(provider: Provider, id: str) -> bool:
    return known_model(id) is not None or models.no_chat(id) is not None or _of_sdk(provider, id)


def _of_sdk(provider: Provider, id: str) -> bool:
    """Whether the installed SDK lists an id among those of its vendor."""
    return id in _ids_of_sdk(models.vendor(provider.id).sdk_ids or "")


@cache
def _ids_of_sdk(listed: str) -> frozenset[str]:
    """The texts in a type, such as `openai.types.ChatModel`; empty where there is none or it is not installed."""
    module, _, name = listed.rpartition(".")
    try:
        waiting = [getattr(importing.module(module), name)] if module else []
    except ImportError:
        return frozenset()
    found = set[str]()
    while waiting:
        one = waiting.pop()
        found |= {one} if isinstance(one, str) else set()
        waiting += get_args(one)
    return frozenset(found)


RULES = (unknown_model, other_endpoint)
