"""What the sidebar says of calls that are on their way, also where their page was left."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
from streamlit.testing.v1 import AppTest

from firstcall.course import steps
from firstcall.running.runs import Run
from firstcall.ui import WORDS, watch
from tests.steps.conftest import control, open_page

ONE = WORDS.line("frame/on_their_way", calls=1)
NONE = WORDS.line("frame/no_calls")


def said(at: AppTest) -> str:
    return "\n".join(caption.value for caption in at.sidebar.caption)


def test_a_call_is_on_its_way_until_it_has_ended_wherever_the_learner_is() -> None:
    at = open_page("first_call")
    assert NONE in said(at)
    control(at, pace={"first_token_seconds": 20, "tokens_per_second": 0})
    at.button(key="first_call_go").click().run()
    assert ONE in said(at) and NONE not in said(at)
    at.switch_page(str(steps.find("roles").path)).run()
    assert ONE in said(at) and NONE not in said(at)
    run = at.session_state["first_call_run"]
    run.stop()
    assert run.wait(30)
    at.run()
    assert ONE not in said(at) and NONE not in said(at)


def test_only_the_calls_of_other_pages_are_watched_here(monkeypatch: pytest.MonkeyPatch) -> None:
    at = open_page("first_call")
    control(at, pace={"first_token_seconds": 20, "tokens_per_second": 0})
    at.button(key="first_call_go").click().run()
    run = at.session_state["first_call_run"]
    seen: list[list[Run]] = []
    whole = watch.part

    def noted(key: str, works: Sequence[Run], draw: Callable[[], None]) -> None:
        if key == "frame_spent":
            seen.append(list(works))
        whole(key, works, draw)

    monkeypatch.setattr(watch, "part", noted)
    at.run()
    at.switch_page(str(steps.find("roles").path)).run()
    run.stop()
    assert seen == [[], [run]]
