"""Prompts, a conversation and a stream of the library behind the command line tool."""

import os

import llm

model = llm.get_model("gpt-4o-mini")
model.api_base = os.environ["OPENAI_BASE_URL"]  # its own OpenAI models read no variable for the address
model.key = os.environ["OPENAI_API_KEY"]
reply = model.prompt("What is the capital of France?", stream=False)
print(reply.text())
assert "Paris" in reply.text()
assert "Paris" in "".join(model.prompt("What is the capital of France?"))

conversation = model.conversation()
conversation.prompt("What is the capital of France?").text()
assert "Rome" in conversation.prompt("And the capital of Italy?").text()
