"""A chat that remembers, and its stream, at three vendors."""

import os

from chatlas import ChatAnthropic, ChatGoogle, ChatOpenAI

# chatlas writes the vendors' own addresses into its calls, so it is told the others
google = {"http_options": {"base_url": os.environ["GOOGLE_GEMINI_BASE_URL"]}}
openai = {"base_url": os.environ["OPENAI_BASE_URL"]}
for chat in (ChatOpenAI(model="gpt-4o-mini", **openai), ChatAnthropic(model="claude-haiku-4-5"),
             ChatGoogle(model="gemini-3.5-flash-lite", kwargs=google)):  # fmt: skip
    first = str(chat.chat("What is the capital of France?", echo="none"))
    print(first)
    assert "Paris" in first
    assert "Rome" in str(chat.chat("And the capital of Italy?", echo="none"))
    assert "Paris" in "".join(chat.stream("What is the capital of France?"))
