"""Vectors, one and many, kept in a collection and searched; a model that is not there, a key that is wrong."""

import os

import llm
import sqlite_utils

os.environ["OPENAI_BASE_URL"]  # the embedding models read it by themselves
model = llm.get_embedding_model("3-small")
model.key = os.environ["OPENAI_API_KEY"]
assert len(model.embed("a cat")) == 1536
assert [len(vector) for vector in model.embed_multi(["a cat", "a dog"])] == [1536, 1536]
animals = llm.Collection("animals", sqlite_utils.Database(memory=True), model=model)
animals.embed_multi([("cat", "A cat sleeps on the sofa"), ("tax", "The tax form is due in May")], store=True)
[nearest] = animals.similar("a sleeping kitten", number=1)
print(nearest.content)
assert nearest.id == "cat"

chat = llm.get_model("gpt-4o-mini")
chat.api_base = os.environ["OPENAI_BASE_URL"]
try:
    chat.prompt("Hello", key="sk-wrong").text()
except Exception as error:  # the library hands on the SDK's own
    assert "Incorrect API key" in str(error)
else:
    raise AssertionError("no error")
