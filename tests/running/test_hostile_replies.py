"""A server that is only nearly compatible: what comes is brought to values of ours, once, whatever it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import astuple, replace

import pytest

from firstcall import models, programs, providers
from firstcall.calls import MOST_TOKENS, Call, Failure, Message, Record, Reply, Settings, Usage
from firstcall.ledger import entries
from firstcall.ledger.ledger import Ledger
from firstcall.providers import Access, Provider
from firstcall.running import runs
from tests import own_sdk
from tests.hostile_upstream import Bodies, bodies, refusals, serving
from tests.ledger.statements import totals
from tests.quickly import one_of

# The SDK of OpenAI copies a stream's parts, and Pydantic says which are not of their types.
pytestmark = pytest.mark.filterwarnings("ignore:Pydantic serializer warnings")

MOST_SAID = 2000
WIRES = [(handle, streamed) for handle in own_sdk.WAYS for streamed in (False, True)]


def calls_to(provider: Provider, streamed: bool) -> list[Call]:
    """One call for each method of the SDK that makes such a call."""
    settings = Settings(
        models.DEFAULT[provider.id], (Message("user", "Hi"),), max_tokens=300, stream=streamed
    )
    call = replace(provider.compose(settings, None), client=provider.sdk.patience.written({}, 0))
    if not streamed:
        return [call]
    assert provider.kind is not None
    methods = [method for method in provider.methods if method in provider.kind.methods]
    if not provider.kind.streaming.argument or len(methods) == 1:  # there is one way to stream
        return [call]
    create, stream, *_ = methods  # what parses a class is not streamed
    plain = {name: value for name, value in call.arguments.items() if name != "stream"}
    return [
        replace(call, method=create, arguments=plain | {"stream": True}),
        replace(call, method=stream, arguments=plain),
    ]


def made(provider: Provider, call: Call, base_url: str) -> runs.Run:
    run = runs.start(call, provider, Access("sk-hostile-0123456789", base_url), step="test", mode="live")
    run.program = programs.render(call, provider)
    assert run.wait(20)
    return run


def sample(found: Bodies, share: int) -> Bodies:
    return {name: body for n, (name, body) in enumerate(found.items()) if n % share == 0}


def assert_own(run: runs.Run) -> None:
    """A run holds plain values of the kinds that its types say."""
    assert type(run.text) is str and run.text.encode() is not None
    assert (run.failure is None) == (run.state == "done")
    if run.failure is not None:
        assert_own_failure(run.failure)
    if run.reply is not None:
        assert_own_reply(run.reply)
    assert run.record is not None
    assert_own_record(run.record)


def assert_own_reply(reply: Reply) -> None:
    assert type(reply.text) is str and reply.text.encode() is not None
    for word in (reply.model, reply.id, reply.stop_reason or "", reply.request_id or ""):
        assert type(word) is str and len(word) <= 200 and word.isprintable() and word.encode() is not None
    assert_sane(reply.usage)


def assert_own_failure(failure: Failure) -> None:
    assert failure.said and failure.error and failure.advice
    for said in (failure.error, failure.said, failure.advice, failure.request_id or ""):
        assert type(said) is str and said.encode() is not None
    assert len(failure.said) <= MOST_SAID and type(failure.retryable) is bool
    assert failure.status is None or type(failure.status) is int


def assert_own_record(record: Record) -> None:
    assert_sane(record.usage)
    assert record.attempts == 1 and record.seconds > 0
    assert record.stop_reason is None or type(record.stop_reason) is str


def assert_sane(usage: Usage | None) -> None:
    if usage is not None:
        *counts, tier = astuple(usage)
        assert all(type(count) is int and 0 <= count <= MOST_TOKENS for count in counts)
        assert type(tier) is str and tier.isidentifier()


def assert_kept(ledger: Ledger, made: list[runs.Run]) -> None:
    """Every row is written, and they add up."""
    records = [run.record for run in made if run.record is not None]
    for record in records:
        ledger.add(record, "session")
    rows = ledger.rows("session")
    assert len(rows) == len(made)
    total = totals(rows)
    assert total.calls == len(rows) and total.usage.total_tokens < 2**63
    assert total.usage == sum((row.usage for row in rows if row.usage is not None), Usage())
    assert entries.to_csv(rows) and entries.to_json_lines(rows).encode()


def hostile(id: str, streamed: bool, share: int = 1) -> Iterator[runs.Run]:
    provider = providers.get(id)
    yield from _each(provider, calls_to(provider, streamed), bodies(id, streamed), share)


def named(id: str, streamed: bool, name: str) -> Iterator[runs.Run]:
    provider = providers.get(id)
    yield from _each(provider, calls_to(provider, streamed), {name: bodies(id, streamed)[name]}, 1)


def refused(id: str, status: int, share: int = 1) -> Iterator[runs.Run]:
    provider = providers.get(id)
    yield from _each(provider, calls_to(provider, False), refusals(id), share, status)


def _each(
    provider: Provider, calls: list[Call], found: Bodies, share: int, status: int = 200
) -> Iterator[runs.Run]:
    with serving(sample(found, share), status) as urls:
        for name, url in urls.items():
            for call in calls:
                run = made(provider, call, url)
                run.program += f"\n# {name}"
                yield run


@pytest.fixture
def ledger() -> Iterator[Ledger]:
    book = Ledger(None)
    yield book
    book.close()


def check(runs_of: Iterator[runs.Run], ledger: Ledger) -> None:
    wrong, seen = {}, []
    for run in runs_of:
        seen.append(run)
        try:
            assert_own(run)
        except Exception as error:  # told together: which places and which kinds
            name = run.program.splitlines()[-1]
            wrong[run.call.method, name] = f"{type(error).__name__}: {error}"[:200]
    assert not wrong, f"{len(wrong)} of {len(seen)}: {wrong}"
    assert_kept(ledger, seen)
    assert "failed" in {run.state for run in seen}


@pytest.mark.parametrize(("id", "streamed"), one_of(WIRES))
def test_some_hostile_replies(id: str, streamed: bool, ledger: Ledger) -> None:
    check(hostile(id, streamed, 29), ledger)


@pytest.mark.parametrize("status", [400, 401, 429, 500])
def test_some_hostile_refusals(provider: Provider, status: int, ledger: Ledger) -> None:
    check(refused(provider.id, status, 13), ledger)


@pytest.mark.attack
@pytest.mark.parametrize(("id", "streamed"), WIRES)
def test_every_hostile_reply(id: str, streamed: bool, ledger: Ledger) -> None:
    check(hostile(id, streamed), ledger)


@pytest.mark.attack
@pytest.mark.parametrize("status", [400, 401, 402, 429, 500, 529])
def test_every_hostile_refusal(provider: Provider, status: int, ledger: Ledger) -> None:
    check(refused(provider.id, status), ledger)
