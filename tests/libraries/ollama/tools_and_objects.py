"""A Python function as a tool, a schema, and what a model thinks."""

import ollama
from pydantic import BaseModel


class Person(BaseModel):
    name: str
    age: int


def get_weather(city: str) -> str:
    """The weather in a city.

    Args:
      city: The name of the city
    """
    return f"17 degrees in {city}, rain"


messages = [{"role": "user", "content": "What is the weather in Paris?"}]
reply = ollama.chat(model="qwen3", messages=messages, tools=[get_weather])
[call] = reply.message.tool_calls
assert (call.function.name, call.function.arguments) == ("get_weather", {"city": "Paris"})
result = {"role": "tool", "tool_name": call.function.name, "content": get_weather(**call.function.arguments)}
last = ollama.chat(model="qwen3", messages=[*messages, reply.message, result], tools=[get_weather])
print(last.message.content)
assert "17" in last.message.content

extract = [{"role": "user", "content": "Extract: Jason is 25 years old."}]
read = ollama.chat(model="llama3.2", messages=extract, format=Person.model_json_schema())
assert Person.model_validate_json(read.message.content) == Person(name="Jason", age=25)
thought = ollama.chat(model="qwen3", messages=messages, think=True)
assert thought.message.thinking and thought.message.content
