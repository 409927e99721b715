"""Any server that speaks OpenAI's protocol, at home or elsewhere: OpenAI's SDK with another base URL, key and model.

Which server that is the learner says; `servers.toml` has the well-known ones, each with its source.
"""

from __future__ import annotations

import tomllib
from dataclasses import replace
from functools import lru_cache
from itertools import starmap
from pathlib import Path
from typing import Any

from firstcall import models
from firstcall.providers import Provider, Server, Servers, at_home, openai, others
from firstcall.providers._own_words import OwnWords

_HERE = Path(__file__).parent
_ANY_WORD = "no-key"
"""For the SDK, which does not start without a key; a server at home that nobody knows asks for none as a rule."""
_VENDOR = models.vendor("openai_compatible")


def _known() -> tuple[Server, ...]:
    told = tomllib.loads((_HERE / "servers.toml").read_text(encoding="utf-8"))
    return tuple(starmap(_server, told.items()))


def _server(id: str, said: dict[str, Any]) -> Server:
    """One entry of the file, with what is known of that server anyway."""
    other = others()[id]
    known = {"name": other.name, "key_variable": other.key_variable, "source": other.source} | said
    return Server(id=id, models=(known.pop("model"),), lacks=tuple(known.pop("lacks", ())), **known)


@lru_cache(maxsize=64)
def at(server: Server) -> Provider:
    """The provider for one server."""
    return openai.on_its_wire(
        id=_VENDOR.id,
        colour="#F0E442",
        name=server.name,
        key_variable=server.key_variable,
        base_url=server.base_url,
        key_page=server.key_page,
        no_key=server.no_key or (_ANY_WORD if at_home(server.base_url) else ""),
        words=OwnWords(_HERE, openai.PROVIDER.words.folder),
        servers=SERVERS,
        offers=server.models,
        lacks=server.lacks,
    )


SERVERS = Servers(_known(), at)
PROVIDER = at(replace(SERVERS.known[0], name=_VENDOR.name, models=()))
