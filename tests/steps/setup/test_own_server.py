"""The form on Set up: a server is named, its models are read, its programs say so, its key is its own."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import providers
from firstcall.calls import Message, Settings
from firstcall.providers import Server
from firstcall.running import own_server
from firstcall.ui import WORDS, browser_memory, named_server
from firstcall.ui.desk import Desk
from tests.steps.conftest import open_page

[CHOOSING] = [one for one in providers.every().values() if one.servers is not None]
ID = CHOOSING.id
DESK = Desk("first_call", Settings("", (Message("user", "Hi"),), max_tokens=64, stream=False), ())
KEPT = {
    "name": "Mine",
    "base_url": "http://box:8000/v1",
    "key_variable": "MY_API_KEY",
    "models": ["m-1"],
    "no_key": "x",
}


@pytest.fixture
def at() -> AppTest:
    """Set up as a link opens it, with a program in a box and one that the browser kept for a page that is not open."""

    def begin(at: AppTest) -> None:
        at.query_params["provider"] = ID
        mine = f"# mine\n{DESK.fresh(CHOOSING)}"
        kept = {f"roles_{ID}_code": mine, f"failures_{ID}_retry": mine}
        at.session_state["remembered"] = {**kept, f"{ID}_notes": mine}
        at.session_state[f"first_call_{ID}_code"] = mine

    at = open_page("setup", begin)
    assert at.segmented_control(key="setup_provider").value == ID and not at.query_params
    return at


def use(at: AppTest, which: str, **typed: str) -> None:
    at.selectbox(key=f"server_{ID}_which").set_value(which).run()
    for name, text in typed.items():
        at.text_input(key=f"server_{ID}_{which}_{name}").set_value(text)
    at.button(key=f"server_{ID}_use_{which}").click().run()
    assert not at.exception, at.exception


def test_a_server_is_named_with_programs_models_and_key_of_its_own(
    at: AppTest, monkeypatch: pytest.MonkeyPatch
) -> None:
    use(at, "another", name="Mine", base_url="ftp://host", key_variable="MY_API_KEY", model="m")
    assert ID not in at.session_state["servers"]
    use(at, "groq")
    assert at.session_state["servers"][ID].base_url == "https://api.groq.com/openai/v1"
    programs_follow(at)
    models_are_read(at)
    at.session_state["pasted_keys"][ID] = "gsk-for-groq-only"
    use(at, "groq", model="openai/gpt-oss-120b")
    assert at.session_state["pasted_keys"][ID] == "gsk-for-groq-only"
    use(at, "openrouter")
    assert ID not in at.session_state["pasted_keys"] and said(at) == WORDS.line(
        "server/named_practice", name="OpenRouter"
    )
    monkeypatch.setenv(own_server.SETTING, "http://localhost:8000/v1 http://localhost:1234/v1")
    only_the_switch_makes_it_live(at)


def only_the_switch_makes_it_live(at: AppTest) -> None:
    """Where no key is asked for, naming a server calls nobody, and the switch holds for that server alone."""
    use(at, "vllm")
    assert said(at) == WORDS.line("server/named_practice", name="vLLM") and "vLLM: practice" in badges(at)
    at.toggle(key=f"form_server_{ID}").set_value(True).run()
    assert "vLLM: live at localhost" in badges(at) and ID not in at.session_state["pasted_keys"]
    use(at, "vllm", model="another")
    assert "vLLM: live at localhost" in badges(at)
    use(at, "lmstudio")
    assert "LM Studio: practice" in badges(at) and not at.toggle(key=f"form_server_{ID}").value


def badges(at: AppTest) -> str:
    return "\n".join(one.value for one in at.markdown)


def said(at: AppTest) -> str:
    return at.toast[-1].value


def programs_follow(at: AppTest) -> None:
    """In the boxes, and those that the browser kept; what the learner changed in them stays."""
    assert CHOOSING.servers is not None
    followed = f"# mine\n{DESK.fresh(CHOOSING.servers.at(at.session_state['servers'][ID]))}"
    assert at.session_state[f"first_call_{ID}_code"] == followed
    kept = {f"roles_{ID}_code": followed, f"failures_{ID}_retry": followed}
    assert kept.items() <= at.session_state["remembered"].items()
    assert "LM_STUDIO" in at.session_state["remembered"][f"{ID}_notes"]
    assert at.session_state[f"server_{ID}_rewritten"] == kept


@pytest.mark.parametrize("server", CHOOSING.servers.known if CHOOSING.servers else (), ids=lambda one: one.id)
def test_each_known_server_can_be_kept_and_comes_back(server: Server) -> None:
    kept = named_server.told_as(server)
    assert browser_memory.may_stay(kept)
    back = named_server.kept_as(kept, CHOOSING)
    assert back and CHOOSING.servers and named_server.known_as(back, CHOOSING.servers) == server


def models_are_read(at: AppTest) -> None:
    at.button(key=f"server_{ID}_ask").click().run()
    assert at.session_state[f"server_{ID}_listings"].wait(20)
    at.run()
    at.selectbox(key=f"server_{ID}_pick").set_value("qwen/qwen3-4b-2507").run()
    assert not at.exception, at.exception
    first, *others = at.session_state["servers"][ID].models
    assert first == "qwen/qwen3-4b-2507" and "openai/gpt-oss-20b" in others


@pytest.mark.parametrize(
    "said", [KEPT | {"base_url": "http://box/$(x)"}, KEPT | {"models": None}, {}, [], 7], ids=str
)
def test_what_the_browser_kept_and_no_program_can_say_is_not_named(said: Any) -> None:
    assert named_server.kept_as(json.dumps(said), CHOOSING) is None


def test_what_the_browser_kept_is_named_again_without_its_key() -> None:
    remembered = {f"server_{ID}_named": json.dumps(KEPT)}
    at = open_page("faq", lambda at: at.session_state.__setitem__("remembered", remembered))
    assert at.session_state["servers"][ID].base_url == "http://box:8000/v1"
    assert ID not in at.session_state["pasted_keys"]
