"""A step is a page script and a folder: laid beside the others, it is everywhere without another line."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.copied_app import ROOT, copied, run

pytestmark = pytest.mark.thorough
HERE = Path(__file__).parent

VISIT = """
import json, sys
sys.path.insert(0, ".")
import httpx2
from firstcall.course import steps
from firstcall.server import server
from streamlit.testing.v1 import AppTest
from tests.quick_pages import quicken

quicken()
KEY = "sk-practice-ada"
httpx2.put(
    f"{server.local().origin}/practice/control",
    headers={"authorization": f"Bearer {KEY}"},
    json={"pace": {"first_token_seconds": 0, "tokens_per_second": 0}},
    verify=False,
).raise_for_status()

def visit(slug):
    at = AppTest.from_file("firstcall/ui/router.py", default_timeout=60)
    at.session_state["learner"] = "ada"
    at.session_state["practice_key"] = KEY
    if slug != steps.every()[0].slug:
        at.switch_page(str(steps.find(slug).path.resolve()))
    return at.run()

def said(at):
    return {
        "titles": [one.value for one in at.title],
        "captions": [one.value for one in at.caption],
        "links": [one.proto.label for one in at.get("page_link")],
        "choices": [choice for one in at.segmented_control for choice in one.options],
        "questions": [one.label for one in at.expander],
        "exceptions": [one.message for one in at.exception],
        "texts": [one.value for one in at.markdown],
        "verdicts": [one.value for one in [*at.success, *at.info]],
    }

echo = visit("echo")
seen = {"echo": said(echo)}
echo.button(key="echo_go").click().run()
assert echo.session_state["echo_run"].wait(30)
echo.run()
seen["after"] = said(echo)
for slug in ("start_here", "faq", "finish"):
    seen[slug] = said(visit(slug))
print(json.dumps(seen))
"""


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """What the pages say in a copy of the app with the throw-away step laid into it."""
    app = copied(tmp_path_factory.mktemp("app"))
    shutil.copytree(HERE / "pages", app / "pages", dirs_exist_ok=True)
    shutil.copytree(HERE / "steps", app / "firstcall/steps", dirs_exist_ok=True)
    (app / "tests").mkdir()
    for file in ("__init__.py", "quick_pages.py"):
        shutil.copy(ROOT / "tests" / file, app / "tests" / file)
    return dict(json.loads(run(VISIT, app)))


def test_it_opens_under_its_title_and_promise(seen: dict[str, Any]) -> None:
    assert seen["echo"]["exceptions"] == [] and seen["echo"]["titles"] == ["Echo chamber"]
    assert "After this step you can hear yourself." in seen["echo"]["captions"]


def test_it_shows_its_words(seen: dict[str, Any]) -> None:
    assert "What you send comes back." in seen["echo"]["texts"]
    assert {"Why does it echo?", "Are the walls thick?", "Mistakes people make"} <= set(
        seen["echo"]["questions"]
    )


def test_it_stands_on_the_map_with_its_exercise(seen: dict[str, Any]) -> None:
    assert any("Echo chamber" in link for link in seen["start_here"]["links"])


def test_its_exercise_is_judged_and_counted(seen: dict[str, Any]) -> None:
    assert seen["after"]["verdicts"] == ["You made 1 call."]
    assert any("Done · 1 of 1 task" in caption for caption in seen["start_here"]["captions"])


def test_its_questions_are_in_the_faq(seen: dict[str, Any]) -> None:
    assert {"Why does it echo?", "Are the walls thick?"} <= set(seen["faq"]["questions"])


def test_its_program_is_among_those_to_take_home(seen: dict[str, Any]) -> None:
    assert "An echo" in seen["finish"]["choices"]


def test_the_step_before_leads_to_it(seen: dict[str, Any]) -> None:
    assert "Next: Echo chamber" in seen["finish"]["links"]
