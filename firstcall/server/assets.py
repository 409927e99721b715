"""The files that the page needs from us (the code box's bundle), and where the browser finds our routes.

The routes belong into the ASGI app that serves the page. Where that app runs on a port of its own,
`set_origin` tells the page.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

FOLDER = Path(__file__).parent.parent / "ui" / "frontend" / "dist"
_A_YEAR = "public, max-age=31536000, immutable"
_origin: str | None = None
_base_path = ""


def set_origin(origin: str | None) -> None:
    """Serve our routes from another origin, such as `http://127.0.0.1:41234`; None means the page's own.

    One setting for the whole server: it says where this process listens, nothing about a learner.
    """
    global _origin
    _origin = origin


def set_base_path(path: str) -> None:
    """Serve everything under a path, as Streamlit's `server.baseUrlPath` says it: "", "lab", "/lab/"."""
    global _base_path
    _base_path = f"/{path.strip('/')}" if path.strip("/") else ""


def base_path() -> str:
    """The path under which the app is served, as a prefix: "" or "/lab"."""
    return _base_path


def server_url(path: str) -> str:
    """Where the browser finds one of our routes, such as `/assets/code_box.js` or `/streams/<token>`."""
    return f"{_origin or ''}{base_path()}{path}"


@cache
def _digest(name: str) -> str:
    return hashlib.sha256((FOLDER / name).read_bytes()).hexdigest()[:16]


def asset_url(name: str) -> str:
    """The URL of a file in `frontend/dist`; it changes with the file's content, so it can be cached for ever.

    Raises FileNotFoundError if the bundle was not built.
    """
    return server_url(f"/assets/{name}?v={_digest(name)}")


async def _asset(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in {path.name for path in FOLDER.iterdir()}:
        return PlainTextResponse(f"There is no asset called {name}.", 404)
    current = request.query_params.get("v") == _digest(name)
    headers = {"Cache-Control": _A_YEAR if current else "no-cache", "Access-Control-Allow-Origin": "*"}
    return FileResponse(FOLDER / name, headers=headers)


def asset_routes() -> list[BaseRoute]:
    """The routes to hand to `st.App(routes=...)`, under the base path if one is set."""
    return [Route(f"{base_path()}/assets/{{name}}", _asset, methods=["GET"])]
