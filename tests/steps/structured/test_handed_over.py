"""Programs that hand their class to the SDK's helper: read, run, changed and written in another language."""

from __future__ import annotations

from dataclasses import replace

import pytest

from firstcall import programs, providers
from firstcall.providers import Access
from firstcall.running import runs
from firstcall.steps.structured import lesson
from tests.course.answers.structured import NOTE

CLASS = (
    "from pydantic import BaseModel\n\n\nclass Order(BaseModel):\n    customer: str\n    tickets: int\n\n\n"
)
ASKED = f'[{{"role": "user", "content": "{NOTE}"}}]'
HANDED = {
    "anthropic": f"""import anthropic
{CLASS}client = anthropic.Anthropic()
message = client.messages.parse(
    model="claude-haiku-5-5",
    max_tokens=300,
    messages={ASKED},
    output_format=Order,
)
print(message.parsed_output.customer, message.stop_reason)
""",
    "openai": f"""import openai
{CLASS}client = openai.OpenAI()
response = client.chat.completions.parse(
    model="gpt-6-luna",
    max_completion_tokens=300,
    messages={ASKED},
    response_format=Order,
)
order = response.choices[0].message.parsed
print(order.customer, response.choices[0].finish_reason)
""",
    "openai_responses": f"""import openai
{CLASS}client = openai.OpenAI()
response = client.responses.parse(
    model="gpt-6-luna",
    max_output_tokens=300,
    input={ASKED},
    text_format=Order,
)
print(response.output_parsed.customer, response.status)
""",
    "google": f"""from google import genai
{CLASS}client = genai.Client()
response = client.models.generate_content(
    model="gemini-3.5-flash-lite",
    contents="{NOTE}",
    config={{
        "max_output_tokens": 300,
        "response_mime_type": "application/json",
        "response_schema": Order,
    }},
)
print(response.parsed.customer, response.candidates[0].finish_reason.value)
""",
}


@pytest.mark.parametrize("handle", HANDED)
def test_a_class_is_handed_to_the_helper_from_the_box(handle: str, practice: str) -> None:
    way, source = providers.get(handle), HANDED[handle]
    call = programs.parse(source, way.id, way.methods).call
    made = way.making(call)
    access = Access("sk-practice-handed", practice + way.address.practice_path)
    run = runs.start(call, made, access, step="structured", mode="practice")
    assert run.wait(30) and run.reply is not None, run.failure
    said = "".join(
        line.text or "" for line in programs.printed(source, run.reply.names, run.text, way.methods)
    )
    assert said.startswith("Ada Lovelace ") and (lesson.schema_in(call.arguments), made.handle) == (
        lesson.class_of(source),
        handle,
    )
    shorter = made.compose(replace(made.read(call), max_tokens=20), call)
    changed = programs.patch(source, way.id, way.methods, shorter)
    assert changed == source.replace("300", "20")
    streamed = made.compose(replace(made.read(call), stream=True), call)
    run = runs.start(streamed, made, access, step="structured", mode="practice")
    assert run.wait(30) and run.reply is not None and "Ada Lovelace" in run.text, run.failure
    assert made.compose(replace(made.read(streamed), stream=False), streamed).method == call.method
    assert '"additionalProperties": false' in programs.render(call, made, "curl") or handle == "google"
    assert "customer: { " in programs.render(call, made, "javascript")
