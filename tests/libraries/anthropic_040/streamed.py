"""The stream helper of that release."""

import anthropic

with anthropic.Anthropic().messages.stream(
    model="claude-haiku-4-5",
    max_tokens=200,
    messages=[{"role": "user", "content": "What is the capital of France?"}],
) as stream:
    text = "".join(stream.text_stream)
print(text)
assert "Paris" in text and stream.get_final_message().usage.output_tokens > 0
