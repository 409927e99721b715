"""Who may frame the app, who may open its websocket, and which cookie a browser gets."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping

import pytest
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from firstcall.ledger.progress import COOKIE
from firstcall.server import cookie, doorway, server
from firstcall.server.doorway import framing

ID, OTHER = "adasown-cookie_1", "bobsown-cookie_2"


async def accept(websocket: WebSocket) -> None:
    await websocket.accept()
    await websocket.close()


@pytest.fixture(autouse=True)
def own(monkeypatch: pytest.MonkeyPatch) -> None:
    """The doorway learns the port of its first visitor: not for other tests."""
    of_this_test = server.Local()
    monkeypatch.setattr(server, "local", lambda: of_this_test)


def site(environ: Mapping[str, str] | None = None, origins: Iterable[str] | None = ()) -> TestClient:
    routes = [
        Route("/page", lambda request: HTMLResponse("<h1>Hello</h1>")),
        Route("/data", lambda request: JSONResponse({})),
        WebSocketRoute("/ws", accept),
    ]
    app = Starlette(routes=routes, middleware=list(server.middleware(environ or {}, origins)))
    return TestClient(app)


# Frames


def test_a_page_says_that_only_the_app_may_frame_it() -> None:
    headers = site().get("/page").headers
    assert headers["content-security-policy"] == "frame-ancestors 'self'"
    assert headers["x-frame-options"] == "SAMEORIGIN"


def test_what_is_no_page_says_nothing_of_frames() -> None:
    assert {"content-security-policy", "x-frame-options"}.isdisjoint(site().get("/data").headers)


def test_who_embeds_on_purpose_names_the_origins() -> None:
    headers = (
        site({doorway.VARIABLE: "https://lms.example, https://*.school.example:8443"}).get("/page").headers
    )
    assert (
        headers["content-security-policy"]
        == "frame-ancestors 'self' https://lms.example https://*.school.example:8443"
    )
    assert "x-frame-options" not in headers


@pytest.mark.parametrize("told", ["*", "https:", "lms.example", "http://127.0.0.1:8502", "http://[::1]:8502"])
def test_every_way_to_write_a_source(told: str) -> None:
    assert framing(told) == {"content-security-policy": f"frame-ancestors 'self' {told}"}


@pytest.mark.parametrize(
    "told", ["'none'", "https://a.example;script-src", "https://a.example/x", "javascript:"]
)
def test_what_is_no_origin_is_left_out_and_told(told: str, logged: list[logging.LogRecord]) -> None:
    assert framing(told) == framing()
    assert framing(f"{told} https://b.example")["content-security-policy"].endswith(
        "'self' https://b.example"
    )
    assert logged and all(doorway.VARIABLE in record.getMessage() for record in logged)


# The websocket


def opens(client: TestClient, url: str = "/ws", **headers: str) -> bool:
    try:
        with client.websocket_connect(url, headers=headers):
            return True
    except WebSocketDisconnect as refused:
        assert refused.code == 1008
        return False


@pytest.mark.parametrize("origin", ["http://app:8501", "https://app:8501", "HTTP://APP:8501"])
def test_the_apps_own_page_opens_the_websocket(origin: str) -> None:
    assert opens(site(), host="app:8501", origin=origin)


@pytest.mark.parametrize(
    "origin",
    ["http://app", "http://app:8502", "http://localhost:8501", "http://127.0.0.1:8501", "null", "", "file://",
     "http://app:8501.evil.example", "http://evil.example", "http://app:8501/", "http://[", "app:8501"],
)  # fmt: skip
def test_no_other_origin_does(origin: str, logged: list[logging.LogRecord]) -> None:
    assert not opens(site(), host="app:8501", origin=origin)
    assert any("app:8501" in record.getMessage() for record in logged)


@pytest.mark.parametrize("port", ["8501", "3000"])
def test_another_port_of_this_machine_is_another_origin(port: str) -> None:
    assert opens(site(), host="localhost:8501", origin=f"http://localhost:{port}") == (port == "8501")


def test_a_client_that_names_no_origin_is_no_page_of_the_app() -> None:
    assert not opens(site(), host="app:8501")


def test_a_page_without_tls_does_not_speak_to_an_app_with_it() -> None:
    url = "wss://app:8501/ws"
    assert opens(site(), url, host="app:8501", origin="https://app:8501")
    assert not opens(site(), url, host="app:8501", origin="http://app:8501")


def test_streamlits_own_settings_let_others_in() -> None:
    told = site(origins=["https://lms.example "])
    assert opens(told, host="app:8501", origin="https://lms.example")
    assert not opens(told, host="app:8501", origin="https://lms.example:444")
    assert opens(site(origins=None), host="app:8501", origin="https://evil.example")


# The cookie


INVALID = ["ada", "", "a" * 17, "a" * 5000, f'"{ID}"', "a" * 15 + "é", "a" * 15 + "\t", "a" * 15 + "'", "a" * 15 + "%",
           f"{ID}={ID}", "\u0660" * 16]  # fmt: skip


def given(client: TestClient, cookies: str) -> str | None:
    """The id that a browser with these cookies gets with a page, if it gets one."""
    sent = {b"accept": b"text/html", b"cookie": cookies.encode("utf-8")}
    set_cookie = client.get("/page", headers=list(sent.items())).headers.get("set-cookie")
    return set_cookie and set_cookie.partition("=")[2].partition(";")[0]


@pytest.mark.parametrize("value", INVALID)
def test_a_cookie_that_is_none_of_ours_is_replaced_at_once(value: str) -> None:
    new = given(site(), f"{COOKIE}={value}; theme=dark")
    assert new and cookie.learner(f"theme=dark; {COOKIE}={new}") == new
    assert cookie.learner(f"{COOKIE}={value}") is None


@pytest.mark.parametrize("other", [value for value in INVALID if ";" not in value])
def test_a_valid_one_beside_an_invalid_one_is_kept_and_set_anew(other: str) -> None:
    for cookies in (f"{COOKIE}={other}; {COOKIE}={ID}", f"{COOKIE}={ID}; {COOKIE}={other}"):
        assert given(site(), cookies) == ID and cookie.learner(cookies) == ID


def test_of_two_valid_ones_the_last_counts() -> None:
    both = f"{COOKIE}={OTHER}; x=1;{COOKIE} = {ID}"
    assert given(site(), both) == ID and cookie.learner(both) == ID


@pytest.mark.parametrize("cookies", [f"{COOKIE}={ID}", f"x{COOKIE}=y; {COOKIE}={ID}", f"a=b;{COOKIE}={ID};"])
def test_a_valid_one_stays(cookies: str) -> None:
    assert given(site(), cookies) is None and cookie.learner(cookies) == ID


def test_a_cookie_whose_name_only_holds_ours_is_another() -> None:
    assert given(site(), f"x{COOKIE}={ID}") not in {None, ID}


def test_cookies_in_several_headers_are_one_list() -> None:
    headers = [("accept", "text/html"), ("cookie", "a=b"), ("cookie", f"{COOKIE}={ID}")]
    assert "set-cookie" not in site().get("/page", headers=headers).headers
