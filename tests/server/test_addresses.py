"""Addresses that are no page lead to one, on an app that answers each of them as Streamlit does."""

from __future__ import annotations

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from firstcall.server import addresses

HTML = {"accept": "text/html,*/*;q=0.8"}
PAGES = ("start_here", "first_call", "faq")


def asked(path: str, *, base: str = "", accept: dict[str, str] = HTML) -> tuple[int, str | None]:
    """The status of an address, and where it leads."""
    data = Route(f"{base}/practice/models", lambda request: JSONResponse({}))
    page = Route("/{path:path}", lambda request: HTMLResponse("<h1>App</h1>"))
    inner = Middleware(addresses.Addresses, pages=PAGES, base_path=base)
    client = TestClient(Starlette(routes=[data, page], middleware=[inner]), follow_redirects=False)
    answer = client.get(path, headers=accept)
    return answer.status_code, answer.headers.get("location")


@pytest.mark.parametrize("path", ["/", "/first_call", "/faq?provider=openai", "/practice/models"])
def test_a_page_and_what_is_none_are_left_alone(path: str) -> None:
    assert asked(path) == (200, None)


@pytest.mark.parametrize(
    ("path", "leads"),
    [
        ("/start_here", "/"),
        ("/start_here?provider=openai&prompt=a%20b", "/?provider=openai&prompt=a%20b"),
        ("/First-Call?model=x", "/first_call?model=x"),
        ("/no_such_page?prompt=x", "/?unknown=page"),
        ("/first_call/deeper", "/?unknown=page"),
        ("/%2F%2Fevil.example", "/?unknown=page"),
        ("/faq%20%22x", "/?unknown=page"),
    ],
)
def test_other_addresses_lead_to_a_page(path: str, leads: str) -> None:
    assert asked(path) == (307, leads)
    assert asked(f"/lab{path}", base="/lab") == (307, f"/lab{leads}")


def test_a_script_or_a_picture_is_not_led_to_a_page() -> None:
    assert asked("/no_such_page", accept={"accept": "*/*"}) == (200, None)
