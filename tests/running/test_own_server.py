"""Which server may be named, and by whom."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firstcall import models, programs, providers
from firstcall.calls import Message, Settings
from firstcall.programs.lint.findings import lint
from firstcall.providers import Provider, Server
from firstcall.running import WORDS, own_server

[CHOOSING] = [one for one in providers.every().values() if one.servers is not None]
VENDORS = [one for one in providers.every().values() if one.servers is None]
KNOWN = CHOOSING.servers.known if CHOOSING.servers else ()
CHOOSING_TRAITS = frozenset({"usage_on_request", "logprobs"})
ASKED = Settings("", (Message("user", "Hi"),), max_tokens=900, stream=False)
MINE = Server("My server", "http://192.168.0.10:8000/v1", "MY_API_KEY", ("my/model-7b",))


def at(server: Server) -> Provider:
    assert CHOOSING.servers is not None
    return CHOOSING.servers.at(server)


@pytest.mark.parametrize("server", [*KNOWN, MINE], ids=lambda server: server.name)
def test_a_program_for_a_server_names_it_and_is_clean(server: Server) -> None:
    assert own_server.problems(server, CHOOSING) == ()
    provider = at(server)
    asked = replace(ASKED, model=provider.default)
    for language in ("python", "javascript", "curl"):
        source = programs.render(provider.compose(asked, None), provider, language)
        assert all(said in source for said in (server.base_url, server.key_variable, server.models[0]))
        assert "max_tokens" in source and "max_completion_tokens" not in source
    source = programs.render(provider.compose(asked, None), provider)
    assert [found.rule for found in lint(source, provider.id) if found.severity != "info"] == []
    assert programs.parse(source, provider.id, provider.sdk.methods).call == provider.compose(asked, None)
    programs.held_to(source, server.base_url)


@pytest.mark.parametrize(
    "base_url",
    [
        'base_url="http://elsewhere/v1"',
        'base_url=os.environ.get("A_URL", "http://elsewhere/v1")',
        "timeout=3",
        "base_url=ELSEWHERE",
        'base_url=f"{ELSEWHERE}"',
        '**{"base_url": ELSEWHERE}',
    ],
)
def test_a_program_that_calls_another_server_than_the_app_is_refused(base_url: str) -> None:
    with pytest.raises(programs.NotUnderstood) as refusal:
        programs.held_to(
            f'ELSEWHERE = "http://elsewhere/v1"\nclient = openai.OpenAI({base_url})', MINE.base_url
        )
    assert MINE.base_url in refusal.value.message


def test_a_program_may_leave_the_server_to_the_environment() -> None:
    programs.held_to('client = openai.OpenAI(base_url=os.environ["MY_URL"])', MINE.base_url)
    programs.held_to(f'client = openai.OpenAI(base_url="{MINE.base_url}/")', MINE.base_url)


@pytest.mark.parametrize("server", KNOWN, ids=lambda server: server.id)
def test_no_program_asks_for_what_a_server_lacks(server: Server) -> None:
    provider = at(server)
    assert provider.traits == CHOOSING_TRAITS - set(server.lacks)
    streamed = provider.compose(replace(ASKED, model=provider.default, stream=True), None)
    assert ("stream_options" in streamed.arguments) is ("usage_on_request" not in server.lacks)
    whose = providers.with_trait("logprobs", rather=provider)
    assert (whose is provider) is ("logprobs" not in server.lacks)


def test_a_model_of_another_vendor_is_limited_as_the_server_says() -> None:
    known = models.DEFAULT["openai"]
    provider = at(replace(MINE, models=(known,)))
    assert "max_tokens" in provider.compose(replace(ASKED, model=known), None).arguments
    assert (
        "max_completion_tokens"
        in providers.get("openai").compose(replace(ASKED, model=known), None).arguments
    )


@pytest.mark.parametrize("server", KNOWN, ids=lambda server: server.id)
def test_what_is_known_of_a_server_has_a_source(server: Server) -> None:
    assert server.source.startswith("https://") and server.key_page.startswith("https://")
    assert CHOOSING.words.say(f"differs {server.id}")
    assert bool(server.no_key) is server.base_url.startswith("http://localhost:")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"name": ""}, "name"),
        ({"name": "**bold**"}, "name"),
        ({"name": "n" * 41}, "name"),
        ({"base_url": "localhost:1234/v1"}, "base_url"),
        ({"base_url": "file:///etc/passwd"}, "base_url"),
        ({"base_url": "http://ann:secret@host/v1"}, "base_url"),
        ({"base_url": 'http://host/v1", api_key="x'}, "base_url"),
        ({"base_url": "http://host/$(reboot)"}, "base_url"),
        ({"base_url": "http://host/v1?key=1"}, "base_url"),
        ({"key_variable": "PATH"}, "variable"),
        ({"key_variable": "my_api_key"}, "variable"),
        ({"key_variable": 'X"]; import os; os.environ["A_KEY'}, "variable"),
        *(({"key_variable": name}, "of_another") for one in VENDORS for name in one.address.key_variables),
        ({"models": ()}, "model"),
        ({"models": ("a b",)}, "model"),
    ],
)  # fmt: skip
def test_what_cannot_stand_in_a_program_is_refused(wrong: dict[str, object], said: str) -> None:
    assert own_server.problems(replace(MINE, **wrong), CHOOSING) == (WORDS.line(f"server/{said}"),)  # type: ignore[arg-type]


@pytest.mark.parametrize("base_url", ["http://[::1]:8080/v1", "https://api.deepseek.com", "http://box/v1/"])
def test_other_forms_of_addresses_can_be_named(base_url: str) -> None:
    assert own_server.problems(replace(MINE, base_url=base_url), CHOOSING) == ()


def test_a_visitor_from_elsewhere_reaches_only_what_the_operator_names() -> None:
    metadata = at(replace(MINE, base_url="http://169.254.169.254/v1"))
    told = {own_server.SETTING: "https://api.groq.com/openai/v1 http://192.168.0.10:8000/v1/"}
    assert own_server.may_be_called(metadata, {}, on_this_machine=True)
    for one in (metadata, at(MINE), CHOOSING, *map(at, KNOWN)):
        assert not own_server.may_be_called(one, {}, on_this_machine=False)
    assert own_server.may_be_called(at(MINE), told, on_this_machine=False)
    assert not own_server.may_be_called(metadata, told, on_this_machine=False)
    other_port = at(replace(MINE, base_url="http://192.168.0.10:80/v1"))
    assert not own_server.may_be_called(other_port, told, on_this_machine=False)


def test_vendors_with_an_address_of_their_own_are_for_everybody() -> None:
    assert all(own_server.may_be_called(one, {}, on_this_machine=False) for one in VENDORS)


def test_a_named_server_has_no_price_and_its_own_name() -> None:
    assert CHOOSING.address.elsewhere(CHOOSING.address.base_url) == "localhost:1234"
    assert at(KNOWN[4]).address.elsewhere("https://api.groq.com/openai/v1") == "api.groq.com"


def test_its_models_are_the_catalogues_until_one_is_named() -> None:
    assert CHOOSING.default == models.DEFAULT[CHOOSING.id]
    assert models.ids(at(MINE).offered) == ["my/model-7b"]
    assert at(MINE).default == "my/model-7b"
    assert CHOOSING.large == models.vendor(CHOOSING.id).large and at(MINE).large == ""
    limit = at(MINE).compose(Settings("my/model-7b", (Message("user", "Hi"),), max_tokens=9), None).arguments
    assert limit["max_tokens"] == 9
