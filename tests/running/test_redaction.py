"""Keys leave no trace in what is recorded: neither by the name of a header nor by their own letters."""

from __future__ import annotations

import json
from dataclasses import replace

import httpx2
import pytest

from firstcall import models
from firstcall.calls import Message, Settings
from firstcall.providers import Access, Provider
from firstcall.running import runs
from firstcall.running.redaction import Secrets
from firstcall.running.wire import Exchange, Recorder
from tests.literal_server import answering
from tests.wire_replies import with_headers


@pytest.mark.parametrize(
    "name",
    ["x-api-key", "X-Api-Key", "api-key", "x-goog-api-key", "cookie", "set-cookie", "Authorization", "proxy-authorization"],
)  # fmt: skip
def test_a_header_that_carries_secrets_is_redacted_whatever_it_says(name: str) -> None:
    assert Recorder().headers(httpx2.Headers({name: "abc"})) == [(name.lower(), "[redacted]")]


def test_the_scheme_before_a_secret_stays() -> None:
    headers = Recorder().headers(httpx2.Headers({"authorization": "Bearer abc"}))
    assert headers == [("authorization", "Bearer [redacted]")]


@pytest.mark.parametrize("name", ["x-goog-api-key", "authorization"])
def test_what_stands_before_a_space_is_not_a_scheme_because_of_it(name: str) -> None:
    assert Recorder().headers(httpx2.Headers({name: "sk-01 23"})) == [(name, "[redacted]")]


def test_other_headers_stay_as_they_are() -> None:
    assert Secrets(("sk-1",)).header("x-stainless-lang", "python") == "python"


def test_a_secret_is_redacted_by_its_letters_wherever_it_stands() -> None:
    assert Secrets(("sk-12345678",)).without("no key sk-12345678 here") == "no key [redacted] here"


def test_a_piece_of_a_secret_that_was_broken_is_redacted_too() -> None:
    secrets = Secrets(("sk-12345678\nrest",))
    assert secrets.without(r"'sk-12345678\nrest'") == "'[redacted]'"
    assert secrets.without("the first line was sk-12345678") == "the first line was [redacted]"


def made(provider: Provider, access: Access, **headers: str) -> Exchange:
    """A call with headers of the learner's own, as it was recorded."""
    settings = Settings(models.DEFAULT[provider.id], (Message("user", "Hi"),), max_tokens=300, stream=False)
    call = provider.compose(settings, None)
    own = {name.replace("_", "-"): value for name, value in headers.items()}
    run = runs.start(
        with_headers(call, provider, own) if own else call, provider, access, step="test", mode="practice"
    )
    assert run.wait(20)
    return run.recorder.exchanges[-1]


def test_another_key_in_a_known_header_is_not_recorded(provider: Provider, access: Access) -> None:
    sent = dict(made(provider, access, cookie="session=abc", api_key="sk-another-one").request_headers)
    assert (sent["cookie"], sent["api-key"]) == ("[redacted]", "[redacted]")


def test_the_key_in_an_unknown_header_is_not_recorded(provider: Provider, access: Access) -> None:
    sent = dict(made(provider, access, x_note=f"is {access.key} mine?").request_headers)
    assert sent["x-note"] == "is [redacted] mine?"


def test_a_refusal_that_repeats_the_key_does_not_say_it(provider: Provider, access: Access) -> None:
    error = {"type": "authentication_error", "message": f"There is no key {access.key}."}
    settings = Settings(models.DEFAULT[provider.id], (Message("user", "Hi"),), max_tokens=300, stream=False)
    with answering(json.dumps({"type": "error", "error": error}), status=401) as url:
        there = replace(access, base_url=url)
        run = runs.start(provider.compose(settings, None), provider, there, step="test", mode="live")
        assert run.wait(20)
    assert run.failure is not None and run.failure.said == "There is no key [redacted]."


def test_an_exception_that_quotes_the_key_does_not_show_it(provider: Provider, access: Access) -> None:
    settings = Settings(models.DEFAULT[provider.id], (Message("user", "Hi"),), max_tokens=300, stream=False)
    unsendable = replace(access, key="sk-practice-0123456789\nmore")  # a header cannot carry a line break
    run = runs.start(provider.compose(settings, None), provider, unsendable, step="test", mode="practice")
    assert run.wait(20)
    assert run.error is not None and run.failure is not None
    assert "0123456789" not in f"{run.failure.said} {run.failure.fields}"


def test_the_key_itself_is_nowhere_in_the_exchange(provider: Provider, access: Access) -> None:
    assert access.key not in repr(made(provider, access))
