"""What makes spans of calls by itself: each package that works with today's SDKs, and those that do not."""

import json

import anthropic
import openai
from google import genai
from opentelemetry import trace
from opentelemetry.instrumentation.genai.openai import OpenAIInstrumentor
from opentelemetry.instrumentation.google_genai import GoogleGenAiSdkInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

ASKED = "What is the capital of France?"
MESSAGES = [{"role": "user", "content": ASKED}]
TOKENS = "gen_ai.usage.input_tokens"
made = InMemorySpanExporter()
tracing = TracerProvider()
tracing.add_span_processor(SimpleSpanProcessor(made))


def spans():
    found = [(span.name, dict(span.attributes)) for span in made.get_finished_spans()]
    made.clear()
    return found


def claude(**how):
    client = anthropic.Anthropic(**how)
    client.messages.create(model="claude-haiku-5-5", max_tokens=300, messages=MESSAGES)
    return spans()


def gpt():
    openai.OpenAI().chat.completions.create(model="gpt-6-luna", messages=MESSAGES)
    return spans()


def gemini():
    client = genai.Client()
    client.models.generate_content(model="gemini-3.5-flash-lite", contents=ASKED)
    return spans()


# Before a tracer provider is registered nobody makes spans; from then on Anthropic's own SDK does, and it alone.
assert claude() == []
trace.set_tracer_provider(tracing)
[(name, said)] = claude()
assert name == "anthropic.messages.create" and said[TOKENS] > 0
assert ASKED not in json.dumps(said)
assert claude(open_telemetry=False) == []
[(name, said)] = claude(open_telemetry={"traces": {"content_mode": "content"}})
assert ASKED in json.dumps(said)
assert gpt() == gemini() == []

# OpenAI's, by a package: Chat and Responses, without the prompt.
OpenAIInstrumentor().instrument()
[(name, said)] = gpt()
assert name == "chat gpt-6-luna" and said[TOKENS] > 0 and ASKED not in json.dumps(said)
openai.OpenAI().responses.create(model="gpt-6-luna", input=ASKED)
[(name, said)] = spans()
assert name == "chat gpt-6-luna" and said[TOKENS] > 0
OpenAIInstrumentor().uninstrument()

# Google's: the package refuses today's SDK until it is told not to look.
GoogleGenAiSdkInstrumentor().instrument()
assert gemini() == []
GoogleGenAiSdkInstrumentor().instrument(skip_dep_check=True)
[(name, said)] = gemini()
assert name == "generate_content gemini-3.5-flash-lite" and said[TOKENS] > 0

# Of another vendor, under names of their own, with the prompt unless told otherwise.
from opentelemetry.instrumentation.openai import OpenAIInstrumentor as Another  # noqa: E402

Another().instrument()
[(name, said)] = gpt()
assert name == "openai.chat" and ASKED in json.dumps(said)

# The one that does not work.
try:
    import opentelemetry.instrumentation.openai_v2
except ModuleNotFoundError as error:
    assert "opentelemetry.util.genai" in str(error)
else:
    raise AssertionError(f"{opentelemetry.instrumentation.openai_v2} can be imported again")
