"""A model that does not exist."""

from pydantic_ai import Agent
from pydantic_ai.exceptions import ModelHTTPError

for model in ("openai-chat:gpt-none", "anthropic:claude-none"):
    try:
        Agent(model).run_sync("Hi")
    except ModelHTTPError as error:
        print(error)
        assert error.status_code == 404
    else:
        raise AssertionError("no error")
