"""A bound tool, called and answered, and structured output."""

import os

from langchain_anthropic import ChatAnthropic
from langchain_core.messages import HumanMessage
from langchain_core.tools import tool
from langchain_google_genai import ChatGoogleGenerativeAI
from langchain_openai import ChatOpenAI
from pydantic import BaseModel


class Person(BaseModel):
    """A person."""

    name: str
    age: int


@tool
def get_weather(city: str) -> str:
    """The weather in a city."""
    return "17 degrees, rain"


gemini = ChatGoogleGenerativeAI(model="gemini-3.5-flash-lite", base_url=os.environ["GOOGLE_GEMINI_BASE_URL"])
for model in (ChatOpenAI(model="gpt-4o-mini"), ChatAnthropic(model="claude-haiku-4-5"), gemini):
    bound = model.bind_tools([get_weather])
    messages = [HumanMessage("What is the weather in Paris?")]
    messages.append(called := bound.invoke(messages))
    assert [call["args"] for call in called.tool_calls] == [{"city": "Paris"}]
    messages.append(get_weather.invoke(called.tool_calls[0]))
    last = bound.invoke(messages).text
    assert "17" in last
    person = model.with_structured_output(Person).invoke("Extract: Jason is 25 years old.")
    print(type(model).__name__, last, person)
    assert person == Person(name="Jason", age=25)
