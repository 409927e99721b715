"""The app over TLS, its own and a proxy's, visited from another machine: the editor, the text, the practice server."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Playwright, Response, expect

from tests.browser import tls
from tests.browser.conftest import COARSE, FLAGS, SIZE, App, Visitors, chromium, start_app
from tests.browser.test_journey import box, done, reply, run

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not shutil.which("openssl"), reason="makes its certificate with openssl"),
]
Started = Iterator[tuple[App, tls.Certificate]]
RUN = f"""import runpy, socket, sys
found = socket.getaddrinfo
socket.getaddrinfo = lambda host, *more, **named: found("127.0.0.1" if host == "{tls.NAME}" else host, *more, **named)
runpy.run_path(sys.argv[1], run_name="__main__")
"""
"""Runs a program on a machine that knows the app's name."""


@contextmanager
def running(folder: Path, at: str, **environment: str) -> Iterator[App]:
    process, app = start_app(folder, at, **environment)
    yield app
    process.kill()
    process.wait()


def with_own_tls(folder: Path) -> Started:
    made = tls.certificate(folder)
    told = {"STREAMLIT_SERVER_SSL_CERT_FILE": str(made.chain), "STREAMLIT_SERVER_SSL_KEY_FILE": str(made.key)}
    with running(folder, "https://127.0.0.1:{port}", **told) as app:
        yield replace(app, url=app.url.replace("127.0.0.1", tls.NAME)), made


def behind_a_proxy(folder: Path) -> Started:
    made, path = tls.certificate(folder), "/first-call"
    told = {"STREAMLIT_SERVER_BASE_URL_PATH": path}
    with running(folder, f"http://127.0.0.1:{{port}}{path}", **told) as app:
        with tls.proxy(made, urlsplit(app.url).port or 0, path) as port:
            yield replace(app, url=f"https://{tls.NAME}:{port}{path}"), made


@pytest.fixture(scope="module", params=[pytest.param(with_own_tls, marks=pytest.mark.attack), behind_a_proxy])
def served(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Started:
    start: Callable[[Path], Started] = request.param
    yield from start(tmp_path_factory.mktemp("tls"))


@pytest.fixture(scope="module")
def another_machine(playwright: Playwright, browser: Browser) -> Iterator[Browser]:
    """A browser that knows the app by name; the fixture of the usual one finds out whether there is a browser."""
    flags = [*FLAGS, f"--host-resolver-rules=MAP {tls.NAME} 127.0.0.1"]
    launched = playwright.chromium.launch(executable_path=chromium(), args=flags)
    yield launched
    launched.close()


@pytest.fixture(scope="module")
def page(another_machine: Browser, served: tuple[App, tls.Certificate]) -> Iterator[Page]:
    """One visitor on the page of the first call. Fails on a request to any other origin."""
    visitors = Visitors(served[0])
    with another_machine.new_context(
        device_scale_factor=COARSE, viewport=SIZE, ignore_https_errors=True
    ) as context:
        yield visitors.arrive(context.new_page(), "first_call")
    visitors.check()


def test_the_editor_and_the_live_text_work(page: Page) -> None:
    streams: list[Response] = []
    page.on("response", lambda answer: streams.append(answer) if "/streams/" in answer.url else None)
    expect(box(page)).to_contain_text("import anthropic")
    run(page)
    expect(reply(page)).to_contain_text("An API ")
    done(page)
    assert streams and all(answer.status == 200 for answer in streams)


def test_a_program_on_the_visitors_machine_reaches_the_practice_server(
    page: Page, served: tuple[App, tls.Certificate], tmp_path: Path
) -> None:
    app, made = served
    page.get_by_text("Take it with you: ").click()
    page.get_by_text("Run it on your machine without a key").click()
    lines = page.get_by_text("export ANTHROPIC_BASE_URL").inner_text()
    told = dict(shlex.split(line)[1].split("=", 1) for line in lines.splitlines() if line)
    assert told["ANTHROPIC_BASE_URL"].startswith(f"{app.url}/practice/")
    program = tmp_path / "first_call.py"
    program.write_text(page.locator("pre", has_text="import anthropic").first.inner_text())
    trusting = os.environ | told | {"SSL_CERT_FILE": str(made.chain)}
    ended = subprocess.run(
        [sys.executable, "-c", RUN, str(program)], env=trusting, capture_output=True, text=True, timeout=60
    )
    assert ended.returncode == 0 and ended.stdout.strip(), ended.stderr
