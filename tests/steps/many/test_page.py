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
    assert any("AT_ONCE = 12" in block.value for block in at.code)
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
