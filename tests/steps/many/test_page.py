"""From one call to many, clicked through without a browser."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from firstcall.providers import Provider
from firstcall.steps.many import jobs
from firstcall.steps.many.job import Job
from tests.steps.conftest import open_tab, opened

STEP = "many"


def run(at: AppTest, way: str) -> Job:
    """Choose a way, press Run, wait for the end."""
    at.button(key=f"{STEP}_way_{way}").click().run()
    at.button(key=f"{STEP}_go").click().run()
    job: Job = at.session_state[f"{STEP}_jobs"][-1]
    assert job.batch.wait(30)
    at.run()
    assert not at.exception, at.exception
    return job


def charts(at: AppTest) -> str:
    return " ".join(element.proto.id for element in at.get("plotly_chart"))


def test_a_job_is_done_in_two_ways_shown_as_a_program_and_handed_in(provider: Provider) -> None:
    at = opened(STEP, provider)
    first, second = run(at, "one_by_one"), run(at, "unlimited")
    assert (first.limit.at_once, second.limit.at_once) == (1, 12)
    assert [call.text for call in first.batch.runs] == [call.text for call in second.batch.runs]
    assert f"{STEP}_timeline" in charts(at)
    open_tab(at, STEP, "Compared")
    assert f"{STEP}_compared" in charts(at)
    open_tab(at, STEP, "Program")
    at.button(key=f"{STEP}_run_program").click().run()
    job: Job = at.session_state[f"{STEP}_jobs"][-1]
    assert job is not second and job.limit == second.limit and job.batch.wait(30)
    at.run()
    open_tab(at, STEP, "What travelled")
    open_tab(at, STEP, jobs.TAB)
    if provider.many.batches is None:
        assert f"{STEP}_hand_in" not in {button.key for button in at.button}
        return
    at.button(key=f"{STEP}_hand_in").click().run()
    batch = at.session_state[f"{STEP}_{provider.handle}_handed_in"]
    assert batch.wait(30) and len(batch.answers) == 12
    at.run()
    assert not at.exception, at.exception


def typed() -> None:
    import streamlit as st

    from firstcall.steps.many import box, jobs, lesson
    from firstcall.ui.desk import Desk

    desk = Desk("many", lesson.OPENING, ())
    st.session_state.provider = "anthropic"
    written = box.shown(desk, "threads") or ""
    changed = written.replace("AT_ONCE = 1", "AT_ONCE = 5").replace("=256", "=99") + "# mine\n"
    box.take(desk, "threads", changed)
    st.session_state.follows = jobs.limit(desk).at_once, "=99" in desk.source
    st.session_state.stays = box.shown(desk, "threads") == changed
    st.session_state.other = "AT_ONCE = 5" in (box.shown(desk, "many") or "")
    box.take(desk, "threads", "while True:\n")
    st.session_state.refused = box.shown(desk, "threads"), jobs.limit(desk).at_once
    jobs.choose(desk, lesson.WAYS["well"])
    st.session_state.moved = "AT_ONCE = 4" in (box.shown(desk, "threads") or "")


def test_what_is_typed_into_the_program_moves_the_controls_and_they_move_it() -> None:
    at = AppTest.from_function(typed)
    for name in ("remembered", "pasted_keys"):
        at.session_state[name] = {}
    at.run()
    assert not at.exception, at.exception
    seen = at.session_state
    assert seen.follows == (5, True) and seen.stays and seen.other and seen.moved
    assert seen.refused == ("while True:\n", 5)
