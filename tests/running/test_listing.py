"""The models that a provider lists itself, through its SDK."""

from __future__ import annotations

from datetime import date

import pytest

from firstcall import models, providers
from firstcall.calls import Failure
from firstcall.providers import Access, Listed, Provider
from firstcall.running import listing
from firstcall.running.listing import Question
from tests.having import with_keys
from tests.literal_server import answering

MADE_UP = {
    "anthropic": '{"data": [{"type": "model", "id": "claude-new", "display_name": "New", "created_at": '
    '"2026-11-20T00:00:00Z", "lifecycle": "deprecated", "retires_at": "2027-03-01T00:00:00Z", "max_input_tokens": 5, '
    '"max_tokens": 4}], "has_more": false, "first_id": "claude-new", "last_id": "claude-new"}',
    "openai": '{"object": "list", "data": [{"id": "gpt-new", "object": "model", "created": 1795132800, '
    '"owned_by": "openai", "shutdown_date": "2027-03-01"}]}',
}
READ = {
    "anthropic": Listed("claude-new", 5, 4, date(2026, 11, 20), date(2027, 3, 1)),
    "openai": Listed("gpt-new", None, None, date(2026, 11, 20), date(2027, 3, 1)),
}


def test_the_practice_server_lists_what_the_catalogue_offers(provider: Provider, access: Access) -> None:
    found = listing.ask(provider, access, "practice")
    assert not isinstance(found, Failure)
    assert {model.id for model in models.offered(provider.id)} <= found.keys()
    default = models.find(models.DEFAULT[provider.id])
    assert default is not None and found[default.id].retires == default.retires


@pytest.mark.parametrize("id", MADE_UP)
def test_what_a_list_says_of_a_model_is_read(id: str) -> None:
    with answering(MADE_UP[id], status=200) as url:
        found = listing.ask(providers.get(id), Access("sk-test", url), "live")
    assert found == {READ[id].id: READ[id]}


@pytest.mark.parametrize(
    ("said", "read"),
    [
        ('{"id": 7, "created": 1}', {}),
        ('{"id": "", "created": 1}', {}),
        (f'{{"id": "{"x" * 201}", "created": 1}}', {}),
        (
            '{"id": "a", "created": 1795132800, "shutdown_date": ["soon"]}',
            {"a": Listed("a", released=date(2026, 11, 20))},
        ),
    ],
)
def test_of_what_a_strange_server_says_only_the_readable_is_taken(said: str, read: object) -> None:
    with answering(f'{{"object": "list", "data": [{said}]}}') as url:
        assert listing.ask(providers.get("openai"), Access("sk-test", url), "live") == read


@pytest.mark.parametrize(
    "said", ['{"data": 5}', '{"data": [{"id": "a", "created": "soon"}]}', "<html>", "[]"]
)
def test_what_is_no_list_is_a_failure(said: str) -> None:
    with answering(said) as url:
        assert isinstance(listing.ask(providers.get("openai"), Access("sk-test", url), "live"), Failure)


@with_keys
def test_several_are_asked_at_once_and_a_refusal_is_told_without_the_key(
    provider: Provider, access: Access
) -> None:
    key = "sk-live-0123456789-secret"
    refused = Access(key, access.base_url)
    listings = listing.start([Question(provider, refused, "live")])
    assert listings.wait(20)
    failure = listings.found[provider.id]
    assert isinstance(failure, Failure) and failure.status in {400, 401}
    assert key not in str(failure)
