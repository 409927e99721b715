"""Embeddings, and the class of error of that time for a model that does not exist."""

import os

import openai

openai.api_base = os.environ["OPENAI_BASE_URL"]

answer = openai.Embedding.create(model="text-embedding-3-small", input=["a cat", "a dog"])
assert [len(item["embedding"]) for item in answer["data"]] == [1536, 1536]

try:
    openai.ChatCompletion.create(model="gpt-none", messages=[{"role": "user", "content": "Hi"}])
except openai.error.InvalidRequestError as error:
    print(error)
    assert "does not exist" in str(error)
else:
    raise AssertionError("no error")
