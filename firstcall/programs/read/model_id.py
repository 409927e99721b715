"""What a text says as the id of a model: whose it is, whether and when it ends, what is taken instead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from firstcall import models
from firstcall.models import Model, Vendor
from firstcall.programs.read.whole_program import known_model, undated

_WRITTEN = re.compile(r"(?P<before>(?:[\w.-]+/)*(?:[a-z_-]+:)?)(?P<id>[A-Za-z][\w.:-]*)")
"""An id, which some libraries and hosts want with names before it: `models/gemini-3.8-flash`, `openai:gpt-4o`."""
LONGEST = 120
"""Characters of an id. Most texts of a program are longer, or have blanks."""


@dataclass(frozen=True)
class ModelId:
    """A text that is the id of a model which `vendor` served or serves.

    `before` stands in front of the `id`. `ends` is the day of its end; `ended_once` says that it is long past and
    nobody here knows the day.
    """

    before: str
    id: str
    vendor: Vendor
    ends: date | None
    ended_once: bool = False

    @property
    def plain(self) -> bool:
        """Whether a text that is this may well mean something else: a word, or words of which none is a version."""
        return "-" not in self.id or (self.ends is None and not any(sign.isdigit() for sign in self.id))

    def gone(self, today: date) -> bool:
        return self.ended_once or (self.ends is not None and self.ends <= today)

    def days(self, today: date) -> int:
        """In how many days it ends; 0 where it has ended, or where no end is known."""
        return max(0, (self.ends - today).days) if self.ends is not None else 0


def read(text: str) -> ModelId | None:
    """The model that a text names, `None` where it is no id of a vendor's that is known here."""
    written = _WRITTEN.fullmatch(text)
    return _read(text, written["before"], written["id"], tuple(models.FOLDERS)) if written else None


@lru_cache(maxsize=2048)
def _read(text: str, before: str, id: str, folders: tuple[Path, ...]) -> ModelId | None:
    """`folders` are where the facts lie: those of others are other facts."""
    if text.startswith(_tuned()):
        return None
    known, ends = end(id)
    vendor = _vendor(id, known)
    if vendor is None:
        return None
    return ModelId(before, id, vendor, ends, known and ends is None)


def _tuned() -> tuple[str, ...]:
    return tuple(one for vendor in models.vendors().values() for one in vendor.tuned)


def end(id: str) -> tuple[bool, date | None]:
    """Whether anything is known of an id's end, and the day; a known end without a day is long past."""
    for name in (id, undated(id)):
        model = models.find(name)
        if model is not None:
            return model.retires is not None, model.retires
        if day := models.gone(name):
            return True, day
    return models.gone_family(id), None


def _vendor(id: str, ends: bool) -> Vendor | None:
    model = known_model(id)
    if model is not None:
        return models.vendor(model.provider)
    if not ends:
        return None
    return next((vendor for vendor in models.vendors().values() if _names(vendor, id)), None)


def _names(vendor: Vendor, id: str) -> bool:
    days = vendor.gone.keys() | vendor.forgotten.keys()
    return id in days or undated(id) in days or id.startswith(vendor.gone_families)


def successor(provider: str, id: str, today: date) -> str:
    """The current model to take instead, of the same line where its vendor has lines, such as Haiku: never one
    that ends itself, as long as there is another."""
    lasting = list(_lasting(provider, today))
    for line in models.vendor(provider).lines:
        same = [model.id for model in lasting if line in id and line in model.id]
        if same:
            return same[0]
    default = models.DEFAULT[provider]
    return default if not lasting or default in models.ids(lasting) else lasting[0].id


def _lasting(provider: str, today: date) -> Iterator[Model]:
    """The models that are offered and of which no end is known, those that are not old first."""
    kept = [model for model in models.offered(provider, today) if model.retires is None]
    yield from sorted(kept, key=lambda model: model.legacy)


def relatives(provider: str, id: str, today: date, most: int = 3) -> list[Model]:
    """Served models whose ids begin as this one does, the likest first; none where only the name of the vendor's
    family is the same."""
    alive = [model for model in models.alive(provider) if not model.retired(today)]
    shared = {model.id: _common(id, model.id) for model in alive}
    near = [model for model in alive if re.search(r"[-.\d]", id[: shared[model.id]].rstrip("-."))]
    return sorted(near, key=lambda model: -shared[model.id])[:most]


def _common(one: str, other: str) -> int:
    """How many characters two ids begin with alike, up to the last `-` or `.` or the end of one."""
    alike = 0
    for place, (here, there) in enumerate(zip(f"{one}-", f"{other}-", strict=False), 1):
        if here != there:
            break
        alike = place if here in "-." else alike
    return alike
