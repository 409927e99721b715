"""Model ids with an end: marked where they stand, weighed by whether a call is seen to use them, and replaced by
one that lasts, with what it needs."""

from __future__ import annotations

import pytest

from firstcall import models
from firstcall.programs.lint.findings import Finding, lint, mend
from firstcall.programs.read.model_id import read, relatives, successor
from firstcall.programs.read.whole_program import known_model
from tests.programs.conftest import TODAY

HEAD = """\
import os
import anthropic
import openai
client = openai.OpenAI(timeout=60)
claude = anthropic.Anthropic(timeout=60)
U = [{"role": "user", "content": "hi"}]
"""
ASK = "client.chat.completions.create(max_tokens=2000, messages=U, "
SAY = "claude.messages.create(max_tokens=2000, messages=U, "


pytestmark = pytest.mark.usefixtures("friday")


def ended(source: str) -> list[Finding]:
    return [one for one in lint(HEAD + source) if one.rule in {"retired-model", "retiring-model"}]


@pytest.mark.parametrize(
    "source",
    [
        f'def ask(model):\n    return {ASK}model=model)\nask("gpt-3.5-turbo")\n',
        f'class Bot:\n    def __init__(self, model="gpt-3.5-turbo"):\n        self.model = model\n'
        f"    def ask(self):\n        return {ASK}model=self.model)\n",
        f'CONFIG = {{"model": "gpt-3.5-turbo"}}\n{ASK}model=CONFIG["model"])\n',
        f'opts = dict(model="gpt-3.5-turbo")\n{ASK}**opts)\n',
        f'{ASK}model=os.getenv("MODEL", "gpt-3.5-turbo"))\n',
        f'model = os.getenv("MODEL") or "gpt-3.5-turbo"\n{ASK}model=model)\n',
        f'settings.model = "gpt-3.5-turbo"\n{ASK}model=settings.model)\n',
        f'for model in ["gpt-3.5-turbo", "gpt-6-luna"]:\n    {ASK}model=model)\n',
        f'{ASK}model="gpt-3.5-turbo" if cheap else "gpt-6-luna")\n',
        'requests.post(url, json={"model": "gpt-3.5-turbo", "messages": U})\n',
        'ChatOpenAI(model_name="gpt-3.5-turbo")\n',
        'completion(model="openai/gpt-3.5-turbo", messages=U)\n',
        'parser.add_argument("--model", default="gpt-3.5-turbo")\n',
        'MODELS = ["gpt-3.5-turbo"]\n',
    ],
)
def test_an_id_is_marked_wherever_it_stands(source: str) -> None:
    found = ended(source)
    assert [one.severity in {"error", "warning"} for one in found] == [True]
    assert "gpt-3.5-turbo" in found[0].message
    assert "gpt-3.5-turbo" not in mend(HEAD + source)


@pytest.mark.parametrize(
    "id",
    [
        "claude-3-7-sonnet-latest", "claude-3-7-sonnet-20250219", "claude-3-5-haiku-latest", "claude-2.1",
        "claude-instant-1.2", "gpt-4-32k", "gemini-1.5-flash", "text-davinci-003",
    ],
)  # fmt: skip
@pytest.mark.parametrize("source", ['names = ["{}"]\n', 'names = {{"first": "{}"}}\n'])
def test_an_id_in_a_list_of_names_is_marked_whether_its_day_is_known_or_not(source: str, id: str) -> None:
    assert [one.severity for one in ended(source.format(id))] == ["warning"]


@pytest.mark.parametrize(
    ("source", "weight"),
    [
        (f'{ASK}model="gpt-3.5-turbo")\n', "error"),
        (f'{ASK}model="gpt-5-mini")\n', "warning"),
        ('print("which", "gpt-3.5-turbo")\n', "warning"),
        ('PRICES = {"gpt-3.5-turbo": 0.5}\n', "info"),
        ('if name == "gpt-3.5-turbo":\n    pass\n', "info"),
        ('names = ["gpt-5-mini"]\n', "info"),
        (f'azure = openai.AzureOpenAI()\nazure.{ASK.partition(".")[2]}model="gpt-4")\n', "info"),
    ],
)
def test_it_weighs_what_a_call_makes_of_it(source: str, weight: str) -> None:
    assert [one.severity for one in ended(source)] == [weight]


@pytest.mark.parametrize(
    "source",
    [
        'grade = "ada"\n', 'label = "o1"\n', '"""gpt-4"""\n', 'print(f"gpt-4 {1}")\n', 'x = "davinci-resolve"\n',
        'x = "gpt-4 is gone"\n', 'names = ["gpt-5.1"]\n', f'{ASK}model="gpt-6-luna")\n',
    ],
)  # fmt: skip
def test_what_only_looks_like_an_id_is_left_alone(source: str) -> None:
    assert ended(source) == []


@pytest.mark.parametrize(
    "id",
    [
        "claude-sonnet-4-20250514", "claude-opus-4-1", "claude-3-7-sonnet-latest", "claude-2.1", "chatgpt-4o-latest",
        "gpt-5.2-chat-latest", "gpt-4o-audio-preview", "gpt-4.5-preview", "text-curie-001", "o1-pro", "gpt-4-0613",
        "gemini-1.5-flash", "gemini-pro", "models/gemini-1.5-flash", "openai/gpt-4", "text-davinci-003",
    ],
)  # fmt: skip
def test_ids_of_old_tutorials_are_known_to_be_gone(id: str) -> None:
    found = read(id)
    assert found is not None and found.gone(TODAY)


@pytest.mark.parametrize("vendor", models.vendors())
def test_a_replacement_lasts(vendor: str) -> None:
    known = models.vendor(vendor)
    for id in {*known.gone, *known.forgotten, *models.ids(known.models), f"{vendor}-of-old"}:
        better = known_model(successor(vendor, id, TODAY))
        assert better is not None and better.retires is None and not better.legacy


@pytest.mark.parametrize(
    ("source", "brought"),
    [
        (f'{ASK}model="gpt-4o", tools=[])\n', 'model="gpt-6-luna", reasoning_effort="none"'),
        (f'{ASK}model="gpt-4-0613", functions=[])\n', 'model="gpt-6-luna", reasoning_effort="none"'),
        (f'{ASK.replace("2000", "50")}model="gpt-4")\n', 'model="gpt-6-luna", reasoning_effort="none"'),
        ('client.responses.create(input="hi", max_output_tokens=50, model="gpt-4")\n', 'reasoning={"effort": "none"}'),
        (f'{SAY.replace("2000", "50")}model="claude-3-haiku-20240307")\n', 'thinking={"type": "disabled"}'),
        (f'{SAY.replace("2000", "50")}model="claude-sonnet-4-5")\n', "max_tokens=1024"),
        (f'MODEL = "gpt-4"\n{ASK}tools=[], model=MODEL)\n', 'model=MODEL, reasoning_effort="none"'),
    ],
)  # fmt: skip
def test_a_replacement_brings_what_it_needs(source: str, brought: str) -> None:
    fixed = next(iter(ended(source))).fixed
    assert fixed is not None and brought in fixed


@pytest.mark.parametrize(
    "source",
    [
        f'{ASK}model="gpt-4o")\n',
        f'{ASK}model="o3", tools=[])\n',
        f'{SAY}model="claude-3-haiku-20240307")\n',
        f'{ASK.replace("2000", "50")}model="gpt-4o", reasoning_effort="none")\n',
    ],
)
def test_what_has_room_is_changed_no_further(source: str) -> None:
    fixed = next(iter(ended(source))).fixed
    assert fixed is not None and len(fixed.split()) == len(f"{HEAD}{source}".split())


def test_an_unknown_id_near_a_family_says_what_is_known_of_it() -> None:
    found = next(one for one in lint(f'{HEAD}{SAY}model="claude-sonnet-6")\n') if one.rule == "unknown-model")
    assert "claude-sonnet-5-5" in found.why and "haiku" not in found.why and found.fix_label is None


def test_ids_in_folders_are_read_by_their_names_or_left_to_their_owners() -> None:
    ask = "from google import genai\nclient = genai.Client()\nclient.models.generate_content(contents='hi', model="
    for id in ("models/gemini-3.5-flash", "projects/1/locations/x/endpoints/2", "tunedModels/mine"):
        assert [one.says for one in lint(f'{ask}"{id}")\n') if one.rule == "unknown-model"] == []


def test_a_relative_that_ends_says_when() -> None:
    assert "gpt-4.1" in models.ids(relatives("openai", "gpt-4.1-large", TODAY))
    found = next(one for one in lint(f'{HEAD}{ASK}model="gpt-4.1-large")\n') if one.rule == "unknown-model")
    assert "14 January 2027" in found.why


def test_a_misspelling_of_a_model_that_ends_is_not_mended_to_it() -> None:
    assert "claude-sonnet-4-5" not in mend(f'{HEAD}{SAY}model="claude-sonet-4-5")\n')


REQUEST = 'import requests\nrequests.post("https://api.{host}", json={{"model": "{id}", {more}}})\n'
LANGCHAIN = "from langchain_openai import ChatOpenAI, OpenAI\n"
CONFIG = (
    'class Config:\n    model: str = "gpt-4-32k"\n    warm: float = 0.7\n'
    "class Bot:\n    def __init__(self, config):\n        self.config = config\n"
    "    def ask(self):\n        return "
)


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ('client.images.generate(model="dall-e-3", prompt="x")\n', "other-work"),
        ('client.images.generate(model="gpt-4", prompt="x")\n', "other-work"),
        ('MODELS = {"picture": "dall-e-2"}\n', "other-work"),
        (f'{LANGCHAIN}OpenAI(model_name="text-davinci-003")\n', "old-endpoint"),
        (f'{LANGCHAIN}ChatOpenAI(model="gpt-4", temperature=0.7)\n', "refuses"),
        ('from llama_index.llms.openai import OpenAI\nOpenAI(model="gpt-4", temperature=0.1)\n', "refuses"),
        (REQUEST.format(host="anthropic.com/v1/complete", id="claude-2.1", more='"prompt": "x"'), "old-endpoint"),
        (REQUEST.format(host="openai.com/v1/completions", id="text-davinci-003", more='"prompt": "x"'), "old-endpoint"),
        (REQUEST.format(host="openai.com/v1/chat/completions", id="gpt-4", more='"temperature": 0'), "refuses"),
        (REQUEST.format(host="openai.com/v1/chat/completions", id="gpt-4", more='"tools": TOOLS'), "refuses"),
        (f"{CONFIG}{ASK}model=self.config.model, temperature=self.config.warm)\n", "refuses"),
    ],
)  # fmt: skip
def test_what_an_id_alone_does_not_mend_is_told(source: str, says: str) -> None:
    assert [(one.says, one.fixed) for one in ended(source)] == [(f"retired-model {says}", None)]


@pytest.mark.parametrize(
    "source",
    [
        f'{LANGCHAIN}ChatOpenAI(model="gpt-4")\n',
        f'{LANGCHAIN}ChatOpenAI(model="gpt-4", temperature=0.7, reasoning_effort="none")\n',
        REQUEST.format(host="openai.com/v1/chat/completions", id="gpt-4", more='"messages": U'),
        REQUEST.format(host="openai.com/v1/responses", id="gpt-4", more='"tools": TOOLS'),
        f"{CONFIG}{ASK}model=self.config.model)\n",
    ],
)
def test_what_an_id_alone_mends_is_mended(source: str) -> None:
    assert [one.fixed is not None for one in ended(source)] == [True]
