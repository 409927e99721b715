"""Ollama asked with the SDKs of OpenAI and Anthropic, at the paths that it has for them."""

import os

import anthropic
import openai

host = os.environ["OLLAMA_HOST"]
asked = [{"role": "user", "content": "What is the capital of France?"}]
gpt = openai.OpenAI(base_url=f"{host}/v1", api_key="ollama")
completion = gpt.chat.completions.create(model="llama3.2", messages=asked)
print(completion.choices[0].message.content)
assert "Paris" in completion.choices[0].message.content
stream = gpt.chat.completions.create(model="llama3.2", messages=asked, stream=True)
assert "Paris" in "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)
assert "Paris" in gpt.responses.create(model="llama3.2", input="What is the capital of France?").output_text
assert len(gpt.embeddings.create(model="all-minilm", input="a cat").data[0].embedding) == 384
assert "llama3.2:latest" in [model.id for model in gpt.models.list()]
parameters = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
function = {"name": "get_weather", "description": "The weather in a city", "parameters": parameters}
weather = [{"role": "user", "content": "What is the weather in Paris?"}]
tools = [{"type": "function", "function": function}]
called = (
    gpt.chat.completions.create(model="qwen3", messages=weather, tools=tools).choices[0].message.tool_calls
)
assert [call.function.name for call in called] == ["get_weather"]

claude = anthropic.Anthropic(base_url=host, api_key="ollama")
message = claude.messages.create(model="llama3.2", max_tokens=200, messages=asked)
assert "Paris" in message.content[0].text and message.stop_reason == "end_turn"
with claude.messages.stream(model="llama3.2", max_tokens=200, messages=asked) as pieces:
    assert "Paris" in "".join(pieces.text_stream)
try:
    gpt.chat.completions.create(model="none-such", messages=asked)
except openai.NotFoundError as error:
    assert "not found" in str(error)
else:
    raise AssertionError("no error")
