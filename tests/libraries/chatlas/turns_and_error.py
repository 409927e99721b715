"""Turns that are kept, a stream from a coroutine, Ollama, tokens, and errors."""

import asyncio
import os

from chatlas import ChatAnthropic, ChatOllama, ChatOpenAI
from pydantic import BaseModel


class Person(BaseModel):
    name: str
    age: int


openai = {"model": "gpt-4o-mini", "base_url": os.environ["OPENAI_BASE_URL"]}
chat = ChatOpenAI(system_prompt="You are terse.", **openai)
chat.chat("My name is Ada.", echo="none")
assert "Ada" in str(chat.chat("What is my name?", echo="none"))
assert [turn.role for turn in chat.get_turns()] == ["user", "assistant"] * 2
assert all(sum(record["tokens"] for record in [tokens]) > 0 for tokens in chat.get_tokens())


async def ask() -> str:
    claude = ChatAnthropic(model="claude-haiku-4-5")
    return "".join([piece async for piece in await claude.stream_async("What is the capital of France?")])


assert "Paris" in asyncio.run(ask())
local = ChatOllama(model="llama3.2", base_url=os.environ["OLLAMA_HOST"])
print(local.chat("What is the capital of France?", echo="none"))
assert local.chat_structured("Extract: Jason is 25 years old.", data_model=Person) == Person(
    name="Jason", age=25
)
for wrong, said in (
    ({"model": "gpt-none"}, "does not exist"),
    ({"api_key": "sk-wrong"}, "Incorrect API key"),
):
    try:
        ChatOpenAI(**{**openai, **wrong}).chat("Hello", echo="none")
    except Exception as error:  # the library hands on the SDK's own
        assert said in str(error), error
    else:
        raise AssertionError("no error")
