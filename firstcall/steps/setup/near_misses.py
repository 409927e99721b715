"""Why a program finds no key: a name that is nearly right, a comment, a section, a file in another place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from typing import Any

from firstcall import providers
from firstcall.steps.setup import key_files
from firstcall.steps.setup.search import Remark, Search, code

_NEAR = 0.9
_ENTRIES = frozenset({"api_key", "apikey", "key"})
_OTHER_NAMES = ("env", "env.txt", ".env.txt", "_env", ".env.env", ".env.local")
_OTHER_SECRETS = (
    "secrets.toml",
    ".streamlit/secrets.toml.txt",
    ".streamlit/secret.toml",
    "streamlit/secrets.toml",
)


def near_misses(search: Search) -> Iterator[Remark]:
    """Why no key is found: what comes near it."""
    yield from _nearly(search)
    name = search.variable
    if name in search.environ and not search.dotenv.values.get(name):
        yield search.remark("empty")
    if line := search.dotenv.line_of(rf"\s*#+\s*(export\s+)?{name}\s*="):
        yield search.remark("commented", line=line)
    if line := key_files.not_understood(search.dotenv, name):
        yield search.remark("not_understood", line=line)
    if name in search.dotenv.values and not search.dotenv.values[name]:
        yield search.remark("no_value", line=search.dotenv.line_of(rf"\s*(export\s+)?{name}\b"))
    yield from _in_secrets(search)
    yield from _elsewhere(search)


def _in_secrets(search: Search) -> Iterator[Remark]:
    values: Mapping[str, Any] = search.secrets.values
    if search.variable in values and not isinstance(values[search.variable], str):
        yield search.remark("not_text")
    for section, name in key_files.sections_with(values, _ENTRIES | {search.variable.lower()}):
        if name.lower() in _ENTRIES and search.provider.id not in section.lower():
            continue
        inside = "".join(f'["{each}"]' for each in (*section.split("."), name))
        yield search.remark("section", section=section, entry=name, path=f"st.secrets{inside}")


def _elsewhere(search: Search) -> Iterator[Remark]:
    """Files with another name, or in another place, than the one that is read."""
    if search.dotenv.absent:
        for file in filter(key_files.is_there, map(search.folder.joinpath, _OTHER_NAMES)):
            yield search.remark("other_file", file=code(file))
    if search.secrets.absent:
        for file in filter(key_files.is_there, map(search.folder.joinpath, _OTHER_SECRETS)):
            yield search.remark("other_secrets", file=code(file))


def _nearly(search: Search) -> Iterator[Remark]:
    """Names that are nearly the right one, in all three places."""
    for place, values in search.places().items():
        for name in values:
            if values[name] and is_near(name, search.variable):
                yield search.remark("near", where=search.where(place), found=code(name))


def is_near(name: str, variable: str) -> bool:
    """Whether a name was probably meant to be that variable, and is neither it nor another provider's."""
    taken = {name for one in providers.every().values() for name in one.address.key_variables}
    if name == variable or name in taken:
        return False
    one, other = _letters(name), _letters(variable)
    return bool(other) and "key" in one and SequenceMatcher(None, one, other).ratio() >= _NEAR


def _letters(name: str) -> str:
    """A name without its case, its underscores and the word API: `OpenAI-Key` is `openaikey`."""
    return "".join(filter(str.isalpha, name.lower())).replace("apikey", "key")
