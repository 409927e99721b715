"""The style of the page in the document's head, whatever the app behind it sends."""

from __future__ import annotations

from starlette.applications import Starlette
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from firstcall.server.shell import HEAD, Shell

DOCUMENT = "<html><head><title>x</title></head><body>" + "word " * 500 + "</body></html>"
HTML = {"accept": "text/html,*/*", "accept-encoding": "gzip"}


async def whole(request: Request) -> Response:
    if request.headers.get("if-none-match"):
        return Response(status_code=304)
    return HTMLResponse(DOCUMENT, headers={"etag": '"1"'})


async def pieces(request: Request) -> Response:
    return StreamingResponse(iter([DOCUMENT[:60], DOCUMENT[60:]]), media_type="text/html")


async def text(request: Request) -> Response:
    return PlainTextResponse("</head>")


def client() -> TestClient:
    routes = [Route("/", whole), Route("/pieces", pieces), Route("/text", text)]
    return TestClient(Shell(GZipMiddleware(Starlette(routes=routes))))


def test_the_style_stands_in_the_head() -> None:
    for path in ("/", "/pieces"):
        came = client().get(path, headers=HTML)
        head = came.text.partition("</head>")[0]
        assert all(file.read_text(encoding="utf-8") in head for file in HEAD)
        assert came.text.count("</head>") == 1 and came.text.endswith("</html>")
        assert "etag" not in came.headers


def test_a_browser_that_knows_the_file_gets_the_document_all_the_same() -> None:
    came = client().get("/", headers=HTML | {"if-none-match": '"1"'})
    assert came.status_code == 200 and "--bench-height" in came.text


def test_nothing_else_is_touched() -> None:
    assert client().get("/text", headers=HTML).text == "</head>"
    assert "--bench-height" not in client().get("/", headers={"accept": "application/json"}).text
