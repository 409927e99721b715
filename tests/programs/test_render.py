"""A call as a program in Python, JavaScript and shell."""

import json
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from firstcall import providers
from firstcall.calls import Call
from firstcall.programs import arguments_code, parse, render
from firstcall.programs.write import javascript, shell
from firstcall.programs.write.layout import code
from firstcall.providers import Provider
from tests import own_sdk

JAVASCRIPT = "await client.messages.create({\n  $arguments\n}$options); new A($client); `$${x}`"
VERSION = {"anthropic-version": "new"}
CURL = 'curl "$$URL" \\\n  $headers\n  -d $body\n'


def provider_saying(
    template: str, language: str, shape: str = "plain", headers: Mapping[str, str] = VERSION
) -> Provider:
    found = providers.get("anthropic")
    address = replace(found.address, headers=headers)
    return replace(found, templates={(language, shape): template}, address=address)


def calling(client: dict[str, Any] | None = None, method: str = "messages.create", **arguments: Any) -> Call:
    return Call("anthropic", method, arguments, client or {})


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("Hi", '"Hi"'),
        ('say "Hi"', "'say \"Hi\"'"),
        ('it\'s "it"', '"it\'s \\"it\\""'),
        ("a\n", '"a\\n"'),
        ("a\nb", '"""a\nb"""'),
        ("a\r\nb", '"""a\\r\nb"""'),
        ('"""\n""', '"""\\"\\""\n"\\""""'.replace('"\\""""', '\\"\\""""')),
        ("\u202e\x00\ud800", '"\\u202e\\x00\\ud800"'),
        ("\U0001f469\u200d\U0001f680", '"\U0001f469\u200d\U0001f680"'),
        (float("-inf"), 'float("-inf")'),
        ((1,), "(1,)"),
        ([], "[]"),
        ([{"a": 1}], '[\n    {"a": 1},\n]'),
    ],
)
def test_python_value_is_written_as_a_person_would(value: object, written: str) -> None:
    assert code(value) == written


def test_arguments_stand_one_below_the_other() -> None:
    arguments = {"model": "m", "max_tokens": 5, "messages": [{"role": "user", "content": "Hi"}]}
    assert arguments_code(arguments) == (
        'model="m",\n    max_tokens=5,\n    messages=[\n        {"role": "user", "content": "Hi"},\n    ],'
    )


def test_python_arguments_keep_the_indentation_of_their_line() -> None:
    provider = provider_saying(
        "with client.messages.create(\n    $arguments\n):\n    pass  # $$5\n", "python"
    )
    assert render(calling(a=1, b="$x"), provider) == (
        'with client.messages.create(\n    a=1,\n    b="$x",\n):\n    pass  # $5\n'
    )


def test_python_client_gets_its_arguments() -> None:
    provider = provider_saying("Anthropic($client)", "python")
    assert (
        render(calling({"max_retries": 0, "timeout": 2.5}), provider)
        == "Anthropic(max_retries=0, timeout=2.5)"
    )


@pytest.mark.parametrize("provider", own_sdk.every(), ids=own_sdk.IDS)
@pytest.mark.parametrize("shape", ["plain", "streamed"])
def test_program_of_a_provider_says_the_call_it_was_made_from(provider: Provider, shape: str) -> None:
    method = next(m for m in provider.sdk.methods if f".{m}(" in provider.templates["python", shape])
    stream = {"stream": True} if shape == "streamed" and not method.endswith(".stream") else {}
    call = Call(provider.id, method, {"model": "m", **stream, "messages": []}, {"max_retries": 0})
    assert parse(render(call, provider), provider.id, provider.sdk.methods).call == call


def test_create_that_streams_becomes_the_stream_of_the_template() -> None:
    provider = provider_saying("client.messages.stream(\n    $arguments\n)", "python", "streamed")
    assert render(calling(model="m", stream=True), provider) == 'client.messages.stream(\n    model="m",\n)'


def test_stream_is_said_to_a_template_that_creates() -> None:
    provider = provider_saying("client.x.create(\n    $arguments\n)", "python", "streamed")
    assert "stream=True," in render(calling(method="x.stream"), provider)


def test_javascript_gets_body_and_options_apart() -> None:
    call = calling(
        {"max_retries": 0, "timeout": 2.5, "api_key": "sk-x"},
        model="m",
        extra_body={"temperature": 0.5},
        extra_headers={"anthropic-version": "old"},
        timeout=3,
        messages=[{"role": "user", "content": "`Hi`"}],
    )
    assert render(call, provider_saying(JAVASCRIPT, "javascript"), "javascript") == (
        "await client.messages.create({\n"
        '  model: "m",\n'
        "  messages: [\n"
        '    { role: "user", content: "`Hi`" },\n'
        "  ],\n"
        "  temperature: 0.5,\n"
        '}, { headers: { "anthropic-version": "old" }, timeout: 3000 }); '
        "new A({ maxRetries: 0, timeout: 2500 }); `${x}`"
    )


def test_javascript_of_a_plain_call_has_no_options() -> None:
    assert render(calling(a=1), provider_saying(JAVASCRIPT, "javascript"), "javascript") == (
        "await client.messages.create({\n  a: 1,\n}); new A(); `${x}`"
    )


@pytest.mark.skipif(not shutil.which("node"), reason="needs Node")
def test_node_reads_the_values_that_were_written() -> None:
    value = {
        "a-b": [1, -0.5, True, None, [], {}, [{"x": (1, 2)}]],
        "__proto__": "own",
        "text": "\u2028\ud800\x00'`${x}\\\n\U0001f680",
        "class": 1e300,
        "long": ["x" * 50, "y" * 50],
    }
    program = f"console.log(JSON.stringify({javascript.code(value)}))"
    said = subprocess.run(["node", "-e", program], capture_output=True, text=True, check=True).stdout
    assert json.loads(said) == json.loads(json.dumps(value))


def test_curl_says_headers_body_and_time_limit() -> None:
    call = calling({"timeout": 2.5}, model="it's", extra_headers={"Anthropic-Version": "old", "x": "$1"})
    assert render(call, provider_saying(CURL, "curl"), "curl") == (
        'curl "$URL" \\\n'
        "  -H 'Anthropic-Version: old' \\\n"
        "  -H 'x: $1' \\\n"
        "  --max-time 2.5 \\\n"
        "  -d '{\n"
        '  "model": "it\'\\\'\'s"\n'
        "}'\n"
    )


def test_curl_without_headers_leaves_no_empty_line() -> None:
    provider = provider_saying(CURL, "curl", headers={})
    assert render(calling(), provider, "curl") == "curl \"$URL\" \\\n  -d '{}'\n"


def test_curl_of_the_stream_method_asks_for_a_stream() -> None:
    provider = provider_saying("$body", "curl", "streamed")
    assert render(calling(method="messages.stream"), provider, "curl") == "'{\n  \"stream\": true\n}'"


@pytest.mark.parametrize("size", [10, 1_000_000])
def test_shell_passes_the_body_on_unchanged(size: int) -> None:
    value = {"text": "it's $HOME `x` \\ \n \ud800 é" + "x" * size}
    # A command that does with its argument what curl does with `-d`.
    command = (
        f'd() {{ if [ "$1" = "@-" ]; then cat; else printf %s "$1"; fi; }}\nd {shell.json_argument(value)}\n'
    )
    said = subprocess.run(["sh"], input=command.encode(), capture_output=True, check=True).stdout
    assert json.loads(said) == value
