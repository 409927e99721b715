"""Chats and prompts with Ollama's own library: whole, streamed, over several turns, from a coroutine."""

import asyncio

import ollama

asked = [{"role": "user", "content": "What is the capital of France?"}]
first = ollama.chat(model="llama3.2", messages=asked)
print(first.message.content)
assert "Paris" in first.message.content and first.done_reason == "stop" and first.eval_count > 0
then = [*asked, first.message, {"role": "user", "content": "And the capital of Italy?"}]
assert "Rome" in ollama.chat(model="llama3.2", messages=then).message.content

pieces = [part.message.content for part in ollama.chat(model="gemma3", messages=asked, stream=True)]
assert len(pieces) > 3 and "Paris" in "".join(pieces)
told = ollama.generate(
    model="llama3.2", prompt="What is the capital of France?", system="Answer in one sentence."
)
assert "Paris" in told.response and told.context


async def ask() -> str:
    stream = await ollama.AsyncClient().chat(model="llama3.2", messages=asked, stream=True)
    return "".join([part.message.content async for part in stream])


assert "Paris" in asyncio.run(ask())
assert "llama3.2:latest" in [model.model for model in ollama.list().models]
assert "completion" in ollama.show("llama3.2").capabilities
