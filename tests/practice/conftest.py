"""A practice server without waits, for the tests of one file."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette

from firstcall.practice.app import create_app
from firstcall.practice.pace import INSTANT
from firstcall.practice.serve import serve


@pytest.fixture(scope="module")
def app() -> Starlette:
    return create_app(INSTANT)


@pytest.fixture(scope="module")
def url(app: Starlette) -> Iterator[str]:
    with serve(app) as url:
        yield url
