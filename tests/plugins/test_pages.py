"""Every page opens for the plugged-in providers and does what it is for, with the pages as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import models, programs, providers
from firstcall.calls import Message, Settings
from firstcall.course import steps
from firstcall.programs.lint.findings import lint
from firstcall.running.runs import Run
from tests.plugins.conftest import PLUGINS
from tests.steps.conftest import (  # noqa: F401
    fresh_caches,
    looked_through_once,
    no_browser,
    open_page,
    waits_for_the_end,
)
from tests.test_vendors import OPTIONAL, missing

LABS = {"models": "Model", "ceilings": "Token limit", "temperatures": "Temperature", "stops": "Stop sequence"}


def drawn(at: AppTest) -> AppTest:
    assert not at.exception, at.exception
    return at


def everything(at: AppTest) -> str:
    return f"{at.main} {at.sidebar}"


def choose(at: AppTest, id: str, key: str) -> None:
    drawn(at.segmented_control(key=key).set_value(id).run())


def click(at: AppTest, key: str) -> None:
    drawn(at.button(key=key).click().run())


def made(at: AppTest, step: str) -> list[Run]:
    """The calls of a step, all at their end, and the page drawn with them."""
    runs: list[Run] = at.session_state["made"][step]
    for run in runs:
        assert run.wait(30), "the run did not end"
    drawn(at.run())
    return runs


def desk(step: str) -> Callable[[AppTest, str], None]:
    """Choose the provider, press Run: a reply comes, priced as of no known price."""

    def act(at: AppTest, id: str) -> None:
        choose(at, id, f"{step}_provider")
        click(at, f"{step}_go")
        mine = [run for run in made(at, step) if run.provider.id == id]
        assert mine and all(run.reply is not None and run.reply.text for run in mine)
        assert all(run.record is not None and run.record.usd is None for run in mine)

    return act


def labs(at: AppTest, id: str) -> None:
    for lab, name in LABS.items():
        at.session_state["tune_lab"] = name
        drawn(at.run())
        choose(at, id, f"tune_{lab}_provider")
        click(at, f"tune_{lab}_go")
        assert at.session_state[f"tune_{lab}_batch"].wait(30)
        drawn(at.run())
    assert {run.state for run in made(at, "tune") if run.provider.id == id} == {"done"}


def check_the_key(at: AppTest, id: str) -> None:
    click(at, f"setup_go_{id}")
    run: Run = at.session_state[f"setup_run_{id}"]
    assert run.wait(30) and run.state == "done"
    drawn(at.run())
    choose(at, id, "setup_provider")
    assert providers.get(id).address.key_variable in everything(at)


def talk(at: AppTest, id: str) -> None:
    choose(at, id, "conversation_provider")
    drawn(at.chat_input(key="conversation_input").set_value("My name is Ada.").run())
    assert at.session_state["conversation_memory"].run.wait(30)
    assert all(run.reply is not None for run in made(at, "conversation"))


def fail(at: AppTest, id: str) -> None:
    choose(at, id, "failures_provider")
    at.selectbox(key="failures_row").set_value("key").run()
    click(at, "failures_go")
    assert made(at, "failures")[-1].state == "failed"
    assert f"{providers.get(id).sdk.package}.AuthenticationError · HTTP 401" in [
        one.title for one in at.error
    ]
    at.session_state["failures_lab_script"] = "429, ok"
    click(at, "failures_lab_go")
    assert all(lane.wait(60) for lane in at.session_state["failures_lanes"])
    drawn(at.run())


def paste(at: AppTest, id: str) -> None:
    choose(at, id, "good_habits_provider")
    at.session_state["good_habits_old_code"] = program(id)
    drawn(at.run())


def program(id: str) -> str:
    provider = providers.get(id)
    asked = Settings(models.DEFAULT[id], (Message("user", "Hi"),), max_tokens=300, stream=False)
    return programs.render(provider.compose(asked, None), provider)


def only_open(at: AppTest, id: str) -> None:
    assert providers.get(id).name in everything(at)


DESKS = ("first_call", "what_travels", "roles", "streaming", "providers", "tokens_cost")
ACTIONS: Mapping[str, Callable[[AppTest, str], None]] = {
    **{step: desk(step) for step in DESKS},
    "tune": labs,
    "setup": check_the_key,
    "conversation": talk,
    "failures": fail,
    "good_habits": paste,
}
"""What each page is for; of another page it is enough that it opens."""


@pytest.mark.parametrize("slug", [step.slug for step in steps.every()])
def test_a_page_does_what_it_is_for(slug: str) -> None:
    at = drawn(open_page(slug))
    for id in PLUGINS:
        ACTIONS.get(slug, only_open)(at, id)


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
