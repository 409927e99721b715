"""Calls as spans and metrics of OpenTelemetry, named by its conventions for generative AI.

Names: `opentelemetry/semconv/_incubating/attributes/gen_ai_attributes.py` and `…/metrics/gen_ai_metrics.py` (0.66b2);
of the requests https://opentelemetry.io/docs/specs/semconv/http/http-spans/.
The providers here are of these functions alone. One that is registered for the process would have Anthropic's SDK make
spans of its own and send a `traceparent` along: `anthropic/lib/_telemetry`, on as soon as there is one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from firstcall import models
from firstcall.calls import Record
from firstcall.ledger import entries
from firstcall.running.runs import Run
from firstcall.running.tool_runs import ToolRun
from firstcall.running.wire import Exchange

if TYPE_CHECKING:
    from opentelemetry.context import Context
    from opentelemetry.sdk.metrics.export import MetricsData
    from opentelemetry.sdk.trace import ReadableSpan
    from opentelemetry.trace import Tracer

SCOPE = "first-call"
EXECUTE = "execute_tool"
"""What the conventions call the run of a function that a model asked for."""
Value = str | bool | int | float | tuple[str, ...]

DURATION = "gen_ai.client.operation.duration"
TOKENS = "gen_ai.client.token.usage"
DURATION_BUCKETS = tuple(0.01 * 2**power for power in range(14))
TOKEN_BUCKETS = tuple(4**power for power in range(14))
"""The buckets that the conventions ask for, in seconds and in tokens:
https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-metrics/"""


def spans(calls: Sequence[tuple[Record, Run | None]], *, texts: bool = False) -> list[ReadableSpan]:
    """A trace for each call: its span, and below it one for each HTTP request and for each function that its reply asked
    for, where the run is still at hand.

    A call stands behind what is below it. With `texts` what was asked and answered goes along.
    """
    from opentelemetry.sdk.resources import Resource
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
    from opentelemetry.sdk.trace.sampling import ALWAYS_ON

    made = InMemorySpanExporter()
    provider = TracerProvider(ALWAYS_ON, Resource({"service.name": SCOPE}), shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(made))
    tracer = provider.get_tracer(SCOPE)
    for record, run in calls:
        _trace(tracer, record, run, texts)
    return list(made.get_finished_spans())


def _trace(tracer: Tracer, record: Record, run: Run | None, texts: bool) -> None:
    from opentelemetry.context import Context
    from opentelemetry.trace import SpanKind, Status, StatusCode, set_span_in_context

    said = attributes(record, run) | (_texts(run) if texts and run else {})
    begin = _nanoseconds(record.at)
    name = f"{said['gen_ai.operation.name']} {record.model}"
    span = tracer.start_span(name, Context(), SpanKind.CLIENT, said, start_time=begin)
    if record.error:
        span.set_status(Status(StatusCode.ERROR))
    below = set_span_in_context(span, Context())
    for number, exchange in enumerate(run.recorder.exchanges if run else ()):
        assert run is not None
        sent = begin + round((exchange.started - run.started) * 1e9)
        request = tracer.start_span(
            exchange.method, below, SpanKind.CLIENT, _request(exchange, number), start_time=sent
        )
        if "error.type" in _request(exchange, number):
            request.set_status(Status(StatusCode.ERROR))
        request.end(sent + round((exchange.end_seconds or exchange.headers_seconds or 0.0) * 1e9))
    for tool in run.tools if run else ():
        assert run is not None
        _tool(tracer, below, tool, begin + round((tool.started - run.started) * 1e9), texts)
    span.end(begin + round(record.seconds * 1e9))


def _tool(tracer: Tracer, below: Context, tool: ToolRun, begin: int, texts: bool) -> None:
    """A function that was run for the call. It is done after the reply, so its span ends later than its parent."""
    from opentelemetry.trace import SpanKind, Status, StatusCode

    said = _of_tool(tool, texts)
    span = tracer.start_span(f"{EXECUTE} {tool.name}", below, SpanKind.INTERNAL, said, start_time=begin)
    if tool.error:
        span.set_status(Status(StatusCode.ERROR))
    span.end(begin + round(tool.seconds * 1e9))


def _of_tool(tool: ToolRun, texts: bool) -> dict[str, Value]:
    """What the conventions want to know of a function that was run."""
    told: dict[str, Value | None] = {
        "gen_ai.operation.name": EXECUTE,
        "gen_ai.tool.name": tool.name,
        "gen_ai.tool.type": "function",
        "gen_ai.tool.call.id": tool.id or None,
        "gen_ai.tool.call.arguments": tool.arguments if texts else None,
        "gen_ai.tool.call.result": tool.result if texts else None,
        "error.type": tool.error or None,
    }
    return {name: value for name, value in told.items() if value is not None}


def _nanoseconds(at: datetime) -> int:
    return round(at.timestamp() * 1e6) * 1_000


def attributes(record: Record, run: Run | None = None) -> dict[str, Value]:
    """What the conventions want to know of a call, without a word of what was said in it."""
    usage, asked = record.usage, record.parameters
    limits = ("max_tokens", "max_completion_tokens", "max_output_tokens", "num_predict")
    reply = run.reply if run else None
    told: dict[str, Value | None] = {
        **_who(record, run),
        "gen_ai.request.model": record.model,
        "gen_ai.request.max_tokens": next((asked[name] for name in limits if name in asked), None),
        "gen_ai.request.temperature": asked.get("temperature"),
        "gen_ai.request.seed": asked.get("seed"),
        "gen_ai.request.stream": True if record.first_token_seconds is not None else None,
        "gen_ai.response.id": reply.id if reply else None,
        "gen_ai.response.model": reply.model if reply else None,
        "gen_ai.response.finish_reasons": (record.stop_reason,) if record.stop_reason else None,
        "gen_ai.response.time_to_first_chunk": record.first_token_seconds,
        "gen_ai.usage.input_tokens": usage.input_tokens if usage else None,
        "gen_ai.usage.output_tokens": usage.output_tokens if usage else None,
        "gen_ai.usage.cache_read.input_tokens": (usage.cached_tokens or None) if usage else None,
        "gen_ai.usage.cache_creation.input_tokens": (usage.cache_write_tokens or None) if usage else None,
        "gen_ai.usage.reasoning.output_tokens": (usage.reasoning_tokens or None) if usage else None,
        "error.type": record.error,
    }
    return {name: value for name, value in told.items() if value is not None}


def _who(record: Record, run: Run | None = None) -> dict[str, Value]:
    """What is called, and where."""
    vendor = models.vendor(record.provider)
    embeds = run is not None and "embed" in run.call.method
    exchanges = run.recorder.exchanges if run else []
    url = exchanges[0].url if exchanges else f"//{record.server}" if record.server else vendor.address or ""
    return {
        "gen_ai.operation.name": "embeddings" if embeds else vendor.operation,
        "gen_ai.provider.name": vendor.telemetry or vendor.id,
        **_server(url),
    }


def _server(url: str) -> dict[str, Value]:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port or {"http": 80, "https": 443}.get(parts.scheme)
    except ValueError:  # such as a port that is no number
        return {}
    where: dict[str, Value | None] = {"server.address": host, "server.port": port}
    return {name: value for name, value in where.items() if value is not None}


def _request(exchange: Exchange, number: int) -> dict[str, Value]:
    """What the conventions want to know of one HTTP request; `number` is how often it had been sent before."""
    failed = exchange.error or (str(exchange.status) if exchange.status and exchange.status >= 400 else None)
    told: dict[str, Value | None] = {
        "http.request.method": exchange.method,
        "url.full": exchange.url,
        **_server(exchange.url),
        "http.response.status_code": exchange.status,
        "http.request.resend_count": number or None,
        "error.type": failed,
    }
    return {name: value for name, value in told.items() if value is not None}


def _texts(run: Run) -> dict[str, Value]:
    """What was asked and answered, as JSON: the conventions have it left out unless somebody asks for it."""
    return {"gen_ai.input.messages": entries.prompt_of(run.call), "gen_ai.output.messages": run.text}


def metrics(records: Sequence[Record]) -> MetricsData | None:
    """How long calls took and how many tokens they used, as the two histograms of the conventions."""
    from opentelemetry.sdk.metrics import MeterProvider
    from opentelemetry.sdk.metrics.export import InMemoryMetricReader
    from opentelemetry.sdk.resources import Resource

    reader = InMemoryMetricReader()
    provider = MeterProvider([reader], Resource({"service.name": SCOPE}), shutdown_on_exit=False)
    meter = provider.get_meter(SCOPE)
    duration = meter.create_histogram(DURATION, "s", explicit_bucket_boundaries_advisory=DURATION_BUCKETS)
    tokens = meter.create_histogram(TOKENS, "{token}", explicit_bucket_boundaries_advisory=TOKEN_BUCKETS)
    for record in records:
        of = {**_who(record), "gen_ai.request.model": record.model}
        duration.record(record.seconds, of | ({"error.type": record.error} if record.error else {}))
        if record.usage:
            tokens.record(record.usage.input_tokens, of | {"gen_ai.token.type": "input"})
            tokens.record(record.usage.output_tokens, of | {"gen_ai.token.type": "output"})
    return reader.get_metrics_data()


def row(span: ReadableSpan) -> Mapping[str, Value]:
    """The attributes of a finished span."""
    return dict(span.attributes or {})  # type: ignore[arg-type]


def is_tool(span: ReadableSpan) -> bool:
    """Whether a span is that of a function which a model asked for."""
    return row(span).get("gen_ai.operation.name") == EXECUTE
