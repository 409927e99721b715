"""What is on its way is shown until it has ended; then the whole page is drawn once more."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import providers
from firstcall.calls import Call, Mode
from firstcall.providers import Access
from firstcall.running.runs import Run
from firstcall.ui import practice_words, reply, session, watch


def page() -> None:
    from types import SimpleNamespace

    import streamlit as st

    from firstcall.ui import watch

    work = st.session_state.setdefault("work", SimpleNamespace(finished=False))
    st.session_state.drawn = st.session_state.get("drawn", 0) + 1
    watch.part("part", [None, work], lambda: st.caption("Ended." if work.finished else "On its way."))


def drawn(at: AppTest) -> int:
    """How often the whole page was drawn since the last time somebody asked."""
    count: int = at.session_state["drawn"]
    at.session_state["drawn"] = 0
    return count


def test_work_on_its_way_is_drawn_and_nothing_else_happens() -> None:
    at = AppTest.from_function(page).run()
    assert [caption.value for caption in at.caption] == ["On its way."] and drawn(at) == 1


def test_the_end_of_the_work_draws_the_whole_page_once_more() -> None:
    at = AppTest.from_function(page).run()
    drawn(at)
    at.session_state["work"].finished = True
    at.run()
    assert [caption.value for caption in at.caption] == ["Ended."] and drawn(at) == 2
    at.run()
    assert drawn(at) == 1


def test_the_end_of_further_work_is_an_end_of_its_own() -> None:
    at = AppTest.from_function(page).run()
    at.session_state["work"].finished = True
    at.run()
    drawn(at)
    at.session_state["work"] = SimpleNamespace(finished=True, name="another")
    at.run()
    assert drawn(at) == 2


def stopping() -> None:
    from types import SimpleNamespace

    import streamlit as st

    from firstcall.ui import watch

    def work(name: str, finished: bool) -> SimpleNamespace:
        return SimpleNamespace(finished=finished, stop=lambda: stopped.append(name))

    stopped = st.session_state.setdefault("stopped", [])
    works = [None, work("ended", True), work("going", False)]
    st.button("Stop", on_click=watch.stop, args=(works,))


def test_only_what_is_on_its_way_is_stopped() -> None:
    at = AppTest.from_function(stopping).run()
    at.button[0].click().run()
    assert at.session_state["stopped"] == ["going"]


@pytest.mark.parametrize("mode", ["practice", "live"])
def test_after_a_call_that_may_have_cost_something_all_of_the_page_is_drawn(
    mode: Mode, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left under a cap stands in the sidebar, among the keys and below the program. It goes by the calls that
    were made, whatever is chosen when they end."""
    drawn = list[Sequence[str]]()
    monkeypatch.setattr(watch, "again", drawn.append)
    provider = next(iter(providers.every().values()))
    runs = [
        Run(Call(provider.id, "", {}), provider, Access("", ""), step="", mode=one)
        for one in ("practice", mode)
    ]
    for run in runs:
        run._finished.set()
    watch._ended("part", runs, ["costs"])
    watch.stop(runs, ["costs"], shown_in="part")
    assert drawn == [["costs"] if mode == "practice" else ()] * 2


@pytest.mark.parametrize("finished", [False, True])
def test_a_text_that_is_there_already_tells_no_end(finished: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run may end between the look at it and the drawing of its text: then something else has to tell it."""
    told, drawn = list[object](), dict[str, object]()
    monkeypatch.setattr(watch, "told_by_text", told.append)
    monkeypatch.setattr(reply, "live_text", drawn.update)
    monkeypatch.setattr(session, "reply_url", lambda run: "/streams/one")
    monkeypatch.setattr(practice_words, "remark", lambda run: None)
    run: Any = SimpleNamespace(finished=finished, text="Hello.", call=SimpleNamespace(model="a-model"))
    reply.draw(run, "reply")
    assert drawn["done"] is finished and told == ([] if finished else [run])
