"""Spans and metrics on their way to a collector, over OTLP: only to one that the operator's variables name, only when asked.

Variables: https://opentelemetry.io/docs/specs/otel/protocol/exporter/, read by `opentelemetry-exporter-otlp-proto-http`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from firstcall.running import telemetry
from firstcall.running.runs import Run

if TYPE_CHECKING:
    from opentelemetry.sdk.metrics.export import MetricsData
    from opentelemetry.sdk.trace import ReadableSpan, SpanProcessor

VARIABLES = ("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
METRICS = ("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT")
_SECONDS = 5
"""A collector that does not answer must not hold up a page."""


def named(environ: Mapping[str, str]) -> str:
    """The host of the collector that the standard variables name; empty where they name none."""
    url = next((environ[name] for name in VARIABLES if environ.get(name)), "")
    return urlsplit(url).netloc.rpartition("@")[2] or url


def send(
    spans: Sequence[ReadableSpan], metrics: MetricsData | None, environ: Mapping[str, str]
) -> dict[str, bool]:
    """Hand spans and, where a place is named for them, metrics over; says of each whether the collector took them."""
    from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.metrics.export import MetricExportResult
    from opentelemetry.sdk.trace.export import SpanExportResult

    if not named(environ):
        return {}
    to = OTLPSpanExporter(timeout=_SECONDS)
    taken = {"spans": to.export(spans) is SpanExportResult.SUCCESS}
    to.shutdown()  # type: ignore[no-untyped-call]
    if metrics is not None and any(environ.get(name) for name in METRICS):
        also = OTLPMetricExporter(timeout=_SECONDS)
        taken["metrics"] = also.export(metrics) is MetricExportResult.SUCCESS
        also.shutdown()
    return taken


def sender(environ: Mapping[str, str], *, texts: bool = False) -> Callable[[Run], None] | None:
    """What tells the collector of each call when it has ended, in the background; `None` where none is named."""
    if not named(environ):
        return None
    queue = _queue()

    def tell(run: Run) -> None:
        if run.record is not None:
            for span in telemetry.spans([(run.record, run)], texts=texts):
                queue.on_end(span)

    return tell


@cache
def _queue() -> SpanProcessor:
    """What waits to be sent, one queue for the process; the SDK bounds it and sends it in a thread of its own."""
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    from opentelemetry.sdk.trace.export import BatchSpanProcessor

    return BatchSpanProcessor(OTLPSpanExporter(timeout=_SECONDS))
