"""An agent's text, its memory and its stream, at each vendor."""

import asyncio

from pydantic_ai import Agent


async def main(model: str) -> None:
    agent = Agent(model, instructions="Be brief.")
    first = await agent.run("What is the capital of France?")
    print(model, first.output)
    assert "Paris" in first.output
    second = await agent.run("And the capital of Italy?", message_history=first.all_messages())
    assert "Rome" in second.output
    async with agent.run_stream("What is the capital of France?") as streamed:
        assert "Paris" in await streamed.get_output()


for model in ("openai-chat:gpt-4o-mini", "openai-responses:gpt-4o-mini", "anthropic:claude-haiku-4-5",
              "google:gemini-3.5-flash-lite"):  # fmt: skip
    asyncio.run(main(model))
