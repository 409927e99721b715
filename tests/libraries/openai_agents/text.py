"""An agent by the Responses API and by Chat Completions: text, streamed, several turns."""

import asyncio

from agents import Agent, OpenAIChatCompletionsModel, Runner, set_tracing_disabled
from openai import AsyncOpenAI

set_tracing_disabled(True)  # traces go to the vendor's own address, whatever the base URL


async def main() -> None:
    for model in ("gpt-4o-mini", OpenAIChatCompletionsModel("gpt-4o-mini", AsyncOpenAI())):
        agent = Agent(name="Guide", instructions="Be brief.", model=model)
        first = await Runner.run(agent, "What is the capital of France?")
        print(first.final_output)
        assert "Paris" in first.final_output
        turns = [*first.to_input_list(), {"role": "user", "content": "And the capital of Italy?"}]
        assert "Rome" in (await Runner.run(agent, turns)).final_output
        streamed = Runner.run_streamed(agent, "What is the capital of France?")
        kinds = {event.type async for event in streamed.stream_events()}
        assert "raw_response_event" in kinds and "Paris" in streamed.final_output


asyncio.run(main())
