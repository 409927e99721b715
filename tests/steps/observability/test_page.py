"""Observability: the program that makes a span, and the page, clicked through without a browser."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from streamlit.testing.v1 import AppTest

from firstcall import programs, providers
from firstcall.calls import Message, Settings
from firstcall.providers import Provider
from firstcall.running.runs import Run
from firstcall.steps.observability import lesson
from tests import run_programs
from tests.steps.conftest import finish, open_tab, opened

if TYPE_CHECKING:
    from tests.otlp_collector import Collector

pytest_plugins = ["tests.otlp_collector"]

STEP = lesson.STEP
WAYS = [way for provider in providers.every().values() for way in provider.ways]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.handle)
def test_the_program_prints_a_span_with_what_the_call_used(
    way: Provider, practice: str, tmp_path: Path
) -> None:
    asked = Settings(way.default, (Message("user", "What is a log?"),), max_tokens=600, stream=False)
    source = programs.render(way.compose(asked, None), way, shape=lesson.SHAPE)
    done = run_programs.run(source, "python", way, practice, tmp_path)
    assert done.returncode == 0, done.stderr
    span, end = json.JSONDecoder().raw_decode(done.stdout)
    *_, tokens_in, tokens_out = done.stdout[end:].strip().splitlines()
    said = span["attributes"]
    assert f"{said['gen_ai.usage.input_tokens']} tokens in" == tokens_in
    assert f"{said['gen_ai.usage.output_tokens']} tokens out" == tokens_out
    assert set(said) == {name for name in lesson.attributes_set(source)}
    assert span["name"].startswith(said["gen_ai.operation.name"])


@pytest.mark.thorough
def test_the_sdk_that_makes_spans_by_itself_does_so_by_what_its_column_says(
    practice: str, tmp_path: Path
) -> None:
    way = providers.get("anthropic")
    asked = Settings(way.default, (Message("user", "What is a log?"),), max_tokens=600, stream=False)
    file = tmp_path / "program.py"
    lines = [
        "from opentelemetry import trace",
        "from opentelemetry.sdk.trace import TracerProvider",
        "from opentelemetry.sdk.trace.export import ConsoleSpanExporter, SimpleSpanProcessor",
        way.table["Spans"].code,
        "trace.get_tracer_provider().add_span_processor(SimpleSpanProcessor(ConsoleSpanExporter()))",
        programs.render(way.compose(asked, None), way),
    ]
    file.write_text("\n".join(lines), encoding="utf-8")
    where = {
        "ANTHROPIC_BASE_URL": practice + way.address.practice_path,
        "ANTHROPIC_API_KEY": "sk-practice-me",
    }
    done = subprocess.run(
        [sys.executable, file],
        env={**os.environ, **where},
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    span, end = json.JSONDecoder().raw_decode(done.stdout)
    assert span["attributes"]["gen_ai.request.model"] == way.default
    assert f"{span['attributes']['gen_ai.usage.input_tokens']} tokens in" in done.stdout[end:]
    assert "What is a log?" not in str(span)


def charts(at: AppTest) -> list[str]:
    return [element.proto.id for element in at.get("plotly_chart")]


def test_a_call_is_seen_as_a_trace(provider: Provider) -> None:
    at = opened(STEP, provider)
    at.button(key=f"{STEP}_go").click().run()
    run: Run = finish(at, STEP)
    open_tab(at, STEP, "Trace")
    assert any(f"{STEP}_trace_waterfall" in one for one in charts(at))
    assert any('"gen_ai.request.model"' in block.value for block in at.code)
    at.button(key=f"{STEP}_fail_first").click().run()
    again: Run = finish(at, STEP)
    assert again is not run and again.record is not None
    tries = [exchange.status for exchange in again.recorder.exchanges]
    assert tries in ([503, 503, 200], [503])


def switches(at: AppTest) -> dict[str, bool]:
    return {str(one.key): one.value for one in at.toggle if str(one.key).startswith(STEP)}


def test_where_no_collector_is_named_there_is_no_switch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    at = opened(STEP, providers.get("openai"))
    assert not switches(at)
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9")
    at.run()
    assert switches(at) == {f"{STEP}_sends": False, f"{STEP}_texts": False}


def test_calls_are_sent_once_it_is_switched_on(a_collector: Collector) -> None:
    at = opened(STEP, providers.get("openai"))
    at.button(key=f"{STEP}_go").click().run()
    finish(at, STEP)
    assert not a_collector.spans
    at.toggle(key=f"{STEP}_sends").set_value(True).run()
    at.button(key=f"{STEP}_go").click().run()
    run = finish(at, STEP)
    assert a_collector.came.wait(30)
    assert [span.name for span in a_collector.spans] == ["POST", f"chat {run.call.model}"]
    at.button(key=f"{STEP}_send_all").click().run()
    assert len(a_collector.spans) == 6 and a_collector.metrics
    assert any("4 spans" in one.value for one in at.success)
