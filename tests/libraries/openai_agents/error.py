"""A model that does not exist."""

import openai
from agents import Agent, Runner, set_tracing_disabled

set_tracing_disabled(True)
try:
    Runner.run_sync(Agent(name="Guide", model="gpt-none"), "Hi")
except (openai.NotFoundError, openai.BadRequestError) as error:
    print(error)
else:
    raise AssertionError("no error")
