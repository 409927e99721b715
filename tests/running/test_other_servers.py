"""A base URL that is not the provider's own: no price, and the server's own name in the ledger."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from firstcall import models, providers
from firstcall.calls import Message, Mode, Settings
from firstcall.ledger import operators_cap, spending_cap
from firstcall.ledger.entries import to_csv
from firstcall.ledger.ledger import Ledger, Spent
from firstcall.ledger.operators_cap import Caps
from firstcall.providers import Access, Provider, Server
from firstcall.running import runs
from firstcall.running.account import Account
from firstcall.ui import named_server
from tests.ledger.statements import statement_of
from tests.literal_server import in_place_of

LENT = Caps(Decimal(1), Decimal(10))
NOTHING = Spent(Decimal(0), Decimal(0))


@pytest.mark.parametrize(
    ("base_url", "server"),
    [
        ("https://api.openai.com/v1", ""),
        ("https://API.openai.com:443/v1/", ""),
        ("http://localhost:1234/v1", "localhost:1234"),
        ("https://openrouter.ai/api/v1", "openrouter.ai"),
        ("https://api.openai.com.evil.example/v1", "api.openai.com.evil.example"),
        ("https://ann:secret@gateway.example:8443/v1", "gateway.example:8443"),
        ("http://[::1]:8080/v1", "localhost:8080"),
        ("http://127.0.0.1:1234/v1", "localhost:1234"),
        ("http://[fd00::7]:8080/v1", "[fd00::7]:8080"),
        ("http://ann:secret@host:port/", "host:port/"),
    ],
)
def test_a_server_is_named_where_it_is_not_the_providers_own(base_url: str, server: str) -> None:
    assert providers.get("openai").address.elsewhere(base_url) == server


@pytest.mark.parametrize(
    "host", ["localhost", "127.0.0.1:11434", "http://localhost:11434/", "http://[::1]:11434"]
)
def test_by_whatever_name_of_this_machine_a_server_at_home_is_the_providers_own(host: str) -> None:
    assert providers.get("ollama").address.elsewhere(host) == ""


def test_a_known_server_is_known_by_another_name_of_its_machine() -> None:
    [choosing] = [one for one in providers.every().values() if one.servers]
    assert choosing.servers
    first = choosing.servers.known[0]
    typed = Server("Mine", first.base_url.replace("localhost", "127.0.0.1"), "MY_API_KEY", ("m",))
    assert named_server.known_as(typed, choosing.servers).id == first.id
    assert not named_server.known_as(replace(typed, base_url=f"{typed.base_url}/more"), choosing.servers).id


def made(provider: Provider, access: Access, mode: Mode, book: Ledger | None = None) -> runs.Run:
    settings = Settings(models.DEFAULT[provider.id], (Message("user", "Hi"),), max_tokens=300, stream=False)
    account = Account(book or Ledger(None), "session")
    call = provider.compose(settings, None)
    run = runs.start(
        call, provider, access, step="test", mode=mode, begin=account.begin, finished=account.end
    )
    assert run.wait(20) and run.state == "done"
    return run


def test_a_live_call_elsewhere_has_no_price_and_the_servers_name(provider: Provider, access: Access) -> None:
    book = Ledger(None)
    made(provider, access, "live", book)
    [record] = book.rows("session")
    assert record.server == access.base_url.split("/")[2].replace("127.0.0.1", "localhost")
    assert record.usage is not None and record.usage.total_tokens and record.usd is None
    assert record.server in to_csv([record])


@pytest.mark.parametrize("mode", ["live", "practice"])
def test_at_the_providers_own_address_and_in_practice_the_price_is_known(
    provider: Provider, access: Access, mode: Mode
) -> None:
    there = in_place_of(provider, access.base_url) if mode == "live" else provider
    record = made(there, access, mode).record
    assert record is not None and record.usd is not None and record.server == ""
    assert (record.usd == 0) is models.vendor(provider.id).at_home


def test_a_key_that_is_lent_under_a_cap_pays_nothing_elsewhere(provider: Provider) -> None:
    call = provider.compose(Settings(models.DEFAULT[provider.id], (Message("user", "Hi"),), max_tokens=9))
    assert operators_cap.objection(LENT, call, NOTHING) is None
    said = operators_cap.objection(LENT, call, NOTHING, server="localhost:1234")
    assert said is not None and "localhost:1234" in said
    assert operators_cap.objection(Caps(None, None), call, NOTHING, server="localhost:1234") is None


def test_the_spending_cap_says_that_it_cannot_count_a_call_elsewhere(provider: Provider) -> None:
    call = provider.compose(Settings(models.DEFAULT[provider.id], (Message("user", "Hi"),), max_tokens=9))
    nothing = statement_of([]).own_live
    assert spending_cap.warning(Decimal(1), nothing, call) is None
    said = spending_cap.warning(Decimal(1), nothing, call, server="localhost:1234")
    assert said is not None and "localhost:1234" in said
