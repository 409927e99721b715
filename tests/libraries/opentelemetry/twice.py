"""A package beside the spans that Anthropic's SDK makes by itself: each call is there twice, until one is switched off."""

import anthropic
from opentelemetry import trace
from opentelemetry.instrumentation.genai.anthropic import AnthropicInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

made = InMemorySpanExporter()
tracing = TracerProvider()
tracing.add_span_processor(SimpleSpanProcessor(made))
trace.set_tracer_provider(tracing)
AnthropicInstrumentor().instrument()


def names(**how):
    client = anthropic.Anthropic(**how)
    messages = [{"role": "user", "content": "What is the capital of France?"}]
    client.messages.create(model="claude-haiku-5-5", max_tokens=300, messages=messages)
    found = sorted(span.name for span in made.get_finished_spans())
    made.clear()
    return found


assert names() == ["anthropic.messages.create", "chat claude-haiku-5-5"]
assert names(open_telemetry=False) == ["chat claude-haiku-5-5"]
