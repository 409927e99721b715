"""Tool calling, clicked through without a browser: each step of the loop is a press."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from firstcall import programs, providers
from firstcall.providers import Provider
from firstcall.running import telemetry
from firstcall.steps.tools import lesson
from firstcall.steps.tools.loop import Loop
from tests.steps.conftest import open_tab, opened

STEP = "tools"


def current(at: AppTest, provider: Provider) -> Loop:
    found: Loop = at.session_state[f"{STEP}_{provider.handle}_loop"]
    return found


def drawn(at: AppTest) -> None:
    assert not at.exception, at.exception


def press(at: AppTest, key: str) -> None:
    button = next(one for one in at.button if str(one.key).startswith(f"{STEP}_{key}"))
    button.click().run()
    drawn(at)


def wait(at: AppTest, provider: Provider) -> Loop:
    found = current(at, provider)
    assert found.newest.run.wait(30), "a call did not end"
    at.run()
    drawn(at)
    return found


def test_the_loop_is_walked_by_hand_with_a_result_of_ones_own(provider: Provider) -> None:
    at = opened(STEP, provider)
    press(at, "go")
    found = wait(at, provider)
    assert found.next == "run" and len(found.newest.asked) == 2
    press(at, "functions")
    assert found.newest.ran is not None
    made = found.newest.run
    assert made.record is not None
    below = [span.name for span in telemetry.spans([(made.record, made)])[:-1]]
    assert below == ["POST", "execute_tool get_weather", "execute_tool get_weather"]
    first = next(one for one in at.text_input if str(one.key).startswith(f"{STEP}_text_0"))
    assert first.value == "18 degrees, rain"
    first.set_value("41 degrees, fog").run()
    press(at, "give")
    assert wait(at, provider).next == "answered"
    assert "41 degrees, fog" in found.newest.run.text and "3 degrees, snow" in found.newest.run.text
    for tab in ("Diagram", "Tokens", "The loop", "Response", "Printed", "What travelled", "Added"):
        open_tab(at, STEP, tab)
        drawn(at)
    open_tab(at, STEP, "Tokens")
    press(at, "weigh")
    run = at.session_state[f"{STEP}_without_{found.id}"]
    assert run.wait(30) and run.reply is not None
    at.run()
    assert any("tools' text is" in one.value for one in at.markdown)
    open_tab(at, STEP, "Streamed")
    press(at, "stream_it")
    streamed = at.session_state[f"{STEP}_{provider.handle}_streamed"]
    assert streamed.wait(30)
    at.run()
    drawn(at)
    assert any("in all" in one.value for one in at.caption)


def test_what_is_chosen_is_written_into_the_code(provider: Provider) -> None:
    at = opened(STEP, provider)
    tools = provider.tools
    assert tools is not None
    for id in tools.choices:
        at.radio(key=f"{STEP}_choice").set_value(id).run()
        drawn(at)
        code = at.session_state[f"{STEP}_{provider.handle}_code"]
        call = programs.parse(code, provider.id, provider.methods).call
        assert lesson.choice_of(provider, call) == id
        assert len(tools.offered(call)) == 3


def test_a_choice_that_names_a_tool_takes_one_that_is_still_offered() -> None:
    at = opened(STEP, providers.get("anthropic"))
    at.radio(key=f"{STEP}_choice").set_value("one").run()
    drawn(at)
    at.pills(key=f"{STEP}_offered").set_value(["get_weather"]).run()
    drawn(at)
    code = at.session_state[f"{STEP}_anthropic_code"]
    assert '"name": "get_weather"' in code and "get_date" not in code


def test_a_reply_that_the_limit_cut_is_no_answer() -> None:
    provider = providers.get("anthropic")
    at = opened(STEP, provider)
    key = f"{STEP}_{provider.handle}_code"
    at.session_state[key] = at.session_state[key].replace("600", "16")
    at.run()
    press(at, "go")
    found = wait(at, provider)
    reply = found.newest.run.reply
    assert found.next == "answered" and reply is not None and reply.cut_off
    assert any(str(reply.stop_reason) in warning.value for warning in at.warning)
