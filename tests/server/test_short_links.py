"""Short links lead to what was put down, for as long as it is kept."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from firstcall.server import assets, short_links


@pytest.fixture(params=["", "/course"])
def client(request: pytest.FixtureRequest) -> Iterator[TestClient]:
    before = assets.base_path()
    assets.set_base_path(request.param)
    yield TestClient(Starlette(routes=[short_links.route(assets.base_path())]), follow_redirects=False)
    assets.set_base_path(before)


def test_a_short_link_leads_to_the_page_and_its_query(client: TestClient) -> None:
    path = short_links.put("roles", "provider=openai&prompt=Where%20is%20Oslo%3F")
    assert len(path) <= len(f"{assets.base_path()}/go/") + 4
    for spelling in (path, f"{path.rpartition('/')[0]}/{path.rpartition('/')[2].upper()}"):
        came = client.get(spelling)
        assert came.status_code == 307 and came.headers["cache-control"] == "no-store"
        assert came.headers["location"] == (
            f"{assets.base_path()}/roles?provider=openai&prompt=Where%20is%20Oslo%3F"
        )


def test_the_first_page_without_a_query_is_the_root(client: TestClient) -> None:
    assert client.get(short_links.put("", "")).headers["location"] == f"{assets.base_path()}/"


def test_the_same_state_has_the_same_link_and_another_another() -> None:
    assert short_links.put("roles", "prompt=a") == short_links.put("roles", "prompt=a")
    assert short_links.put("roles", "prompt=a") != short_links.put("roles", "prompt=b")


def test_a_link_that_is_not_known_leads_home_and_says_so(client: TestClient) -> None:
    came = client.get(f"{assets.base_path()}/go/none")
    assert came.headers["location"] == f"{assets.base_path()}/?unknown=link"


def test_only_the_newest_are_kept(client: TestClient) -> None:
    first = short_links.put("roles", "prompt=first")
    for number in range(short_links.MOST):
        short_links.put("roles", f"prompt={number}")
    assert client.get(first).headers["location"].endswith("unknown=link")
