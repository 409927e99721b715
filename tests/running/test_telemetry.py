"""Calls as spans and metrics, by the names of the conventions, and on their way to a collector."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import httpx2
import pytest
from opentelemetry import trace
from opentelemetry.semconv._incubating.attributes import (
    error_attributes,
    gen_ai_attributes,
    http_attributes,
    server_attributes,
    url_attributes,
)
from opentelemetry.semconv._incubating.metrics import gen_ai_metrics

from firstcall import models, providers
from firstcall.calls import Message, Settings
from firstcall.providers import Access, Provider
from firstcall.running import collector, runs, telemetry
from firstcall.running.runs import Run
from firstcall.running.tool_runs import ToolRun
from firstcall.steps.observability import waterfall

if TYPE_CHECKING:
    from tests.otlp_collector import Collector

pytest_plugins = ["tests.otlp_collector"]

KEY = "sk-practice-telemetry"
SECRET = "The password is mellon."
CONVENTIONS = {
    value
    for module in (gen_ai_attributes, http_attributes, server_attributes, url_attributes, error_attributes)
    for value in vars(module).values()
    if isinstance(value, str)
}


def made(provider: Provider, practice: str, *faults: dict[str, object], stream: bool = False) -> Run:
    headers = {"authorization": f"Bearer {KEY}"}
    pace = {"first_token_seconds": 0, "tokens_per_second": 0}
    httpx2.put(
        f"{practice}/control", headers=headers, json={"pace": pace, "faults": list(faults)}
    ).raise_for_status()
    asked = Settings(provider.default, (Message("user", SECRET),), max_tokens=600, stream=stream)
    run = runs.start(
        provider.compose(asked, None),
        provider,
        Access(KEY, practice + provider.address.practice_path),
        step="test",
        mode="practice",
    )
    assert run.wait(30) and run.record
    return run


def of(run: Run, **how: bool) -> list[Any]:
    assert run.record is not None
    return telemetry.spans([(run.record, run)], **how)


def test_each_name_is_one_of_the_conventions(provider: Provider, practice: str) -> None:
    run = made(provider, practice, stream=True)
    names = {name for span in of(run, texts=True) for name in telemetry.row(span)}
    assert names <= CONVENTIONS
    assert {telemetry.DURATION, telemetry.TOKENS} <= {
        value for value in vars(gen_ai_metrics).values() if isinstance(value, str)
    }


def test_a_name_of_a_provider_is_one_of_the_conventions_where_they_have_one() -> None:
    known = {value.value for value in gen_ai_attributes.GenAiProviderNameValues}
    named = {vendor.telemetry for vendor in models.vendors().values() if vendor.telemetry}
    assert named <= known and len(named) >= 3
    operations = {value.value for value in gen_ai_attributes.GenAiOperationNameValues}
    assert {vendor.operation for vendor in models.vendors().values()} <= operations


def test_a_span_says_what_the_ledgers_row_says(provider: Provider, practice: str) -> None:
    run = made(provider, practice)
    request, call = of(run)
    assert run.record is not None and run.record.usage is not None and run.reply is not None
    said, usage = telemetry.row(call), run.record.usage
    assert call.name == f"{models.vendor(provider.id).operation} {provider.default}"
    assert said["gen_ai.usage.input_tokens"] == usage.input_tokens > 0
    assert said["gen_ai.usage.output_tokens"] == usage.output_tokens > 0
    assert said["gen_ai.request.max_tokens"] == 600
    assert said["gen_ai.response.finish_reasons"] == (run.reply.stop_reason,)
    assert said["server.address"] == "127.0.0.1"
    assert call.end_time - call.start_time == pytest.approx(run.record.seconds * 1e9, rel=0.01)
    assert call.start_time <= request.start_time <= request.end_time <= call.end_time
    assert request.parent.span_id == call.context.span_id


def test_a_retry_stands_below_the_call_with_what_it_was_answered(practice: str) -> None:
    busy = {"fault": "status", "status": 503}
    *requests, call = of(made(providers.get("anthropic"), practice, busy, busy))
    rows = [telemetry.row(request) for request in requests]
    assert [row["http.response.status_code"] for row in rows] == [503, 503, 200]
    assert [row.get("http.request.resend_count") for row in rows] == [None, 1, 2]
    assert [row.get("error.type") for row in rows] == ["503", "503", None]
    assert [request.status.is_ok for request in requests] == [False, False, True]
    assert {request.context.trace_id for request in requests} == {call.context.trace_id}
    ends, starts = [one.end_time for one in requests], [one.start_time for one in requests]
    assert all(end < start for end, start in zip(ends, starts[1:], strict=False))
    assert "error.type" not in telemetry.row(call)


def test_a_function_that_the_reply_asked_for_stands_below_its_call(practice: str) -> None:
    run = made(providers.get("openai"), practice)
    end = run.started + run.elapsed
    run.tools += [
        ToolRun("get_weather", "call_1", '{"city": "Oslo"}', "Rain.", end + 0.1, 0.2),
        ToolRun("get_weather", "", "{}", "", end + 0.3, 0.1, error="KeyError"),
    ]
    _, first, second, call = of(run)
    assert [first.name, second.name] == ["execute_tool get_weather"] * 2
    assert {first.parent.span_id, second.parent.span_id} == {call.context.span_id}
    said = telemetry.row(first)
    assert said["gen_ai.tool.call.id"] == "call_1" and "Oslo" not in str(dict(said))
    assert telemetry.row(second)["error.type"] == "KeyError" and not second.status.is_ok
    assert first.end_time - first.start_time == pytest.approx(0.2e9, rel=0.01)
    assert call.end_time < first.start_time
    told = [telemetry.row(span) for span in of(run, texts=True)[1:3]]
    assert told[0]["gen_ai.tool.call.arguments"] == '{"city": "Oslo"}'
    assert told[0]["gen_ai.tool.call.result"] == "Rain."
    assert {name for row in told for name in row} <= CONVENTIONS
    picture = waterfall.draw(of(run))
    assert "execute_tool get_weather KeyError" in picture.alt and len(picture.figure.data) == 4


def test_a_failed_call_says_so(provider: Provider, practice: str) -> None:
    run = made(provider, practice, {"fault": "status", "status": 400})
    assert run.failure is not None
    call = of(run)[-1]
    assert telemetry.row(call)["error.type"] == run.failure.error and not call.status.is_ok
    assert "gen_ai.usage.output_tokens" not in telemetry.row(call)


def test_what_was_said_is_left_out_unless_asked_for(provider: Provider, practice: str) -> None:
    run = made(provider, practice)
    assert run.text
    silent = "".join(span.to_json() for span in of(run))
    assert SECRET not in silent and run.text[:30] not in silent and KEY not in silent
    loud = of(run, texts=True)[-1]
    assert SECRET in telemetry.row(loud)["gen_ai.input.messages"]
    assert telemetry.row(loud)["gen_ai.output.messages"] == run.text


def test_nothing_is_registered_for_the_process_and_no_request_carries_a_trace(practice: str) -> None:
    first = made(providers.get("anthropic"), practice)
    of(first)
    run = made(providers.get("anthropic"), practice)
    assert isinstance(trace.get_tracer_provider(), trace.ProxyTracerProvider)
    assert "traceparent" not in dict(run.recorder.exchanges[0].request_headers)


def test_a_row_without_its_run_is_a_span_without_requests(practice: str) -> None:
    run = made(providers.get("openai"), practice)
    assert run.record is not None
    elsewhere = replace(run.record, server="localhost:1234", usd=Decimal(0))
    (call,) = telemetry.spans([(elsewhere, None)])
    assert telemetry.row(call)["server.address"] == "localhost" and telemetry.row(call)["server.port"] == 1234


def test_metrics_add_up_what_the_rows_say(practice: str) -> None:
    runs = [made(providers.get(id), practice) for id in ("openai", "openai", "google")]
    records = [run.record for run in runs if run.record]
    found = telemetry.metrics(records)
    assert found is not None
    (resource,) = found.resource_metrics
    metrics = {metric.name: metric.data.data_points for metric in resource.scope_metrics[0].metrics}
    assert sum(point.count for point in metrics[telemetry.DURATION]) == 3
    assert metrics[telemetry.DURATION][0].explicit_bounds == telemetry.DURATION_BUCKETS
    told = {
        (point.attributes["gen_ai.provider.name"], point.attributes["gen_ai.token.type"]): point.sum
        for point in metrics[telemetry.TOKENS]
    }
    usages = [record.usage for record in records if record.usage]
    assert told["openai", "input"] == sum(usage.input_tokens for usage in usages[:2])
    assert told["gcp.gemini", "output"] == usages[2].output_tokens


def test_a_collector_gets_what_it_is_sent(a_collector: Collector, practice: str) -> None:
    run = made(providers.get("anthropic"), practice)
    assert run.record is not None
    taken = collector.send(of(run), telemetry.metrics([run.record]), os.environ)
    assert taken == {"spans": True, "metrics": True}
    assert [span.name for span in a_collector.spans] == ["POST", f"chat {run.call.model}"]
    told = {one.key: one.value for one in a_collector.spans[-1].attributes}
    assert told["gen_ai.usage.input_tokens"].int_value == run.record.usage.input_tokens  # type: ignore[union-attr]
    assert {metric.name for metric in a_collector.metrics} == {telemetry.DURATION, telemetry.TOKENS}
    assert SECRET not in str(a_collector.spans)


def test_a_collector_that_refuses_is_told_of(a_collector: Collector, practice: str) -> None:
    a_collector.status = 400
    run = made(providers.get("openai"), practice)
    assert collector.send(of(run), None, os.environ) == {"spans": False}


def test_each_call_is_sent_when_it_has_ended(a_collector: Collector, practice: str) -> None:
    tell = collector.sender(os.environ)
    assert tell is not None
    tell(made(providers.get("openai"), practice))
    assert a_collector.came.wait(30) and len(a_collector.spans) == 2


def test_nothing_is_sent_where_no_collector_is_named(practice: str) -> None:
    run = made(providers.get("openai"), practice)
    assert collector.named({}) == "" and collector.sender({}) is None
    assert collector.send(of(run), None, {}) == {}


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("http://localhost:4318", "localhost:4318"),
        ("https://me:secret@collector.example/v1", "collector.example"),
        ("collector:4318", "collector:4318"),
    ],
)
def test_a_collector_is_named_without_its_password(url: str, host: str) -> None:
    assert collector.named({"OTEL_EXPORTER_OTLP_ENDPOINT": url}) == host


def test_a_span_can_be_read_as_json(practice: str) -> None:
    call = of(made(providers.get("openai"), practice))[-1]
    assert json.loads(call.to_json())["attributes"]["gen_ai.operation.name"] == "chat"
