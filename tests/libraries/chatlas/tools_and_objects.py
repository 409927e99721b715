"""A registered function, and a typed result."""

import os

from chatlas import ChatAnthropic, ChatOpenAI
from pydantic import BaseModel


class Person(BaseModel):
    name: str
    age: int


def get_weather(city: str) -> str:
    """The weather in a city."""
    asked.append(city)
    return "17 degrees, rain"


openai = {"model": "gpt-4o-mini", "base_url": os.environ["OPENAI_BASE_URL"]}
for make, told in ((ChatOpenAI, openai), (ChatAnthropic, {"model": "claude-haiku-4-5"})):
    asked: list[str] = []
    chat = make(**told)
    chat.register_tool(get_weather)
    reply = str(chat.chat("What is the weather in Paris?", echo="none"))
    print(reply)
    assert asked == ["Paris"] and "17" in reply
    person = make(**told).chat_structured("Extract: Jason is 25 years old.", data_model=Person)
    assert person == Person(name="Jason", age=25)
