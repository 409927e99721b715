"""Chat models: text, streamed, several turns, at three vendors."""

import os

from langchain_anthropic import ChatAnthropic
from langchain_core.messages import HumanMessage
from langchain_google_genai import ChatGoogleGenerativeAI
from langchain_openai import ChatOpenAI

gemini = ChatGoogleGenerativeAI(model="gemini-3.5-flash-lite", base_url=os.environ["GOOGLE_GEMINI_BASE_URL"])
for model in (ChatOpenAI(model="gpt-4o-mini"), ChatAnthropic(model="claude-haiku-4-5"), gemini):
    asked = [("system", "Be brief."), ("human", "What is the capital of France?")]
    first = model.invoke(asked)
    print(type(model).__name__, first.text)
    assert "Paris" in first.text and first.usage_metadata["total_tokens"] > 0
    assert "Paris" in "".join(piece.text for piece in model.stream(asked))
    assert "Rome" in model.invoke([*asked, first, HumanMessage("And the capital of Italy?")]).text
