"""The catalogue's JSON, at its address, as a script reads it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from firstcall.running.catalogue import FACTS
from firstcall.server import catalogue
from firstcall.server.server import Local


def asked(query: str = "", base: str = "") -> Any:
    client = TestClient(Starlette(routes=[catalogue.route(base)]))
    return client.get(f"{base}{catalogue.PATH}{query}")


def test_it_is_json_that_any_script_may_read() -> None:
    answer = asked(base="/lab")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["access-control-allow-origin"] == "*"
    found = answer.json()
    assert found["on"] == datetime.now(UTC).date().isoformat()
    assert all(list(model["facts"]) == list(FACTS) for model in found["models"])


@pytest.mark.parametrize(("on", "usd"), [("2026-11-30", "2"), ("2026-12-01", "4")])
def test_it_has_the_prices_of_the_day_that_is_asked_for(on: str, usd: str) -> None:
    models = {model["id"]: model["facts"] for model in asked(f"?on={on}").json()["models"]}
    assert models["gemini-4-argon"]["input_usd"]["value"] == usd
    assert models["claude-haiku-5-5"]["thinks"] == {
        "value": True,
        "code": "",
        "source": "https://platform.claude.com/docs/en/models/haiku-5-5/overview",
        "checked": "2026-11-26",
    }


def test_what_is_no_day_is_refused() -> None:
    answer = asked("?on=tomorrow")
    assert answer.status_code == 400 and "2026-12-01" in answer.json()["error"]


def test_the_app_serves_it() -> None:
    local = Local()
    try:
        answer = httpx2.get(f"{local.origin}{catalogue.PATH}")
        assert answer.json()["models"]
    finally:
        local.close()
