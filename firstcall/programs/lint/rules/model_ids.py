"""Model ids: current, retiring, gone, misspelt, of another provider."""

from __future__ import annotations

import difflib
import importlib
from collections.abc import Iterator
from datetime import date
from functools import cache, partial
from typing import get_args

from firstcall import models
from firstcall.programs.change import fixes
from firstcall.programs.lint.rules import Fault, Program
from firstcall.programs.read.whole_program import ApiCall, known_model, undated
from firstcall.providers import Provider

SOON_DAYS = 60

_WHY = "Ids change and retire. Copy them from the provider's page, never from a tutorial, this one included."


def retired_model(program: Program) -> Iterator[Fault]:
    for call, id in _asked(program):
        gone, when = _gone(id, program.today)
        if gone:
            since = f" on {when:%d %B %Y}" if when else ""
            yield _fault(
                program,
                call,
                "retired-model",
                "error",
                f"{id} was switched off{since}: the call ends in a 404.",
            )


def retiring_model(program: Program) -> Iterator[Fault]:
    for call, id in _asked(program):
        _, ends = _end(id)
        days = (ends - program.today).days if ends else None
        if ends and days is not None and 0 < days <= SOON_DAYS:
            message = f"{id} is switched off on {ends:%d %B %Y}, in {days} day{'s' * (days != 1)}."
            yield _fault(program, call, "retiring-model", "warning", message)


def unknown_model(program: Program) -> Iterator[Fault]:
    for call, id in _asked(program):
        if _foreign(call, id):
            message = f"{call.provider.name} has no model called {id}: the call ends in a 404."
            yield _fault(program, call, "unknown-model", "error", message)
        elif known_model(id) is None and not _gone(id, program.today)[0] and not _of_sdk(call.provider, id):
            near = _near(call.provider.id, id)
            message = f"No model called {id[:60]} is known here." + (f" Did you mean {near}?" if near else "")
            yield _fault(program, call, "unknown-model", "warning", message, near)


def _asked(program: Program) -> Iterator[tuple[ApiCall, str]]:
    """Calls to the provider's own servers whose model id can be read, tuned models left out."""
    for call in program.calls:
        if call.model_id is not None and not call.elsewhere and not call.model_id.startswith("ft:"):
            yield call, call.model_id


def _fault(
    program: Program, call: ApiCall, rule: str, severity: str, message: str, better: str | None = None
) -> Fault:
    node = call.model_node
    assert node is not None
    better = better or successor(call.provider.id, call.model_id or "")
    return Fault(
        rule, node, severity, message, _WHY,  # type: ignore[arg-type]
        f"Use {better}", partial(fixes.replace, program, node, f'"{better}"'),
    )  # fmt: skip


def successor(provider: str, id: str) -> str:
    """The current model to take instead: of the same family name where there is one."""
    for word in ("haiku", "sonnet", "opus"):
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
    others = [family for vendor in models.vendors().values() for family in vendor.families]
    return id.startswith(("gemini", "llama", "mistral", *others)) and not id.startswith(mine)


def _near(provider: str, id: str) -> str | None:
    close = difflib.get_close_matches(id.lower(), models.ids(models.offered(provider)), 1, 0.8)
    return close[0] if close else None


def _of_sdk(provider: Provider, id: str) -> bool:
    return provider.address.known_to_sdk and id in _ids_of_sdk(provider.sdk.package)


@cache
def _ids_of_sdk(package: str) -> frozenset[str]:
    """The ids that the installed SDK lists; empty where it lists none or is not installed."""
    try:
        types = importlib.import_module(f"{package}.types")
    except ImportError:
        return frozenset()
    waiting = [getattr(types, name) for name in ("Model", "ChatModel") if hasattr(types, name)]
    found = set[str]()
    while waiting:
        one = waiting.pop()
        found |= {one} if isinstance(one, str) else set()
        waiting += get_args(one)
    return frozenset(found)


RULES = (retired_model, retiring_model, unknown_model)
