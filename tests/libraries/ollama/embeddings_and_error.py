"""Embeddings, one and several at once, and the error for a model that was not pulled."""

import ollama

vectors = ollama.embed(model="all-minilm", input=["a cat", "a kitten", "a tax form"]).embeddings
cat, kitten, form = vectors


def alike(one: list[float], other: list[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


assert alike(cat, kitten) > alike(cat, form)
assert len(ollama.embeddings(model="nomic-embed-text", prompt="a cat").embedding) == 768

try:
    ollama.chat(model="none-such", messages=[{"role": "user", "content": "Hi"}])
except ollama.ResponseError as error:
    print(error)
    assert error.status_code == 404 and "not found" in error.error
else:
    raise AssertionError("no error")
