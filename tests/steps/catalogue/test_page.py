"""The page Models without a browser: the filter, the model that is shown, the vendors' own lists, the way to a call."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import models, providers
from firstcall.running.listing import Listings
from tests.steps.conftest import open_page

STEP = "catalogue"


def linked(**query: str) -> AppTest:
    def prepare(at: AppTest) -> None:
        for name, value in query.items():
            at.query_params[f"{STEP}_{name}"] = value

    return open_page(STEP, prepare)


def table(at: AppTest) -> list[str]:
    return list(at.dataframe[0].value["model"])


def said(at: AppTest) -> str:
    return "\n".join(str(one.value) for one in (*at.markdown, *at.caption, *at.code))


def test_the_address_holds_the_filter_and_the_model() -> None:
    at = linked(words="claude", needs="Temperature", model="claude-haiku-4-5")
    assert table(at) == ["claude-haiku-4-5", "claude-sonnet-4-6", *retiring("claude-sonnet-4-5")]
    assert at.selectbox(key=f"{STEP}_model").value == "claude-haiku-4-5"
    assert 'model="claude-haiku-4-5"' in said(at)
    at.text_input(key=f"{STEP}_words").set_value("sonnet-4-6").run()
    assert table(at) == ["claude-sonnet-4-6"]


def retiring(id: str) -> list[str]:
    model = models.find(id)
    return [] if model is None or model.retired() else [id]


def test_an_address_with_nonsense_shows_the_page_as_it_is() -> None:
    at = linked(model="claude-99", window="-1", needs="Telepathy")
    assert not at.exception and len(table(at)) > 40


def test_the_vendors_own_lists_are_read_through_the_sdks_and_laid_beside() -> None:
    at = open_page(STEP)
    at.button(key=f"{STEP}_ask").click().run()
    listings: Listings = at.session_state[f"{STEP}_listings"]
    assert listings.wait(20)
    at.run()
    assert not at.exception
    for provider in providers.every().values():
        if provider.calling.listed is not None:
            assert f"{provider.name} (practice server): " in said(at)


def test_a_model_that_only_a_list_has_is_in_the_table_as_new(monkeypatch: pytest.MonkeyPatch) -> None:
    known = models.of("openai")
    at = open_page(STEP)
    at.button(key=f"{STEP}_ask").click().run()
    assert at.session_state[f"{STEP}_listings"].wait(20)
    # What the catalogue does not know any more stands in the practice server's list still.
    monkeypatch.setattr(models, "find", lambda id, find=models.find: None if id == known[2].id else find(id))
    at.run()
    assert "1 not known here" in said(at)
