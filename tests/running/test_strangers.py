"""What belongs to the operator stays with the operator, whatever a visitor writes into the box."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping

import pytest

from firstcall import models, programs
from firstcall.calls import Call, Message, Settings
from firstcall.providers import Access, Provider
from firstcall.running import runs
from tests import own_sdk
from tests.having import with_options, with_time_out

OWNERS = "sk-owners-secret-0123456789-mine"


def call_to(provider: Provider, **client: object) -> Call:
    effort = "none" if provider.id == "openai" else None
    settings = Settings(
        models.DEFAULT[provider.id], (Message("user", "Hi"),), max_tokens=300, effort=effort, stream=False
    )
    return dataclasses.replace(provider.compose(settings, None), client=client)


def made(provider: Provider, access: Access, call: Call) -> runs.Run:
    run = runs.start(call, provider, access, step="test", mode="practice")
    assert run.wait(20)
    return run


def everything(run: runs.Run) -> str:
    return repr(
        [run.failure, run.record, run.reply, [dataclasses.astuple(one) for one in run.recorder.exchanges]]
    )


@pytest.fixture
def owners_environment(provider: Provider, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(provider.address.key_variable, OWNERS)
    for variable, header in provider.address.environment_headers.items():
        monkeypatch.setenv(variable, "owner-secret-777" if header else "x-gateway: owner-secret-777")


@pytest.mark.parametrize("key", [None, 7, ""])
def test_no_key_in_the_code_makes_the_sdk_use_the_operators(
    provider: Provider, access: Access, owners_environment: None, key: object
) -> None:
    run = made(provider, access, call_to(provider, api_key=key))
    assert OWNERS not in everything(run) and OWNERS[-4:] not in everything(run)


@pytest.mark.parametrize("written", ["None", "7", "True", "['a']"])
def test_a_key_that_is_no_text_is_not_understood(provider: Provider, written: str) -> None:
    source = programs.render(call_to(provider), provider).replace(
        f"{provider.sdk.spelled}()", f"{provider.sdk.spelled}(api_key={written})"
    )
    with pytest.raises(programs.NotUnderstood) as refused:
        programs.parse(source, provider.id, provider.sdk.methods)
    assert refused.value.says == "client key"


ENDLESS = [
    pytest.param(provider, given, id=f"{provider.id}-{name}")
    for provider in own_sdk.every()
    for name, (retries, seconds) in {"retries": (1_000_000, None), "seconds": (None, 1e9)}.items()
    if (given := provider.sdk.patience.written({}, retries, seconds))  # what this SDK can be told at all
]


@pytest.mark.parametrize(("provider", "given"), ENDLESS)
def test_endless_tries_are_not_understood(provider: Provider, given: Mapping[str, object]) -> None:
    written = ", ".join(f"{name}={value!r}" for name, value in given.items())
    source = programs.render(call_to(provider), provider).replace(
        f"{provider.sdk.spelled}()", f"{provider.sdk.spelled}({written})"
    )
    with pytest.raises(programs.NotUnderstood) as refused:
        programs.parse(source, provider.id, provider.sdk.methods)
    assert refused.value.says in {"client retries", "client timeout"}


@with_time_out
def test_no_time_out_is_not_understood(provider: Provider) -> None:
    source = programs.render(call_to(provider), provider).replace(
        f"{provider.sdk.spelled}()", f"{provider.sdk.spelled}(timeout=None)"
    )
    with pytest.raises(programs.NotUnderstood) as refused:
        programs.parse(source, provider.id, provider.sdk.methods)
    assert refused.value.says == "client timeout"


@pytest.mark.parametrize("name", ["base_url", "baseUrl", "httpx_client", "client_args"])
@with_options
def test_options_of_one_call_lead_it_nowhere_else(provider: Provider, name: str) -> None:
    assert provider.sdk.options is not None and provider.sdk.kinds[0].inside is not None
    call = call_to(provider)
    inside = provider.sdk.kinds[0].inside.argument
    options = {provider.sdk.options.argument: {name: "http://127.0.0.1:9"}}
    elsewhere = dataclasses.replace(call, arguments={**call.arguments, inside: options})
    with pytest.raises(programs.NotUnderstood) as refused:
        programs.parse(programs.render(elsewhere, provider), provider.id, provider.sdk.methods)
    assert refused.value.says == "client address"


def test_headers_of_the_operators_environment_are_not_sent_for_a_visitor(
    provider: Provider, access: Access, owners_environment: None
) -> None:
    run = made(provider, access, call_to(provider))
    assert run.state == "done"
    names = {name.lower() for name, _ in run.recorder.exchanges[0].request_headers}
    assert not names & {"x-gateway", "openai-organization", "openai-project"}
    assert "owner-secret-777" not in everything(run)


def test_headers_of_the_operators_environment_go_with_the_operators_key_and_are_redacted(
    provider: Provider, access: Access, owners_environment: None
) -> None:
    run = made(provider, dataclasses.replace(access, owners=True), call_to(provider))
    sent = ("x-gateway", "[redacted]") in run.recorder.exchanges[0].request_headers
    assert sent is bool(provider.address.environment_headers)
    assert "owner-secret-777" not in everything(run)


def test_a_key_written_into_the_code_is_redacted_everywhere(provider: Provider, access: Access) -> None:
    run = made(provider, access, call_to(provider, api_key="sk-ant-my-own-key-0123456789\n"))
    assert run.failure is not None and "my-own-key" not in everything(run)


@pytest.mark.parametrize(
    "path",
    [
        'len([[s+"x" for s in ["a"*1000000]*9] for q in "a"*1000])',
        '[len(str(x)) for x in [int("9"*2900)]*20000]',
        '[x for x in ["a"*100000]*100000]',
    ],
)
def test_an_expression_that_eats_memory_or_time_is_refused(path: str) -> None:
    with pytest.raises(programs.NotAllowed):
        programs.evaluate(path, {})


def test_a_program_shares_one_budget_over_all_its_lines(provider: Provider) -> None:
    source = (
        programs.render(call_to(provider), provider)
        + 's = "a" * 1000000\n'
        + 'n = s.count("ab")\n' * 300
        + "print(n)\n"
    )
    lines = programs.printed(source, {})
    assert lines[-1].text is None


def test_half_a_character_is_not_understood(provider: Provider) -> None:
    source = programs.render(call_to(provider), provider).replace('"Hi"', '"\\ud800"')
    with pytest.raises(programs.NotUnderstood) as refused:
        programs.parse(source, provider.id, provider.sdk.methods)
    assert refused.value.says == "value half-character"
