"""Short links: `/go/k7m2` leads to a page with the settings that were put down under these letters.

Kept in this process, the newest ones, until it ends.
"""

from __future__ import annotations

import secrets
from collections import OrderedDict
from threading import Lock

from starlette.requests import Request
from starlette.responses import RedirectResponse
from starlette.routing import BaseRoute, Route

from firstcall.server import addresses, assets

PATH = "/go"
MOST = 500
"""Links that are kept: the oldest goes first."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Those that nobody mistakes for another when read from a wall."""
_LENGTH = 4

_kept: OrderedDict[tuple[str, str], str] = OrderedDict()
_lock = Lock()


def put(page: str, query: str) -> str:
    """The path of a short link to this page of the app (`""` for the first) with this query; the same for the same."""
    with _lock:
        code = _kept.pop((page, query), None) or _new()
        _kept[page, query] = code
        while len(_kept) > MOST:
            _kept.popitem(last=False)
    return f"{assets.base_path()}{PATH}/{code}"


def _new() -> str:
    taken = set(_kept.values())
    while True:
        code = "".join(secrets.choice(_LETTERS) for _ in range(_LENGTH))
        if code not in taken:
            return code


def route(base: str) -> BaseRoute:
    """The route under which the links are found."""
    return Route(f"{base}{PATH}/{{code}}", _lead)


async def _lead(request: Request) -> RedirectResponse:
    code = request.path_params["code"].casefold()
    with _lock:
        found = next((to for to, kept in _kept.items() if kept == code), None)
    page, query = found or ("", f"{addresses.UNKNOWN}=link")
    path = f"{assets.base_path()}/{page}"
    return RedirectResponse(f"{path}?{query}" if query else path, 307, {"cache-control": "no-store"})
