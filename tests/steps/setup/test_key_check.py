"""The live check tells the outcomes apart: the official SDKs against the practice server, or against nobody."""

from __future__ import annotations

import secrets
from pathlib import Path
from ssl import PROTOCOL_TLS_CLIENT, SSLContext, create_default_context
from urllib.parse import urlsplit

import httpx2
import pytest

from firstcall import models
from firstcall.calls import Failure, Mode
from firstcall.ledger.spending_cap import ERROR
from firstcall.providers import Access, Provider, every
from firstcall.running import runs, wire
from firstcall.running.keys import Key, clean
from firstcall.running.runs import Run
from firstcall.steps.setup import check_examples, key_check
from firstcall.steps.setup.check_examples import EXAMPLES, PASTES, Example, Paste, of
from tests import intercepting_proxy
from tests.having import with_https, with_keys, with_whole_urls
from tests.hostile_upstream import serving


def checked(provider: Provider, access: Access, mode: Mode = "practice", patience_seconds: float = 20) -> Run:
    call = key_check.smallest_call(provider, patience_seconds)
    run = runs.start(call, provider, access, step="setup", mode=mode)
    assert run.wait(30)
    return run


def practice_key(practice: str, *faults: object) -> str:
    """A practice key of its own, with a script of faults and no waiting."""
    key = f"sk-practice-{secrets.token_urlsafe(12)}"
    pace = {"first_token_seconds": 0, "tokens_per_second": 0}
    httpx2.put(
        f"{practice}/control",
        headers={"authorization": f"Bearer {key}"},
        json={"pace": pace, "faults": list(faults)},
    ).raise_for_status()
    return key


def outcome(provider: Provider, practice: str, *faults: object) -> key_check.Finding:
    key = practice_key(practice, *faults)
    return key_check.judge(checked(provider, Access(key, practice + provider.address.practice_path)))


GIVEN = [
    pytest.param(one, example, id=f"{example.id}-{one.id}") for one in every().values() for example in of(one)
]


@pytest.mark.parametrize(("provider", "example"), GIVEN)
def test_each_outcome_is_told_apart(example: Example, provider: Provider, practice: str) -> None:
    key = practice_key(practice, *example.faults(provider))
    access = example.access(provider, key, practice)
    run = checked(provider, access, patience_seconds=example.patience_seconds)
    finding = key_check.judge(run)
    assert finding.outcome == example.outcome
    assert finding.title and finding.meaning and finding.advice
    assert "{" not in finding.meaning + finding.advice


def test_the_examples_show_every_outcome_that_a_server_can_cause() -> None:
    shown = {example.outcome for example in EXAMPLES}
    assert shown == {
        "no_key", "refused", "not_allowed", "no_credit", "rate_limited", "no_answer", "wrong_url", "their_fault", "well",
        "spend_limit", "billing_inactive", "account_disabled", "wrong_organization", "missing_scope",
    }  # fmt: skip


def test_the_check_is_one_small_call(provider: Provider, practice: str) -> None:
    key = practice_key(practice, {"fault": "status", "status": 500}, {"fault": "status", "status": 500})
    run = checked(provider, Access(key, practice + provider.address.practice_path))
    assert len(run.recorder.exchanges) == 1
    assert provider.read(run.call).max_tokens == 16


def test_a_check_that_works_has_its_price_in_the_record(provider: Provider, practice: str) -> None:
    run = checked(provider, Access(practice_key(practice), practice + provider.address.practice_path))
    assert run.record is not None and run.record.usd is not None and 0 <= run.record.usd < 1
    assert (run.record.usd == 0) is models.vendor(provider.id).at_home


def test_well_in_practice_says_that_the_provider_was_not_asked(provider: Provider, practice: str) -> None:
    finding = outcome(provider, practice)
    says = "practised" if provider.address.needs_key else "practised_without_key"
    assert finding.well and finding.says == says


def test_well_when_live_names_the_model(provider: Provider, practice: str) -> None:
    run = checked(
        provider, Access(practice_key(practice), practice + provider.address.practice_path), mode="live"
    )
    finding = key_check.judge(run)
    assert finding.says == "well" and models.DEFAULT[provider.id] in finding.meaning


def test_no_credit_is_told_from_a_rate_limit_by_openais_code(practice: str) -> None:
    openai = every()["openai"]
    quota = {"fault": "status", "status": 429, "code": "insufficient_quota"}
    limit = {"fault": "status", "status": 429, "retry_after": 7}
    assert outcome(openai, practice, quota).outcome == "no_credit"
    found = outcome(openai, practice, limit)
    assert found.outcome == "rate_limited" and "7 seconds" in found.advice and found.status == 429


def test_no_credit_of_anthropic_is_a_400_or_a_402(practice: str) -> None:
    anthropic = every()["anthropic"]
    for status in (400, 402):
        found = outcome(anthropic, practice, {"fault": "status", "status": status, "code": "credit"})
        assert (found.outcome, found.status) == ("no_credit", status)


@pytest.mark.parametrize("status", [200, 404])
def test_a_web_page_is_a_wrong_base_url(provider: Provider, practice: str, status: int) -> None:
    assert outcome(provider, practice, {"fault": "html", "status": status}).outcome == "wrong_url"


@pytest.mark.parametrize("body", ['{"detail": "Hello"}', "[]"])
def test_what_is_no_answer_of_this_api_is_a_wrong_base_url(provider: Provider, body: str) -> None:
    with serving({"other": (body, "application/json")}) as addresses:
        run = checked(provider, Access("sk-practice-x", addresses["other"]))
    assert run.reply is None
    assert key_check.judge(run).outcome == "wrong_url"


def test_a_broken_gateway_is_not_taken_for_a_wrong_base_url(provider: Provider, practice: str) -> None:
    assert outcome(provider, practice, {"fault": "html", "status": 502}).outcome == "their_fault"


@pytest.mark.parametrize(
    "address",
    ["api.example.com", "http://[::bad", "ftp://127.0.0.1", "127.0.0.1:1/v1", '"https://api.openai.com/v1"'],
)
@with_whole_urls
def test_what_is_no_web_address_is_a_wrong_base_url_that_nothing_went_to(
    provider: Provider, address: str
) -> None:
    finding = key_check.judge(checked(provider, Access("sk-practice-x", address)))
    assert (finding.outcome, finding.says) == ("wrong_url", "no_address")


@with_https
@pytest.mark.parametrize(
    ("answer", "trusted", "says"),
    [
        ("200 Connection established", False, "not_trusted"),
        ("200 Connection established", True, "proxy_page"),
        ("403 Forbidden", False, "proxy_refused"),
        ("407 Proxy Authentication Required", False, "proxy_login"),
        ("502 Bad Gateway", False, "nothing_answers"),
    ],
)
def test_what_a_proxy_does_is_not_taken_for_the_key_or_the_base_url(
    provider: Provider, answer: str, trusted: bool, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = provider.address.base_url
    pem = intercepting_proxy.certificate(tmp_path, str(urlsplit(own).hostname))
    context = create_default_context(cafile=pem) if trusted else SSLContext(PROTOCOL_TLS_CLIENT)
    monkeypatch.setattr(wire, "_ssl_context", lambda: context)
    with intercepting_proxy.proxy(answer, pem) as url:
        monkeypatch.setenv("HTTPS_PROXY", url)
        finding = key_check.judge(checked(provider, Access("sk-x", own), mode="live"))
    assert finding.says == says
    assert "`HTTPS_PROXY`" in finding.meaning or says not in {"proxy_refused", "proxy_login"}
    assert "{" not in finding.meaning + finding.advice


def test_the_variables_that_name_an_organization_are_named(
    practice: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_ORG_ID", "org-of-another")
    mismatch = {"fault": "status", "status": 401, "code": "organization"}
    finding = outcome(every()["openai"], practice, mismatch)
    assert "`OPENAI_ORG_ID`" in finding.meaning and "OPENAI_PROJECT_ID" not in finding.meaning


def test_a_dropped_connection_is_no_answer(provider: Provider, practice: str) -> None:
    assert outcome(provider, practice, {"fault": "drop"}).says == "nothing_answers"


def test_no_network_says_that_the_name_was_not_found(provider: Provider) -> None:
    finding = key_check.judge(checked(provider, Access("sk-practice-x", check_examples.NOWHERE)))
    assert finding.says == "no_network" and "no-such-host.invalid" in finding.meaning


def test_a_model_that_is_gone_is_not_taken_for_a_wrong_base_url(provider: Provider, practice: str) -> None:
    from dataclasses import replace

    call = key_check.smallest_call(provider)
    call = replace(call, arguments={**call.arguments, "model": "no-such-model"})
    access = Access(practice_key(practice), practice + provider.address.practice_path)
    run = runs.start(call, provider, access, step="setup", mode="practice")
    assert run.wait(30)
    assert key_check.judge(run).outcome == "no_model"


def test_the_cap_is_not_taken_for_the_provider(provider: Provider) -> None:
    failure = Failure(ERROR, "Nothing was sent.", "Raise it.", kind="capped", stage="before")
    call = key_check.smallest_call(provider)
    run = runs.start(call, provider, Access("", ""), step="setup", mode="live", begin=lambda run: failure)
    assert key_check.judge(run).outcome == "capped"


def test_a_stopped_check_says_so(provider: Provider, practice: str) -> None:
    key = practice_key(practice, {"fault": "hang", "seconds": 30})
    access = Access(key, practice + provider.address.practice_path)
    run = runs.start(key_check.smallest_call(provider), provider, access, step="setup", mode="practice")
    run.stop()
    assert run.wait(10) and key_check.judge(run).outcome == "stopped"


@with_keys
@pytest.mark.parametrize("paste", PASTES, ids=lambda paste: paste.id)
def test_a_damaged_paste_fails_as_it_is_and_works_cleaned(
    paste: Paste, provider: Provider, practice: str
) -> None:
    key = practice_key(practice)
    address = practice + provider.address.practice_path
    text = paste.damage(key, provider.address.key_variable)
    as_it_is = key_check.judge(checked(provider, Access(text, address)))
    if text.strip() == key and provider.id == "google":  # its SDK takes white space off by itself
        assert as_it_is.well
    else:
        assert as_it_is.outcome in {"broken_key", "refused"}
    mended, remarks = clean(text)
    assert mended == key and remarks
    assert key_check.judge(checked(provider, Access(mended, address))).well


def test_a_key_that_cannot_be_sent_is_quoted_nowhere(provider: Provider, practice: str) -> None:
    key = "sk-ant-in-two\npieces-0123456789"
    run = checked(provider, Access(key, practice + provider.address.practice_path))
    assert run.failure is not None
    shown = f"{run.failure} {[exchange.error for exchange in run.recorder.exchanges]} {key_check.judge(run)}"
    assert "pieces-0123456789" not in shown and "[redacted]" in shown


def test_no_key_is_said_before_any_call(provider: Provider) -> None:
    found = key_check.look_at(provider, None)
    assert found is not None and found.outcome == "no_key" and provider.address.key_variable in found.advice


@pytest.mark.parametrize(
    ("provider_id", "value", "outcome"),
    [
        ("anthropic", "sk-ant-api03-0123456789abcdef", None),
        ("anthropic", "sk-proj-0123456789abcdef", "odd_shape"),
        ("openai", "sk-proj-0123456789abcdef", None),
        ("openai", "pk-0123456789abcdef", "odd_shape"),
        ("openai", "sk-two words", "broken_key"),
    ],
)
def test_the_shape_of_a_key_is_looked_at(provider_id: str, value: str, outcome: str | None) -> None:
    from firstcall.running.keys import problems_of

    key = Key(value, "pasted", "X", problems_of(value))
    found = key_check.look_at(every()[provider_id], key)
    assert (found and found.outcome) == outcome
    assert value not in str(found)


@pytest.mark.parametrize(
    ("provider_id", "address", "fault"),
    [
        ("openai", "https://api.openai.com", "must_end"),
        ("openai", "https://api.openai.com/v1/", None),
        ("anthropic", "https://api.anthropic.com/v1", "must_not_end"),
        ("anthropic", "https://api.anthropic.com", None),
        ("openai", "api.openai.com/v1", "not_web"),
    ],
)
def test_an_odd_base_url_is_remarked_on(provider_id: str, address: str, fault: str | None) -> None:
    assert key_check.address_fault(every()[provider_id], address) == fault


def test_the_installed_package_has_a_version(provider: Provider) -> None:
    assert key_check.package_version(provider)
