"""The same as a Chainlit app."""

import anthropic
import chainlit


@chainlit.on_message
async def reply(asked: chainlit.Message) -> None:
    """Streams the reply to what was asked."""
    said = chainlit.Message("")
    async with anthropic.AsyncAnthropic().messages.stream(
        model="claude-haiku-4-5", max_tokens=1024, messages=[{"role": "user", "content": asked.content}]
    ) as stream:
        async for text in stream.text_stream:
            await said.stream_token(text)
    await said.update()
