"""A collector of OpenTelemetry's on a free loopback port, which reads what it gets with OpenTelemetry's own messages."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
from opentelemetry.proto.collector.metrics.v1.metrics_service_pb2 import ExportMetricsServiceRequest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from firstcall.running import collector


class Collector(HTTPServer):
    """Takes OTLP over HTTP."""

    def __init__(self) -> None:
        self.spans: list[Any] = []
        self.metrics: list[Any] = []
        self.status = 200
        self.came = threading.Event()
        super().__init__(("127.0.0.1", 0), _Taking)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Taking(BaseHTTPRequestHandler):
    server: Collector

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["content-length"]))
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        if self.path == "/v1/traces":
            told = ExportTraceServiceRequest.FromString(body)
            self.server.spans += [
                span for one in told.resource_spans for scope in one.scope_spans for span in scope.spans
            ]
        else:
            also = ExportMetricsServiceRequest.FromString(body)
            self.server.metrics += [
                metric
                for one in also.resource_metrics
                for scope in one.scope_metrics
                for metric in scope.metrics
            ]
        self.send_response(self.server.status)
        self.end_headers()
        self.server.came.set()

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing on the test's output."""


@pytest.fixture
def a_collector(monkeypatch: pytest.MonkeyPatch) -> Iterator[Collector]:
    with Collector() as taking:
        threading.Thread(target=taking.serve_forever, daemon=True).start()
        monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", taking.url)
        monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")
        collector._queue.cache_clear()
        yield taking
        collector._queue().shutdown()
        collector._queue.cache_clear()
        taking.shutdown()
