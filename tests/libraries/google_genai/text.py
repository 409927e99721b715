"""Prompts with Google's own SDK: whole, streamed, in a chat, from a coroutine, with settings, counted."""

import asyncio

from google import genai
from google.genai import types

MODEL = "gemini-3.5-flash-lite"
client = genai.Client()
first = client.models.generate_content(model=MODEL, contents="What is the capital of France?")
print(first.text)
assert "Paris" in first.text
assert first.candidates[0].finish_reason == types.FinishReason.STOP
assert first.usage_metadata.prompt_token_count > 0

stream = client.models.generate_content_stream(model=MODEL, contents=["What is the capital of France?"])
pieces = [chunk.text or "" for chunk in stream]
assert len(pieces) > 1 and "Paris" in "".join(pieces)

chat = client.chats.create(model=MODEL)
chat.send_message("My name is Ada.")
assert "Ada" in chat.send_message("What is my name?").text
assert [turn.role for turn in chat.get_history()] == ["user", "model"] * 2

short = types.GenerateContentConfig(system_instruction="Answer as a pirate.", max_output_tokens=4)
cut = client.models.generate_content(model=MODEL, contents="Tell me a long story.", config=short)
assert cut.candidates[0].finish_reason == types.FinishReason.MAX_TOKENS
assert client.models.count_tokens(model=MODEL, contents="What is the capital of France?").total_tokens > 3
assert f"models/{MODEL}" in [model.name for model in client.models.list()]


async def ask() -> str:
    stream = await client.aio.models.generate_content_stream(
        model=MODEL, contents="What is the capital of France?"
    )
    return "".join([chunk.text or "" async for chunk in stream])


assert "Paris" in asyncio.run(ask())
