"""Model ids: current, retiring, gone, misspelt, of another provider. All that is known of them is in the catalogue."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from typing import get_args

from firstcall import models
from firstcall.programs.change import fixes
from firstcall.programs.lint.rules import Fault, Program, Severity, fault
from firstcall.programs.read import vendors
from firstcall.programs.read.whole_program import ApiCall, known_model, undated
from firstcall.providers import Provider

SOON_DAYS = 60
_NO_TEXT = ("embeddings", "moderations", "realtime")
"""What no model does that is asked for text; one that makes images may answer in text too."""


def retired_model(program: Program) -> Iterator[Fault]:
    for call, id in _asked(program):
        gone, when = _gone(id, program.today)
        if gone:
            says = "retired-model since" if when else "retired-model"
            yield _fault(program, call, says, "error", date=_written(when))


def retiring_model(program: Program) -> Iterator[Fault]:
    for call, id in _asked(program):
        _, ends = _end(id)
        days = (ends - program.today).days if ends else 0
        if 0 < days <= SOON_DAYS:
            yield _fault(program, call, "retiring-model", "warning", date=_written(ends), days=days)


def _written(day: date | None) -> str:
    return f"{day:%d %B %Y}" if day else ""


def unknown_model(program: Program) -> Iterator[Fault]:
    for call, id in _asked(program):
        if _foreign(call, id):
            yield _fault(program, call, "unknown-model foreign", "error")
        elif not _known(call.provider, id) and not _gone(id, program.today)[0]:
            near = _near(call.provider.id, id)
            says = "unknown-model near" if near else "unknown-model"
            yield _fault(program, call, says, "warning", near)


def other_endpoint(program: Program) -> Iterator[Fault]:
    """A model that another endpoint serves, or that does not write text."""
    for call, id in _asked(program):
        if _gone(id, program.today)[0]:
            continue
        model = known_model(id)
        if model and model.only and call.kind.path != f"/{model.only}":
            yield _fault(program, call, "other-endpoint", "error", only=model.only)
        elif models.vendor(call.provider.id).no_chat.get(id) in _NO_TEXT:
            yield _fault(program, call, "other-endpoint no-text", "error")


def _asked(program: Program) -> Iterator[tuple[ApiCall, str]]:
    """Calls to the provider's own servers whose model id can be read, tuned models left out."""
    for call in program.calls:
        tuned = models.vendor(call.provider.id).tuned
        if call.model_id is not None and not call.elsewhere and not call.model_id.startswith(tuned):
            yield call, call.model_id


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
    better = better or successor(call.provider.id, id)
    mend = partial(fixes.replace, program, node, f'"{better}"')
    return fault(
        says, node, severity, mend, model=id[:60], better=better, provider=call.provider.name, **values
    )


def successor(provider: str, id: str) -> str:
    """The current model to take instead: of the same line where its vendor has lines, such as Haiku."""
    for word in models.vendor(provider).lines:
        same = [model.id for model in models.offered(provider) if word in id and word in model.id]
        current = [id for id in same if not _legacy(id)]
        if current:
            return current[0]
    return models.DEFAULT[provider]


def _legacy(id: str) -> bool:
    model = models.find(id)
    return model is None or model.legacy or model.retires is not None


def _end(id: str) -> tuple[bool, date | None]:
    """Whether anything is known of an id's end, and the day; a known end without a day is long past."""
    for name in (id, undated(id)):
        model = models.find(name)
        if model is not None:
            return model.retires is not None, model.retires
        if day := models.gone(name):
            return True, day
    return models.gone_family(id), None


def _gone(id: str, today: date) -> tuple[bool, date | None]:
    known, when = _end(id)
    return known and (when is None or when <= today), when


def _foreign(call: ApiCall, id: str) -> bool:
    """Whether an id is named like the models of somebody else."""
    mine = models.vendor(call.provider.id).families
    return id.startswith(vendors.model_families()) and not id.startswith(mine)


def _near(provider: str, id: str) -> str | None:
    close = difflib.get_close_matches(id.lower(), models.ids(models.offered(provider)), 1, 0.8)
    return close[0] if close else None


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
        waiting = [getattr(importlib.import_module(module), name)] if module else []
    except ImportError:
        return frozenset()
    found = set[str]()
    while waiting:
        one = waiting.pop()
        found |= {one} if isinstance(one, str) else set()
        waiting += get_args(one)
    return frozenset(found)


RULES = (retired_model, retiring_model, unknown_model, other_endpoint)
