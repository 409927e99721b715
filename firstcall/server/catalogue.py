"""The catalogue for a script: `GET /catalogue.json`, the same facts as the page has, as JSON.

`?on=2026-12-01` gives the models that are offered, and their prices, on another day.
"""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from firstcall.running import catalogue
from firstcall.running.catalogue import Fact, Row

PATH = "/catalogue.json"
_ABOUT = (
    "Prices are US dollars for a million tokens, as decimal texts. null stands for what is not known, or for a price "
    "that there is not. Each fact has its source and the day on which it was compared with that."
)


def route(base: str) -> BaseRoute:
    """The route under which the catalogue is found."""
    return Route(f"{base}{PATH}", _served, methods=["GET"])


def _served(request: Request) -> Response:
    # Not a coroutine: prices of a day that nobody asked for yet take a while, and others wait for the event loop.
    asked = request.query_params.get("on")
    try:
        day = date.fromisoformat(asked) if asked else None
    except ValueError:
        return _json(_text({"error": f"on={str(asked)[:20]!r} is not a day, such as 2026-12-01"}), 400)
    return _json(text(day))


def document(on: date | None = None) -> dict[str, Any]:
    """The whole catalogue as values for JSON."""
    day = on or datetime.now(UTC).date()
    return {
        "about": _ABOUT,
        "on": day.isoformat(),
        "models": [as_values(row) for row in catalogue.rows(day)],
    }


def as_values(row: Row) -> dict[str, Any]:
    """One model: a key for each fact, those that are not known too."""
    return {
        "id": row.id,
        "provider": row.provider,
        "vendor": row.vendor,
        "runs_at_home": row.at_home,
        "note": row.note,
        "facts": {id: _fact(row.fact(id)) for id in catalogue.FACTS},
    }


def _fact(fact: Fact) -> dict[str, Any]:
    checked = None if fact.checked is None else fact.checked.isoformat()
    return {"value": fact.value, "code": fact.code, "source": fact.source, "checked": checked}


def text(on: date | None = None) -> str:
    """The document as it is served."""
    return _text(document(on))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, indent=1)


def _json(body: str, status: int = 200) -> Response:
    headers = {"cache-control": "no-cache", "access-control-allow-origin": "*"}
    return Response(body, status, headers, media_type="application/json")
