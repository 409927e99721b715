"""A Python function as a tool, and a schema."""

import json
import os

import llm
from pydantic import BaseModel


class Person(BaseModel):
    name: str
    age: int


def get_weather(city: str) -> str:
    """The weather in a city."""
    return "17 degrees, rain"


model = llm.get_model("gpt-4o-mini")
model.api_base, model.key = os.environ["OPENAI_BASE_URL"], os.environ["OPENAI_API_KEY"]
reply = model.chain("What is the weather in Paris?", tools=[get_weather]).text()
print(reply)
assert "17" in reply
read = json.loads(model.prompt("Extract: Jason is 25 years old.", schema=Person).text())
assert read == {"name": "Jason", "age": 25}
