"""Pages without a browser: the real router, the real SDKs, a practice server without waits."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs

import httpx2
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from firstcall import providers
from firstcall.course import steps
from firstcall.practice.pace import INSTANT
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.server import server
from tests.literal_server import in_place_of
from tests.quick_pages import quicken

ROOT = Path(__file__).parent.parent.parent
quicken()


@pytest.fixture(autouse=True)
def fresh_caches() -> Iterator[None]:
    """Each test has a ledger of its own, whatever pages tests elsewhere have opened before."""
    st.cache_resource.clear()
    yield
    st.cache_resource.clear()


def in_the_providers_place(id: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Live calls to a provider reach the practice server, as if that were the provider's own address."""
    provider = providers.get(id)
    there = in_place_of(provider, f"{server.local().origin}/practice{provider.address.practice_path}")
    monkeypatch.setitem(cast("dict[str, Provider]", providers.every()), id, there)


def open_page(slug: str, prepare: Callable[[AppTest], object] = lambda at: None) -> AppTest:
    """A step as a new visitor sees it, its practice server set to answer at once, whatever key is called with."""
    at = AppTest.from_file(str(ROOT / "firstcall/ui/router.py"), default_timeout=60)
    at.session_state["practice_key"] = f"sk-practice-{secrets.token_hex(8)}"
    server.local().practice.state.learners.pace = INSTANT
    prepare(at)
    if slug != steps.every()[0].slug:
        at.switch_page(str(steps.find(slug).path))
    at.run()
    assert not at.exception, at.exception
    return at


def opened(slug: str, provider: Provider) -> AppTest:
    """A step as a new visitor sees it who has chosen a provider, and its way where that is not the usual one."""
    at = open_page(slug)
    at.segmented_control(key=f"{slug}_provider").set_value(provider.id).run()
    if provider.handle != provider.id:
        at.segmented_control(key=f"{slug}_provider_{provider.id}_way").set_value(provider.handle).run()
    assert not at.exception, at.exception
    return at


def pace(at: AppTest, first_token_seconds: float = 0, tokens_per_second: float = 0) -> None:
    control(at, pace={"first_token_seconds": first_token_seconds, "tokens_per_second": tokens_per_second})


def control(at: AppTest, **settings: object) -> None:
    """Tell the practice server how to treat this visitor, through its documented route."""
    httpx2.put(
        f"{server.local().origin}/practice/control",
        headers={"authorization": f"Bearer {at.session_state['practice_key']}"},
        json=settings,
        verify=False,  # no certificates to load for a server on this machine
    ).raise_for_status()


def now(at: AppTest, key: str) -> str:
    """The key under which a control that follows the code is drawn by now (`ui.widget_keys`)."""
    count = f"{key}_count"
    return f"{key}_{at.session_state[count]}" if count in at.session_state else key


def open_tab(at: AppTest, step: str, label: str) -> None:
    """Look at another tab of the bench's pane."""
    at.session_state[f"{step}_tab"] = label
    at.run()


def tables(at: AppTest) -> list[list[dict[str, str]]]:
    """The rows of each table on the page, as `table_in` tells them."""
    return [found[1] for markdown in at.markdown if (found := table_in(markdown.value))]


def table_in(text: str) -> tuple[str, list[dict[str, str]]] | None:
    """What a text says that is a table (`ui/table_view.py`): its name, and of each row the Markdown of the cells by
    the name of their column. `None` for another text."""
    told = re.fullmatch(r":gray\[(.*?)]\n\n(\| .*)", text, re.DOTALL)
    if told is None:
        return None
    names, _, *rows = (
        [cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in told[2].splitlines()
    )
    return told[1], [dict(zip(names, row, strict=True)) for row in rows]


def address(at: AppTest) -> dict[str, list[str]]:
    """What the page puts into the address bar: the values of each name."""
    drawn = [json.loads(one.proto.json)[0] for one in at.get("bidi_component")]
    [data] = [one for one in drawn if "others" in one]
    return parse_qs(data["query"], keep_blank_values=True)


def put(at: AppTest, query: dict[str, list[str]]) -> None:
    """Put another query into the address, as a browser does that brings it with the next click."""
    for name in list(at.query_params):
        del at.query_params[name]
    for name, values in query.items():
        at.query_params[name] = values


def task(at: AppTest, step: str, exercise: str) -> None:
    """Turn the strip of tasks to the exercise of this id."""
    at.segmented_control(key=f"{step}_task").set_value(exercise).run()


def answer(at: AppTest, step: str, exercise: str, typed: str) -> None:
    """Type an answer to the exercise of this id."""
    task(at, step, exercise)
    at.text_input(key=f"{step}_answer_{exercise.replace('.', '_')}").set_value(typed).run()


def finish(at: AppTest, step: str) -> Run:
    """Wait for the step's run and draw its outcome."""
    run: Run = at.session_state[f"{step}_run"]
    assert run.wait(30), "the run did not end"
    at.run()
    assert not at.exception, at.exception
    return run
