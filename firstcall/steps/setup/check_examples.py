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
from firstcall.steps.setup.key_check import PATIENCE_SECONDS, Outcome

Fault = Mapping[str, Any]

WRONG_KEY = "sk-wrong-0123456789abcdefghijklmnop"
NOBODY = "http://127.0.0.1:1"
"""An address where nothing listens: port 1 of this machine."""
NOWHERE = "https://no-such-host.invalid"
"""A name that can never be looked up (RFC 2606), as every name is when there is no network."""


@dataclass(frozen=True, slots=True)
class Example:
    """One way in which a first call goes wrong. `key` and `base_url` turn the working ones into the used ones."""

    id: str
    label: str
    outcome: Outcome
    key: Callable[[str, Provider], str] = lambda key, provider: key
    base_url: Callable[[str], str] = lambda url: url
    fault: Callable[[Provider], Fault | None] = lambda provider: None
    patience_seconds: float = PATIENCE_SECONDS

    def access(self, provider: Provider, practice_key: str, practice_origin: str) -> Access:
        address = practice_origin + provider.address.practice_path
        return Access(self.key(practice_key, provider), self.base_url(address))

    def faults(self, provider: Provider) -> list[Fault]:
        """The script for the practice server: what to do with the one call that comes."""
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
    Example("no_key", "No key", "no_key", key=lambda key, provider: ""),
    Example(
        "foreign", "Another provider's key", "refused", key=lambda key, provider: _foreign(provider)
    ),
    Example("refused", "A wrong key (401)", "refused", key=lambda key, provider: WRONG_KEY),
    Example(
        "not_allowed", "A key without permission (403)", "not_allowed",
        fault=lambda provider: {"fault": "status", "status": 403},
    ),
    Example(
        "no_credit", "No credit", "no_credit",
        fault=lambda provider: fault_scripts.read(provider.no_credit)[0],
    ),
    Example(
        "rate_limited", "Rate limit (429)", "rate_limited",
        fault=lambda provider: {"fault": "status", "status": 429, "retry_after": 7},
    ),
    Example("offline", "No network", "no_answer", base_url=lambda url: NOWHERE),
    Example("nothing", "Nothing answers", "no_answer", base_url=lambda url: NOBODY),
    Example(
        "too_slow", "No answer in time", "no_answer", patience_seconds=1.5,
        fault=lambda provider: {"fault": "hang", "seconds": 10},
    ),
    Example("wrong_path", "Base URL with a wrong path (404)", "wrong_url", base_url=_other_path),
    Example(
        "web_page", "Base URL of a web page", "wrong_url",
        fault=lambda provider: {"fault": "html", "status": 200},
    ),
    Example(
        "their_fault", "The provider has trouble (503)", "their_fault",
        fault=lambda provider: {"fault": "status", "status": 503},
    ),
    Example("well", "All is well", "well"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paste:
    """What a copied key may drag along."""

    id: str
    label: str
    damage: Callable[[str, str], str]
    """Key and variable in, the text as it was pasted out."""


PASTES: tuple[Paste, ...] = (
    Paste("newline", "A line break at the end", lambda key, variable: f"{key}\n"),
    Paste("curly", "Curly quotes from a chat or a document", lambda key, variable: f"“{key}”"),
    Paste("straight", "Straight quotes from someone's code", lambda key, variable: f'"{key}"'),
    Paste("line", "The whole line from a .env file", lambda key, variable: f"{variable}={key}"),
    Paste("bearer", "The header instead of the key", lambda key, variable: f"Bearer {key}"),
    Paste("invisible", "An invisible character from a web page", lambda key, variable: f"\u200b{key}"),
)
