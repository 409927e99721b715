"""Every page opens for the plugged-in providers and does what it is for, with the pages as they are."""

from __future__ import annotations

import pytest

from firstcall import providers
from firstcall.course import steps
from firstcall.programs.lint.findings import lint
from tests import own_sdk
from tests.page_actions import ACTIONS, drawn, only_open, program
from tests.plugins.conftest import PLUGINS
from tests.steps.conftest import fresh_caches, open_page  # noqa: F401
from tests.test_vendors import OPTIONAL, missing

WITHOUT_SDK = sorted(set(providers.every()) - set(own_sdk.IDS))
"""The app's own providers that are called with another's SDK."""


@pytest.mark.in_turn
@pytest.mark.parametrize("slug", [step.slug for step in steps.every()])
@pytest.mark.parametrize("provider", [*PLUGINS, *WITHOUT_SDK])
def test_a_page_does_what_it_is_for(provider: str, slug: str) -> None:
    """Each page with one of them in turn, as their names fall; `--attack` has them all."""
    at = drawn(open_page(slug))
    ACTIONS.get(slug, only_open)(at, provider)
    runs = [run for run in at.session_state["made"].get(slug, []) if run.provider.id not in own_sdk.IDS]
    assert all(run.record is not None and run.record.usd is None for run in runs if run.reply is not None)


def test_the_difference_table_has_a_column_for_each() -> None:
    at = open_page("providers", lambda at: at.session_state.__setitem__("providers_columns", list(PLUGINS)))
    cells = "\n".join(str(shown.value) for shown in at.markdown)
    assert all(cell in cells for cell in ("api.nimbus.example/v1/chat", "telegram.counted.sent"))


def test_words_come_with_the_wire_and_may_be_missing() -> None:
    assert missing(providers.get("nimbus")) == set()
    assert missing(providers.get("morse")) == OPTIONAL


@pytest.mark.parametrize("id", PLUGINS)
def test_the_linter_has_nothing_against_its_program(id: str) -> None:
    assert [found.rule for found in lint(program(id), id) if found.severity != "info"] == []


def test_a_programs_fault_is_found_as_on_the_wires_first_provider() -> None:
    assert "hard-coded-key" in {
        found.rule for found in lint(program("nimbus").replace('os.environ["NIMBUS_API_KEY"]', '"nim-123456789012345"'))
    }  # fmt: skip
