"""Which server a learner may name: what a name, a base URL, a key's variable and a model id may look like, and for whom
this app calls it.

What is typed here comes to stand in programs of three languages, and a call to it goes out from the app's own machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from firstcall import providers
from firstcall.providers import Provider, Server
from firstcall.running import WORDS

SETTING = "FIRSTCALL_SERVERS"
"""The operator's: base URLs, apart by blanks, that visitors from elsewhere may call as well."""

_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ._-]{0,38}[A-Za-z0-9])?", re.ASCII)
_BASE_URL = re.compile(
    r"https?://(?:[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?|\[[0-9a-f:]{2,40}\])(?::[0-9]{1,5})?(?:/[\w.~-]{1,80}){0,6}/?",
    re.ASCII | re.IGNORECASE,
)
_VARIABLE = re.compile(r"[A-Z][A-Z0-9_]{0,40}_(?:API_KEY|KEY|TOKEN)", re.ASCII)
_MODEL = re.compile(r"[\w.:/@+-]{1,100}", re.ASCII)


def problems(server: Server, provider: Provider) -> tuple[str, ...]:
    """What is wrong with a server as it was typed, a sentence for each; empty where a program can name it."""
    return tuple(WORDS.line(f"server/{id}") for id in _wrong(server, provider))


def _wrong(server: Server, provider: Provider) -> Iterator[str]:
    if not _NAME.fullmatch(server.name):
        yield "name"
    if not _BASE_URL.fullmatch(server.base_url):
        yield "base_url"
    if not _VARIABLE.fullmatch(server.key_variable):
        yield "variable"
    elif server.key_variable in _of_others(provider):
        yield "of_another"
    if not server.models or not all(map(_MODEL.fullmatch, server.models)):
        yield "model"


def _of_others(provider: Provider) -> set[str]:
    """Variables in which the keys of other providers are: none of these goes to a server that a learner names."""
    others = (one for one in providers.every().values() if one.id != provider.id)
    return {variable for one in others for variable in one.address.key_variables}


def may_be_called(provider: Provider, environ: Mapping[str, str], *, on_this_machine: bool) -> bool:
    """Whether a visitor may have this app call a provider's server. A server that a learner has named may stand in the
    network of whoever runs the app: a visitor from elsewhere reaches only those that the operator names."""
    if provider.servers is None or on_this_machine:
        return True
    return _plain(provider.address.base_url) in map(_plain, environ.get(SETTING, "").split())


def _plain(url: str) -> str:
    """As it is compared: by the letter, for another name of a machine may be another machine's elsewhere."""
    return url.rstrip("/").lower()
