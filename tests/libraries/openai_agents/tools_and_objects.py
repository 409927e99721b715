"""A function tool and a typed result."""

from agents import Agent, Runner, function_tool, set_tracing_disabled
from pydantic import BaseModel

set_tracing_disabled(True)
asked = []


class Person(BaseModel):
    name: str
    age: int


@function_tool
def get_weather(city: str) -> str:
    """The weather in a city."""
    asked.append(city)
    return "17 degrees, rain"


agent = Agent(name="Guide", model="gpt-4o-mini", tools=[get_weather])
reply = Runner.run_sync(agent, "What is the weather in Paris?").final_output
print(reply)
assert asked == ["Paris"] and "17" in reply

typed = Agent(name="Reader", model="gpt-4o-mini", output_type=Person)
assert Runner.run_sync(typed, "Extract: Jason is 25 years old.").final_output == Person(name="Jason", age=25)
