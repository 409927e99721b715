"""Each outcome of a check made to happen on purpose, with the practice server or with nobody at all.

An example says which key is used, where the call goes and what the practice server is told to do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from firstcall import providers
from firstcall.providers import Access, Provider
from firstcall.running import fault_scripts
from firstcall.steps.setup import WORDS
from firstcall.steps.setup.key_check import PATIENCE_SECONDS, Outcome

Fault = Mapping[str, Any]

WRONG_KEY = "sk-wrong-0123456789abcdefghijklmnop"
NOBODY = "http://127.0.0.1:1"
"""An address where nothing listens: port 1 of this machine."""
NOWHERE = "https://no-such-host.invalid"
"""A name that can never be looked up (RFC 2606), as every name is when there is no network."""


@dataclass(frozen=True, slots=True)
class Example:
    """One way in which a first call goes wrong. `key` and `base_url` turn the working ones into the used ones.
    What is wrong with an account (`of_account`) not every provider has words for, and one that needs no key has no
    customers (`of_customer`) whose key, money or share could be wrong: see `of`."""

    id: str
    outcome: Outcome
    key: Callable[[str, Provider], str] = lambda key, provider: key
    base_url: Callable[[str], str] = lambda url: url
    fault: Callable[[Provider], Fault | None] = lambda provider: None
    patience_seconds: float = PATIENCE_SECONDS
    of_account: bool = False
    of_customer: bool = False

    @property
    def label(self) -> str:
        return WORDS.line(f"examples/{self.id}")

    def access(self, provider: Provider, practice_key: str, practice_origin: str) -> Access:
        address = practice_origin + provider.address.practice_path
        return Access(self.key(practice_key, provider), self.base_url(address))

    def faults(self, provider: Provider) -> list[Fault]:
        """The script for the practice server: what to do with the one call that comes."""
        if self.of_account:
            return [{"fault": "status", "status": provider.accounts[self.id], "code": self.id}]
        fault = self.fault(provider)
        return [fault] if fault else []


def _other_path(url: str) -> str:
    """The classic slip: `/v1` where it does not belong, or none where it does."""
    return url.removesuffix("/v1") if url.endswith("/v1") else f"{url}/v1"


def _foreign(provider: Provider) -> str:
    """A key as another provider makes them."""
    others = (one.address.key_prefixes for one in providers.every().values() if one.id != provider.id)
    return f"{next(prefixes[0] for prefixes in others if prefixes)}0123456789abcdefghijklmnop"


EXAMPLES: tuple[Example, ...] = (
    Example("no_key", "no_key", key=lambda key, provider: "", of_customer=True),
    Example(
        "foreign", "refused", key=lambda key, provider: _foreign(provider), of_customer=True
    ),
    Example("refused", "refused", key=lambda key, provider: WRONG_KEY, of_customer=True),
    Example(
        "not_allowed", "not_allowed",
        fault=lambda provider: {"fault": "status", "status": 403},
    ),
    Example(
        "no_credit", "no_credit", of_customer=True,
        fault=lambda provider: fault_scripts.read(provider.no_credit)[0],
    ),
    Example("spend_limit", "spend_limit", of_account=True),
    Example("billing", "billing_inactive", of_account=True),
    Example("disabled", "account_disabled", of_account=True),
    Example("organization", "wrong_organization", of_account=True),
    Example("project", "wrong_organization", of_account=True),
    Example("scopes", "missing_scope", of_account=True),
    Example(
        "rate_limited", "rate_limited", of_customer=True,
        fault=lambda provider: {"fault": "status", "status": 429, "retry_after": 7},
    ),
    Example("offline", "no_answer", base_url=lambda url: NOWHERE),
    Example("nothing", "no_answer", base_url=lambda url: NOBODY),
    Example(
        "too_slow", "no_answer", patience_seconds=1.5,
        fault=lambda provider: {"fault": "hang", "seconds": 10},
    ),
    Example("wrong_path", "wrong_url", base_url=_other_path),
    Example(
        "web_page", "wrong_url",
        fault=lambda provider: {"fault": "html", "status": 200},
    ),
    Example(
        "their_fault", "their_fault",
        fault=lambda provider: {"fault": "status", "status": 503},
    ),
    Example("well", "well"),
)  # fmt: skip


def of(provider: Provider) -> tuple[Example, ...]:
    """The examples that a provider can give."""
    customers = provider.address.needs_key
    return tuple(
        one
        for one in EXAMPLES
        if (not one.of_account or one.id in provider.accounts) and (customers or not one.of_customer)
    )


@dataclass(frozen=True, slots=True)
class Paste:
    """What a copied key may drag along."""

    id: str
    damage: Callable[[str, str], str]
    """Key and variable in, the text as it was pasted out."""

    @property
    def label(self) -> str:
        return WORDS.line(f"pastes/{self.id}")


PASTES: tuple[Paste, ...] = (
    Paste("newline", lambda key, variable: f"{key}\n"),
    Paste("curly", lambda key, variable: f"“{key}”"),
    Paste("straight", lambda key, variable: f'"{key}"'),
    Paste("line", lambda key, variable: f"{variable}={key}"),
    Paste("bearer", lambda key, variable: f"Bearer {key}"),
    Paste("invisible", lambda key, variable: f"\u200b{key}"),
)
