"""Bring your own code, clicked through without a browser: pasted, dropped, looked through, fixed, run."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import models
from firstcall.programs.lint.findings import lint
from firstcall.programs.verdict import verdict
from firstcall.providers import Provider
from firstcall.steps.own_code import WORDS, samples, survey, workbench
from tests.page_actions import made, program
from tests.steps.conftest import open_page, open_tab, tables

STEP = workbench.STEP
OLD = {sample.name: sample for sample in samples.OLD_PROGRAMS}


def texts(at: AppTest) -> str:
    return "\n".join(str(one.value) for kind in (at.markdown, at.caption, at.info, at.error) for one in kind)


def marks(at: AppTest) -> list[str]:
    return [mark["message"] for mark in json.loads(at.get("bidi_component")[0].proto.json)[0]["marks"]]


def put(at: AppTest, source: str) -> None:
    at.session_state[f"{STEP}_code"] = source
    at.run()
    assert not at.exception, at.exception


def test_what_a_program_does_is_said() -> None:
    at = open_page(STEP)
    at.button(key=f"{STEP}_load_both_2025").click().run()
    said = str(tables(at)[0])
    assert "Anthropic" in said and "OpenAI" in said and "claude-3-5-sonnet-20241022" in said
    assert any(message.startswith("claude-3-5-sonnet-20241022 was switched off") for message in marks(at))


def test_all_fixes_at_once_and_back() -> None:
    at = open_page(STEP)
    at.button(key=f"{STEP}_load_both_2025").click().run()
    at.button(key=f"{STEP}_fix_all").click().run()
    assert not at.exception and marks(at) == []
    open_tab(at, STEP, workbench.CHANGED)
    assert any('+        system="You check facts.",' in code.value for code in at.code)
    at.button(key=f"{STEP}_undo").click().run()
    assert at.session_state[f"{STEP}_code"] == OLD["both_2025"].source


def test_one_fix_at_a_time() -> None:
    at = open_page(STEP)
    source = at.session_state[f"{STEP}_code"]
    number, finding = next((at, one) for at, one in enumerate(lint(source)) if one.fix_label)
    at.button(key=f"{STEP}_fix_{number}").click().run()
    assert not at.exception and at.session_state[f"{STEP}_code"] == finding.fixed != source


def test_the_fixed_program_runs_in_practice() -> None:
    at = open_page(STEP)
    put(at, program("openai").replace(models.DEFAULT["openai"], "gpt-4"))
    at.button(key=f"{STEP}_fix_all").click().run()
    assert marks(at) == []
    at.button(key=f"{STEP}_go").click().run()
    run = made(at, STEP)[-1]
    assert run.mode == "practice" and run.reply is not None and run.reply.text
    assert at.session_state[f"{STEP}_tab"] == workbench.HAPPENED
    at.run()
    assert any(run.reply.text.strip()[:30] in code.value for code in at.code)


def test_todays_program_of_every_provider_runs(provider: Provider) -> None:
    at = open_page(STEP)
    put(at, program(provider.id))
    assert [found.provider for found in survey.calls(program(provider.id))] == [provider.name]
    at.button(key=f"{STEP}_go").click().run()
    assert made(at, STEP)[-1].provider.id == provider.id


@pytest.mark.parametrize(
    ("source", "ticked"),
    [(program("openai"), True), ("", False), ("print(1)\n", False), ("OPENAI_API_KEY=x\n", False)],
)
def test_nothing_found_is_said_of_what_was_read_alone(source: str, ticked: bool) -> None:
    said = workbench.summary([], verdict(source), begun=False)
    assert (":material/check_circle:" in said) is ticked


def test_what_no_click_mends_is_said_before_and_after() -> None:
    fails = next(one for one in lint(OLD["both_2025"].source) if one.severity == "error")
    by_hand = replace(fails, fix_label=None)
    for begun, words in ((False, "found/by_hand"), (True, "found/left")):
        said = workbench.summary([by_hand], verdict(OLD["both_2025"].source), begun=begun)
        assert WORDS.line(words, count=1) in said
        assert WORDS.line(words, count=1) not in workbench.summary([fails], (), begun=begun)


def test_why_a_program_cannot_be_run_is_said() -> None:
    at = open_page(STEP)
    open_tab(at, STEP, workbench.HAPPENED)
    put(at, "print(1)\n")
    assert "It cannot be run here as it stands." in texts(at)
    at.button(key=f"{STEP}_go").click().run()
    assert not at.exception and STEP not in at.session_state["made"]


@pytest.mark.parametrize(
    "source", ["", "\x00 print 'hi' <script>**bold**", "x = " + "(" * 300, "def f(:\n", "# nothing here\n"]
)
def test_no_text_breaks_the_page(source: str) -> None:
    at = open_page(STEP)
    for tab in (workbench.DOES, workbench.CHANGED, workbench.HAPPENED):
        open_tab(at, STEP, tab)
        put(at, source)


def notebook(*cells: dict[str, object], version: int = 4) -> bytes:
    holder = {"cells": list(cells)} if version == 4 else {"worksheets": [{"cells": list(cells)}]}
    return json.dumps({"nbformat": version, **holder}).encode()


def test_a_dropped_file_is_in_the_box() -> None:
    at = open_page(STEP)
    cells = [
        {"cell_type": "markdown", "source": ["# Hello"]},
        {"cell_type": "code", "source": ["!pip install openai\n", "import openai\n"]},
        {"cell_type": "code", "source": "print(1)"},
    ]
    at.file_uploader(key=f"{STEP}_file").upload("mine.ipynb", notebook(*cells)).run()
    assert not at.exception
    assert at.session_state[f"{STEP}_code"] == "# !pip install openai\nimport openai\n\nprint(1)\n"


def test_a_file_without_a_program_leaves_the_box_alone() -> None:
    at = open_page(STEP)
    before = at.session_state[f"{STEP}_code"]
    at.file_uploader(key=f"{STEP}_file").upload("mine.ipynb", b"no notebook").run()
    assert not at.exception and at.session_state[f"{STEP}_code"] == before
    assert [warning.value for warning in at.warning] == [WORDS.line("file/no_notebook")]


def test_the_summary_counts() -> None:
    old = OLD["anthropic_2023"].source
    said = workbench.summary(lint(old), verdict(old), begun=False)
    assert said.startswith("**3** things fail today, **1** is a bad habit")


def test_it_is_reached_from_the_start_and_from_good_habits() -> None:
    for slug in ("start_here", "good_habits"):
        links = [link.proto.page for link in open_page(slug).get("page_link")]
        assert any(STEP in page for page in links), links
