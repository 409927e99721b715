"""The catalogue: what each model accepts, refuses, how long it lives.

The one place where a fact about a model is written: a data file per vendor, beside this module or in
another folder of `FOLDERS`. Controls, programs, the practice server's refusals and the linter read it.
Prices are looked up in `ledger.prices`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from firstcall.models import data_file
from firstcall.models.model import Embedder, Model, Temperature, Vendor

__all__ = [
    "DEFAULT", "FOLDERS", "Embedder", "Model", "Temperature", "Vendor", "alive", "embedder", "every", "find", "gone",
    "gone_family", "ids", "no_chat", "of", "offered", "served_as", "vendor", "vendors",
]  # fmt: skip

FOLDERS = [Path(__file__).parent]
"""Where data files lie. Whoever brings a vendor of their own adds a folder."""


def vendors() -> Mapping[str, Vendor]:
    """All vendors by id, in alphabetical order."""
    return _read(tuple(FOLDERS))


@cache
def _read(folders: tuple[Path, ...]) -> Mapping[str, Vendor]:
    files = [file for folder in folders for file in folder.glob("*.toml")]
    found = sorted(map(data_file.read, files), key=lambda vendor: vendor.id)
    return {vendor.id: vendor for vendor in found}


@cache
def _by_id(folders: tuple[Path, ...]) -> Mapping[str, Model]:
    found = _read(folders).values()
    known = {model.id: model for vendor in found for model in vendor.models + vendor.served}
    dated = {model.snapshot: model for model in known.values() if model.snapshot}
    return known | dated | {alias: known[id] for vendor in found for alias, id in vendor.aliases.items()}


def vendor(id: str) -> Vendor:
    return vendors()[id]


def every() -> tuple[Model, ...]:
    """The entries of all vendors, retired ones included."""
    return tuple(model for vendor in vendors().values() for model in vendor.models)


def find(id: str) -> Model | None:
    """The catalogue's entry for a model id, offered or only served, `None` for one that it does not know."""
    return _by_id(tuple(FOLDERS)).get(id)


def served_as(id: str, provider: str) -> Model | None:
    """The entry by which a provider serves an id, `None` where it has no such model. Where its models are anybody's,
    an id that the catalogue does not know behaves as the default one."""
    found, known = find(id), vendor(provider)
    if found is not None and found.provider == provider:
        return found
    if not id or not known.takes_any_but or id.startswith(known.takes_any_but):
        return None
    return replace(_by_id(tuple(FOLDERS))[known.default], id=id, released=None, note="")


def alive(provider: str) -> tuple[Model, ...]:
    """Every model that the provider serves today, whether a learner is offered it or not; the offered ones first."""
    found = of(provider) + vendor(provider).served
    return tuple(model for model in found if not model.retired())


def offered(provider: str, today: date | None = None) -> tuple[Model, ...]:
    """The provider's models that a learner may pick, the default first; retired ones left out."""
    return tuple(model for model in of(provider) if not model.retired(today))


def of(provider: str) -> tuple[Model, ...]:
    """Every entry of one provider, retired ones included, in catalogue order."""
    return vendor(provider).models


def ids(models: Iterable[Model]) -> list[str]:
    return [model.id for model in models]


def gone(id: str) -> date | None:
    """The day on which an id that nobody should pick any more ends, `None` for any other id."""
    found = ({**vendor.forgotten, **vendor.gone}.get(id) for vendor in vendors().values())
    return next((day for day in found if day is not None), None)


def no_chat(id: str) -> str | None:
    """What an id does that is served and no model to chat with, such as `speech`, `None` for any other id."""
    return next((vendor.no_chat[id] for vendor in vendors().values() if id in vendor.no_chat), None)


def embedder(id: str, wire: str) -> Embedder | None:
    """The entry of a model that makes vectors and is asked over this wire, `None` for any other id."""
    found = (vendor for vendor in vendors().values() if vendor.wire == wire and id in vendor.embedders)
    return next((vendor.embedders[id] for vendor in found), None)


def gone_family(id: str) -> bool:
    """Whether an id is of a family of which no member is served any more."""
    return any(id.startswith(vendor.gone_families) for vendor in vendors().values())


class _Defaults(Mapping[str, str]):
    """Reads the vendors when asked, not when imported: a folder may have been added by then."""

    def __getitem__(self, id: str) -> str:
        return vendor(id).default

    def __iter__(self) -> Iterator[str]:
        return iter(vendors())

    def __len__(self) -> int:
        return len(vendors())


DEFAULT: Mapping[str, str] = _Defaults()
"""The model to begin with, by provider."""
