"""Text and several turns."""

import anthropic

client = anthropic.Anthropic()
messages = [{"role": "user", "content": "What is the capital of France?"}]
first = client.messages.create(model="claude-haiku-4-5", max_tokens=200, messages=messages)
print(first.content[0].text)
assert "Paris" in first.content[0].text and first.stop_reason == "end_turn"

messages += [
    {"role": "assistant", "content": first.content},
    {"role": "user", "content": "And the capital of Italy?"},
]
second = client.messages.create(model="claude-haiku-4-5", max_tokens=200, messages=messages)
assert "Rome" in second.content[0].text
