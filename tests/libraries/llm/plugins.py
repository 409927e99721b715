"""The plugins for Claude and for Ollama: a prompt, a conversation, a stream, a schema."""

import asyncio
import json
import os

import llm
from pydantic import BaseModel


class Person(BaseModel):
    name: str
    age: int


for name in ("claude-haiku-4.5", "ollama/llama3.2"):
    model = llm.get_model(name)
    key = {"key": os.environ["ANTHROPIC_API_KEY"]} if model.needs_key else {}
    reply = model.prompt("What is the capital of France?", stream=False, **key)
    print(name, reply.text())
    assert "Paris" in reply.text() and reply.usage().output > 0
    assert "Paris" in "".join(model.prompt("What is the capital of France?", **key))
    conversation = model.conversation()
    conversation.prompt("What is the capital of France?", **key).text()
    assert "Rome" in conversation.prompt("And the capital of Italy?", **key).text()
    read = json.loads(model.prompt("Extract: Jason is 25 years old.", schema=Person, **key).text())
    assert read == {"name": "Jason", "age": 25}


async def ask() -> str:
    model = llm.get_async_model("claude-haiku-4.5")
    return await model.prompt("What is the capital of France?", key=os.environ["ANTHROPIC_API_KEY"]).text()


assert "Paris" in asyncio.run(ask())
assert len(llm.get_embedding_model("ollama/all-minilm").embed("a cat")) == 384
