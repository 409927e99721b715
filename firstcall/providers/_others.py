"""Who else answers calls, or makes them: servers on a vendor's protocol, SDKs of others, libraries on top.

The app cannot call them. That it knows whose call it is keeps it from judging one by rules that are not its.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_HERE = frozenset({"localhost", "127.0.0.1", "0.0.0.0", "::1", "host.docker.internal"})
"""The names of this machine, as programs write them."""
_HOST = re.compile(r"[\w.-]+", re.ASCII)
_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody else than the providers.

    `hosts` are its servers: names, their ends (with a dot in front), or the port of one on the learner's machine.
    `modules` are what a program imports, `javascript` the npm packages of the same. Of these, `calls` take a model
    id (in an argument of `model`, or in the first place, `"0"`), `own_calls` do so for models of somebody's own,
    `completes` are those of `calls` that complete a prompt and take no model that chats,
    `clients` make an object on which `methods` are called, or those of a vendor's SDK. `classes` are those of a
    vendor's SDK that call it. `hands_on` says that a model id is given to its vendor as it is: otherwise its
    models have names and ends of their own. `raw` is a package for HTTP, which knows nothing of models.
    `key_variable` is where its key is usually read from, and `key_prefixes` are how its keys begin.
    """

    id: str
    name: str
    source: str
    hosts: tuple[str, ...] = ()
    modules: tuple[str, ...] = ()
    calls: tuple[str, ...] = ()
    own_calls: tuple[str, ...] = ()
    completes: tuple[str, ...] = ()
    clients: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    model: tuple[str, ...] = ("model",)
    hands_on: bool = False
    raw: bool = False
    javascript: tuple[str, ...] = ()
    key_variable: str = ""
    key_prefixes: tuple[str, ...] = ()


@cache
def others() -> Mapping[str, Other]:
    """All that are known, by id."""
    data = tomllib.loads((Path(__file__).parent / "others.toml").read_text("utf-8"))
    return {
        id: Other(id=id, **{name: _frozen(value) for name, value in entry.items()})
        for id, entry in data.items()
    }


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def other_at(url: str) -> Other | None:
    """Whose server stands at a URL, `None` where nobody here knows it."""
    here = server(url)
    port = here.rpartition(":")[2]
    places = [here, f"localhost:{port}"] if at_home(url) else [here]
    found = (one for one in others().values() for host in one.hosts if any(_is_at(at, host) for at in places))
    return next(found, None)


def _is_at(here: str, host: str) -> bool:
    return here == host or (host.startswith(".") and here.partition(":")[0].endswith(host))


def server(url: str) -> str:
    """The host of a URL, with its port where that is not the usual one of its scheme: `api.groq.com`,
    `localhost:11434`; empty where there is none. This machine has many names, and one here."""
    try:
        parts = urlsplit(url.strip())
        host, port = parts.hostname or "", parts.port
    except ValueError:
        return ""
    name = (
        "localhost"
        if host in _HERE
        else f"[{host}]"
        if ":" in host
        else host
        if _HOST.fullmatch(host)
        else ""
    )
    usual = {
        None,
        0,
        _PORTS.get(parts.scheme),
    }  # nobody listens at port 0: it stands for one that is not known
    return f"{name}:{port}" if name and port not in usual else name


def same_place(one: str, other: str) -> bool:
    """Whether two base URLs lead to the same server and path, by whichever name."""
    paths = {urlsplit(url.strip()).path.rstrip("/") for url in (one, other)} if server(one) else set()
    return server(one) == server(other) and len(paths) == 1


def at_home(url: str) -> bool:
    """Whether a URL leads to the learner's own machine or network, where a key is no secret."""
    return _is_near(urlsplit(f"//{server(url)}").hostname or "")


def _is_near(host: str) -> bool:
    """Whether a name or number is one of a network at home: nobody has `ollama` or `192.168.1.5` for himself."""
    try:
        return ip_address(host).is_private
    except ValueError:
        return bool(host) and ("." not in host or host.endswith((".local", ".lan", ".internal")))


@lru_cache(maxsize=2048)
def of_module(name: str) -> Other | None:
    """Whose a full name such as `langchain_openai.ChatOpenAI` is, by the module in front of it."""
    modules = ((one, module) for one in others().values() for module in one.modules)
    return next((one for one, module in modules if f"{name}.".startswith(f"{module}.")), None)
