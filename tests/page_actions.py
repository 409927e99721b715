"""What each page is for, done by a test: the page without a browser, and the name of a provider."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from streamlit.testing.v1 import AppTest

from firstcall import models, programs, providers
from firstcall.calls import Message, Settings
from firstcall.running.runs import Run
from firstcall.steps import failures

LABS = {"models": "Model", "ceilings": "Token limit", "temperatures": "Temperature", "stops": "Stop sequence"}


def drawn(at: AppTest) -> AppTest:
    """The page, which must not have ended in an exception."""
    assert not at.exception, at.exception
    return at


def everything(at: AppTest) -> str:
    return f"{at.main} {at.sidebar}"


def choose(at: AppTest, id: str, key: str) -> None:
    # Drawn under a key with a number once it has followed what was chosen on another page.
    control = next(one for one in at.segmented_control if str(one.key).startswith(key))
    drawn(control.set_value(id).run())


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
    """Choose the provider, press Run: a reply comes."""

    def act(at: AppTest, id: str) -> None:
        choose(at, id, f"{step}_provider")
        click(at, f"{step}_go")
        mine = [run for run in made(at, step) if run.provider.id == id]
        assert mine and all(run.reply is not None and run.reply.text for run in mine)

    return act


def job(at: AppTest, id: str) -> None:
    """All reviews, one call for each."""
    choose(at, id, "many_provider")
    click(at, "many_go")
    assert at.session_state["many_jobs"][-1].batch.wait(30)
    mine = [run for run in made(at, "many") if run.provider.id == id]
    assert len(mine) == 12 and all(run.text for run in mine)


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
    at.session_state["failures_half"] = failures.WORDS.title("header happen")
    drawn(at.run())
    choose(at, id, "failures_provider")
    at.selectbox(key="failures_row").set_value("key").run()
    click(at, "failures_go")
    assert made(at, "failures")[-1].state == "failed"
    provider = providers.get(id)
    refused = provider.calling.explain(provider.calling.raised(provider.wrong_key_status, None, False))
    assert f"{refused.error} · HTTP {provider.wrong_key_status}" in [one.title for one in at.error]
    at.session_state["failures_half"] = failures.WORDS.title("header retry")
    at.session_state["failures_lab_script"] = "429 retry-after 1, ok"
    drawn(at.run())
    click(at, "failures_lab_go")
    assert all(lane.wait(60) for lane in at.session_state["failures_lanes"])
    drawn(at.run())


def read_the_habits(at: AppTest, id: str) -> None:
    choose(at, id, "good_habits_provider")


def paste(at: AppTest, id: str) -> None:
    at.session_state["own_code_code"] = program(id)
    drawn(at.run())
    click(at, "own_code_go")
    assert made(at, "own_code")[-1].provider.id == id


def compare(at: AppTest, id: str) -> None:
    """Vectors come, of the provider where it makes any."""
    choose(at, id, "embeddings_provider")
    click(at, "embeddings_go")
    [run] = made(at, "embeddings")[-1:]
    assert run.reply is not None and (run.provider.id == id or providers.get(id).embedding is None)


def loop_by_hand(at: AppTest, id: str) -> None:
    """Ask, run the functions, give their results back: an answer comes that has them."""
    choose(at, id, "tools_provider")
    if providers.get(id).tools is None:
        assert not any(one.key == "tools_go" for one in at.button)
        return
    click(at, "tools_go")
    made(at, "tools")
    for name in ("functions", "give"):
        click(at, next(str(one.key) for one in at.button if str(one.key).startswith(f"tools_{name}")))
    last = made(at, "tools")[-1]
    assert last.provider.id == id and last.text and not last.failure


def think(at: AppTest, id: str) -> None:
    """The same puzzle at each effort."""
    choose(at, id, "thinking_provider")
    if providers.get(id).thoughts is None:
        assert not any(one.key == "thinking_go" for one in at.button)
        return
    click(at, "thinking_go")
    assert at.session_state["thinking_batches"][-1].wait(30)
    mine = [run for run in made(at, "thinking") if run.provider.id == id]
    assert len(mine) > 1 and all(run.text for run in mine)


def program(id: str) -> str:
    provider = providers.get(id)
    asked = Settings(models.DEFAULT[id], (Message("user", "Hi"),), max_tokens=300, stream=False)
    return programs.render(provider.compose(asked, None), provider)


def only_open(at: AppTest, id: str) -> None:
    at.session_state["frame_keys"] = True  # every page has the keys of all
    assert providers.get(id).name in everything(drawn(at.run()))


DESKS = ("first_call", "what_travels", "roles", "streaming", "providers", "tokens_cost", "observability")
ACTIONS: Mapping[str, Callable[[AppTest, str], None]] = {
    **{step: desk(step) for step in DESKS},
    "many": job,
    "tune": labs,
    "setup": check_the_key,
    "conversation": talk,
    "failures": fail,
    "good_habits": read_the_habits,
    "own_code": paste,
    "embeddings": compare,
    "tools": loop_by_hand,
    "thinking": think,
}
"""What each page is for; of another page it is enough that it opens."""
