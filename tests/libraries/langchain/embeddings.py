"""Texts near a question, in LangChain's own store.

LangChain cuts long texts with a tokenizer that it downloads; without that check it needs no internet."""

from langchain_core.vectorstores import InMemoryVectorStore
from langchain_openai import OpenAIEmbeddings

store = InMemoryVectorStore.from_texts(
    ["The cat sleeps on the sofa.", "Interest rates were raised by the bank."],
    OpenAIEmbeddings(model="text-embedding-3-small", check_embedding_ctx_length=False),
)
(nearest,) = store.similarity_search("Where does the cat sleep?", k=1)
print(nearest.page_content)
assert "cat" in nearest.page_content
