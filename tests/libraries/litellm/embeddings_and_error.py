"""Embeddings, and the error of a model that does not exist, in litellm's own class."""

import litellm

answer = litellm.embedding(model="openai/text-embedding-3-small", input=["a cat", "a dog"])
assert [len(item["embedding"]) for item in answer.data] == [1536, 1536]

for model in ("openai/gpt-none", "anthropic/claude-none"):
    try:
        litellm.completion(model=model, messages=[{"role": "user", "content": "Hi"}])
    except litellm.NotFoundError as error:
        print(error)
    else:
        raise AssertionError("no error")
