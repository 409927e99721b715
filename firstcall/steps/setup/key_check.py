"""The live check of a provider: the smallest call that proves that a key works, and what its outcome means.

    run = runs.start(smallest_call(provider), provider, access, step="setup", mode="live")
    finding = judge(run)

What an SDK's exception is called says little about what to do: a used-up account is a "rate limit" at
one provider and a "bad request" at the other. A finding says which of the few things that go wrong at
the start it was.
The facts in its words are those of the providers' documentation.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from importlib.metadata import PackageNotFoundError, version
from typing import Literal
from urllib.parse import urlsplit

from firstcall import models
from firstcall.calls import Call, Message, Settings
from firstcall.providers import Provider
from firstcall.running import keys
from firstcall.running.keys import Key
from firstcall.running.runs import Run
from firstcall.steps.setup import WORDS

Outcome = Literal[
    "well", "no_key", "odd_shape", "broken_key", "refused", "not_allowed", "wrong_organization", "missing_scope",
    "no_credit", "spend_limit", "billing_inactive", "account_disabled", "no_answer", "not_trusted", "proxy", "wrong_url",
    "rate_limited", "no_model", "their_fault", "capped", "stopped", "other",
]  # fmt: skip

TOKEN_LIMIT = 16
PATIENCE_SECONDS = 20.0

_PROXY_VARIABLES = tuple(
    name for upper in ("HTTPS_PROXY", "ALL_PROXY", "HTTP_PROXY") for name in (upper, upper.lower())
)
_NAME_NOT_FOUND = ("Name or service not known", "nodename nor servname", "getaddrinfo", "name resolution")


@dataclass(frozen=True, slots=True)
class Finding:
    """What a check found: its outcome, and the words that say it (`# outcome <says>`), with their values put in.

    `title`, `meaning` and `advice` are ours; `said` is the provider's or the SDK's.
    """

    outcome: Outcome
    says: str
    title: str
    meaning: str
    advice: str
    said: str = ""
    status: int | None = None

    @property
    def well(self) -> bool:
        return self.outcome == "well"


def smallest_call(provider: Provider, patience_seconds: float = PATIENCE_SECONDS) -> Call:
    """A call that costs next to nothing: two letters in, at most 16 tokens out, one attempt only."""
    found = models.find(provider.default)
    settings = Settings(
        model=provider.default,
        messages=(Message("user", "Hi"),),
        max_tokens=TOKEN_LIMIT,
        effort=found.quiet_effort if found else None,
        stream=False,
    )
    return replace(
        provider.compose(settings, None),
        client=provider.sdk.patience.written({}, 0, float(patience_seconds)),
    )


def package_version(provider: Provider) -> str | None:
    """The version of the provider's SDK that is installed here, `None` if it is missing."""
    try:
        return version(provider.sdk.package)
    except PackageNotFoundError:
        return None


def look_at(provider: Provider, key: Key | None) -> Finding | None:
    """What can be said of a key before any call: missing, impossible to send, of an unusual shape.

    `None` for a key that looks like any other.
    """
    if key is None:
        return _finding("no_key", _facts(provider))
    if key.problems:
        return replace(_finding("broken_key", _facts(provider)), meaning=" ".join(key.problems))
    remark = keys.plausible(provider.id, key.value)
    return _finding("odd_shape", _facts(provider) | {"remark": remark}) if remark else None


AddressFault = Literal["not_web", "must_end", "must_not_end"]


def address_fault(provider: Provider, base_url: str) -> AddressFault | None:
    """What is odd about a base URL that replaces the provider's own, or `None`: a part of `# address`."""
    try:
        given = urlsplit(provider.address.whole(base_url))
        usable = given.scheme in {"http", "https"} and bool(given.hostname)
    except ValueError:
        usable = False
    if not usable:
        return "not_web"
    usual, has = _usual_path(provider), given.path.rstrip("/").endswith("/v1")
    if usual and not has:
        return "must_end"
    return "must_not_end" if not usual and has else None


def address_remark(provider: Provider, base_url: str) -> str | None:
    """The same in a sentence."""
    fault = address_fault(provider, base_url)
    if fault is None:
        return None
    return WORDS.line(f"address/{fault}", base_url=base_url, name=provider.name, usual=_usual_path(provider))


def _usual_path(provider: Provider) -> str:
    return urlsplit(provider.address.base_url).path.rstrip("/")


def judge(run: Run) -> Finding:
    """What the outcome of a finished check means."""
    outcome = _outcome(run)
    finding = _finding(outcome, _facts(run.provider) | _seen(run), _says(outcome, run))
    finding = replace(finding, said=run.failure.said if run.failure else "", status=_status(run))
    if outcome == "wrong_url" and (remark := _address_of(run)):
        return replace(finding, meaning=f"{finding.meaning} {remark}")
    return finding


def _says(outcome: Outcome, run: Run) -> str:
    """The words for an outcome: for some there is more than one kind."""
    if outcome == "well" and run.mode == "practice":
        return "practised" if run.provider.address.asks_for_key else "practised_without_key"
    if outcome == "proxy":
        return run.failure.kind if run.failure and run.failure.kind in _KINDS["proxy"] else "proxy_page"
    if run.failure and run.failure.kind == "bad_address":
        return "no_address"
    return _silence(run) if outcome == "no_answer" else outcome


_KINDS: Mapping[Outcome, tuple[str, ...]] = {
    "no_key": ("no_key",),
    "broken_key": ("key_text",),
    "capped": ("capped",),
    "wrong_url": ("bad_address", "wrong_path", "no_api", "odd_reply"),
    "no_answer": ("unreachable", "slow_to_connect", "timeout", "dropped"),
    "not_trusted": ("certificate",),
    "proxy": ("proxy_login", "proxy_refused"),
    "refused": ("wrong_key",),
    "not_allowed": ("forbidden",),
    "wrong_organization": ("wrong_organization",),
    "missing_scope": ("missing_scope",),
    "no_credit": ("no_credit",),
    "spend_limit": ("spend_limit",),
    "billing_inactive": ("billing_inactive",),
    "account_disabled": ("account_disabled",),
    "no_model": ("unknown_model",),
    "rate_limited": ("rate_limit", "long_wait"),
    "their_fault": ("server_error", "bad_gateway", "unavailable", "gateway_timeout", "overloaded"),
}
"""The kinds of failure that come to each outcome; any other is `other`."""
_OF_KIND = {kind: outcome for outcome, kinds in _KINDS.items() for kind in kinds}


def _outcome(run: Run) -> Outcome:
    if run.reply is not None:
        return "well"
    if run.failure is None:
        return "stopped"
    return "proxy" if _page_in_between(run) else _OF_KIND.get(run.failure.kind, "other")


def _page_in_between(run: Run) -> bool:
    """Whether a page came where the provider's own API answers: then the address is right, and somebody else spoke."""
    exchanges, own = run.recorder.exchanges, run.provider.address.base_url
    page = run.failure is not None and run.failure.kind == "no_api"
    return page and bool(exchanges) and exchanges[-1].url.startswith(own)


def _status(run: Run) -> int | None:
    return run.recorder.exchanges[-1].status if run.recorder.exchanges else None


def _facts(provider: Provider) -> dict[str, object]:
    """What the sentences say of a provider."""
    return {
        "name": provider.name,
        "variable": provider.address.key_variable,
        "page": provider.address.key_page,
        "base_url_variable": provider.address.base_url_variable,
        "base_url": provider.address.base_url,
        "address": WORDS.line("seen/address"),
        "remark": "",
        "account_variables": _set_of(
            name for name in provider.address.environment_headers if name.endswith(("_ID", "_HEADERS"))
        ),
        "proxy_variables": _set_of(_PROXY_VARIABLES),
    }


def _set_of(names: Iterable[str]) -> str:
    """Those of these variables that are set here, as code."""
    found = [f"`{name}`" for name in names if os.environ.get(name)]
    return ", ".join(found) or WORDS.line("seen/no_variables")


def _seen(run: Run) -> dict[str, object]:
    """What the sentences say of a run."""
    exchange = run.recorder.exchanges[-1] if run.recorder.exchanges else None
    wait = dict(exchange.response_headers).get("retry-after") if exchange else None
    failure = run.failure
    return {
        "model": run.reply.model if run.reply else run.call.model,
        "package": run.provider.sdk.package,
        "limit": TOKEN_LIMIT,
        "status": exchange.status if exchange else None,
        "address": exchange.url if exchange else WORDS.line("seen/address"),
        "host": urlsplit(exchange.url).netloc if exchange else WORDS.line("seen/host"),
        "seconds": f"{run.provider.sdk.patience.seconds_of(run.call.client) or PATIENCE_SECONDS:g}",
        "wait": WORDS.line("seen/seconds", seconds=wait) if wait else WORDS.line("seen/a_minute"),
        "error": failure.error if failure else "",
        "advice": failure.advice if failure else "",
    }


def _finding(outcome: Outcome, facts: Mapping[str, object], says: str = "") -> Finding:
    says = says or outcome
    section = f"outcome {says}"
    meaning, advice = WORDS.line(section, **facts), WORDS.line(f"{section}/advice", **facts)
    return Finding(outcome, says, WORDS.title(section), meaning, advice)


def _silence(run: Run) -> Literal["too_slow", "no_network", "nothing_answers"]:
    """Of which kind it is that a call got no answer."""
    assert run.failure is not None
    cause = str(run.failure.fields.get("__cause__", "")) or run.failure.said
    if "Timeout" in run.failure.error or "Timeout" in cause:
        return "too_slow"
    return "no_network" if any(words in cause for words in _NAME_NOT_FOUND) else "nothing_answers"


def _address_of(run: Run) -> str | None:
    """A remark on the base URL that a call went to."""
    if not run.recorder.exchanges:
        return None
    path = urlsplit(run.recorder.exchanges[-1].url).path
    if path.count("/v1") > 1:
        usual = urlsplit(run.provider.address.base_url).path
        return WORDS.line("address/twice" if usual else "address/twice_added")
    return None if "/v1" in path else WORDS.line("address/missing")
