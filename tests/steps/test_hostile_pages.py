"""A live call to a nearly compatible server, made on a page: this page and those that show the last call go on drawing."""

from __future__ import annotations

import pytest

from firstcall import programs, providers
from firstcall.course import steps
from tests.hostile_upstream import bodies, refusals, serving
from tests.quickly import one_of
from tests.running.test_hostile_replies import calls_to
from tests.steps.conftest import finish, open_page

pytestmark = pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")

STEP = "first_call"
HANDFUL = [
    ("anthropic", "content.0.text parts"),
    ("anthropic", "usage.input_tokens 2**63"),
    ("openai", "choices.0.message.content parts"),
    ("openai", "choices.0.finish_reason object"),
    ("openai", "choices null"),
    ("openai", "error error.message deep"),
]


@pytest.mark.parametrize(("id", "name"), one_of(HANDFUL))
def test_the_pages_draw(id: str, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    provider = providers.get(id)
    found = bodies(id, False) | refusals(id)
    with serving({name: found[name]}, 400 if name.startswith("error") else 200) as urls:
        monkeypatch.setenv(provider.address.base_url_variable, urls[name])
        at = open_page(
            STEP, lambda at: at.session_state.__setitem__("pasted_keys", {id: "sk-hostile-0123456789"})
        )
        at.segmented_control(key=f"{STEP}_provider").set_value(id).run()
        at.session_state[f"{STEP}_{id}_code"] = programs.render(calls_to(provider, False)[0], provider)
        at.run()
        at.button(key=f"{STEP}_go").click().run()
        run = finish(at, STEP)
    assert run.mode == "live" and not run.call.streamed and run.record is not None
    for slug in ("what_travels", "providers", STEP):
        at.switch_page(str(steps.find(slug).path)).run()
        assert not at.exception, (slug, at.exception)
