"""A tool that the agent calls by itself, and a typed result."""

from pydantic import BaseModel
from pydantic_ai import Agent


class Person(BaseModel):
    name: str
    age: int


def get_weather(city: str) -> str:
    """The weather in a city."""
    asked.append(city)
    return "17 degrees, rain"


for model in ("openai-chat:gpt-4o-mini", "openai-responses:gpt-4o-mini", "anthropic:claude-haiku-4-5",
              "google:gemini-3.5-flash-lite"):  # fmt: skip
    asked: list[str] = []
    reply = Agent(model, tools=[get_weather]).run_sync("What is the weather in Paris?")
    print(model, reply.output)
    assert asked == ["Paris"] and "17" in reply.output

    person = Agent(model, output_type=Person).run_sync("Extract: Jason is 25 years old.").output
    assert person == Person(name="Jason", age=25), person
