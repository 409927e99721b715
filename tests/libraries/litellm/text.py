"""One function for three vendors; a streamed reply; several turns."""

import os

import litellm

google = os.environ["GOOGLE_GEMINI_BASE_URL"]  # litellm is told Google's address in the call
asked = [{"role": "user", "content": "What is the capital of France?"}]
models = {
    "openai/gpt-4o-mini": {},
    "anthropic/claude-haiku-4-5": {},
    "gemini/gemini-3.5-flash-lite": {"api_base": f"{google}/v1beta"},
}
for model, more in models.items():
    reply = litellm.completion(model=model, messages=asked, **more)
    print(model, reply.choices[0].message.content)
    assert "Paris" in reply.choices[0].message.content and reply.usage.total_tokens > 0

    pieces = litellm.completion(model=model, messages=asked, stream=True, **more)
    assert "Paris" in "".join(piece.choices[0].delta.content or "" for piece in pieces)
