"""Text and several turns, as programs of 2023 ask for them."""

import os

import openai

openai.api_base = os.environ["OPENAI_BASE_URL"]  # this release reads OPENAI_API_BASE instead

messages = [{"role": "user", "content": "What is the capital of France?"}]
first = openai.ChatCompletion.create(model="gpt-4o-mini", messages=messages)
print(first["choices"][0]["message"]["content"])
assert "Paris" in first.choices[0].message.content
assert first.usage.total_tokens == first.usage.prompt_tokens + first.usage.completion_tokens

messages += [first.choices[0].message, {"role": "user", "content": "And the capital of Italy?"}]
second = openai.ChatCompletion.create(model="gpt-4o-mini", messages=messages)
assert "Rome" in second.choices[0].message.content
