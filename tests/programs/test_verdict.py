"""Never a clean bill without a reason: what was read of a text, whose its calls are, what of them was not checked."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from firstcall.programs.lint.findings import lint, mend
from firstcall.programs.read.text_kind import kind_of
from firstcall.programs.verdict import verdict
from tests.programs.test_lint import CLAUDE, GPT
from tests.quickly import examples

OPENAI = "from openai import OpenAI\n"
ASK = ".chat.completions.create(model=M, messages=U)\n"
CELLS = {
    "cells": [{"cell_type": "code", "source": GPT}, {"cell_type": "code", "source": "import os"}],
    "nbformat": 4,
}
TEXTS: tuple[tuple[str, str, list[str]], ...] = (
    ("empty", "", ["empty"]),
    ("empty", " \n\t\n", ["empty"]),
    ("comments", "# only this\n", ["comments"]),
    ("settings", "OPENAI_API_KEY=sk-proj-1\nDEBUG=1\n", ["settings"]),
    ("settings", "# keys\nexport ANTHROPIC_API_KEY='abc'\n", ["settings"]),
    ("settings", "OPENAI_API_KEY = sk-proj-1\nMODEL = gpt-6-luna\nEMPTY =\n", ["settings"]),
    ("settings", '[openai]\nAPI_KEY = "abc"\nexport WHO = me\n', ["settings"]),
    ("requirements", "openai==3.57.0\npython-dotenv>=1.2\nhttpx\n", ["requirements"]),
    ("json", '{"model": "gpt-6-luna"}', ["json"]),
    ("error", "Traceback (most recent call last):\n  File x\nopenai.AuthenticationError: no", ["error"]),
    ("notebook", json.dumps(CELLS), ["notebook", "calls"]),
    ("notebook", json.dumps({"cells": []}), ["notebook"]),
    ("unreadable", "x = [1, 2\n", ["unreadable"]),
    ("python", CLAUDE, ["calls"]),
    ("python", GPT + CLAUDE, ["calls", "calls"]),
    ("python", "print(1)\n", ["none"]),
    ("python", 'import requests\nrequests.get("https://example.org")\n', ["none"]),
    ("python", f"{OPENAI}client = OpenAI()\n", ["none/imported"]),
    ("python", f'{OPENAI}client = OpenAI()\nclient.embeddings.create(model="m", input="hi")\n', ["unread/signature"]),
    ("python", f'{OPENAI}c = OpenAI()\nc.with_options(timeout=9).embeddings.create(model="m", input="hi")\n',
     ["unread/signature"]),
    ("python", 'import openai\nopenai.images.generate(prompt="a cat")\n', ["unread/signature"]),
    ("python", f'{OPENAI}OpenAI().embeddings.with_raw_response.create(model="m", input="hi")\n', ["unread"]),
    ("python", "from google import genai\ngenai.types.ThinkingConfig()\n", ["none/imported"]),
    ("python", f'M = "m"\n{OPENAI}OpenAI(base_url="https://api.groq.com/openai/v1"){ASK}', ["calls/elsewhere"]),
    ("python", f'M = "m"\n{OPENAI}OpenAI(base_url=somewhere){ASK}', ["calls/nowhere"]),
    ("python", f"{OPENAI}OpenAI().chat.completions.create(model=which(), **more)\n",
     ["calls", "hidden/model", "hidden/arguments"]),
    ("python", f'{OPENAI}import os\nM = os.getenv("MODEL", "gpt-6-luna")\nOpenAI(){ASK}', ["calls"]),
    ("python", 'from langchain_openai import ChatOpenAI\nChatOpenAI(model="gpt-6-luna")\n', ["others"]),
    ("python", 'from groq import Groq\nGroq().chat.completions.create(model="m")\n', ["others/own"]),
    ("python", 'import requests\nrequests.post("https://api.openai.com/v1/responses", json={})\n', ["others/request"]),
    ("python", 'import requests\nrequests.post("http://localhost:1234/v1/completions")\n', ["others/elsewhere"]),
)  # fmt: skip


@pytest.mark.parametrize(("kind", "source", "says"), TEXTS)
def test_each_text_gets_its_own_sentence(kind: str, source: str, says: list[str]) -> None:
    assert kind_of(source) == kind
    assert [one.says for one in verdict(source)] == says


@pytest.mark.parametrize("source", [source for _, source, _ in TEXTS])
def test_every_sentence_is_whole(source: str) -> None:
    assert all(one.text and "{" not in one.text for one in verdict(source))


def test_calls_are_counted_by_whom_they_go_to() -> None:
    first, second = verdict(GPT + GPT.replace("client", "other") + CLAUDE)
    assert "2" in first.text and "OpenAI" in first.text
    assert "1" in second.text and "Anthropic" in second.text


def test_the_cells_of_a_notebook_are_counted() -> None:
    assert "2" in verdict(json.dumps(CELLS))[0].text


@pytest.mark.parametrize(
    ("source", "rule"),
    [
        ("OPENAI_API_KEY=sk-proj-1\n", "no-program"),
        ("OPENAI_API_KEY = sk-proj-1\n", "no-program"),
        ("openai==3.57.0\n", "no-program"),
        ('{"a": 1}', "no-program"),
        ("Traceback (most recent call last):\n  ...\nNameError: x", "no-program"),
    ],
)
def test_what_is_no_program_is_not_told_to_look_for_a_bracket(source: str, rule: str) -> None:
    assert {one.rule for one in lint(source)} == {rule}
    assert mend(source) == source


@pytest.mark.parametrize(
    ("source", "mended"),
    [
        ("OPENAI_MODEL=gpt-3.5-turbo  # cheap\n", "OPENAI_MODEL=gpt-6-luna  # cheap\n"),
        ("OPENAI_MODEL = gpt-3.5-turbo\n", "OPENAI_MODEL = gpt-6-luna\n"),
        ('{"model": "openai/gpt-4"}', '{"model": "openai/gpt-6-luna"}'),
    ],
)
def test_ended_models_are_marked_in_settings_too(source: str, mended: str) -> None:
    found = next(one for one in lint(source) if one.rule == "retired-model")
    assert source[found.column : found.end_column].endswith(("gpt-3.5-turbo", "gpt-4"))
    assert mend(source) == mended


@pytest.mark.parametrize(
    "source",
    [
        "A = 1\n",
        'MODEL = "m"\n',
        'ONE = "m"\nMOST = len(ONE) - 1\n',
        "curl_it(1)\n",
        "x < 3\n",
        "a == 1.5\nprint(a)\n",
    ],
)
def test_python_stays_python(source: str) -> None:
    assert kind_of(source) == "python"


@given(st.text(max_size=200))
@examples(100)
def test_no_text_makes_it_raise(source: str) -> None:
    assert verdict(source)
