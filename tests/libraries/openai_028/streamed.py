"""A streamed reply, as dictionaries."""

import os

import openai

openai.api_base = os.environ["OPENAI_BASE_URL"]

text = ""
for chunk in openai.ChatCompletion.create(
    model="gpt-4o-mini", messages=[{"role": "user", "content": "What is the capital of France?"}], stream=True
):
    text += chunk["choices"][0]["delta"].get("content", "")
print(text)
assert "Paris" in text
