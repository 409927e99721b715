"""What is on its way is shown until it has ended; then the whole page is drawn once more."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import providers
from firstcall.calls import Call, Mode
from firstcall.providers import Access
from firstcall.running.batch import Batch, Part
from firstcall.running.ending import Work
from firstcall.running.runs import Run
from firstcall.ui import apart, practice_words, reply, session, watch


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


class Slow:
    """A run that ends when it is told to."""

    unwatched, failure = False, None

    def __init__(self, call: Call) -> None:
        self.call, self.batch = call, ""
        self._over = threading.Event()
        self.end, self.wait = self._over.set, self._over.wait

    @property
    def finished(self) -> bool:
        return self._over.is_set()


def test_a_batch_tells_when_a_call_of_it_begins_or_ends_and_nothing_asks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clocks, told, fragment = list[object](), list[list[Work]](), apart.fragment

    def parting(key: str, *given: Any, run_every: float | None) -> None:
        clocks.append(run_every)
        fragment(key, *given, run_every=run_every)

    monkeypatch.setattr(apart, "fragment", parting)
    monkeypatch.setattr(session, "ending_url", lambda works: told.append(list(works)) or "/told")
    batch = Batch([Part(str(n), Call("anthropic", "m", {})) for n in range(3)], Slow, at_once=1)  # type: ignore[arg-type]
    at = AppTest.from_function(page)
    at.session_state["work"] = batch
    for ended in range(3):
        wait_until(lambda ended=ended: len(batch.runs) == ended + 1)
        at.run()
        assert not at.exception and told[-1][0] is batch and told[-1] == told[0]
        assert sum(moment.finished for moment in told[-1]) == 2 * ended + 1
        batch.runs[-1].end()  # type: ignore[attr-defined]
    assert batch.wait(5) and all(moment.finished for moment in told[0]) and len(told[0]) == 7
    at.run()
    assert [caption.value for caption in at.caption] == ["Ended."] and len(told) == 3
    assert set(clocks) == {None}


def test_a_batch_that_gives_up_waits_for_none_of_its_moments() -> None:
    batch = Batch([Part(str(n), Call("anthropic", "m", {})) for n in range(3)], Slow, at_once=1)  # type: ignore[arg-type]
    wait_until(lambda: bool(batch.runs))
    batch._ending.set()
    assert not all(moment.finished for moment in batch.moments)
    batch.runs[0].end()  # type: ignore[attr-defined]
    assert batch.wait(5) and all(moment.finished for moment in batch.moments)


def wait_until(holds: Callable[[], bool]) -> None:
    begun = time.monotonic()
    while not holds():
        assert time.monotonic() - begun < 5
        time.sleep(0.001)


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
