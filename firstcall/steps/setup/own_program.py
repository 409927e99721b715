"""What a program of the learner's own would find where its key should be, said as strictly as Python does.

The app takes a quotation mark or a blank off a key and goes on; the SDK in a program of one's own sends it along. So
nothing is cleaned here, and whatever would fail there is a `Remark`, though the check of the app went well.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from firstcall.providers import Provider
from firstcall.running import keys
from firstcall.steps.setup import key_files
from firstcall.steps.setup.key_files import KeyFile
from firstcall.steps.setup.near_misses import near_misses
from firstcall.steps.setup.search import Found, Place, Remark, Search, code

LOADED = frozenset(
    "calendar copy csv dataclasses datetime decimal email enum hashlib http inspect json keyword locale logging math "
    "numbers operator platform random re secrets select signal socket ssl stat string struct subprocess tempfile "
    "threading token tokenize traceback types typing uuid warnings".split()
)
"""Modules of Python's own that the SDKs import, with names that a beginner may give a file."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What a program in a folder finds: the two files, where its key would come from, what is wrong with it."""

    dotenv: KeyFile
    secrets: KeyFile
    place: Place | None
    remarks: tuple[Remark, ...]


def look(provider: Provider, folder: Path, environ: Mapping[str, str]) -> Looked:
    """What a program in `folder` finds in this environment. Reads files there; raises nothing."""
    search = Search(provider, environ, key_files.dotenv(folder), key_files.secrets_toml(folder), folder)
    found = search.found()
    about = _value(search, found) if found else near_misses(search)
    remarks = (*_files(search), *_shadows(search), *_hidden(search), *about)
    return Looked(search.dotenv, search.secrets, found.place if found else None, remarks)


def _files(search: Search) -> Iterator[Remark]:
    """Files that no program can read, whatever stands in them."""
    for kind, file in (("env", search.dotenv), ("toml", search.secrets)):
        if file.trouble:
            id = file.trouble if file.trouble in {"not_toml", "no_quotes"} else f"{kind}_{file.trouble}"
            yield search.remark(id, line=file.line, detail=file.detail)


def _shadows(search: Search) -> Iterator[Remark]:
    """Files of the learner's that Python imports in place of what the program means."""
    packages = {search.provider.sdk.client.partition(".")[0], "dotenv", "streamlit"}
    for file in _listed(search.folder):
        is_module = file.suffix == ".py" or (file / "__init__.py").exists()
        if is_module and file.stem in packages | LOADED:
            id = "shadow" if file.stem in packages else "shadow_python"
            yield search.remark(id, file=code(file.name), meant=code(file.stem))


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _hidden(search: Search) -> Iterator[Remark]:
    """A variable that is set already, so that `load_dotenv()` leaves it alone."""
    there, written = search.environ.get(search.variable), search.dotenv.values.get(search.variable)
    if there is None or not written or there == written:
        return
    yield search.remark(
        "old_wins" if there.strip() else "empty_hides", old=keys.mask(there), new=keys.mask(written)
    )


def _value(search: Search, found: Found) -> Iterator[Remark]:
    """What is wrong with the text that the SDK would take for the key."""
    value = found.value.strip() if search.provider.sdk.strips_key else found.value
    where, place = search.where(found.place), found.place
    core, taken_off = keys.taken_off(value)
    if found.name != search.variable:
        yield search.remark("goes_first", where=where, first=found.name)
    if keys.is_placeholder(core, found.name):
        yield search.remark("placeholder", where=where, shown=code(core[:60]))
        return
    if taken_off:
        # An invisible character may stand inside the key: then there is nothing to show around it.
        around = ascii(value.replace(core, "…")) if core in value else ascii("…")
        yield search.remark("dragged", where=where, shown=code(around.replace("\\u2026", "…")[:40]))
    if place == "dotenv" and "${" in search.line():
        yield search.remark("filled_in", where=where)
    if problems := keys.problems_of(core):
        yield search.remark("unsendable", where=where, problems=" ".join(problems))
