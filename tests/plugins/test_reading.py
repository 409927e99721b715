"""Reading programs of a plugged-in provider: what stands in them is known by what the provider says of itself."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from firstcall import programs, providers
from firstcall.programs.lint.findings import Finding, lint

CLIENT = 'import openai\nclient = openai.OpenAI(timeout=60, base_url="https://api.nimbus.example/v1"{more})\n'
CALL = 'r = client.chat.completions.create(model="{model}", {limit}=9, messages=[])\nprint(r.choices[0].finish_reason)\n'


def found(
    model: str = "cumulus-1", limit: str = "max_completion_tokens", more: str = ""
) -> dict[str, Finding]:
    source = CLIENT.format(more=more) + CALL.format(model=model, limit=limit)
    return {one.rule: one for one in lint(source)}


def test_its_models_are_its_own() -> None:
    assert not found("cumulus-1")
    assert found("cumulus-11")["unknown-model"].fixed
    assert found("gpt-6-luna")["unknown-model"].says == "unknown-model foreign"


def test_what_its_models_refuse_is_read_from_its_catalogue() -> None:
    assert "refused-parameter" not in found("cumulus-1", "max_tokens")
    assert "refused-parameter" in found("stratus-1", "max_tokens")


@pytest.mark.parametrize(
    ("rule", "model", "arguments", "named"),
    [
        ("out-of-range", "cumulus-1", "max_tokens=9, stop=['a', 'b', 'c', 'd', 'e']", True),
        ("unknown-argument", "cumulus-1", "max_tokens=9, system='Be brief.'", True),
        ("refused-parameter", "cumulus-1", "max_tokens=9, max_completion_tokens=9", True),
        ("refused-parameter", "stratus-1", "max_tokens=9", False),
        ("unknown-argument", "cumulus-1", "max_tokens=9, temprature=1", False),
        ("no-token-limit", "cumulus-1", "n=1", False),
    ],
)
def test_findings_speak_of_it_and_not_of_the_vendor_whose_wire_it_is_on(
    rule: str, model: str, arguments: str, named: bool
) -> None:
    call = f"client.chat.completions.create(model='{model}', messages=[], {arguments})\n"
    finding = next(one for one in lint(CLIENT.format(more="") + call) if one.rule == rule)
    said = f"{finding.message} {finding.why}"
    assert ("Nimbus" in said) is named
    assert "OpenAI" not in said and "GPT" not in said


def test_its_key_is_known_by_its_beginning() -> None:
    source = 'KEY = "nim-abcdefgh12345678"\n'
    mended = next(one.fixed for one in lint(source) if one.rule == "hard-coded-key")
    assert mended is not None and 'os.environ["NIMBUS_API_KEY"]' in mended


def test_its_key_leads_to_its_variable() -> None:
    source = (
        'key = "abcdefgh"\n'
        + CLIENT.format(more=", api_key=key")
        + CALL.format(model="cumulus-1", limit="max_tokens")
    )
    mended = next(one.fixed for one in lint(source) if one.rule == "hard-coded-key")
    assert mended is not None and 'os.environ["NIMBUS_API_KEY"]' in mended


def test_its_base_url_wants_its_end() -> None:
    source = 'import openai\nclient = openai.OpenAI(timeout=60, base_url="https://api.nimbus.example")\n'
    mended = next(one.fixed for one in lint(source) if one.rule == "wrong-base-url")
    assert mended is not None and '"https://api.nimbus.example/v1"' in mended


def test_its_variable_for_the_base_url_is_known() -> None:
    source = 'import os\nos.environ["NIMBUS_BASE_URL"] = "https://api.nimbus.example"\n'
    assert [one.rule for one in lint(source)] == ["wrong-base-url"]


def printed(source: str, text: str = "") -> list[str | None]:
    telegram = SimpleNamespace(words=["dot dash"], ended="stop")
    names = {"line": SimpleNamespace(telegram=telegram), "telegram": telegram}
    methods = providers.get("morse").sdk.methods
    return [line.text for line in programs.printed(source, names, text, methods)]


def test_what_its_program_prints_is_followed() -> None:
    source = "m = client.telegrams.send(model='dash-2')\nfor word in m.words:\n    print(word)\n"
    assert printed(source) == ["dot dash\n"]


STREAMED = """\
with client.telegrams.send(model='dash-2', stream=True) as line:
    for text in line.words:
        print(text, end="", flush=True)
    print(line.telegram.ended)
"""


def test_what_its_streamed_program_prints_is_followed() -> None:
    assert printed(STREAMED, "dot dash") == ["dot dash", "stop\n"]


def test_its_own_events_are_met_in_a_loop_over_the_stream() -> None:
    source = (
        "for event in client.telegrams.send(model='dash-2', stream=True):\n    print(event.word, end='')\n"
    )
    assert printed(source, "dot dash") == ["dot dash"]
    assert printed(source.replace(".word", ".other"), "dot dash") == [None]
